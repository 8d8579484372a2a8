// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/gather.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <span>

#include "layout/chart.h"

namespace portolan::chart {

namespace {

bool isFront(Lane lane)
{
    return lane <= Lane::Door;
}

/** Where a vertex stands in this lens, if it does. */
std::optional<Lane> laneOf(const VertexBrief &vertex)
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
            return vertex.space == none ? Lane::External : Lane::Workload;
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
    return graph.briefs()[v].type == VertexType::Cidr && !graph.incoming(v).empty() &&
           std::ranges::all_of(graph.incoming(v), isTunnel) && std::ranges::all_of(graph.outgoing(v), isTunnel);
}

void countKind(Tally &tally, Lane lane, VertexType type)
{
    tally.routes += lane == Lane::Route;
    tally.services += lane == Lane::Service;
    tally.workloads += type == VertexType::Workload;
    tally.pods += type == VertexType::Pod;
}

/** A card before it has its place. */
struct Found {
    VertexIndex vertex;
    std::uint32_t space;
    Lane lane;
};

std::vector<Found> findCards(const TopologyGraph &graph, const Gathered &all)
{
    std::vector<Found> found;
    const auto take = [&](VertexIndex v) {
        const VertexBrief &vertex = graph.briefs()[v];
        const auto lane = laneOf(vertex);
        if (lane && all.shows(v) && !isOverlay(graph, v))
            found.push_back({v, isFront(*lane) ? none : vertex.space, *lane});
    };
    if (all.isVisible.empty()) {
        found.reserve(graph.roots().size());
        std::ranges::for_each(graph.roots(), take);
        return found;
    }
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const VertexIndex parent = graph.briefs()[v].parent;
        if (parent == none || !all.shows(parent))  // others come with their workloads
            take(v);
    }
    return found;
}

/** The namespaces that the sorted cards stand in. */
void findSpaces(Gathered &all, std::span<const std::string_view> names)
{
    std::uint32_t last = none;
    for (std::uint32_t i = 0; i < all.cards.size(); ++i) {
        GatheredCard &card = all.cards[i];
        if (card.space == none)
            continue;
        if (card.space != last) {
            last = card.space;
            all.spaces.push_back({names[last], i, i, {}, State::Fine});
        }
        card.space = static_cast<std::uint32_t>(all.spaces.size() - 1);
        all.spaces.back().endCard = i + 1;
    }
}

/** Makes the pods of a workload part of its card. Pods are most of a large graph, and most of them are fine: what is
 * counted one by one are the others. */
void takePods(Gathered &all, const TopologyGraph &graph, std::uint32_t index)
{
    GatheredCard &card = all.cards[index];
    const auto briefs = graph.briefs();
    const std::span<std::uint32_t> cardOf = all.cardOfVertex;
    const bool showsAll = all.isVisible.empty();
    std::uint32_t pods = 0;
    std::array<std::uint32_t, 4> byState{};
    for (const VertexIndex pod : graph.children(card.vertex)) {
        if (!showsAll && !all.shows(pod))
            continue;
        cardOf[pod] = index;
        ++pods;
        if (const State state = briefs[pod].state; state != State::Fine)
            ++byState[static_cast<std::size_t>(state)];
    }
    byState[static_cast<std::size_t>(State::Fine)] = pods - std::accumulate(byState.begin(), byState.end(), 0u);
    for (std::size_t state = 0; state < byState.size(); ++state)
        count(card.tally, static_cast<State>(state), byState[state]);
    card.podCount = card.tally.pods = pods;
}

void tallyCard(Gathered &all, const TopologyGraph &graph, std::uint32_t index)
{
    GatheredCard &card = all.cards[index];
    const VertexBrief &vertex = graph.briefs()[card.vertex];
    all.cardOfVertex[card.vertex] = index;
    card.state = vertex.state;
    if (vertex.type == VertexType::Workload)
        takePods(all, graph, index);
    const bool hasOnlyNumber = card.podCount == 0 && vertex.type == VertexType::Workload;
    if (const std::uint32_t pods = hasOnlyNumber ? graph.vertices[card.vertex].podCount : 0; pods > 0) {
        card.tally.pods = pods;  // planned, or known by number only
        count(card.tally, vertex.state, pods);
    } else if (card.podCount == 0) {
        count(card.tally, vertex.state);
    }
    countKind(card.tally, card.lane, vertex.type);
}

/** Sorts the cards, found by vertex, by space, lane and vertex. Each is summed up when it gets its place: its pods and
 * those of the next one lie behind each other in memory as long as the vertices come in their order. */
void placeCards(Gathered &all, const TopologyGraph &graph, const std::vector<Found> &found)
{
    const auto rowOf = [](const Found &card) {
        return (card.space == none ? 0 : std::size_t{card.space} + 1) * laneCount + static_cast<std::size_t>(card.lane);
    };
    std::vector<std::uint32_t> next((graph.spaces().size() + 1) * laneCount + 1, 0);
    for (const Found &card : found)
        ++next[rowOf(card) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    all.cards.resize(found.size());
    for (const Found &card : found) {
        const std::uint32_t place = next[rowOf(card)]++;
        all.cards[place] = {card.vertex, card.space, card.lane, 0, {}, State::Fine};
        tallyCard(all, graph, place);
    }
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
    all.cardOfVertex.assign(graph.vertices.size(), none);
    placeCards(all, graph, findCards(graph, all));
    findSpaces(all, graph.spaces());
    for (Space &space : all.spaces)
        tallySpace(all, space);
    return all;
}

}  // namespace portolan::chart
