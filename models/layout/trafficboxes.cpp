// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "layout/links.h"
#include "layout/measures.h"
#include "layout/traffic.h"

namespace portolan::chart {

namespace {

constexpr std::size_t mostCards = 150;     ///< beyond it, namespaces close
constexpr std::size_t mostBalancers = 24;  ///< beyond it, those of one closed namespace are rolled up into it

std::string idOf(const Space &space)
{
    return "Namespace/" + std::string(space.name);
}

/** Namespaces with routes come first, those of Kubernetes itself last. */
int rankOf(const Space &space)
{
    return space.name.starts_with("kube-") ? 2 : space.tally.routes > 0 ? 0 : 1;
}

float heightOf(const GatheredCard &card, VertexType type)
{
    if (type != VertexType::Workload || card.tally.pods == 0)
        return cardHeight;
    if (card.podCount == 0 || card.podCount > mostChips)
        return podCardHeight;
    return podCardHeight + chipPitch * static_cast<float>((card.podCount - 1) / chipsPerRow);
}

}  // namespace

void Traffic::openSpaces()
{
    m_isRolledUp =
        m_wish.rollUp == LayoutWish::RollUp::Always ||
        (m_wish.rollUp == LayoutWish::RollUp::Auto && m_all.cards.size() > mostCards && m_all.spaces.size() > 1);
    m_isOpen.assign(m_all.spaces.size(), !m_isRolledUp);
    if (m_wish.expanded.empty() && m_wish.collapsed.empty())
        return;
    for (std::size_t i = 0; i < m_all.spaces.size(); ++i) {
        const std::string id = idOf(m_all.spaces[i]);
        m_isOpen[i] = (m_isOpen[i] || m_wish.expanded.contains(id)) && !m_wish.collapsed.contains(id);
    }
}

/** Where namespaces are closed, a balancer that only leads into one of them is rolled up with it, if there are many. */
void Traffic::foldBalancers()
{
    m_foldedInto.assign(m_all.cards.size(), none);
    const auto isBalancer = [](const GatheredCard &card) { return card.lane == Lane::Balancer; };
    if (!m_isRolledUp || static_cast<std::size_t>(std::ranges::count_if(m_all.cards, isBalancer)) <= mostBalancers)
        return;
    for (std::uint32_t i = 0; i < m_all.cards.size() && m_all.cards[i].space == none; ++i) {
        if (!isBalancer(m_all.cards[i]))
            continue;
        std::uint32_t space = none;
        bool isOfOne = true;
        for (const EdgeIndex e : m_graph->outgoing(m_all.cards[i].vertex)) {
            const std::uint32_t card = m_all.cardOfVertex[m_graph->edges[e].to];
            const std::uint32_t to = card == none ? none : m_all.cards[card].space;
            isOfOne = isOfOne && to != none && (space == none || space == to);
            space = to;
        }
        if (isOfOne && space != none && !m_isOpen[space]) {
            m_foldedInto[i] = space;
            m_all.spaces[space].state = worst(m_all.spaces[space].state, m_all.cards[i].state);
        }
    }
}

void Traffic::orderSpaces()
{
    for (const int rank : {0, 1, 2}) {  // within a rank by name, as they are
        for (std::uint32_t s = 0; s < m_all.spaces.size(); ++s) {
            if (rankOf(m_all.spaces[s]) == rank)
                (m_isRolledUp && !m_isOpen[s] ? m_inGrid : m_inColumns).push_back(s);
        }
    }
    if (m_before.isEmpty())
        return;
    const auto placeBefore = [&](std::uint32_t s, bool isInGrid) -> std::optional<std::pair<float, float>> {
        const LayoutItem *item = m_before.itemOf(idOf(m_all.spaces[s]));
        if (!item || item->isPinned || item->isRolledUp != !m_isOpen[s])
            return std::nullopt;
        return isInGrid ? std::pair(item->rect.y, item->rect.x) : std::pair(item->rect.x, item->rect.y);
    };
    keepOrder(m_inGrid, [&](std::uint32_t s) { return placeBefore(s, true); });
    keepOrder(m_inColumns, [&](std::uint32_t s) { return placeBefore(s, false); });
}

void Traffic::makeBoxes()
{
    m_chart.boxes.reserve(m_all.cards.size() + m_all.spaces.size() + 1);
    m_chart.addRoot();
    m_boxOfCard.assign(m_all.cards.size(), none);
    m_boxOfSpace.assign(m_all.spaces.size(), none);
    const std::size_t frontEnd = m_all.spaces.empty() ? m_all.cards.size() : m_all.spaces.front().firstCard;
    for (std::uint32_t card = 0; card < frontEnd; ++card) {
        if (m_foldedInto[card] == none) {
            makeCard(card, root);
            m_front[static_cast<std::size_t>(m_all.cards[card].lane)].boxes.push_back(m_boxOfCard[card]);
        }
    }
    for (const auto *list : {&m_inColumns, &m_inGrid}) {
        for (const std::uint32_t space : *list)
            makeSpace(space);
    }
    for (const std::uint32_t space : m_inColumns) {
        for (std::uint32_t card = m_all.spaces[space].firstCard; m_isOpen[space] && card < m_all.spaces[space].endCard;
             ++card)
            makeCard(card, m_boxOfSpace[space]);
    }
}

void Traffic::makeCard(std::uint32_t index, BoxIndex parent)
{
    const GatheredCard &card = m_all.cards[index];
    const Vertex &vertex = m_graph->vertices[card.vertex];
    Box box;
    box.vertex = card.vertex;
    box.parent = parent;
    box.state = card.state;
    box.rect.height = heightOf(card, vertex.type);
    if (vertex.type == VertexType::Workload && card.tally.pods > 0)
        box.tally = m_chart.addTally(card.tally);
    if (card.podCount > 0 && card.podCount <= mostChips) {
        box.chipStart = static_cast<std::uint32_t>(m_chart.chips.size());
        box.chipCount = card.podCount;
        box.chipsInRow = chipsPerRow;
        std::ranges::copy_if(m_graph->children(card.vertex), std::back_inserter(m_chart.chips),
                             [this](VertexIndex v) { return m_all.shows(v); });
    }
    m_boxOfCard[index] = m_chart.add(box);
}

void Traffic::makeSpace(std::uint32_t index)
{
    const Space &space = m_all.spaces[index];
    Box box;
    box.kind = ItemKind::Namespace;
    box.name = m_chart.addName(std::string(space.name));
    box.tally = m_chart.addTally(space.tally);
    box.state = space.state;
    box.isRolledUp = !m_isOpen[index];
    m_boxOfSpace[index] = m_chart.add(box);
}

/** Says for every vertex which box shows it, and no longer which card. */
void Traffic::noteBoxes()
{
    for (std::uint32_t i = 0; i < m_all.cards.size(); ++i) {
        if (m_boxOfCard[i] == none)
            m_boxOfCard[i] = m_boxOfSpace[m_foldedInto[i] != none ? m_foldedInto[i] : m_all.cards[i].space];
    }
    m_chart.boxOfVertex = std::move(m_all.cardOfVertex);  // the largest list there is: fresh memory costs more
    for (std::uint32_t &of : m_chart.boxOfVertex)
        of = of == none ? none : m_boxOfCard[of];
}

void Traffic::linkBoxes()
{
    const auto endOf = [this](const Edge &edge) {
        const VertexIndex door = edge.type == EdgeType::Exposes ? coveringDoor(edge) : none;
        return door == none ? edge.to : door;
    };
    static const DrawnTypes types =
        drawnTypes({EdgeType::Exposes, EdgeType::Routes, EdgeType::Selects, EdgeType::Resolves, EdgeType::Calls});
    makeLinks(m_chart, *m_graph, types, endOf);
    m_linkStart.assign(m_chart.boxes.size() + 1, 0);
    for (const Link &link : m_chart.links)
        ++m_linkStart[link.from + 1];
    for (std::size_t i = 0; i + 1 < m_linkStart.size(); ++i)
        m_linkStart[i + 1] += m_linkStart[i];
}

/** The door that stands for the Service which a balancer leads to: the balancer leads to the door, too, and the Service
 *  selects the door's pods. None if there is no such door. */
VertexIndex Traffic::coveringDoor(const Edge &edge) const
{
    const auto &vertices = m_graph->vertices;
    const auto isDoor = [&](VertexIndex v) {
        return vertices[v].type == VertexType::IngressController || vertices[v].type == VertexType::Gateway;
    };
    const bool isBalancer =
        vertices[edge.from].type == VertexType::LoadBalancer || vertices[edge.from].type == VertexType::NodePort;
    if (!isBalancer || vertices[edge.to].type != VertexType::Service)
        return none;
    const auto workloadOf = [&](VertexIndex v) { return vertices[v].parent == none ? v : vertices[v].parent; };
    const auto isBehind = [&](VertexIndex door, VertexIndex target) {
        const ObjectRef &a = vertices[door].object, &b = vertices[target].object;
        if (target == door || (!a.isNull() && a.object == b.object && a.pod == b.pod))
            return true;
        return std::ranges::any_of(m_graph->outgoing(door),
                                   [&](EdgeIndex e) { return workloadOf(m_graph->edges[e].to) == target; });
    };
    for (const EdgeIndex other : m_graph->outgoing(edge.from)) {
        const VertexIndex door = m_graph->edges[other].to;
        if (!isDoor(door) || !m_all.shows(door))
            continue;
        for (const EdgeIndex selected : m_graph->outgoing(edge.to)) {
            if (isBehind(door, workloadOf(m_graph->edges[selected].to)))
                return door;
        }
    }
    return none;
}

}  // namespace portolan::chart
