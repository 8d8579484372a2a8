// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "layout/chart.h"

namespace portolan::chart {

struct Span {
    float top = 0, bottom = 0;
};

/** One column of cards over the whole height of the chart. Lines pass it between the cards. */
struct RoutingLane {
    float left = 0, right = 0;
    std::uint32_t block = 0;  ///< index into RoutingGround::blocks
    std::vector<Span> cards;  ///< from top to bottom, with what else must not be crossed
};

/** The room between two lanes where lines run upright. */
struct RoutingGap {
    float left = 0, right = 0;
};

/** Lanes whose containers are shared. Lines that only pass by stay outside of the containers. */
struct RoutingBlock {
    std::vector<Span> containers;  ///< from top to bottom
};

/** What lines are routed through. gaps[i] is to the left of lanes[i], the last one to the right of all. */
struct RoutingGround {
    std::vector<RoutingBlock> blocks;
    std::vector<RoutingLane> lanes;
    std::vector<RoutingGap> gaps;
    float above = 0, below = 0;  ///< heights at which nothing stands at all
};

/** Where a line begins or ends: at the edge of a card in a lane. */
struct RoutingEnd {
    std::uint32_t lane = 0;
    PointF at;
};

/** A link, from the right edge of one box to the left edge of another. */
struct RoutingTask {
    std::uint32_t link = 0;  ///< index into Chart::links
    RoutingEnd from, to;
};

/** Gives every task's link its points. Lines run level through lanes where no card is and upright in the gaps, those of
 *  one source or one target on one track. Cost: (tasks × lanes between) × log cards. */
void route(Chart &chart, RoutingGround ground, const std::vector<RoutingTask> &tasks);

}  // namespace portolan::chart
