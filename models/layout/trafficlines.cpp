// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "layout/measures.h"
#include "layout/traffic.h"

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

}  // namespace

/** What the lines run through: the boxes where they stand now, pinned ones too. */
RoutingGround Traffic::ground() const
{
    RoutingGround ground;
    ground.blocks.resize(m_blocks);
    float right = m_lanes.empty() ? 0 : m_lanes.front().left - gutter;
    for (const LanePlace &lane : m_lanes) {
        ground.lanes.push_back({lane.left, lane.right, lane.block, {}});
        ground.gaps.push_back({right, lane.outerLeft});
        right = lane.outerRight;
    }
    ground.gaps.push_back({right, right + gutter});
    ground.above = m_top;
    ground.below = m_bottom;
    const auto eachLane = [&](const RectF &rect, auto &&visit) {
        const auto first = std::ranges::upper_bound(m_lanes, rect.x, {}, &LanePlace::right);
        for (auto lane = first; lane != m_lanes.end() && lane->left < rect.right(); ++lane)
            visit(ground.lanes[static_cast<std::size_t>(lane - m_lanes.begin())]);
    };
    for (BoxIndex b = 1; b < m_chart.boxes.size(); ++b) {
        const Box &box = m_chart.boxes[b];
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

void Traffic::drawLines()
{
    std::vector<RoutingTask> tasks;
    tasks.reserve(m_chart.links.size());
    for (std::uint32_t i = 0; i < m_chart.links.size(); ++i) {
        const RectF &from = m_chart.boxes[m_chart.links[i].from].rect;
        const RectF &to = m_chart.boxes[m_chart.links[i].to].rect;
        const auto fromLane = std::ranges::lower_bound(m_lanes, from.right(), {}, &LanePlace::left) - m_lanes.begin();
        const auto toLane = std::ranges::upper_bound(m_lanes, to.x, {}, &LanePlace::right) - m_lanes.begin();
        const auto last = static_cast<std::ptrdiff_t>(m_lanes.size()) - 1;
        tasks.push_back(
            {i,
             {static_cast<std::uint32_t>(std::clamp<std::ptrdiff_t>(fromLane - 1, 0, last)),
              {from.right(), from.center().y}},
             {static_cast<std::uint32_t>(std::clamp<std::ptrdiff_t>(toLane, 0, last)), {to.x, to.center().y}}});
    }
    route(m_chart, ground(), tasks);
}

}  // namespace portolan::chart
