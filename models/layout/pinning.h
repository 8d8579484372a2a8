// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "layout/chart.h"

namespace portolan::chart {

using Pins = std::map<std::string, PointF, std::less<>>;

/** Puts pinned boxes where their pins say. Containers grow round them, what is in their way moves down. A pin does not
 *  hold where it would lie on another one or nearer to it than lines need, or outside of a container that is pinned
 *  itself. Cost: (children of a container with a pin in it)². */
void pin(Chart &chart, const Pins &pins, const TopologyGraph &graph);

}  // namespace portolan::chart
