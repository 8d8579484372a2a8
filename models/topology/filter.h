// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "topology/graph.h"

namespace portolan {

/** A label selector as kubectl's -l takes it: "app=web,tier in (a, b),!legacy". */
class LabelSelector {
public:
    [[nodiscard]] static Result<LabelSelector> parse(std::string_view text);
    bool matches(const Pairs &labels) const;
    bool matchesLabelsOf(const ObjectRef &object) const;
    bool isEmpty() const { return m_requirements.empty(); }

private:
    struct Requirement {
        enum class Operator { In, NotIn, Exists, DoesNotExist };
        std::string key;
        Operator op = Operator::Exists;
        std::vector<std::string> values;
    };
    bool matchesBy(const std::function<std::optional<std::string_view>(std::string_view)> &valueOf) const;
    std::vector<Requirement> m_requirements;
};

/** What to leave out of the chart. Empty sets leave out nothing. */
struct Filter {
    std::set<std::string, std::less<>> hiddenSpaces;
    std::set<VertexType> hiddenTypes;
    std::set<State> hiddenStates;
    LabelSelector labels;  ///< Services, workloads and pods must match, or be connected to ones that do

    bool isEmpty() const
    {
        return hiddenSpaces.empty() && hiddenTypes.empty() && hiddenStates.empty() && labels.isEmpty();
    }
};

/** For each vertex, whether the filter lets it stand. */
[[nodiscard]] std::vector<bool> visible(const TopologyGraph &graph, const Filter &filter);

}  // namespace portolan
