// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "layout/chart.h"

namespace portolan::chart {

using Pins = std::map<std::string, PointF, std::less<>>;

/** Puts pinned boxes where their pins say. Containers grow round them, what is in their way moves down. A pin that
 *  would lie over another one does not hold. */
void pin(Chart &chart, const Pins &pins, const TopologyGraph &graph);

}  // namespace portolan::chart
