// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/lanelines.h"

#include <algorithm>

#include "layout/measures.h"
#include "layout/routing.h"

namespace portolan::chart {

namespace {

/** Sorts spans from top to bottom and joins those that overlap. */
void tidy(std::vector<Span> &spans)
{
    std::ranges::sort(spans, {}, &Span::top);
    std::size_t last = 0;
    for (std::size_t i = 1; i < spans.size(); ++i) {
        if (spans[i].top <= spans[last].bottom)
            spans[last].bottom = std::max(spans[last].bottom, spans[i].bottom);
        else
            spans[++last] = spans[i];
    }
    spans.resize(std::min(spans.size(), last + 1));
}

/** What the lines run through: the boxes where they stand now, pinned ones too. */
RoutingGround routingGround(const Chart &chart, const LaneGround &of)
{
    RoutingGround ground;
    ground.blocks.resize(of.blocks);
    float right = of.lanes.empty() ? 0 : of.lanes.front().left - gutter;
    for (const LanePlace &lane : of.lanes) {
        ground.lanes.push_back({lane.left, lane.right, lane.block, {}});
        ground.gaps.push_back({right, lane.outerLeft});
        right = lane.outerRight;
    }
    ground.gaps.push_back({right, right + gutter});
    ground.above = of.top;
    ground.below = of.bottom;
    const auto eachLane = [&](const RectF &rect, auto &&visit) {
        const auto first = std::ranges::upper_bound(of.lanes, rect.x, {}, &LanePlace::right);
        for (auto lane = first; lane != of.lanes.end() && lane->left < rect.right(); ++lane)
            visit(ground.lanes[static_cast<std::size_t>(lane - of.lanes.begin())]);
    };
    for (BoxIndex b = 1; b < chart.boxes.size(); ++b) {
        const Box &box = chart.boxes[b];
        const Span whole{box.rect.y, box.rect.bottom()};
        ground.above = std::min(ground.above, whole.top);
        ground.below = std::max(ground.below, whole.bottom);
        const bool isOpen = box.kind == ItemKind::Namespace && !box.isRolledUp;
        const Span solid{whole.top, isOpen ? whole.top + headerHeight - rowGap / 2 : whole.bottom};
        eachLane(box.rect, [&](RoutingLane &lane) {
            lane.cards.push_back(solid);
            if (box.parent == root)
                ground.blocks[lane.block].containers.push_back(whole);
        });
    }
    for (RoutingLane &lane : ground.lanes)
        tidy(lane.cards);
    for (RoutingBlock &block : ground.blocks)
        tidy(block.containers);
    ground.above -= containerGap / 2;
    ground.below += containerGap / 2;
    return ground;
}

}  // namespace

void drawLaneLines(Chart &chart, const LaneGround &of)
{
    std::vector<RoutingTask> tasks;
    tasks.reserve(chart.links.size());
    for (std::uint32_t i = 0; i < chart.links.size(); ++i) {
        const RectF &from = chart.boxes[chart.links[i].from].rect;
        const RectF &to = chart.boxes[chart.links[i].to].rect;
        const auto fromLane = std::ranges::lower_bound(of.lanes, from.right(), {}, &LanePlace::left) - of.lanes.begin();
        const auto toLane = std::ranges::upper_bound(of.lanes, to.x, {}, &LanePlace::right) - of.lanes.begin();
        const auto last = static_cast<std::ptrdiff_t>(of.lanes.size()) - 1;
        tasks.push_back(
            {i,
             {static_cast<std::uint32_t>(std::clamp<std::ptrdiff_t>(fromLane - 1, 0, last)),
              {from.right(), from.center().y}},
             {static_cast<std::uint32_t>(std::clamp<std::ptrdiff_t>(toLane, 0, last)), {to.x, to.center().y}}});
    }
    route(chart, routingGround(chart, of), tasks);
}

}  // namespace portolan::chart
