// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/gather.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "layout/chart.h"

namespace portolan::chart {

namespace {

/** Numbers namespaces as they come. Vertices are sorted by kind and namespace, so the last one is mostly asked for
 *  again. */
class SpaceNumbers {
public:
    std::uint32_t of(std::string_view name)
    {
        if (name.empty())
            return none;
        if (m_last == none || name != m_names[m_last])
            m_last = lookUp(name);
        return m_last;
    }
    const std::vector<std::string_view> &names() const { return m_names; }

private:
    std::uint32_t lookUp(std::string_view name)
    {
        const auto [at, isNew] = m_numbers.try_emplace(name, static_cast<std::uint32_t>(m_names.size()));
        if (isNew)
            m_names.push_back(name);
        return at->second;
    }
    std::unordered_map<std::string_view, std::uint32_t> m_numbers;
    std::vector<std::string_view> m_names;
    std::uint32_t m_last = none;
};

bool isFront(Lane lane)
{
    return lane <= Lane::Door;
}

/** Where a vertex stands in this lens, if it does. */
std::optional<Lane> laneOf(const Vertex &vertex)
{
    switch (vertex.type) {
        case VertexType::Outside:
            return Lane::Outside;
        case VertexType::LoadBalancer:
        case VertexType::NodePort:
            return Lane::Balancer;
        case VertexType::Gateway:
        case VertexType::IngressController:
            return Lane::Door;
        case VertexType::Route:
            return Lane::Route;
        case VertexType::Service:
        case VertexType::Dns:
            return Lane::Service;
        case VertexType::Workload:
        case VertexType::Pod:
            return Lane::Workload;
        case VertexType::External:
        case VertexType::Cidr:
            return vertex.space.empty() ? Lane::External : Lane::Workload;
        case VertexType::Node:
        case VertexType::ControlPlane:
        case VertexType::Policy:
            break;
    }
    return std::nullopt;
}

/** Whether a block of addresses is there only to stand for a mesh of tunnels, which this lens does not show. */
bool isOverlay(const TopologyGraph &graph, VertexIndex v)
{
    const auto isTunnel = [&](EdgeIndex e) { return graph.edges[e].type == EdgeType::Tunnel; };
    return graph.vertices[v].type == VertexType::Cidr && !graph.incoming(v).empty() &&
           std::ranges::all_of(graph.incoming(v), isTunnel) && std::ranges::all_of(graph.outgoing(v), isTunnel);
}

void countKind(Tally &tally, Lane lane, VertexType type)
{
    tally.routes += lane == Lane::Route;
    tally.services += lane == Lane::Service;
    tally.workloads += type == VertexType::Workload;
    tally.pods += type == VertexType::Pod;
}

/** Cards by space, lane and id, spaces by name; `cards` may come in any order. */
void sortCards(Gathered &all, const std::vector<std::string_view> &names)
{
    std::vector<std::uint32_t> byName(names.size());
    for (std::uint32_t i = 0; i < byName.size(); ++i)
        byName[i] = i;
    std::ranges::sort(byName, {}, [&](std::uint32_t i) { return names[i]; });
    std::vector<std::uint32_t> rank(names.size());
    for (std::uint32_t i = 0; i < byName.size(); ++i)
        rank[byName[i]] = i;
    for (GatheredCard &card : all.cards)
        card.space = card.space == none ? none : rank[card.space];
    const auto key = [](const GatheredCard &card) {
        return (std::uint64_t{card.space + 1} << 36) | (std::uint64_t{static_cast<std::uint8_t>(card.lane)} << 32) |
               card.vertex;
    };
    std::ranges::sort(all.cards, {}, key);
    all.spaces.resize(names.size());
    for (std::uint32_t i = 0; i < byName.size(); ++i)
        all.spaces[i].name = names[byName[i]];
    for (std::uint32_t i = 0; i < all.cards.size(); ++i) {
        const std::uint32_t space = all.cards[i].space;
        if (space == none)
            continue;
        if (all.spaces[space].endCard == 0)
            all.spaces[space].firstCard = i;
        all.spaces[space].endCard = i + 1;
    }
}

/** Makes the pods of a workload part of its card. */
void takePods(Gathered &all, const TopologyGraph &graph, std::uint32_t index)
{
    GatheredCard &card = all.cards[index];
    for (const VertexIndex pod : graph.children(card.vertex)) {
        if (!all.shows(pod))
            continue;
        all.cardOfVertex[pod] = index;
        count(card.tally, all.states[pod]);
        ++card.podCount;
    }
    card.tally.pods = card.podCount;
}

void tallyCard(Gathered &all, const TopologyGraph &graph, std::uint32_t index)
{
    GatheredCard &card = all.cards[index];
    const Vertex &vertex = graph.vertices[card.vertex];
    all.cardOfVertex[card.vertex] = index;
    card.state = vertex.state;
    if (vertex.type == VertexType::Workload)
        takePods(all, graph, index);
    if (card.podCount == 0 && vertex.type == VertexType::Workload && vertex.podCount > 0) {
        card.tally.pods = vertex.podCount;  // planned, or known by number only
        count(card.tally, vertex.state, vertex.podCount);
    } else if (card.podCount == 0) {
        count(card.tally, vertex.state);
    }
    countKind(card.tally, card.lane, vertex.type);
}

/** Sums up a namespace: states of its pods, or of everything if it has none. */
void tallySpace(Gathered &all, Space &space)
{
    Tally ofPods, ofAll;
    for (std::uint32_t i = space.firstCard; i < space.endCard; ++i) {
        const GatheredCard &card = all.cards[i];
        add(card.tally.pods > 0 ? ofPods : ofAll, card.tally);
        space.state = worst(space.state, card.state);
    }
    if (ofPods.pods > 0)
        ofAll.fine = ofAll.unknown = ofAll.warning = ofAll.failing = 0;
    add(ofAll, ofPods);
    space.tally = ofAll;
}

}  // namespace

Gathered gather(const TopologyGraph &graph, const Filter &filter)
{
    Gathered all;
    if (!filter.isEmpty())
        all.isVisible = visible(graph, filter);
    all.states.resize(graph.vertices.size());
    all.cardOfVertex.assign(graph.vertices.size(), none);
    SpaceNumbers spaces;
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const Vertex &vertex = graph.vertices[v];
        all.states[v] = vertex.state;
        if (vertex.type == VertexType::Pod && vertex.parent != none && all.shows(vertex.parent))
            continue;  // comes with its workload
        const auto lane = laneOf(vertex);
        if (lane && all.shows(v) && !isOverlay(graph, v))
            all.cards.push_back({v, isFront(*lane) ? none : spaces.of(vertex.space), *lane, 0, {}, State::Fine});
    }
    sortCards(all, spaces.names());
    for (std::uint32_t i = 0; i < all.cards.size(); ++i)
        tallyCard(all, graph, i);
    for (Space &space : all.spaces)
        tallySpace(all, space);
    return all;
}

}  // namespace portolan::chart
