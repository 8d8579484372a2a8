// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** The edges of one type behind a line of the chart, and what stands at its two ends. */
struct EdgeGroup {
    EdgeType type = EdgeType::Selects;
    std::vector<EdgeIndex> edges;       ///< the worst first, then in the order of the graph
    std::vector<VertexIndex> from, to;  ///< each vertex once, in the order of the graph
    State state = State::Fine;
};

/** By type, each type with at least one edge. Indices that are none of the graph's are left out. */
[[nodiscard]] std::vector<EdgeGroup> groupsOf(const TopologyGraph &graph, std::span<const EdgeIndex> edges);

/** What to call one end of a line: the one vertex, the workload that all its pods belong to, or a count:
 *  "Service api", "Deployment api", "3 services". */
[[nodiscard]] std::string callOfEnd(const TopologyGraph &graph, const std::vector<VertexIndex> &end);

/** The vertices that stand for an end on the chart: a pod's workload instead of the pod. */
[[nodiscard]] std::vector<VertexIndex> shownAt(const TopologyGraph &graph, const std::vector<VertexIndex> &end);

}  // namespace portolan
