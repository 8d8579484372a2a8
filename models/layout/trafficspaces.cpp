// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "layout/arranging.h"
#include "layout/measures.h"
#include "layout/traffic.h"

namespace portolan::chart {

namespace {

constexpr float tolerance = 0.4f;  ///< how much worse a shape may be for things to stay where they were

std::uint8_t innerNumber(Lane lane)
{
    return static_cast<std::uint8_t>(static_cast<int>(lane) - static_cast<int>(Lane::Route));
}

float widthOf(Lane lane)
{
    return lane == Lane::Route ? 140 : lane == Lane::Service ? 164 : 176;
}

/** Whether a workload or a pod has run to its end. */
bool isDone(const Vertex &vertex)
{
    if (vertex.object.pod)
        return vertex.object.pod->phase == PodPhase::Succeeded;
    if (vertex.object.kind != Kind::Job || !vertex.object.object)
        return false;
    const Value status = vertex.object.object->status();
    return status["succeeded"].integer() > 0 && status["active"].integer() == 0;
}

std::vector<float> distinct(std::vector<float> all)
{
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

}  // namespace

/** The lanes of namespaces that stand in one column: those that somebody uses. */
Traffic::InnerLanes Traffic::lanesOf(std::span<const std::uint32_t> spaces) const
{
    std::array<bool, laneCount> isUsed{};
    for (const std::uint32_t space : spaces) {
        for (std::uint32_t card = m_all.spaces[space].firstCard; m_isOpen[space] && card < m_all.spaces[space].endCard;
             ++card)
            isUsed[static_cast<std::size_t>(m_all.cards[card].lane)] = true;
    }
    InnerLanes lanes;
    float left = padding;
    for (const Lane lane : {Lane::Route, Lane::Service, Lane::Workload}) {
        if (!isUsed[static_cast<std::size_t>(lane)])
            continue;
        lanes.all.push_back({lane, left, widthOf(lane)});
        left += widthOf(lane) + laneGap;
    }
    lanes.width = lanes.all.empty() ? rolledUpWidth : left - laneGap + padding;
    return lanes;
}

void Traffic::arrangeSpaces()
{
    const float width = lanesOf(m_inColumns).width;
    for (const std::uint32_t space : m_inColumns) {
        RectF &rect = m_chart.boxes[m_boxOfSpace[space]].rect;
        rect.width = width;
        rect.height = m_isOpen[space] ? arrangeSpace(space) : rolledUpHeight;
    }
    for (const std::uint32_t space : m_inGrid)
        m_chart.boxes[m_boxOfSpace[space]].rect = {0, 0, rolledUpWidth, rolledUpHeight};
}

/** Places the cards of one namespace, seen from its upper left corner; returns its height. */
float Traffic::arrangeSpace(std::uint32_t index)
{
    const Space &space = m_all.spaces[index];
    const BoxIndex first = m_boxOfCard[space.firstCard];
    const BoxIndex end = first + (space.endCard - space.firstCard);
    std::vector<Piece> pieces;
    std::vector<Joint> joints;
    pieces.reserve(end - first);
    for (BoxIndex b = first; b < end; ++b) {
        const GatheredCard &card = m_all.cards[space.firstCard + (b - first)];
        const Vertex &vertex = m_graph->vertices[card.vertex];
        Piece piece{vertex.name, innerNumber(card.lane), m_chart.boxes[b].rect.height, isDone(vertex), std::nullopt};
        if (const LayoutItem *before = m_before.itemOf(card.vertex); before && !before->isPinned)
            piece.before = before->rect.y;
        pieces.push_back(piece);
        for (std::uint32_t link = m_linkStart[b]; link < m_linkStart[b + 1]; ++link) {
            const BoxIndex to = m_chart.links[link].to;
            if (to >= first && to < end)
                joints.push_back({b - first, to - first});
        }
    }
    const Arrangement arrangement = arrange(pieces, joints);
    for (BoxIndex b = first; b < end; ++b) {
        Box &box = m_chart.boxes[b];
        box.rect.y = headerHeight + arrangement.tops[b - first];
    }
    return headerHeight + arrangement.height + padding;
}

void Traffic::placeColumns()
{
    m_bottom = m_top;
    if (m_inColumns.empty())
        return;
    std::vector<float> heights;
    for (const std::uint32_t space : m_inColumns)
        heights.push_back(m_chart.boxes[m_boxOfSpace[space]].rect.height);
    const Columns columns = columnsFor(heights);
    std::vector<std::vector<std::uint32_t>> spaces(columns.count);
    for (std::size_t i = 0; i < m_inColumns.size(); ++i)
        spaces[columns.columnOf[i]].push_back(m_inColumns[i]);
    for (const auto &column : spaces)
        placeColumn(column);
}

void Traffic::placeColumn(const std::vector<std::uint32_t> &spaces)
{
    const InnerLanes lanes = lanesOf(spaces);
    float y = m_top;
    for (const std::uint32_t index : spaces) {
        RectF &rect = m_chart.boxes[m_boxOfSpace[index]].rect;
        rect.width = lanes.width;
        const Space &space = m_all.spaces[index];
        for (std::uint32_t card = space.firstCard; m_isOpen[index] && card < space.endCard; ++card) {
            Box &box = m_chart.boxes[m_boxOfCard[card]];
            const InnerLane &lane = *std::ranges::find(lanes.all, m_all.cards[card].lane, &InnerLane::lane);
            box.rect.x = lane.left;
            box.rect.width = lane.width;
            box.firstChip = {lane.left + chipInset, box.rect.y + chipTop};
        }
        moveSpace(index, {m_left, y});
        y += rect.height + containerGap;
    }
    m_bottom = std::max(m_bottom, y - containerGap);
    addBlock(lanes, spaces);
    m_left += lanes.width + gutter;
}

/** The columns that were, if they are still good enough; else the best ones. */
Columns Traffic::columnsFor(const std::vector<float> &heights) const
{
    const float width = lanesOf(m_inColumns).width + gutter;
    Columns best = pack(heights, {m_left, width, containerGap});
    if (m_before.isEmpty())
        return best;
    std::vector<std::optional<float>> before;
    std::vector<float> all;
    for (const std::uint32_t space : m_inColumns) {
        const LayoutItem *item = m_before.itemOf("Namespace/" + std::string(m_all.spaces[space].name));
        const bool isInGrid = item && item->isRolledUp && item->rect.width == rolledUpWidth;
        const bool isUsable = item && !item->isPinned && !isInGrid;
        before.push_back(isUsable ? std::optional(item->rect.x) : std::nullopt);
        if (isUsable)
            all.push_back(item->rect.x);
    }
    all = distinct(std::move(all));
    if (all.empty())
        return best;
    Columns kept;
    std::uint32_t last = 0;
    for (const auto &x : before) {
        if (x)
            last = static_cast<std::uint32_t>(std::ranges::lower_bound(all, *x) - all.begin());
        kept.columnOf.push_back(last);
    }
    kept.count = static_cast<std::uint32_t>(all.size());
    kept.height = heightOf(heights, kept.columnOf, containerGap);
    const auto shapeOf = [&](const Columns &c) {
        return distortion(m_left + static_cast<float>(c.count) * width, c.height);
    };
    return shapeOf(kept) <= shapeOf(best) + tolerance ? kept : best;
}

void Traffic::moveSpace(std::uint32_t index, PointF to)
{
    const auto move = [&](Box &box) {
        box.rect.x += to.x;
        box.rect.y += to.y;
        box.firstChip.x += to.x;
        box.firstChip.y += to.y;
    };
    move(m_chart.boxes[m_boxOfSpace[index]]);
    if (!m_isOpen[index])
        return;
    const Space &space = m_all.spaces[index];
    for (std::uint32_t card = space.firstCard; card < space.endCard; ++card)
        move(m_chart.boxes[m_boxOfCard[card]]);
}

/** Closed namespaces, row by row. */
void Traffic::placeGrid()
{
    if (m_inGrid.empty())
        return;
    constexpr float cellWidth = rolledUpWidth + laneGap, cellHeight = rolledUpHeight + containerGap;
    const std::uint32_t columns = gridColumnsFor(cellWidth, cellHeight);
    for (std::uint32_t i = 0; i < m_inGrid.size(); ++i) {
        const PointF at{m_left + cellWidth * static_cast<float>(i % columns),
                        m_top + cellHeight * static_cast<float>(i / columns)};
        moveSpace(m_inGrid[i], at);
        m_bottom = std::max(m_bottom, at.y + rolledUpHeight);
    }
    const auto used = std::min<std::uint32_t>(columns, static_cast<std::uint32_t>(m_inGrid.size()));
    addHeading("Namespaces", m_left, cellWidth * static_cast<float>(used) - laneGap, m_inGrid.size());
    for (std::uint32_t i = 0; i < used; ++i) {
        const float left = m_left + cellWidth * static_cast<float>(i);
        m_lanes.push_back({left, left + rolledUpWidth, left, left + rolledUpWidth, m_blocks++});
    }
    m_left += cellWidth * static_cast<float>(used);
}

std::uint32_t Traffic::gridColumnsFor(float cellWidth, float cellHeight) const
{
    const auto count = static_cast<std::uint32_t>(m_inGrid.size());
    const std::uint32_t best = gridColumns(count, cellWidth, cellHeight, m_left);
    std::vector<float> before;
    for (const std::uint32_t space : m_inGrid) {
        const LayoutItem *item =
            m_before.isEmpty() ? nullptr : m_before.itemOf("Namespace/" + std::string(m_all.spaces[space].name));
        if (item && item->isRolledUp && !item->isPinned && item->rect.width == rolledUpWidth)
            before.push_back(item->rect.x);
    }
    const auto kept = static_cast<std::uint32_t>(distinct(std::move(before)).size());
    const auto shapeOf = [&](std::uint32_t columns) {
        return distortion(m_left + cellWidth * static_cast<float>(columns),
                          cellHeight * static_cast<float>((count + columns - 1) / columns));
    };
    return kept > 0 && shapeOf(kept) <= shapeOf(best) + tolerance ? kept : best;
}

}  // namespace portolan::chart
