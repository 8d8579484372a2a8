// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/builder.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace portolan {

GraphBuilder::GraphBuilder(SnapshotPtr snapshot, RolesPtr roles)
    : m_graph(std::make_shared<TopologyGraph>()), m_byId(snapshot->pods.size() + snapshot->pods.size() / 4)
{
    const std::size_t pods = snapshot->pods.size();
    m_graph->snapshot = std::move(snapshot);
    m_graph->roles = std::move(roles);
    m_graph->vertices.reserve(pods + pods / 4 + 64);
    m_graph->edges.reserve(2 * pods + pods / 4 + 64);
    m_graph->evidence.reserve(3 * pods + pods / 2 + 64);
}

VertexIndex GraphBuilder::add(std::string_view id, VertexType type)
{
    return m_byId.findOrAdd(id, [&] {
        Vertex vertex;
        vertex.id = text(id);
        vertex.type = type;
        vertex.state = State::Fine;
        m_graph->vertices.push_back(vertex);
        return std::pair(static_cast<VertexIndex>(m_graph->vertices.size() - 1), vertex.id);
    });
}

VertexIndex GraphBuilder::add(VertexType type, const ObjectRef &object)
{
    const VertexIndex v = add(idOf(object.kind, object.space(), object.name()), type);
    Vertex &vertex = m_graph->vertices[v];
    vertex.type = type;
    vertex.object = object;
    vertex.space = object.space();
    vertex.name = object.name();
    return v;
}

VertexIndex GraphBuilder::find(Kind kind, std::string_view space, std::string_view name) const
{
    return find(idOf(kind, space, name));
}

/** As reference(), without memory of its own: this is asked for every pod and endpoint. */
std::string_view GraphBuilder::idOf(Kind kind, std::string_view space, std::string_view name) const
{
    m_id = info(kind).reference;
    if (!space.empty())
        m_id.append("/").append(space);
    return m_id.append("/").append(name);
}

std::uint32_t GraphBuilder::addEvidence(std::span<const Because> because)
{
    const auto first = static_cast<std::uint32_t>(m_graph->evidence.size());
    for (const Because &one : because)
        m_graph->evidence.push_back({one.object, keep(one.path), keep(one.value)});
    return first;
}

void GraphBuilder::connect(Edge edge, std::span<const Because> because)
{
    edge.firstEvidence = addEvidence(because);
    edge.evidenceCount = static_cast<std::uint32_t>(because.size());
    m_graph->edges.push_back(edge);
}

void GraphBuilder::explain(VertexIndex v, std::span<const Because> because)
{
    m_graph->vertices[v].firstEvidence = addEvidence(because);
    m_graph->vertices[v].evidenceCount = static_cast<std::uint32_t>(because.size());
}

void GraphBuilder::worsen(VertexIndex v, State state, std::string_view reason, std::initializer_list<Because> because)
{
    Vertex &vertex = m_graph->vertices[v];
    if (state <= vertex.state)
        return;
    vertex.state = state;
    vertex.reason = text(reason);
    if (because.size() > 0)
        explain(v, because);
}

/** The vertices as their ids follow each other. Most come in that order within their kind, so this looks before it
 *  sorts. */
std::vector<VertexIndex> GraphBuilder::inOrderOfIds() const
{
    const auto &vertices = m_graph->vertices;
    const auto idOf = [&](VertexIndex v) { return vertices[v].id; };
    const auto kindOf = [](std::string_view id) { return id.substr(0, id.find('/') + 1); };
    std::map<std::string_view, std::vector<VertexIndex>> byKind;
    std::vector<VertexIndex> *last = nullptr;
    std::string_view lastKind;
    for (VertexIndex v = 0; v < vertices.size(); ++v) {
        if (!last || !vertices[v].id.starts_with(lastKind)) {
            lastKind = kindOf(vertices[v].id);
            last = &byKind[lastKind];
        }
        last->push_back(v);
    }
    std::vector<VertexIndex> order;
    order.reserve(vertices.size());
    for (auto &[kind, some] : byKind) {
        if (!std::ranges::is_sorted(some, {}, idOf))
            std::ranges::sort(some, {}, idOf);
        order.insert(order.end(), some.begin(), some.end());
    }
    return order;
}

void GraphBuilder::sortVertices()
{
    const auto &vertices = m_graph->vertices;
    const std::vector<VertexIndex> order = inOrderOfIds();
    std::vector<VertexIndex> newIndex(order.size());
    std::vector<Vertex> sorted;
    sorted.reserve(order.size());
    for (const VertexIndex v : order) {
        newIndex[v] = static_cast<VertexIndex>(sorted.size());
        sorted.push_back(vertices[v]);
    }
    for (Vertex &vertex : sorted) {
        if (vertex.parent != none)
            vertex.parent = newIndex[vertex.parent];
    }
    m_graph->vertices = std::move(sorted);
    for (Edge &edge : m_graph->edges) {
        edge.from = newIndex[edge.from];
        edge.to = newIndex[edge.to];
    }
}

/** By vertex first, which is cheap, then those of each vertex. */
void GraphBuilder::sortEdges()
{
    const auto &edges = m_graph->edges;
    std::vector<std::uint32_t> next(m_graph->vertices.size() + 1, 0);
    for (const Edge &edge : edges)
        ++next[edge.from + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<Edge> sorted(edges.size());
    for (const Edge &edge : edges)
        sorted[next[edge.from]++] = edge;

    const auto key = [this](const Edge &e) {
        const auto because = m_graph->evidenceOf(e);
        return std::tuple(e.from, e.to, e.type, e.port, e.protocol,
                          because.empty() ? std::string_view() : because.front().path);
    };
    const auto isBefore = [&](const Edge &a, const Edge &b) { return a.to != b.to ? a.to < b.to : key(a) < key(b); };
    for (std::size_t first = 0, v = 0; v + 1 < next.size(); first = next[v++])
        std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(first), sorted.begin() + next[v], isBefore);
    m_graph->edges = std::move(sorted);
}

GraphPtr GraphBuilder::finish()
{
    sortVertices();
    sortEdges();
    m_graph->index();
    return m_graph;
}

}  // namespace portolan
