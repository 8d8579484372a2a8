// SPDX-License-Identifier: GPL-3.0-or-later
#include "invariants.h"

#include <algorithm>
#include <cmath>

namespace portolan::test {

namespace {

class Inspection {
public:
    Inspection(const Layout &layout, const LayoutWish &wish) : m_layout(layout), m_wish(wish) {}

    QStringList run()
    {
        checkTree();
        checkPlaces();
        checkVertices();
        checkPins();
        checkEdges();
        if (m_layout.access)
            checkPairsBehind();
        else
            checkEdgesBehind();
        checkIndex();
        return m_faults;
    }

    /** Every pair that a rule lets through is behind a line, unless both ends are in one box, or it holds for all. */
    void checkPairsBehind()
    {
        const AccessMap &map = *m_layout.access;
        std::vector<int> seen(map.byRule.size(), 0);
        for (const LayoutEdge &edge : m_layout.edges) {
            if (edge.type != EdgeType::Allows)
                complain(u"not a line of this lens"_qs);
            for (const EdgeIndex pair : m_layout.edgesOf(edge))
                ++seen[pair];
        }
        const auto isShown = [&](std::uint32_t end) {
            return map.ends[end].vertex == none || m_layout.itemOfVertex[map.ends[end].vertex] != none;
        };
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const Access &access = map.byRule[i];
            const VertexIndex from = map.ends[access.from].vertex, to = map.ends[access.to].vertex;
            const bool isInOne = from != none && to != none && m_layout.itemOfVertex[from] == m_layout.itemOfVertex[to];
            const bool isExpected = !access.isForAll && isShown(access.from) && isShown(access.to) && !isInOne;
            if (seen[i] != (isExpected ? 1 : 0))
                complain(u"pair %1 is behind %2 lines"_qs.arg(i).arg(seen[i]));
        }
    }

private:
    QString nameOf(ItemIndex i) const { return QString::number(i) + u' ' + QString::fromStdString(m_layout.idOf(i)); }
    void complain(const QString &fault)
    {
        if (m_faults.size() < 5)
            m_faults << fault;
    }

    void checkTree()
    {
        std::vector<std::uint32_t> seen(m_layout.items.size(), 0);
        for (ItemIndex i = 0; i < m_layout.items.size(); ++i) {
            const LayoutItem &item = m_layout.items[i];
            for (ItemIndex c = item.firstChild; c < item.firstChild + item.childCount; ++c) {
                if (c <= i || m_layout.items[c].parent != i)
                    complain(u"not a child of its parent: "_qs + nameOf(c));
                ++seen[c];
            }
        }
        for (ItemIndex i = 1; i < seen.size(); ++i) {
            if (seen[i] != 1)
                complain(u"in no or several rows of children: "_qs + nameOf(i));
        }
    }

    void checkPlaces()
    {
        const auto onGrid = [](float v) { return std::fmod(v, 4.0f) == 0; };
        for (ItemIndex i = 1; i < m_layout.items.size(); ++i) {
            const LayoutItem &item = m_layout.items[i];
            const RectF &r = item.rect;
            if (!onGrid(r.x) || !onGrid(r.y) || !onGrid(r.width) || !onGrid(r.height) || r.width <= 0 || r.height <= 0)
                complain(u"off the grid: "_qs + nameOf(i));
            if (!m_layout.items[item.parent].rect.contains(r))
                complain(u"outside of its parent: "_qs + nameOf(i));
        }
        for (const LayoutItem &parent : m_layout.items) {
            for (ItemIndex a = parent.firstChild; a < parent.firstChild + parent.childCount; ++a) {
                for (ItemIndex b = a + 1; b < parent.firstChild + parent.childCount; ++b) {
                    if (m_layout.items[a].rect.intersects(m_layout.items[b].rect))
                        complain(nameOf(a) + u" overlaps "_qs + nameOf(b));
                }
            }
        }
    }

    bool isOfLens(const Vertex &vertex) const
    {
        if (m_layout.access)
            return m_layout.access->endOf(vertex.parent == none ? m_layout.graph->find(vertex.id) : vertex.parent) !=
                   none;
        const bool isMachine = vertex.type == VertexType::Node || vertex.type == VertexType::ControlPlane;
        if (m_layout.lens == Lens::Machines)
            return isMachine || vertex.type == VertexType::Pod;
        return !isMachine && vertex.type != VertexType::Policy;
    }

