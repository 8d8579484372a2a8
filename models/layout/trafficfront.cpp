// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "layout/measures.h"
#include "layout/spreading.h"
#include "layout/traffic.h"

namespace portolan::chart {

namespace {

constexpr std::uint32_t fewRows = 12;  ///< a lane with so many cards is not broken into columns
constexpr float nearEnough = 3 * (cardHeight + rowGap);
constexpr float busRoom = 32;  ///< for lines above everything, if there is something to pass

struct FrontLook {
    Lane lane;
    std::string_view name;
    float width;
};
constexpr FrontLook looks[] = {{Lane::Outside, "Outside", 136},
                               {Lane::Balancer, "Load balancer", 156},
                               {Lane::Door, "Ingress", 148},
                               {Lane::External, "External", 144}};

const FrontLook &lookOf(Lane lane)
{
    return *std::ranges::find(looks, lane, &FrontLook::lane);
}

float pitch(float height)
{
    return height + rowGap;
}

float onGrid(float value)
{
    return std::round(value / 4) * 4;
}

/** The middle one of several heights, or the mean of the two in the middle. */
float median(std::vector<float> &values)
{
    std::ranges::sort(values);
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace

void Traffic::addHeading(std::string_view name, float left, float width, std::size_t count)
{
    m_chart.lanes.push_back(
        {{left, margin, width, headingHeight}, std::string(name), static_cast<std::uint32_t>(count)});
}

/** Where the lanes before the namespaces begin, and how many columns each one takes. */
void Traffic::measureFront()
{
    float area = 0;
    for (const auto *list : {&m_inColumns, &m_inGrid}) {
        for (const std::uint32_t space : *list) {
            const RectF &rect = m_chart.boxes[m_boxOfSpace[space]].rect;
            area += (rect.width + gutter) * (rect.height + containerGap);
        }
    }
    const auto rows = std::max(fewRows, static_cast<std::uint32_t>(std::sqrt(area / aspect) / pitch(cardHeight)));
    m_top = margin + headingHeight + rowGap + (m_inColumns.size() + m_inGrid.size() > 3 ? busRoom : 0);
    m_left = margin;
    for (const FrontLook &look : looks) {
        FrontLane &lane = m_front[static_cast<std::size_t>(look.lane)];
        lane.rows = rows;
        lane.columns = static_cast<std::uint32_t>((lane.boxes.size() + rows - 1) / rows);
        if (look.lane == Lane::External || lane.boxes.empty())
            continue;
        lane.left = m_left;
        const float width = static_cast<float>(lane.columns) * (look.width + laneGap) - laneGap;
        lane.heading = static_cast<std::uint8_t>(m_chart.lanes.size());
        addHeading(look.name, m_left, width, lane.boxes.size());
        for (std::uint32_t column = 0; column < lane.columns; ++column) {
            const float left = m_left + static_cast<float>(column) * (look.width + laneGap);
            m_lanes.push_back({left, left + look.width, left, left + look.width, m_blocks++});
        }
        m_left += width + gutter;
    }
}

/** From the inside to the outside, so that each lane can stand where what it leads to stands. */
void Traffic::placeFront()
{
    for (const Lane lane : {Lane::Door, Lane::Balancer, Lane::Outside}) {
        std::vector<float> wished = wishedHeights();
        placeFrontLane(lane, wished);
    }
    liftFront();
}

std::uint32_t Traffic::frontBlocks() const
{
    std::uint32_t blocks = 0;
    for (const Lane lane : {Lane::Outside, Lane::Balancer, Lane::Door})
        blocks += m_front[static_cast<std::size_t>(lane)].columns;
    return blocks;
}

/** For each box: the middle height of what it leads to; -1 if it leads to nothing. */
std::vector<float> Traffic::wishedHeights() const
{
    std::vector<float> wished(m_chart.boxes.size(), -1);
    std::vector<float> heights;
    for (const Lane lane : {Lane::Outside, Lane::Balancer, Lane::Door}) {
        for (const BoxIndex box : m_front[static_cast<std::size_t>(lane)].boxes) {
            heights.clear();
            for (std::uint32_t link = m_linkStart[box]; link < m_linkStart[box + 1]; ++link)
                heights.push_back(m_chart.boxes[m_chart.links[link].to].rect.center().y);
            if (!heights.empty())
                wished[box] = median(heights);
        }
    }
    return wished;
}

void Traffic::placeFrontLane(Lane which, std::vector<float> &wished)
{
    FrontLane &lane = m_front[static_cast<std::size_t>(which)];
    const FrontLook &look = lookOf(which);
    for (const BoxIndex box : lane.boxes) {
        if (wished[box] < 0)
            wished[box] = (m_top + m_bottom) / 2;
        // One route more or less is no reason to move: what stands near enough to its middle stays.
        const LayoutItem *before = m_before.itemOf(m_chart.boxes[box].vertex);
        if (before && !before->isPinned && std::abs(before->rect.center().y - wished[box]) < nearEnough)
            wished[box] = before->rect.center().y;
    }
    std::ranges::stable_sort(lane.boxes, {}, [&](BoxIndex b) {
        return std::pair(wished[b], m_graph->vertices[m_chart.boxes[b].vertex].name);
    });
    keepOrder(lane.boxes, [this](BoxIndex b) -> std::optional<std::pair<float, float>> {
        const LayoutItem *item = m_before.itemOf(m_chart.boxes[b].vertex);
        return item && !item->isPinned ? std::optional(std::pair(item->rect.x, item->rect.y)) : std::nullopt;
    });
    // Over several blocks, no height is nearer than another: the lane keeps together.
    float sum = 0;
    for (const BoxIndex box : lane.boxes)
        sum += wished[box];
    const bool keepsTogether = m_blocks > frontBlocks() + 3;
    std::vector<float> tops;
    for (const BoxIndex box : lane.boxes)
        tops.push_back(
            onGrid((keepsTogether ? sum / static_cast<float>(lane.boxes.size()) : wished[box]) - cardHeight / 2));
    if (lane.columns <= 1)
        spread(tops, pitch(cardHeight));
    for (std::uint32_t i = 0; i < lane.boxes.size(); ++i) {
        Box &box = m_chart.boxes[lane.boxes[i]];
        const std::uint32_t column = lane.columns > 1 ? i / lane.rows : 0;
        const float top = lane.columns > 1 ? m_top + pitch(cardHeight) * static_cast<float>(i % lane.rows) : tops[i];
        box.rect = {lane.left + static_cast<float>(column) * (look.width + laneGap), top, look.width, cardHeight};
        box.lane = lane.heading;
    }
}

/** Moves the lanes before the namespaces down together if one of them reaches too high. */
void Traffic::liftFront()
{
    float highest = m_top;
    for (const Lane lane : {Lane::Outside, Lane::Balancer, Lane::Door}) {
        for (const BoxIndex box : m_front[static_cast<std::size_t>(lane)].boxes)
            highest = std::min(highest, m_chart.boxes[box].rect.y);
    }
    for (const Lane lane : {Lane::Outside, Lane::Balancer, Lane::Door}) {
        const FrontLane &front = m_front[static_cast<std::size_t>(lane)];
        for (const BoxIndex box : front.boxes) {
            RectF &rect = m_chart.boxes[box].rect;
            rect.y += front.columns > 1 ? 0 : m_top - highest;
            m_bottom = std::max(m_bottom, rect.bottom());
        }
    }
}

/** What is outside, but called from inside, stands at the right end, at the height of who calls it. */
void Traffic::placeExternal()
{
    FrontLane &lane = m_front[static_cast<std::size_t>(Lane::External)];
    if (lane.boxes.empty())
        return;
    lane.left = m_left;
    lane.heading = static_cast<std::uint8_t>(m_chart.lanes.size());
    const FrontLook &look = lookOf(Lane::External);
    std::vector<float> wished(m_chart.boxes.size(), -1);
    for (const Link &link : m_chart.links) {
        if (wished[link.to] < 0)
            wished[link.to] = m_chart.boxes[link.from].rect.center().y;
    }
    placeFrontLane(Lane::External, wished);
    float highest = m_top;
    for (const BoxIndex box : lane.boxes)
        highest = std::min(highest, m_chart.boxes[box].rect.y);
    for (const BoxIndex box : lane.boxes)
        m_chart.boxes[box].rect.y += m_top - highest;
    addHeading(look.name, m_left, static_cast<float>(lane.columns) * (look.width + laneGap) - laneGap,
               lane.boxes.size());
    for (std::uint32_t column = 0; column < lane.columns; ++column) {
        const float left = m_left + static_cast<float>(column) * (look.width + laneGap);
        m_lanes.push_back({left, left + look.width, left, left + look.width, m_blocks++});
    }
}

/** The headings of one column of namespaces, and its lanes for the lines. */
void Traffic::addBlock(const InnerLanes &lanes, const std::vector<std::uint32_t> &spaces)
{
    std::array<std::size_t, laneCount> counts{};
    std::array<std::uint8_t, laneCount> headings{};
    const auto eachCard = [&](auto &&visit) {
        for (const std::uint32_t index : spaces) {
            const Space &space = m_all.spaces[index];
            for (std::uint32_t card = space.firstCard; m_isOpen[index] && card < space.endCard; ++card)
                visit(card, static_cast<std::size_t>(m_all.cards[card].lane));
        }
    };
    eachCard([&](std::uint32_t, std::size_t lane) { ++counts[lane]; });
    constexpr std::string_view names[] = {"Routes", "Services", "Workloads"};
    for (const InnerLane &inner : lanes.all) {
        const auto lane = static_cast<std::size_t>(inner.lane);
        headings[lane] = static_cast<std::uint8_t>(std::min<std::size_t>(m_chart.lanes.size(), 255));
        const float start = m_left + inner.left, end = start + inner.width;
        addHeading(names[lane - static_cast<std::size_t>(Lane::Route)], start, inner.width, counts[lane]);
        const bool isFirst = &inner == &lanes.all.front(), isLast = &inner == &lanes.all.back();
        m_lanes.push_back({start, end, isFirst ? m_left : start, isLast ? m_left + lanes.width : end, m_blocks});
    }
    if (lanes.all.empty())
        m_lanes.push_back({m_left, m_left + lanes.width, m_left, m_left + lanes.width, m_blocks});
    ++m_blocks;
    eachCard([&](std::uint32_t card, std::size_t lane) { m_chart.boxes[m_boxOfCard[card]].lane = headings[lane]; });
}

}  // namespace portolan::chart
