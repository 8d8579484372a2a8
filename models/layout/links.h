// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "layout/chart.h"

namespace portolan::chart {

/** Rolls edges of the graph up into lines between the boxes of `chart`, which must know boxOfVertex. `endsOf` gives the
 *  vertices that an edge is drawn between, or a pair of `none`s if it is not drawn. */
void makeLinks(Chart &chart, const TopologyGraph &graph,
               const std::function<std::pair<VertexIndex, VertexIndex>(const Edge &)> &endsOf);

}  // namespace portolan::chart
