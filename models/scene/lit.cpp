// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/lit.h"

#include <algorithm>

namespace portolan {

Lit::Lit(const Layout &layout, const Emphasis &emphasis) : m_layout(layout), m_emphasis(emphasis)
{
    // On the page of the components everything belongs together; only a search makes parts of it stand out.
    const bool isPage = layout.lens == Lens::Components;
    const auto isItem = [&](ItemIndex i) { return !isPage && i > 0 && i < layout.items.size(); };
    const auto isEdge = [&](std::uint32_t e) { return !isPage && e < layout.edges.size(); };
    m_isActive = isItem(emphasis.hovered) || isItem(emphasis.selected) || isEdge(emphasis.hoveredEdge) ||
                 isEdge(emphasis.selectedEdge) || !emphasis.found.empty() || (!isPage && !emphasis.path.empty());
    if (!m_isActive)
        return;
    m_items.assign(layout.items.size(), Dimmed);
    for (const ItemIndex i : {emphasis.hovered, emphasis.selected}) {
        if (isItem(i))
            point(i);
    }
    if (m_hasCentre)
        lightNeighbours();
    for (const ItemIndex i : {emphasis.hovered, emphasis.selected}) {
        if (isItem(i))
            lightReach(i);
    }
    for (const std::uint32_t e : {emphasis.hoveredEdge, emphasis.selectedEdge}) {
        if (isEdge(e)) {
            light(layout.edges[e].from, Neighbour);
            light(layout.edges[e].to, Neighbour);
        }
    }
    for (ItemIndex i = 0; i < std::min(emphasis.found.size(), layout.items.size()); ++i) {
        if (emphasis.found[i])
            light(i, Neighbour);
    }
    for (ItemIndex i = 0; i < std::min(emphasis.path.size(), layout.items.size()); ++i) {
        if (emphasis.path[i])
            pass(i);
    }
    lightHolders();
}

/** A trace passes the item alone, not what it holds. A chip's lines are those of its card. */
void Lit::pass(ItemIndex item)
{
    m_path.resize(m_items.size(), false);
    m_items[item] = std::max(m_items[item], Neighbour);
    m_path[item] = true;
    const LayoutItem &passed = m_layout.items[item];
    if (passed.kind == ItemKind::Chip && passed.parent != none)
        m_path[passed.parent] = true;
}

/** Between two places that a trace passes. */
bool Lit::isOnPath(const LayoutEdge &edge) const
{
    const bool isTraffic = edge.type != EdgeType::Controls;  // agents' own connections are no part of it
    return isTraffic && edge.from < m_path.size() && edge.to < m_path.size() && m_path[edge.from] && m_path[edge.to];
}

bool Lit::edge(std::uint32_t e) const
{
    if (!m_isActive || e == m_emphasis.hoveredEdge || e == m_emphasis.selectedEdge)
        return true;
    const LayoutEdge &edge = m_layout.edges[e];
    if (isOnPath(edge))
        return true;
    return m_hasCentre && (m_items[edge.from] == Centre || m_items[edge.to] == Centre);
}

/** Makes an item the centre, with what it holds. A chip's lines are those of its card. */
void Lit::point(ItemIndex item)
{
    m_hasCentre = true;
    const LayoutItem &pointed = m_layout.items[item];
    light(item, Centre);
    if (pointed.kind == ItemKind::Chip && pointed.parent != none)
        m_items[pointed.parent] = Centre;
}

void Lit::light(ItemIndex item, Light light)
{
    if (m_items[item] >= light)
        return;
    m_items[item] = light;
    const LayoutItem &lit = m_layout.items[item];
    for (ItemIndex child = lit.firstChild; child < lit.firstChild + lit.childCount && lit.firstChild != none; ++child)
        this->light(child, light);
}

void Lit::lightNeighbours()
{
    for (const LayoutEdge &edge : m_layout.edges) {
        if (m_items[edge.from] == Centre)
            light(edge.to, Neighbour);
        if (m_items[edge.to] == Centre)
            light(edge.from, Neighbour);
    }
}

/** On a chart of who may talk to whom, also those that no rule is needed for. */
void Lit::lightReach(ItemIndex item)
{
    const AccessMap *map = m_layout.access.get();
    const VertexIndex vertex = m_layout.items[item].vertex;
    const std::uint32_t centre = map && vertex != none ? map->endOf(vertex) : none;
    for (std::uint32_t end = 0; centre != none && end < map->ends.size(); ++end) {
        const VertexIndex other = map->ends[end].vertex;
        const bool isNear = other != none && (map->mayReach(centre, end) || map->mayReach(end, centre));
        if (const ItemIndex i = isNear ? m_layout.itemOfVertex[other] : none; i != none)
            light(i, Neighbour);
    }
}

/** A container that holds something lit is not dimmed itself. */
void Lit::lightHolders()
{
    for (std::size_t i = m_items.size(); i-- > 1;) {
        const ItemIndex parent = m_layout.items[i].parent;
        if (m_items[i] != Dimmed && parent != none && m_items[parent] == Dimmed)
            m_items[parent] = Holds;
    }
}

}  // namespace portolan
