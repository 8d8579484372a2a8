// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonwriter.h"
#include "topology/facts.h"
#include "topology/formats.h"

namespace portolan {

namespace {

void writeFacts(JsonWriter &json, const std::vector<Fact> &facts)
{
    json.key("facts").beginObject();
    for (const Fact &fact : facts) {
        json.key(fact.key);
        std::visit([&](const auto &value) { json.value(value); }, fact.value);
    }
    json.endObject();
}

void writeEvidence(JsonWriter &json, std::span<const Evidence> evidence)
{
    json.key("evidence").beginArray();
    for (const Evidence &one : evidence) {
        json.beginObject()
            .member("object", one.object.text())
            .member("path", one.path)
            .member("value", one.value)
            .endObject();
    }
    json.endArray();
}

std::string_view kindOf(const Vertex &vertex)
{
    if (!vertex.object.isNull())
        return info(vertex.object.kind).reference;
    const bool namesAKind = vertex.isInferred && vertex.type != VertexType::LoadBalancer;
    return namesAKind ? vertex.id.substr(0, vertex.id.find('/')) : std::string_view();
}

void writeVertex(JsonWriter &json, const TopologyGraph &graph, VertexIndex v)
{
    const Vertex &vertex = graph.vertices[v];
    json.beginObject().member("id", vertex.id).member("type", name(vertex.type)).member("kind", kindOf(vertex));
    json.member("namespace", vertex.space).member("name", vertex.name).member("state", name(vertex.state));
    json.member("reason", vertex.reason)
        .member("parent", vertex.parent == none ? std::string_view() : graph.vertices[vertex.parent].id);
    json.member("object", vertex.object.text())
        .member("planned", vertex.isPlanned)
        .member("inferred", vertex.isInferred);
    writeFacts(json, factsOf(graph, v));
    writeEvidence(json, graph.evidenceOf(vertex));
    json.endObject();
}

void writeEdge(JsonWriter &json, const TopologyGraph &graph, const Edge &edge)
{
    constexpr std::string_view protocols[] = {"TCP", "UDP", "SCTP"};
    json.beginObject().member("src", graph.vertices[edge.from].id).member("dst", graph.vertices[edge.to].id);
    json.member("type", name(edge.type));
    if (edge.port != 0)
        json.member("port", static_cast<int>(edge.port))
            .member("protocol", protocols[static_cast<std::size_t>(edge.protocol)]);
    json.member("state", name(edge.state));
    writeFacts(json, factsOf(graph, edge));
    writeEvidence(json, graph.evidenceOf(edge));
    json.endObject();
}

}  // namespace

std::string toJson(const TopologyGraph &graph, const std::vector<Problem> &problems)
{
    JsonWriter json;
    json.beginObject().member("schema", "topology/1").key("nodes").beginArray();
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v)
        writeVertex(json, graph, v);
    json.endArray().key("edges").beginArray();
    for (const Edge &edge : graph.edges)
        writeEdge(json, graph, edge);
    json.endArray();
    writeProblems(json, problems);
    json.endObject();
    return json.take() + '\n';
}

}  // namespace portolan
