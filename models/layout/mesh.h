// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/chart.h"

namespace portolan::chart {

/** Draws tunnels below `boxes` and control connections above them: line by line between a few boxes, as a
 *  bus with a tap for each box between many. */
void drawMeshes(Chart &chart, const TopologyGraph &graph, std::vector<BoxIndex> boxes);

}  // namespace portolan::chart
