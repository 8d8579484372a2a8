// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan::chart {

/** Whether a node runs the control plane, by its labels. */
[[nodiscard]] bool isServer(const Vertex &node);

/** Text order in which numbers count as numbers: agent-2 before agent-10. */
[[nodiscard]] bool isNaturallyLess(std::string_view a, std::string_view b);

/** Nodes that belong together, by what tells them apart best. */
struct NodeGroup {
    std::string name;
    std::vector<VertexIndex> nodes;
};

/** Groups of at most 200 nodes or so: by zone, else pool or instance type, else role, else the name up to its number;
 *  larger ones by number. Sorted by name; nodes keep the order that they come in. */
[[nodiscard]] std::vector<NodeGroup> groupNodes(const TopologyGraph &graph, const std::vector<VertexIndex> &nodes);

}  // namespace portolan::chart
