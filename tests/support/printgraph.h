// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "topology/graph.h"

namespace portolan {

/** One line an edge, sorted: "Service/shop/web selects Pod/shop/web-1 (ready)". RunsOn edges are left out. */
[[nodiscard]] QStringList print(const TopologyGraph &graph);
/** The same for edges of one type. */
[[nodiscard]] QStringList print(const TopologyGraph &graph, EdgeType type);
/** "failing: no ready endpoint", "fine"; "missing" if there is no such vertex. */
[[nodiscard]] QString stateOf(const TopologyGraph &graph, std::string_view id);

}  // namespace portolan
