// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/policylens.h"

#include <algorithm>
#include <cmath>

#include "layout/detour.h"
#include "layout/layers.h"
#include "layout/lenses.h"
#include "layout/measures.h"
#include "layout/packing.h"
#include "layout/pinning.h"

namespace portolan::chart {

namespace {

constexpr std::uint8_t mostLanes = 6;
constexpr std::uint8_t mostLayers = 4;   ///< of namespaces
constexpr std::size_t mostLines = 4000;  ///< of more, nobody could follow one
constexpr float cardWidth = 176;
constexpr float portGap = 80;  ///< between lanes: room for the ports that a line is for
constexpr float addressWidth = 184;
constexpr float busRoom = 32;  ///< for lines above everything, if there is something to pass

}  // namespace

PolicyLens::PolicyLens(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
    : m_graph(std::move(graph)), m_wish(wish), m_before(previous, *m_graph, Lens::Policy), m_stop(std::move(stop))
{
    if (previous && previous->access && previous->graph == m_graph)
        m_map = previous->access;
}

LayoutPtr PolicyLens::layOut()
{
    if (!m_map)
        m_map = accessOf(*m_graph);
    if (m_stop.stop_requested())
        return nullptr;
    gather();
    openSpaces();
    makeBoxes();
    linkBoxes();
    if (m_stop.stop_requested())
        return nullptr;
    for (Space &space : m_spaces) {
        if (space.isOpen)
            arrangeSpace(space);
    }
    orderSpaces();
    m_left = margin;
    m_ground.top = m_ground.bottom = margin + headingHeight + rowGap + (m_spaces.size() > 1 ? busRoom : 0);
    placeSources();
    placeColumns();
    placeGrid();
    placeSinks();
    pin(m_chart, m_wish.pins, *m_graph);
    if (m_stop.stop_requested())
        return nullptr;
    if (m_chart.links.size() > mostLines)
        m_chart.links.clear();
    drawLaneLines(m_chart, m_ground);
    if (!m_wish.pins.empty()) {
        std::vector<BoxIndex> solids;
        for (BoxIndex b = 1; b < m_chart.boxes.size(); ++b) {
            if (m_chart.boxes[b].kind != ItemKind::Namespace || m_chart.boxes[b].isRolledUp)
                solids.push_back(b);
        }
        detour(m_chart, solids, Ends::Level);
    }
    return m_stop.stop_requested() ? nullptr : write(std::move(m_chart), Lens::Policy, m_graph, nullptr, m_map);
}

float PolicyLens::widthOf(std::size_t lanes) const
{
    return 2 * padding + static_cast<float>(lanes) * (cardWidth + portGap) - portGap;
}

/** Places the cards of one namespace, seen from its upper left corner. */
void PolicyLens::arrangeSpace(Space &space)
{
    std::vector<Joint> joints;
    const BoxIndex first = space.cards.front().box;
    const auto isInside = [&](BoxIndex box) { return box >= first && box < first + space.cards.size(); };
    for (const Link &link : m_chart.links) {
        if (isInside(link.from) && isInside(link.to))
            joints.push_back({link.from - first, link.to - first});
    }
    const std::vector<std::uint8_t> layers = layersOf(space.cards.size(), joints, mostLanes);
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < space.cards.size(); ++i) {
        const VertexIndex vertex = m_map->ends[space.cards[i].end].vertex;
        Piece piece{m_graph->vertices[vertex].name, layers[i], cardHeight, false, std::nullopt};
        if (const LayoutItem *before = m_before.itemOf(vertex); before && !before->isPinned)
            piece.before = before->rect.y;
        pieces.push_back(piece);
        space.lanes = std::max<std::size_t>(space.lanes, layers[i] + 1U);
    }
    spreadLoners(space, pieces, joints);
    const Arrangement arrangement = arrange(pieces, joints);
    for (std::size_t i = 0; i < space.cards.size(); ++i) {
        space.cards[i].layer = pieces[i].lane;
        RectF &rect = m_chart.boxes[space.cards[i].box].rect;
        rect = {padding + static_cast<float>(pieces[i].lane) * (cardWidth + portGap),
                headerHeight + arrangement.tops[i], cardWidth, cardHeight};
    }
    space.height = headerHeight + arrangement.height + padding;
}

/** What no rule joins to another one of its namespace stands side by side, rather than in one long lane. */
void PolicyLens::spreadLoners(Space &space, std::vector<Piece> &pieces, const std::vector<Joint> &joints) const
{
    std::vector<bool> isJoined(pieces.size(), false);
    for (const Joint &joint : joints)
        isJoined[joint.from] = isJoined[joint.to] = true;
    const auto loners = static_cast<std::size_t>(std::ranges::count(isJoined, false));
    const auto wanted = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(loners) / 4)));
    const std::size_t lanes = std::max(space.lanes, std::clamp<std::size_t>(wanted, 1, mostLanes));
    space.lanes = lanes;
    std::size_t next = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!isJoined[i])
            pieces[i].lane = static_cast<std::uint8_t>(next++ % lanes);
    }
}

