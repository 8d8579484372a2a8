// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/state.h"
#include "topology/graph.h"

namespace portolan {

/** "3 nodes · 17 pods · 9 services", of what was read; "nothing" if nothing of that was. Manifests without pods count
 *  their workloads: "12 workloads · 9 services". */
[[nodiscard]] std::string countsText(const ClusterSnapshot &snapshot);

/** The same for any part of a graph: vertices of each type that occurs, in the order of the types. */
[[nodiscard]] std::string countsText(const TopologyGraph &graph, std::span<const VertexIndex> vertices);

/** "2 failing · 1 warning · 14 fine"; the worst first, without what there is none of. */
[[nodiscard]] std::string statesText(const TopologyGraph &graph, std::span<const VertexIndex> vertices);

/** "2 of 3 ready", "no pods", "3 planned". */
[[nodiscard]] std::string readyText(const Vertex &vertex);

/** "3 nodes", "1 policy": for roll-ups and column heads. */
[[nodiscard]] std::string countedOf(std::size_t count, VertexType type);

}  // namespace portolan
