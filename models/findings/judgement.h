// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "findings/finding.h"

namespace portolan {

/** What is wrong in a cluster, and where on its chart. Holds no graph, so that letting go of it takes no time. */
struct Judgement {
    std::vector<Finding> findings;  ///< as findFaults() sorts them
    /** Findings by the id of the vertex that they name first, as indices. What an object without a vertex of its own
     * has (a slice of endpoints, a class) stands at none. */
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> ofVertex;

    /** The findings of the vertex with this id, the worst first. */
    std::vector<const Finding *> of(std::string_view id) const;
};
using JudgementPtr = std::shared_ptr<const Judgement>;

/** Null if stopped. Cost: as findFaults(), and linear in vertices. */
[[nodiscard]] JudgementPtr judge(const TopologyGraph &graph, const std::stop_token &stop = {});

/** How bad a finding makes what it stands at; Fine for what is only worth knowing. */
[[nodiscard]] State stateOf(Severity severity);

}  // namespace portolan
