// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/access.h"
#include "explain/explanation.h"

namespace portolan {

/** One line of the Policy lens, that stands for these of AccessMap::byRule. */
[[nodiscard]] Explanation explainAccess(const TopologyGraph &graph, const AccessMap &map,
                                        std::span<const EdgeIndex> pairs);
/** Whether one end may open connections to the other, on what ports, and what decides it. */
[[nodiscard]] Explanation explainPair(const TopologyGraph &graph, const AccessMap &map, std::uint32_t from,
                                      std::uint32_t to);
/** Adds to a workload how it is isolated, who may reach it and whom it may reach.
 *  Cost: ends, times the rules that select them. */
void addAccess(Explanation &explanation, const TopologyGraph &graph, const AccessMap &map, std::uint32_t end);

/** "4 of 11 workloads are isolated. Enforced by …": what the whole map says. */
[[nodiscard]] std::string accessSummary(const AccessMap &map);

}  // namespace portolan
