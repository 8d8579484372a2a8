// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/machines.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "layout/detour.h"
#include "layout/lenses.h"
#include "layout/measures.h"
#include "layout/mesh.h"
#include "layout/packing.h"
#include "layout/pinning.h"

namespace portolan::chart {

namespace {

constexpr std::size_t oneRow = 6;  ///< so many nodes stand in one row
constexpr float wideNode = 288;    ///< with room for names
constexpr float chipNode = 216;    ///< twelve chips wide
constexpr float nodeGap = 40;      ///< between boxes in a row
constexpr float rowRoom = 56;      ///< between rows, for a bus below and one above
constexpr float controlRoom = 64;  ///< between control planes and nodes

}  // namespace

Machines::Machines(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
    : m_graph(std::move(graph)), m_wish(wish), m_before(previous, *m_graph, Lens::Machines), m_stop(std::move(stop))
{
}

LayoutPtr Machines::layOut()
{
    gatherNodes();
    gatherPods();
    tallyMachines();
    if (m_stop.stop_requested())
        return nullptr;
    makeBoxes();
    measureNodes();
    measureGroups();
    if (m_stop.stop_requested())
        return nullptr;
    placeRows();
    pin(m_chart, m_wish.pins, *m_graph);
    drawMeshes(m_chart, *m_graph, allOnTop());
    if (!m_wish.pins.empty() || !m_overlays.empty())
        detour(m_chart, allOnTop(), Ends::Upright);
    if (m_stop.stop_requested())
        return nullptr;
    return write(std::move(m_chart), Lens::Machines, m_graph);
}

/** One width for all nodes; heights by what is inside. */
void Machines::measureNodes()
{
    const auto isNode = [](const Box &box) { return box.kind == ItemKind::Node || box.kind == ItemKind::NodeGroup; };
    const bool anyOpen = std::ranges::any_of(m_chart.boxes, [&](const Box &b) {
        return isNode(b) && !b.isRolledUp && (b.kind == ItemKind::Node || !m_hasGroups);
    });
    const bool anyCards =
        std::ranges::any_of(m_chart.boxes, [&](const Box &b) { return b.kind == ItemKind::Card && b.parent != root; });
    m_width = !anyOpen ? rolledUpWidth : anyCards ? wideNode : chipNode;
    for (Box &box : m_chart.boxes) {
        if (!isNode(box))
            continue;
        box.rect.width = m_width;
        box.chipsInRow = static_cast<std::uint32_t>((m_width - 2 * padding + chipPitch - chipSize) / chipPitch);
        box.firstChip = {padding, headerHeight};
        box.rect.height = box.isRolledUp ? rolledUpHeight : contentHeight(box);
    }
}

float Machines::contentHeight(const Box &box) const
{
    const auto cards = m_children[static_cast<std::size_t>(&box - m_chart.boxes.data())].size();
    float height = headerHeight + padding;
    if (box.chipCount > 0)
        height += chipPitch * static_cast<float>((box.chipCount - 1) / box.chipsInRow) + chipSize;
    else if (cards > 0)
        height += static_cast<float>(cards) * (cardHeight + rowGap) - rowGap;
    return std::max(height, rolledUpHeight);
}

/** Open groups are as wide as the one with the most nodes asks for, and closed ones as these. */
void Machines::measureGroups()
{
    if (!m_hasGroups)
        return;
    const std::uint32_t columns = innerColumns();
    const float width =
        columns == 0 ? m_width : static_cast<float>(columns) * (m_width + rowGap) - rowGap + 2 * padding;
    for (const BoxIndex index : m_top) {
        Box &group = m_chart.boxes[index];
        group.rect.width = width;
        group.chipsInRow = static_cast<std::uint32_t>((width - 2 * padding + chipPitch - chipSize) / chipPitch);
        if (group.chipCount > 0)
            group.rect.height = contentHeight(group);
        float y = headerHeight;
        const auto &nodes = m_children[index];
        for (std::size_t first = 0; first < nodes.size(); first += columns) {
            float rowHeight = 0;
            for (std::size_t i = first; i < std::min<std::size_t>(nodes.size(), first + columns); ++i) {
                RectF &rect = m_chart.boxes[nodes[i]].rect;
                rect.x = padding + static_cast<float>(i - first) * (m_width + rowGap);
                rect.y = y;
                rowHeight = std::max(rowHeight, rect.height);
            }
            y += rowHeight + rowGap;
        }
        if (!nodes.empty())
            group.rect.height = y - rowGap + padding;
    }
}

/** How many nodes stand side by side in each group: what gives the whole a screen's shape with the least left empty. */
std::uint32_t Machines::innerColumns() const
{
    std::uint32_t most = 0, before = 0;
    float nodeHeight = 0;
    for (const BoxIndex group : m_top) {
        most = std::max(most, static_cast<std::uint32_t>(m_children[group].size()));
        std::set<float> lefts;
        for (const BoxIndex node : m_children[group]) {
            nodeHeight = std::max(nodeHeight, m_chart.boxes[node].rect.height);
            if (const LayoutItem *item = m_before.itemOf(m_chart.boxes[node].vertex); item && !item->isPinned)
                lefts.insert(item->rect.x);
        }
        before = std::max(before, static_cast<std::uint32_t>(lefts.size()));
    }
    std::uint32_t best = 0;
    float bestCost = INFINITY;
    for (std::uint32_t columns = 1; columns <= std::min(most, 24u); ++columns) {
        const float width = static_cast<float>(columns) * (m_width + rowGap) + nodeGap;
        float total = 0;
        for (const BoxIndex group : m_top) {
            const auto nodes = static_cast<std::uint32_t>(m_children[group].size());
            total += nodes == 0
                         ? rolledUpHeight
                         : headerHeight + static_cast<float>((nodes + columns - 1) / columns) * (nodeHeight + rowGap);
        }
        const auto count = static_cast<std::uint32_t>(m_top.size());
        const float mean = total / static_cast<float>(count) + rowRoom;
        const std::uint32_t outer = gridColumns(count, width, mean);
        const std::uint32_t rows = (count + outer - 1) / outer;
        const float empty = 1 - static_cast<float>(count) / static_cast<float>(rows * outer);
        const float cost = distortion(width * static_cast<float>(outer), mean * static_cast<float>(rows)) + empty -
                           (columns == before ? 0.4f : 0);
        if (cost < bestCost) {
            bestCost = cost;
            best = columns;
        }
    }
    return best;
}

/** How many columns boxes of one width take to come near to a screen's shape; as many as before if that does. */
std::uint32_t Machines::columnsOf(const std::vector<BoxIndex> &boxes, float width, float gapX, float gapY) const
{
    if (boxes.empty())
        return 0;
    float total = 0;
    std::vector<float> lefts;
    for (const BoxIndex index : boxes) {
        const Box &box = m_chart.boxes[index];
        total += box.rect.height + gapY;
        const LayoutItem *before = m_before.isEmpty()   ? nullptr
                                   : box.vertex != none ? m_before.itemOf(box.vertex)
                                                        : m_before.itemOf("NodeGroup/" + m_chart.names[box.name]);
        if (before && !before->isPinned)
            lefts.push_back(before->rect.x);
    }
    const auto count = static_cast<std::uint32_t>(boxes.size());
    const float mean = total / static_cast<float>(count);
    const std::uint32_t best = gridColumns(count, width + gapX, mean);
    std::ranges::sort(lefts);
    const auto kept = static_cast<std::uint32_t>(std::unique(lefts.begin(), lefts.end()) - lefts.begin());
    const auto shapeOf = [&](std::uint32_t columns) {
        return distortion((width + gapX) * static_cast<float>(columns),
                          mean * static_cast<float>((count + columns - 1) / columns));
    };
    return kept > 0 && kept <= count && shapeOf(kept) <= shapeOf(best) + 0.4f ? kept : best;
}

void Machines::placeRows()
{
    constexpr float left = margin + gutter;
    float y = margin;
    placeCards(m_controlPlanes, {left, y});
    y += m_controlPlanes.empty() ? controlRoom - margin : cardHeight + controlRoom;
    const float width = m_top.empty() ? 0 : m_chart.boxes[m_top.front()].rect.width;
    const bool isOneRow = !m_hasGroups && m_top.size() <= oneRow + (m_unscheduled.empty() ? 0 : 1);
    const std::size_t columns =
        isOneRow ? std::max<std::size_t>(1, m_top.size()) : columnsOf(m_top, width, nodeGap, rowRoom);
    for (std::size_t first = 0; first < m_top.size(); first += columns) {
        const auto row = std::span(m_top).subspan(first, std::min(columns, m_top.size() - first));
        float height = 0;
        for (const BoxIndex box : row)
            height = std::max(height, m_chart.boxes[box].rect.height);
        for (std::size_t i = 0; i < row.size(); ++i) {
            Box &box = m_chart.boxes[row[i]];
            if (!box.isRolledUp)
                box.rect.height = height;
            placeInside(row[i]);
            moveBy(row[i], {left + static_cast<float>(i) * (width + nodeGap), y});
        }
        y += height + rowRoom;
    }
    // Below the bus, under its first tap.
    placeCards(m_overlays, {left + (std::max(width, rolledUpWidth) - rolledUpWidth) / 2, y});
}

void Machines::placeCards(const std::vector<VertexIndex> &vertices, PointF at)
{
    for (const VertexIndex v : vertices) {
        RectF &rect = m_chart.boxes[m_chart.boxOfVertex[v]].rect;
        rect.x = at.x;
        rect.y = at.y;
        at.x += rolledUpWidth + laneGap;
    }
}

std::vector<BoxIndex> Machines::allOnTop() const
{
    std::vector<BoxIndex> boxes = m_top;
    for (const auto *list : {&m_controlPlanes, &m_overlays}) {
        for (const VertexIndex v : *list)
            boxes.push_back(m_chart.boxOfVertex[v]);
    }
    return boxes;
}

/** Pods below each other, in a node that stands at the origin; in a group, in each of its nodes. */
void Machines::placeInside(BoxIndex index)
{
    float y = headerHeight;
    for (const BoxIndex child : m_children[index]) {
        RectF &rect = m_chart.boxes[child].rect;
        if (m_chart.boxes[child].kind == ItemKind::Card) {
            rect = {padding, y, m_width - 2 * padding, cardHeight};
            y += cardHeight + rowGap;
            continue;
        }
        const PointF at{rect.x, rect.y};
        rect.x = rect.y = 0;
        placeInside(child);
        moveBy(child, at);
    }
}

void Machines::moveBy(BoxIndex index, PointF by)
{
    Box &box = m_chart.boxes[index];
    box.rect.x += by.x;
    box.rect.y += by.y;
    box.firstChip.x += by.x;
    box.firstChip.y += by.y;
    for (const BoxIndex child : m_children[index])
        moveBy(child, by);
}

LayoutPtr layOutMachines(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
{
    return Machines(std::move(graph), wish, previous, std::move(stop)).layOut();
}

}  // namespace portolan::chart