/** The widest first, so that those of a column are about as wide; those of Kubernetes itself last. */
void PolicyLens::orderSpaces()
{
    for (Space &space : m_spaces)
        (space.isOpen ? m_open : m_closed).push_back(&space);
    std::ranges::stable_sort(m_open, {}, [](const Space *space) {
        return std::pair(space->name.starts_with("kube-"), -static_cast<int>(space->lanes));
    });
}

/** Which open namespaces lines join. */
std::vector<Joint> PolicyLens::spaceJoints() const
{
    std::vector<std::uint32_t> spaceOf(m_chart.boxes.size(), none);
    for (std::uint32_t s = 0; s < m_open.size(); ++s) {
        for (const Card &card : m_open[s]->cards)
            spaceOf[card.box] = s;
    }
    std::vector<Joint> joints;
    for (const Link &link : m_chart.links) {
        const std::uint32_t from = spaceOf[link.from], to = spaceOf[link.to];
        if (from != none && to != none && from != to)
            joints.push_back({from, to});
    }
    return joints;
}

/** Who calls stands in a column to the left of whom it calls; the others fill what is least filled. */
std::vector<std::vector<PolicyLens::Space *>> PolicyLens::columnsOfSpaces() const
{
    std::vector<float> heights;
    std::size_t lanes = 1;
    for (const Space *space : m_open) {
        heights.push_back(space->height);
        lanes = std::max(lanes, space->lanes);
    }
    const std::vector<Joint> joints = spaceJoints();
    const std::vector<std::uint8_t> layers = layersOf(m_open.size(), joints, mostLayers);
    std::vector<bool> isJoined(m_open.size(), false);
    for (const Joint &joint : joints)
        isJoined[joint.from] = isJoined[joint.to] = true;
    std::size_t count = pack(heights, {m_left, widthOf(lanes) + gutter, containerGap}).count;
    for (const std::uint8_t layer : layers)
        count = std::max<std::size_t>(count, layer + 1U);
    std::vector<std::vector<Space *>> columns(count);
    std::vector<float> filled(count, 0);
    const auto put = [&](std::size_t space, std::size_t column) {
        columns[column].push_back(m_open[space]);
        filled[column] += m_open[space]->height + containerGap;
    };
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        if (isJoined[i])
            put(i, layers[i]);
    }
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        if (!isJoined[i])
            put(i, static_cast<std::size_t>(std::ranges::min_element(filled) - filled.begin()));
    }
    std::erase_if(columns, [](const auto &column) { return column.empty(); });
    return columns;
}

void PolicyLens::placeAddressLane(const std::vector<BoxIndex> &boxes, std::string_view heading)
{
    if (boxes.empty())
        return;
    const auto lane = static_cast<std::uint8_t>(std::min<std::size_t>(m_chart.lanes.size(), 255));
    float y = m_ground.top;
    for (const BoxIndex box : boxes) {
        m_chart.boxes[box].rect = {m_left, y, addressWidth, cardHeight};
        m_chart.boxes[box].lane = lane;
        y += cardHeight + rowGap;
    }
    m_ground.bottom = std::max(m_ground.bottom, y - rowGap);
    m_chart.lanes.push_back({{m_left, margin, addressWidth, headingHeight},
                             std::string(heading),
                             static_cast<std::uint32_t>(boxes.size())});
    m_ground.lanes.push_back({m_left, m_left + addressWidth, m_left, m_left + addressWidth, m_ground.blocks++});
    m_left += addressWidth + portGap;
}

