// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "layout/chart.h"

namespace portolan::chart {

/** A lane as lines see it. Outside of outerLeft and outerRight, other lanes may begin. */
struct LanePlace {
    float left, right, outerLeft, outerRight;
    std::uint32_t block;  ///< lanes of one block share their containers
};

/** What the lanes of a chart have in common, from left to right. */
struct LaneGround {
    std::vector<LanePlace> lanes;
    std::uint32_t blocks = 0;
    float top = 0, bottom = 0;  ///< of everything but the headings
};

/** Gives every link of the chart its points, from the right edge of one box to the left edge of the other. The boxes
 *  are taken where they stand now, pinned ones too. Cost: see route(). */
void drawLaneLines(Chart &chart, const LaneGround &ground);

}  // namespace portolan::chart
