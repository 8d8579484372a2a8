// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** The vertices in whose name, id, address, host or reason this text occurs, upper and lower case alike (of ASCII);
 * names that begin with it first. Empty text finds nothing. Cost: linear in the graph's text. */
[[nodiscard]] std::vector<VertexIndex> search(const TopologyGraph &graph, std::string_view text);

}  // namespace portolan
