// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan::formats {

/** The graph as the drawing formats show it: pods are counted in their workload or Service, not drawn one by one, since
 *  none of these formats can roll anything up. A pod without a workload is drawn. */
struct Drawing {
    struct Line {
        VertexIndex from = none, to = none;
        EdgeType type = EdgeType::Selects;
        std::size_t count = 1;  ///< edges of the graph behind it
    };
    std::vector<VertexIndex> vertices;                            ///< in the graph's order
    std::vector<Line> lines;                                      ///< sorted
    std::map<std::string_view, std::vector<VertexIndex>> spaces;  ///< vertices by namespace; "" for those in none
};
[[nodiscard]] Drawing drawingOf(const TopologyGraph &graph);

/** "web · 3 of 3 ready", on two lines parted by `lineBreak`, unescaped. */
[[nodiscard]] std::string labelOf(const Vertex &vertex, std::string_view lineBreak);

/** Valid UTF-8 without control characters, for formats that can't hold them: each becomes U+FFFD. */
[[nodiscard]] std::string plain(std::string_view text);

/** Escaped for XML text and attributes. */
[[nodiscard]] std::string xml(std::string_view text);

}  // namespace portolan::formats