    bool isExcused(VertexIndex v, const std::vector<bool> &shown) const
    {
        const TopologyGraph &graph = *m_layout.graph;
        if (graph.vertices[v].type == VertexType::Cidr)
            return true;  // stands for a mesh, in one lens or the other
        if (m_layout.lens != Lens::Machines || graph.vertices[v].type != VertexType::Pod)
            return false;
        return std::ranges::any_of(graph.outgoing(v), [&](EdgeIndex e) {
            return graph.edges[e].type == EdgeType::RunsOn && !shown[graph.edges[e].to];
        });
    }

    void checkVertices()
    {
        const TopologyGraph &graph = *m_layout.graph;
        const std::vector<bool> shown = visible(graph, m_wish.filter);
        for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
            const QString id =
                QString::fromUtf8(graph.vertices[v].id.data(), static_cast<qsizetype>(graph.vertices[v].id.size()));
            const ItemIndex i = m_layout.itemOfVertex[v];
            if (isExcused(v, shown))
                continue;
            if ((i != none) != (shown[v] && isOfLens(graph.vertices[v])))
                complain((i == none ? u"dropped: "_qs : u"shown in spite of all: "_qs) + id);
            else if (i != none && m_layout.items[i].vertex != v && !m_layout.items[i].isRolledUp &&
                     m_layout.items[i].vertex != graph.vertices[v].parent)
                complain(u"shown by something else: "_qs + id);
        }
        for (ItemIndex i = 0; i < m_layout.items.size(); ++i) {
            if (m_layout.items[i].vertex != none && m_layout.itemOfVertex[m_layout.items[i].vertex] != i)
                complain(u"its vertex does not know it: "_qs + nameOf(i));
        }
    }

    void checkPins()
    {
        for (ItemIndex i = 0; i < m_layout.items.size(); ++i) {
            if (!m_layout.items[i].isPinned)
                continue;
            const auto pin = m_wish.pins.find(m_layout.idOf(i));
            if (pin == m_wish.pins.end() || pin->second != PointF{m_layout.items[i].rect.x, m_layout.items[i].rect.y})
                complain(u"pinned, but not where its pin is: "_qs + nameOf(i));
        }
    }

    /** What lines may not cross. */
    bool isSolid(const LayoutItem &item) const
    {
        if (m_layout.lens == Lens::Machines)
            return item.parent == 0;
        return item.kind == ItemKind::Card || item.kind == ItemKind::Addresses || item.isRolledUp;
    }

    void checkEdges()
    {
        for (std::size_t e = 0; e < m_layout.edges.size(); ++e) {
            const LayoutEdge &edge = m_layout.edges[e];
            const auto key = [](const LayoutEdge &x) { return std::tuple(x.from, x.to, x.type); };
            if (e > 0 && key(m_layout.edges[e - 1]) > key(edge))
                complain(u"edges out of order"_qs);
            if (edge.pointCount < 4 || edge.pointCount % 3 != 1)
                complain(u"not a curve: "_qs + nameOf(edge.from) + u" to "_qs + nameOf(edge.to));
            else
                checkPath(edge);
        }
    }

    bool touches(const LayoutItem &item, PointF p) const
    {
        const RectF &r = item.rect;
        return (p.x == r.x || p.x == r.right() || p.y == r.y || p.y == r.bottom()) && p.x >= r.x && p.x <= r.right() &&
               p.y >= r.y && p.y <= r.bottom();
    }

    void checkPath(const LayoutEdge &edge)
    {
        const auto points = m_layout.pointsOf(edge);
        const QString what =
            QString::fromUtf8(name(edge.type).data()) + u" from "_qs + nameOf(edge.from) + u" to "_qs + nameOf(edge.to);
        if (edge.from != 0 && !touches(m_layout.items[edge.from], points.front()))
            complain(u"does not begin at its box: "_qs + what);
        if (edge.to != 0 && !touches(m_layout.items[edge.to], points.back()))
            complain(u"does not end at its box: "_qs + what);
        for (std::size_t i = 0; i + 3 < points.size(); i += 3) {
            for (int step = 0; step <= 24; ++step) {
                const float t = static_cast<float>(step) / 24, u = 1 - t;
                const auto mix = [&](float a, float b, float c, float d) {
                    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
                };
                checkPoint({mix(points[i].x, points[i + 1].x, points[i + 2].x, points[i + 3].x),
                            mix(points[i].y, points[i + 1].y, points[i + 2].y, points[i + 3].y)},
                           what);
            }
        }
    }

