// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "layout/chart.h"
#include "layout/lenses.h"
#include "overview/overview.h"
#include "topology/outside.h"

namespace portolan::chart {

namespace {

// Lengths of the page, in pixels at scale 1.
constexpr float topicWidth = 264;
constexpr float topicHeight = 72;
constexpr float bandGap = 24;  ///< between a topic's card and its band, and at a band's ends
constexpr float columnWidth = 240;
constexpr float columnGap = 16;
constexpr float headHeight = 48;
constexpr float handingGap = 32;  ///< between topics: room for the arrow and its word
constexpr float footHeight = 40;  ///< of a column, below the last band
constexpr float besideGap = 16;
constexpr float pillHeight = 24;
constexpr float pillPitch = 28;
constexpr float letter = 6.4f;  ///< about the width of one in a pill

class Page {
public:
    Page(GraphPtr graph, OverviewPtr overview) : m_graph(std::move(graph)), m_page(std::move(overview)) {}

    Chart layOut()
    {
        m_chart.addRoot();
        m_chart.boxOfVertex.assign(m_graph->vertices.size(), none);
        placeOutside();
        placeHeads();
        for (const OverviewTopic &topic : m_page->across)
            placeAcross(topic);
        placeBeside();
        return std::move(m_chart);
    }

private:
    float columnX(std::size_t column) const
    {
        return topicWidth + 2 * bandGap + static_cast<float>(column) * (columnWidth + columnGap);
    }
    float right() const
    {
        return m_page->columns.empty() ? topicWidth : columnX(m_page->columns.size()) - columnGap + bandGap;
    }

    BoxIndex addCard(VertexIndex vertex, const RectF &rect, State state)
    {
        Box box;
        box.rect = rect;
        box.vertex = vertex;
        box.state = state;
        const BoxIndex at = m_chart.add(box);
        m_chart.boxOfVertex[vertex] = at;
        return at;
    }

    BoxIndex addNamed(ItemKind kind, const std::string &name, const RectF &rect, State state, BoxIndex parent = root)
    {
        Box box;
        box.kind = kind;
        box.rect = rect;
        box.name = m_chart.addName(name);
        box.state = state;
        box.parent = parent;
        return m_chart.add(box);
    }

    /** Where the way of a packet begins, if something of the cluster is reachable from there: as far away as can be. */
    void placeOutside()
    {
        const VertexIndex anyone = m_graph->find(outsideId);
        const VertexIndex v = anyone != none ? anyone : m_graph->find(privateOutsideId);
        if (v != none)
            addCard(v, {0, 0, topicWidth, headHeight}, m_graph->vertices[v].state);
        m_y = headHeight + handingGap;
    }

    void placeHeads()
    {
        for (std::size_t c = 0; c < m_page->columns.size(); ++c) {
            const OverviewColumn &column = m_page->columns[c];
            const RectF rect{columnX(c), 0, columnWidth, headHeight};
            if (column.node != none)
                m_heads.push_back(addCard(column.node, rect, m_graph->vertices[column.node].state));
            else
                m_heads.push_back(addNamed(ItemKind::NodeGroup, column.name, rect, State::Fine));
        }
    }

    void placeAcross(const OverviewTopic &topic)
    {
        addNamed(ItemKind::Topic, topic.key, {0, m_y, topicWidth, topicHeight}, topic.state);
        if (!m_page->columns.empty()) {
            const RectF rect{topicWidth + bandGap, m_y, right() - topicWidth - bandGap, topicHeight};
            const BoxIndex band = addNamed(ItemKind::Band, topic.key, rect, topic.state);
            for (std::size_t c = 0; c < topic.cells.size(); ++c)
                placeCell(topic.cells[c], c, band);
            if (topic.key == name(NetworkRole::Cni))
                linkHeads(m_y + 22);
        }
        m_y += topicHeight + handingGap;
    }

    void placeCell(const OverviewCell &cell, std::size_t column, BoxIndex band)
    {
        const float high = static_cast<float>(cell.pills.size()) * pillPitch - (pillPitch - pillHeight);
        float y = m_y + (topicHeight - high) / 2;
        if (cell.pills.size() > 2) {
            placeTight(cell, column, band);
            return;
        }
        for (const OverviewPill &pill : cell.pills) {
            placePill(pill, columnX(column) + columnWidth / 2, y, columnWidth - 24, band);
            y += pillPitch;
        }
    }

