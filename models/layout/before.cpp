// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/before.h"

namespace portolan::chart {

namespace {

constexpr std::uint32_t manyAsked = 256;  ///< from here on, matching all at once is cheaper than searching

/** The run of vertices with ids that begin with "Pod/", most of a large graph. */
std::pair<VertexIndex, VertexIndex> podsOf(const TopologyGraph &graph)
{
    const auto at = [&](std::string_view id) {
        return static_cast<VertexIndex>(std::ranges::lower_bound(graph.vertices, id, {}, &Vertex::id) -
                                        graph.vertices.begin());
    };
    return {at("Pod/"), at("Pod0")};  // '0' follows '/'
}

}  // namespace

Before::Before(const Layout *previous, const TopologyGraph &now, Lens lens)
    : m_previous(previous && previous->lens == lens ? previous : nullptr), m_now(now)
{
}

void Before::matchVertices() const
{
    const TopologyGraph &old = *m_previous->graph;
    m_before.assign(m_now.vertices.size(), none);
    const auto [oldPods, oldPodsEnd] = podsOf(old);
    const auto [pods, podsEnd] = podsOf(m_now);
    const auto match = [&](VertexIndex o, VertexIndex oEnd, VertexIndex n, VertexIndex nEnd) {
        while (o < oEnd && n < nEnd) {
            const auto order = old.vertices[o].id <=> m_now.vertices[n].id;
            if (order == 0)
                m_before[n] = o;
            o += order <= 0;
            n += order >= 0;
        }
    };
    match(0, oldPods, 0, pods);
    match(oldPodsEnd, static_cast<VertexIndex>(old.vertices.size()), podsEnd,
          static_cast<VertexIndex>(m_now.vertices.size()));
}

VertexIndex Before::indexBefore(VertexIndex now) const
{
    if (m_previous->graph.get() == &m_now)
        return now;
    const std::string_view id = m_now.vertices[now].id;
    if (id.starts_with("Pod/") || ++m_asked < manyAsked)
        return m_previous->graph->find(id);
    if (m_before.empty())
        matchVertices();
    return m_before[now];
}

const LayoutItem *Before::itemOf(VertexIndex now) const
{
    const VertexIndex old = m_previous ? indexBefore(now) : none;
    const ItemIndex item = old == none ? none : m_previous->itemOfVertex[old];
    return item != none && m_previous->items[item].vertex == old ? &m_previous->items[item] : nullptr;
}

const LayoutItem *Before::itemOf(std::string_view id) const
{
    const ItemIndex item = m_previous ? m_previous->find(id) : none;
    return item == none ? nullptr : &m_previous->items[item];
}

}  // namespace portolan::chart
