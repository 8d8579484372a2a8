// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/filter.h"

namespace portolan {

std::vector<bool> visible(const TopologyGraph &graph, const Filter &filter)
{
    std::vector<bool> shown;
    shown.reserve(graph.vertices.size());
    for (const Vertex &vertex : graph.vertices) {
        shown.push_back(!filter.hiddenSpaces.contains(vertex.space) && !filter.hiddenTypes.contains(vertex.type) &&
                        !filter.hiddenStates.contains(vertex.state));
    }
    return shown;
}

}  // namespace portolan
