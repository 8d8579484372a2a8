// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** One fact, as the JSON of the graph and the inspector show it. */
struct Fact {
    std::string key;  ///< camelCase, stable: "clusterIP", "vni"
    std::variant<std::string, std::int64_t, bool> value;
    bool operator==(const Fact &) const = default;
};

/** What the objects say of a vertex or an edge, worked out when asked for. In the order in which to show it. */
[[nodiscard]] std::vector<Fact> factsOf(const TopologyGraph &graph, VertexIndex vertex);
[[nodiscard]] std::vector<Fact> factsOf(const TopologyGraph &graph, const Edge &edge);

}  // namespace portolan
