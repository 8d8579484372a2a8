// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/problem.h"
#include "topology/graph.h"

namespace portolan {

/** The graph as text, the same bytes for the same graph. Every format escapes what it has to. */
[[nodiscard]] std::string toJson(const TopologyGraph &graph,
                                 const std::vector<Problem> &problems);  ///< schema "topology/1"
[[nodiscard]] std::string toDot(const TopologyGraph &graph);
[[nodiscard]] std::string toGraphml(const TopologyGraph &graph);
[[nodiscard]] std::string toMermaid(const TopologyGraph &graph);
[[nodiscard]] std::string toDrawio(const TopologyGraph &graph);

}  // namespace portolan
