// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "layout/links.h"
#include "layout/measures.h"
#include "layout/policylens.h"

namespace portolan::chart {

namespace {

constexpr std::size_t mostCards = 150;  ///< beyond it, namespaces close

std::string idOf(std::string_view space)
{
    return "Namespace/" + std::string(space);
}

}  // namespace

/** The workloads that the filter leaves, by namespace. */
void PolicyLens::gather()
{
    std::vector<bool> isVisible;
    if (!m_wish.filter.isEmpty())
        isVisible = visible(*m_graph, m_wish.filter);
    std::map<std::string_view, Space> byName;
    for (std::uint32_t end = 0; end < m_map->ends.size(); ++end) {
        const VertexIndex v = m_map->ends[end].vertex;
        if (v == none || (!isVisible.empty() && !isVisible[v]))
            continue;
        const Vertex &vertex = m_graph->vertices[v];
        Space &space = byName[vertex.space];
        space.name = vertex.space;
        space.cards.push_back({end, none, 0});
        space.state = worst(space.state, vertex.state);
        space.tally.workloads += vertex.type == VertexType::Workload;
        space.tally.pods += vertex.type == VertexType::Workload ? vertex.podCount : 1;
        count(space.tally, vertex.state, std::max(1U, vertex.podCount));
    }
    for (auto &[name, space] : byName)
        m_spaces.push_back(std::move(space));
}

void PolicyLens::openSpaces()
{
    std::size_t cards = 0;
    for (const Space &space : m_spaces)
        cards += space.cards.size();
    const bool isRolledUp = m_wish.rollUp == LayoutWish::RollUp::Always ||
                            (m_wish.rollUp == LayoutWish::RollUp::Auto && cards > mostCards && m_spaces.size() > 1);
    for (Space &space : m_spaces) {
        const std::string id = idOf(space.name);
        space.isOpen = (!isRolledUp || m_wish.expanded.contains(id)) && !m_wish.collapsed.contains(id);
    }
}

void PolicyLens::makeBoxes()
{
    m_chart.addRoot();
    m_chart.boxOfVertex.assign(m_graph->vertices.size(), none);
    m_sourceOf.assign(m_map->ends.size(), none);
    m_sinkOf.assign(m_map->ends.size(), none);
    makeAddresses();
    for (Space &space : m_spaces) {
        Box box;
        box.kind = ItemKind::Namespace;
        box.name = m_chart.addName(std::string(space.name));
        box.tally = m_chart.addTally(space.tally);
        box.state = space.state;
        box.isRolledUp = !space.isOpen;
        space.box = m_chart.add(box);
    }
    for (Space &space : m_spaces) {
        for (Card &card : space.cards) {
            if (space.isOpen)
                makeCard(card, space.box);
            else
                card.box = space.box;
            noteBox(m_map->ends[card.end], card.box);
            m_sourceOf[card.end] = m_sinkOf[card.end] = card.box;
        }
    }
}

void PolicyLens::makeCard(Card &card, BoxIndex parent)
{
    Box box;
    box.vertex = m_map->ends[card.end].vertex;
    box.parent = parent;
    box.state = m_graph->vertices[box.vertex].state;
    box.rect.height = cardHeight;
    card.box = m_chart.add(box);
}

/** Pods are shown by their workload. */
void PolicyLens::noteBox(const AccessEnd &end, BoxIndex box)
{
    m_chart.boxOfVertex[end.vertex] = box;
    for (const VertexIndex pod : m_graph->children(end.vertex))
        m_chart.boxOfVertex[pod] = box;
}

/** Addresses, and every pod, stand on the left as far as they may call, and on the right as far as they may be called.
 */
void PolicyLens::makeAddresses()
{
    for (const Access &access : m_map->byRule) {
        if (m_map->ends[access.from].vertex == none && m_sourceOf[access.from] == none) {
            m_sourceOf[access.from] = makeAddress(access.from, "from ");
            m_sources.push_back(m_sourceOf[access.from]);
        }
        if (m_map->ends[access.to].vertex == none && m_sinkOf[access.to] == none) {
            m_sinkOf[access.to] = makeAddress(access.to, "to ");
            m_sinks.push_back(m_sinkOf[access.to]);
        }
    }
}

BoxIndex PolicyLens::makeAddress(std::uint32_t end, std::string_view prefix)
{
    Box box;
    box.kind = ItemKind::Addresses;
    box.name = m_chart.addName(std::string(prefix) + m_map->ends[end].name);
    return m_chart.add(box);
}

void PolicyLens::linkBoxes()
{
    std::vector<Run> runs;
    std::vector<EdgeIndex> drawn;
    for (std::uint32_t i = 0; i < m_map->byRule.size(); ++i) {
        const BoxIndex from = m_sourceOf[m_map->byRule[i].from], to = m_sinkOf[m_map->byRule[i].to];
        if (from == none || to == none || from == to || m_map->byRule[i].isForAll)
            continue;
        runs.push_back({from, to, EdgeType::Allows, State::Fine, static_cast<std::uint32_t>(drawn.size()), 1});
        drawn.push_back(i);
    }
    makeLinks(m_chart, std::move(runs), drawn);
}

}  // namespace portolan::chart