    /** Two pills, and how many more there are beside the second. */
    void placeTight(const OverviewCell &cell, std::size_t column, BoxIndex band)
    {
        constexpr float moreWidth = 48;
        const float middle = columnX(column) + columnWidth / 2, top = m_y + (topicHeight - 2 * pillPitch + 4) / 2;
        placePill(cell.pills[0], middle, top, columnWidth - 24, band);
        placePill(cell.pills[1], middle - moreWidth / 2, top + pillPitch, columnWidth - 32 - moreWidth, band);
        placePill(cell.pills[2], columnX(column) + columnWidth - 8 - moreWidth / 2, top + pillPitch, moreWidth - 8,
                  band);
    }

    void placePill(const OverviewPill &pill, float middle, float y, float most, BoxIndex band)
    {
        const float width = std::min(most, static_cast<float>(pill.text.size()) * letter + 24);
        const BoxIndex box =
            addNamed(ItemKind::Pill, pill.text, {middle - width / 2, y, width, pillHeight}, pill.state, band);
        if (pill.vertex != none) {
            m_chart.boxes[box].vertex = pill.vertex;
            m_chart.boxOfVertex[pill.vertex] = box;
        }
    }

    /** The tunnels between machines that stand side by side, in the band of the network that makes them. */
    void linkHeads(float y)
    {
        constexpr float inset = 52;
        for (std::size_t c = 0; c + 1 < m_heads.size(); ++c) {
            const VertexIndex from = m_page->columns[c].node, to = m_page->columns[c + 1].node;
            Link link;
            link.from = m_heads[c];
            link.to = m_heads[c + 1];
            link.type = EdgeType::Tunnel;
            link.firstEdge = static_cast<std::uint32_t>(m_chart.edgesBehind.size());
            for (EdgeIndex e = 0; from != none && to != none && e < m_graph->edges.size(); ++e) {
                const Edge &edge = m_graph->edges[e];
                const bool joins = (edge.from == from && edge.to == to) || (edge.from == to && edge.to == from);
                if (joins && edge.type == EdgeType::Tunnel)
                    m_chart.edgesBehind.push_back(e);
            }
            link.edgeCount = static_cast<std::uint32_t>(m_chart.edgesBehind.size()) - link.firstEdge;
            if (link.edgeCount == 0)
                continue;
            link.state = m_graph->edges[m_chart.edgesBehind[link.firstEdge]].state;
            link.firstPoint = static_cast<std::uint32_t>(m_chart.points.size());
            link.pointCount = 4;
            const float begin = columnX(c) + columnWidth - inset, end = columnX(c + 1) + inset;
            for (const float x : {begin, begin + (end - begin) / 3, end - (end - begin) / 3, end})
                m_chart.points.push_back({x, y});
            m_chart.links.push_back(link);
        }
    }

    /** The topics that are not on the way, in rows as wide as the page. */
    void placeBeside()
    {
        m_y += (m_page->columns.empty() ? 0 : footHeight) - handingGap + besideGap;
        const float room = std::max(right(), 3 * topicWidth + 2 * besideGap);
        const auto count = static_cast<float>(m_page->beside.size());
        const float fits = std::min(count, std::max(1.0f, std::floor((room + besideGap) / (240 + besideGap))));
        const float rows = std::ceil(count / fits);
        const float inRow = std::ceil(count / rows);
        const float width = std::floor((room - (inRow - 1) * besideGap) / inRow / 8) * 8;
        for (std::size_t i = 0; i < m_page->beside.size(); ++i) {
            const auto at = static_cast<float>(i);
            const float row = std::floor(at / inRow), column = at - row * inRow;
            const OverviewTopic &topic = m_page->beside[i];
            addNamed(ItemKind::Topic, topic.key,
                     {column * (width + besideGap), m_y + row * (topicHeight + besideGap), width, topicHeight},
                     topic.state);
        }
    }

    GraphPtr m_graph;
    OverviewPtr m_page;
    Chart m_chart;
    std::vector<BoxIndex> m_heads;
    float m_y = 0;
};

}  // namespace

LayoutPtr layOutComponents(GraphPtr graph, const LayoutWish &, const Layout *, std::stop_token)
{
    const OverviewPtr overview = overviewOf(*graph);
    return write(Page(graph, overview).layOut(), Lens::Components, graph, overview);
}

}  // namespace portolan::chart
