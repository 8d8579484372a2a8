// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "roles/roles.h"
#include "topology/graph.h"

namespace portolan {

/** What a rule looks for. */
struct FindingRule {
    std::string_view id;      ///< "SV-01"; lasts
    std::string_view title;   ///< in a few words
    std::string_view source;  ///< the document that says so
};

/** Something that is wrong, or will be. */
struct Finding {
    std::string_view rule;
    Severity severity = Severity::Warning;
    std::vector<std::string> objects;  ///< references; the first one is where it shows
    std::string message;               ///< one sentence or two, with the objects' own values
    std::string remedy;
    std::vector<Proof> evidence;
};

/** All rules, sorted by id. */
[[nodiscard]] std::span<const FindingRule> findingRules();
[[nodiscard]] const FindingRule *findingRule(std::string_view id);  ///< null if there is none

/** What is wrong in a cluster, as far as its objects say; sorted by severity, rule and objects. What was not read is
 *  not found missing. Cost: n log n in objects, and for policies the rules times the sorts of pods in their namespaces.
 */
[[nodiscard]] std::vector<Finding> findFaults(const TopologyGraph &graph, std::stop_token stop = {});

}  // namespace portolan
