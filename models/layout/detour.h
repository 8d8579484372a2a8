// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "layout/chart.h"

namespace portolan::chart {

/** Leads lines round boxes that they would cross: where something is pinned, the lanes are not free any more. `solids`
 *  are the boxes that no line may cross; lines leave and enter boxes at their sides, or from above and below. Lines
 * that no way is found for within reason stay as they are. */
enum class Ends { Level, Upright };
void detour(Chart &chart, const std::vector<BoxIndex> &solids, Ends ends);

}  // namespace portolan::chart