void PolicyLens::placeSources()
{
    placeAddressLane(m_sources, "Callers");
}

void PolicyLens::placeSinks()
{
    if (!m_sinks.empty())
        m_left += portGap - gutter;
    placeAddressLane(m_sinks, "Called");
}

void PolicyLens::placeColumns()
{
    if (m_open.empty())
        return;
    for (const auto &column : columnsOfSpaces())
        placeColumn(column);
}

void PolicyLens::placeColumn(const std::vector<Space *> &spaces)
{
    std::size_t lanes = 1, workloads = 0;
    for (const Space *space : spaces) {
        lanes = std::max(lanes, space->lanes);
        workloads += space->cards.size();
    }
    const float width = widthOf(lanes);
    float y = m_ground.top;
    for (Space *space : spaces) {
        m_chart.boxes[space->box].rect = {0, 0, width, space->height};
        move(*space, {m_left, y});
        y += space->height + containerGap;
    }
    m_ground.bottom = std::max(m_ground.bottom, y - containerGap);
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        const float left = m_left + padding + static_cast<float>(lane) * (cardWidth + portGap);
        m_ground.lanes.push_back({left, left + cardWidth, lane == 0 ? m_left : left,
                                  lane + 1 == lanes ? m_left + width : left + cardWidth, m_ground.blocks});
    }
    ++m_ground.blocks;
    const auto heading = static_cast<std::uint8_t>(std::min<std::size_t>(m_chart.lanes.size(), 255));
    m_chart.lanes.push_back(
        {{m_left, margin, width, headingHeight}, "Workloads", static_cast<std::uint32_t>(workloads)});
    for (const Space *space : spaces) {
        for (const Card &card : space->cards)
            m_chart.boxes[card.box].lane = heading;
    }
    m_left += width + gutter;
}

void PolicyLens::move(Space &space, PointF to)
{
    const auto moveBox = [&](BoxIndex box) {
        m_chart.boxes[box].rect.x += to.x;
        m_chart.boxes[box].rect.y += to.y;
    };
    moveBox(space.box);
    for (const Card &card : space.cards) {
        if (card.box != space.box)
            moveBox(card.box);
    }
}

/** Closed namespaces, row by row. */
void PolicyLens::placeGrid()
{
    if (m_closed.empty())
        return;
    constexpr float cellWidth = rolledUpWidth + laneGap, cellHeight = rolledUpHeight + containerGap;
    const auto count = static_cast<std::uint32_t>(m_closed.size());
    const std::uint32_t columns = std::min(count, gridColumns(count, cellWidth, cellHeight, m_left));
    for (std::uint32_t i = 0; i < count; ++i) {
        m_chart.boxes[m_closed[i]->box].rect = {m_left + cellWidth * static_cast<float>(i % columns),
                                                m_ground.top + cellHeight * static_cast<float>(i / columns),
                                                rolledUpWidth, rolledUpHeight};
        m_ground.bottom = std::max(m_ground.bottom, m_chart.boxes[m_closed[i]->box].rect.bottom());
    }
    const float width = cellWidth * static_cast<float>(columns) - laneGap;
    m_chart.lanes.push_back({{m_left, margin, width, headingHeight}, "Namespaces", count});
    for (std::uint32_t i = 0; i < columns; ++i) {
        const float left = m_left + cellWidth * static_cast<float>(i);
        m_ground.lanes.push_back({left, left + rolledUpWidth, left, left + rolledUpWidth, m_ground.blocks++});
    }
    m_left += width + gutter;
}

LayoutPtr layOutPolicy(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
{
    return PolicyLens(std::move(graph), wish, previous, std::move(stop)).layOut();
}

}  // namespace portolan::chart
