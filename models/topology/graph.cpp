// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/graph.h"

#include <algorithm>
#include <map>

namespace portolan {

std::string_view name(VertexType type)
{
    constexpr std::string_view names[] = {"outside", "load-balancer", "node-port", "gateway", "ingress-controller",
                                          "route",   "service",       "workload",  "pod",     "node",
                                          "dns",     "control-plane", "external",  "cidr",    "policy"};
    return names[static_cast<std::size_t>(type)];
}

std::string_view name(EdgeType type)
{
    constexpr std::string_view names[] = {"exposes",  "routes",   "selects", "runs-on", "tunnel",
                                          "controls", "resolves", "allows",  "calls"};
    return names[static_cast<std::size_t>(type)];
}

namespace {

/** Sorts the numbers of `items` into rows by `rowOf`: starts[row] … starts[row + 1] are a row's entries in `sorted`. */
template <class RowOf>
void group(std::size_t rows, std::size_t items, RowOf rowOf, std::vector<std::uint32_t> &starts,
           std::vector<std::uint32_t> &sorted)
{
    starts.assign(rows + 1, 0);
    for (std::uint32_t i = 0; i < items; ++i) {
        if (rowOf(i) != none)
            ++starts[rowOf(i) + 1];
    }
    for (std::size_t row = 0; row < rows; ++row)
        starts[row + 1] += starts[row];
    sorted.resize(starts[rows]);
    std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
    for (std::uint32_t i = 0; i < items; ++i) {
        if (rowOf(i) != none)
            sorted[next[rowOf(i)]++] = i;
    }
}

std::span<const std::uint32_t> row(const std::vector<std::uint32_t> &starts, const std::vector<std::uint32_t> &sorted,
                                   std::uint32_t at)
{
    return std::span(sorted).subspan(starts[at], starts[at + 1] - starts[at]);
}

}  // namespace

VertexIndex TopologyGraph::find(std::string_view id) const
{
    const auto at = std::ranges::lower_bound(vertices, id, {}, &Vertex::id);
    return at != vertices.end() && at->id == id ? static_cast<VertexIndex>(at - vertices.begin()) : none;
}

void TopologyGraph::index()
{
    m_briefs.clear();
    m_briefs.reserve(vertices.size());
    m_roots.clear();
    for (const Vertex &vertex : vertices) {
        if (vertex.parent == none)
            m_roots.push_back(static_cast<VertexIndex>(m_briefs.size()));
        m_briefs.push_back({vertex.parent, none, vertex.type, vertex.state});
    }
    indexSpaces();
    group(
        vertices.size(), edges.size(), [this](std::uint32_t e) { return edges[e].from; }, m_outgoingStart, m_outgoing);
    group(
        vertices.size(), edges.size(), [this](std::uint32_t e) { return edges[e].to; }, m_incomingStart, m_incoming);
    group(
        vertices.size(), vertices.size(), [this](std::uint32_t v) { return m_briefs[v].parent; }, m_childStart,
        m_children);
}

/** Vertices are sorted by kind and namespace: the last one is mostly asked for again. */
void TopologyGraph::indexSpaces()
{
    std::map<std::string_view, std::vector<VertexIndex>> bySpace;
    std::vector<VertexIndex> *last = nullptr;
    std::string_view lastName;
    for (VertexIndex v = 0; v < vertices.size(); ++v) {
        const std::string_view name = vertices[v].space;
        if (name.empty())
            continue;
        if (!last || name != lastName) {
            lastName = name;
            last = &bySpace[name];
        }
        last->push_back(v);
    }
    m_spaces.clear();
    for (const auto &[name, inside] : bySpace) {
        for (const VertexIndex v : inside)
            m_briefs[v].space = static_cast<std::uint32_t>(m_spaces.size());
        m_spaces.push_back(name);
    }
}

std::span<const EdgeIndex> TopologyGraph::outgoing(VertexIndex v) const
{
    return row(m_outgoingStart, m_outgoing, v);
}

std::span<const EdgeIndex> TopologyGraph::incoming(VertexIndex v) const
{
    return row(m_incomingStart, m_incoming, v);
}

std::span<const VertexIndex> TopologyGraph::children(VertexIndex v) const
{
    return row(m_childStart, m_children, v);
}

}  // namespace portolan
