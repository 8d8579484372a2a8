// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/builder.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace portolan {

ObjectRef refTo(const Object &object)
{
    return {object.kind, &object, nullptr};
}

ObjectRef refTo(const Pod &pod)
{
    return {Kind::Pod, nullptr, &pod};
}

std::string textOf(const Value &value)
{
    switch (value.type()) {
        case Value::Type::Bool:
            return value.boolean() ? "true" : "false";
        case Value::Type::Integer:
            return std::to_string(value.integer());
        case Value::Type::Double:
            return std::to_string(value.number());
        case Value::Type::Text:
            return std::string(value.text());
        default:
            return {};
    }
}

std::string pointerStep(std::string_view key)
{
    std::string step = "/";
    for (const char c : key) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

GraphBuilder::GraphBuilder(SnapshotPtr snapshot) : m_graph(std::make_shared<TopologyGraph>())
{
    const std::size_t pods = snapshot->pods.size();
    m_graph->snapshot = std::move(snapshot);
    m_graph->vertices.reserve(pods + pods / 4 + 64);
    m_graph->edges.reserve(2 * pods + 64);
    m_graph->evidence.reserve(2 * pods + 64);
    m_byId.reserve(pods + pods / 4 + 64);
}

VertexIndex GraphBuilder::add(std::string_view id, VertexType type)
{
    if (const auto found = m_byId.find(id); found != m_byId.end())
        return found->second;
    Vertex vertex;
    vertex.id = text(id);
    vertex.type = type;
    vertex.state = State::Fine;
    const auto index = static_cast<VertexIndex>(m_graph->vertices.size());
    m_graph->vertices.push_back(vertex);
    m_byId.emplace(vertex.id, index);
    return index;
}

VertexIndex GraphBuilder::add(VertexType type, const ObjectRef &object)
{
    const VertexIndex v = add(object.text(), type);
    Vertex &vertex = m_graph->vertices[v];
    vertex.type = type;
    vertex.object = object;
    vertex.space = object.space();
    vertex.name = object.name();
    return v;
}

VertexIndex GraphBuilder::find(std::string_view id) const
{
    const auto found = m_byId.find(id);
    return found != m_byId.end() ? found->second : none;
}

std::uint32_t GraphBuilder::addEvidence(std::initializer_list<Because> because)
{
    const auto first = static_cast<std::uint32_t>(m_graph->evidence.size());
    for (const Because &one : because)
        m_graph->evidence.push_back({one.object, text(one.path), text(one.value)});
    return first;
}

void GraphBuilder::connect(Edge edge, std::initializer_list<Because> because)
{
    edge.firstEvidence = addEvidence(because);
    edge.evidenceCount = static_cast<std::uint32_t>(because.size());
    m_graph->edges.push_back(edge);
}

void GraphBuilder::explain(VertexIndex v, std::initializer_list<Because> because)
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

GraphPtr GraphBuilder::finish()
{
    auto &vertices = m_graph->vertices;
    std::vector<VertexIndex> order(vertices.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::sort(order, {}, [&](VertexIndex v) { return vertices[v].id; });
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
    vertices = std::move(sorted);
    for (Edge &edge : m_graph->edges) {
        edge.from = newIndex[edge.from];
        edge.to = newIndex[edge.to];
    }
    const auto key = [this](const Edge &e) {
        const auto because = m_graph->evidenceOf(e);
        return std::tuple(e.from, e.to, e.type, e.port, e.protocol,
                          because.empty() ? std::string_view() : because.front().path);
    };
    std::ranges::sort(m_graph->edges, [&](const Edge &a, const Edge &b) { return key(a) < key(b); });
    m_graph->index();
    return m_graph;
}

}  // namespace portolan
