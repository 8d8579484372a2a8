// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/columns.h"

#include <algorithm>
#include <set>

#include "topology/podranges.h"

namespace portolan::overview {

namespace {

constexpr std::size_t mostColumns = 6;
constexpr std::size_t shownOfMany = 3;  ///< beside the column that stands for the rest

/** Nodes that the way of a request is seen on. */
std::set<std::string_view> busyNodes(const Roles &roles)
{
    std::set<std::string_view> busy;
    for (const NetworkRole role : {NetworkRole::Ingress, NetworkRole::Gateway}) {
        if (const Component *component = roles.filling(role))
            busy.insert(component->nodes.begin(), component->nodes.end());
    }
    return busy;
}

std::vector<VertexIndex> inOrder(const TopologyGraph &graph)
{
    const std::set<std::string_view> busy = busyNodes(*graph.roles);
    std::vector<VertexIndex> nodes;
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        if (graph.vertices[v].type == VertexType::Node && graph.vertices[v].object.object)
            nodes.push_back(v);
    }
    const bool areMany = nodes.size() > mostColumns;
    std::ranges::stable_sort(nodes, {}, [&](VertexIndex v) {
        const Object &node = *graph.vertices[v].object.object;
        return std::tuple(!isServer(node), areMany && !busy.contains(node.name), graph.vertices[v].name);
    });
    if (!areMany)
        return nodes;
    // One server tells as much as three; the others are where the work is done.
    const auto agents =
        std::ranges::stable_partition(nodes, [&](VertexIndex v) { return isServer(*graph.vertices[v].object.object); });
    const std::size_t servers = nodes.size() - agents.size();
    if (servers > 1 && !agents.empty())
        std::rotate(nodes.begin() + 1, agents.begin(), nodes.end());
    return nodes;
}

OverviewColumn columnFor(const TopologyGraph &graph, VertexIndex v)
{
    OverviewColumn column;
    const Object &node = *graph.vertices[v].object.object;
    column.node = v;
    column.name = node.name;
    column.address = graph.vertices[v].detail;
    const PodRanges pods = podRangesOf(graph, node);
    column.pods = pods.ranges.empty() ? std::string() : "pods " + std::string(pods.ranges.front());
    return column;
}

}  // namespace

bool isServer(const Object &node)
{
    const Value labels = node.meta()["labels"];
    return !labels["node-role.kubernetes.io/control-plane"].isNull() ||
           !labels["node-role.kubernetes.io/master"].isNull();
}

Machines machinesOf(const TopologyGraph &graph)
{
    Machines machines;
    const std::vector<VertexIndex> nodes = inOrder(graph);
    const std::size_t shown = nodes.size() > mostColumns ? shownOfMany : nodes.size();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (i < shown)
            machines.columns.push_back(columnFor(graph, nodes[i]));
        machines.columnOf[graph.vertices[nodes[i]].object.name()] = std::min(i, shown);
    }
    if (nodes.size() > shown) {
        OverviewColumn rest;
        rest.count = static_cast<std::uint32_t>(nodes.size() - shown);
        rest.name = std::to_string(rest.count) + " more nodes";
        machines.columns.push_back(std::move(rest));
    }
    return machines;
}

}  // namespace portolan::overview