    void checkPoint(PointF p, const QString &what)
    {
        if (!m_layout.bounds.contains(p))
            complain(u"outside of the paper: "_qs + what);
        for (ItemIndex i = 1; i < m_layout.items.size(); ++i) {
            const RectF &r = m_layout.items[i].rect;
            if (isSolid(m_layout.items[i]) && p.x > r.x + 0.5f && p.x < r.right() - 0.5f && p.y > r.y + 0.5f &&
                p.y < r.bottom() - 0.5f)
                complain(what + u" runs through "_qs + nameOf(i));
        }
    }

    static bool isDrawn(Lens lens, EdgeType type)
    {
        if (lens == Lens::Machines)
            return type == EdgeType::Tunnel || type == EdgeType::Controls;
        return type == EdgeType::Exposes || type == EdgeType::Routes || type == EdgeType::Selects ||
               type == EdgeType::Resolves || type == EdgeType::Calls;
    }

    /** Every edge of the graph that the lens draws is behind a line, unless both ends are in one box. */
    void checkEdgesBehind()
    {
        const TopologyGraph &graph = *m_layout.graph;
        std::vector<int> seen(graph.edges.size(), 0);
        for (const LayoutEdge &edge : m_layout.edges) {
            for (const EdgeIndex e : m_layout.edgesOf(edge)) {
                ++seen[e];
                if (graph.edges[e].type != edge.type)
                    complain(u"another type of edge behind a line"_qs);
            }
        }
        const auto cardOf = [&](VertexIndex v) {
            ItemIndex i = m_layout.itemOfVertex[v];
            while (i != none && (m_layout.items[i].kind == ItemKind::Chip ||
                                 (m_layout.lens == Lens::Machines && m_layout.items[i].parent != 0)))
                i = m_layout.items[i].parent;
            return i;
        };
        for (EdgeIndex e = 0; e < graph.edges.size(); ++e) {
            const Edge &edge = graph.edges[e];
            const ItemIndex from = cardOf(edge.from), to = cardOf(edge.to);
            const bool isExpected = isDrawn(m_layout.lens, edge.type) && from != none && to != none && from != to;
            const bool isMany = m_layout.lens == Lens::Machines && seen[e] > 0;
            if (isExpected ? seen[e] != 1 && !isMany : seen[e] != 0)
                complain(u"edge %1 is behind %2 lines"_qs.arg(e).arg(seen[e]));
        }
    }

    void checkIndex()
    {
        for (ItemIndex i = 1; i < m_layout.items.size(); ++i) {
            if (m_layout.find(m_layout.idOf(i)) != i)
                complain(u"not found: "_qs + nameOf(i));
            for (const PointF p :
                 {m_layout.items[i].rect.center(), PointF{m_layout.items[i].rect.x, m_layout.items[i].rect.y}}) {
                ItemIndex innermost = none;
                for (ItemIndex other = 1; other < m_layout.items.size(); ++other) {
                    if (m_layout.items[other].rect.contains(p))
                        innermost = other;
                }
                if (m_layout.itemAt(p) != innermost)
                    complain(u"not under the pointer: "_qs + nameOf(innermost));
            }
        }
        if (m_layout.itemAt({-1e6f, -1e6f}) != none)
            complain(u"something far away"_qs);
    }

    const Layout &m_layout;
    const LayoutWish &m_wish;
    QStringList m_faults;
};

}  // namespace

QStringList faultsOf(const Layout &layout, const LayoutWish &wish)
{
    return Inspection(layout, wish).run();
}

QStringList placesOf(const Layout &layout)
{
    std::vector<ItemIndex> items;
    for (ItemIndex i = 1; i < layout.items.size(); ++i) {
        if (layout.items[i].kind != ItemKind::Chip)
            items.push_back(i);
    }
    std::ranges::stable_sort(items, {},
                             [&](ItemIndex i) { return std::pair(layout.items[i].rect.x, layout.items[i].rect.y); });
    QStringList lines;
    for (const ItemIndex i : items) {
        const RectF &r = layout.items[i].rect;
        lines << QString::asprintf("%g,%g %gx%g ", r.x, r.y, r.width, r.height) +
                     QString::fromStdString(layout.idOf(i));
    }
    return lines;
}

}  // namespace portolan::test
