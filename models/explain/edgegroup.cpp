// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/edgegroup.h"

#include <algorithm>

#include "explain/counts.h"
#include "explain/draft.h"
#include "explain/phrase.h"

namespace portolan {

namespace {

void makeUnique(std::vector<VertexIndex> &all)
{
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace

std::vector<EdgeGroup> groupsOf(const TopologyGraph &graph, std::span<const EdgeIndex> edges)
{
    std::map<EdgeType, EdgeGroup> byType;
    for (const EdgeIndex e : edges) {
        if (e >= graph.edges.size())
            continue;
        const Edge &edge = graph.edges[e];
        EdgeGroup &group = byType[edge.type];
        group.type = edge.type;
        group.edges.push_back(e);
        group.from.push_back(edge.from);
        group.to.push_back(edge.to);
        group.state = worst(group.state, edge.state);
    }
    std::vector<EdgeGroup> groups;
    for (auto &[type, group] : byType) {
        makeUnique(group.from);
        makeUnique(group.to);
        std::ranges::sort(group.edges);
        std::ranges::stable_sort(group.edges,
                                 [&](EdgeIndex a, EdgeIndex b) { return graph.edges[a].state > graph.edges[b].state; });
        groups.push_back(std::move(group));
    }
    std::ranges::stable_sort(groups, [](const EdgeGroup &a, const EdgeGroup &b) { return a.state > b.state; });
    return groups;
}

std::vector<VertexIndex> shownAt(const TopologyGraph &graph, const std::vector<VertexIndex> &end)
{
    std::vector<VertexIndex> shown;
    for (const VertexIndex v : end) {
        const Vertex &vertex = graph.vertices[v];
        shown.push_back(vertex.type == VertexType::Pod && vertex.parent != none ? vertex.parent : v);
    }
    makeUnique(shown);
    return shown;
}

std::string callOfEnd(const TopologyGraph &graph, const std::vector<VertexIndex> &end)
{
    if (end.size() == 1)
        return callOf(graph, end.front());
    const auto shown = shownAt(graph, end);
    if (shown.size() == 1)
        return callOf(graph, shown.front());
    const VertexType type = shown.empty() ? VertexType::Pod : graph.vertices[shown.front()].type;
    const bool isOneType = std::ranges::all_of(shown, [&](VertexIndex v) { return graph.vertices[v].type == type; });
    return isOneType ? countedOf(shown.size(), type) : text(grouped(shown.size()), " places");
}

}  // namespace portolan
