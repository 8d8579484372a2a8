// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/formats.h"
#include "topology/formats/drawing.h"

namespace portolan {

namespace {

std::string data(std::string_view key, std::string_view value)
{
    return "      <data key=\"" + std::string(key) + "\">" + formats::xml(value) + "</data>\n";
}

}  // namespace

/** Every vertex and edge, pods too: GraphML is for programs that compute, not for the eye. */
std::string toGraphml(const TopologyGraph &graph)
{
    std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
)";
    for (const char *key : {"type", "namespace", "name", "state", "reason", "detail", "parent"})
        out += std::string("  <key id=\"") + key + "\" for=\"node\" attr.name=\"" + key + "\" attr.type=\"string\"/>\n";
    out +=
        "  <key id=\"relation\" for=\"edge\" attr.name=\"type\" attr.type=\"string\"/>\n"
        "  <key id=\"edgestate\" for=\"edge\" attr.name=\"state\" attr.type=\"string\"/>\n"
        "  <key id=\"port\" for=\"edge\" attr.name=\"port\" attr.type=\"int\"/>\n"
        "  <graph id=\"portolan\" edgedefault=\"directed\">\n";
    for (const Vertex &vertex : graph.vertices) {
        out += "    <node id=\"" + formats::xml(vertex.id) + "\">\n" + data("type", name(vertex.type)) +
               data("namespace", vertex.space) + data("name", vertex.name) + data("state", name(vertex.state)) +
               data("reason", vertex.reason) + data("detail", vertex.detail) +
               data("parent", vertex.parent == none ? std::string_view() : graph.vertices[vertex.parent].id) +
               "    </node>\n";
    }
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const Edge &edge = graph.edges[e];
        out += "    <edge id=\"e" + std::to_string(e) + "\" source=\"" + formats::xml(graph.vertices[edge.from].id) +
               "\" target=\"" + formats::xml(graph.vertices[edge.to].id) + "\">\n" + data("relation", name(edge.type)) +
               data("edgestate", name(edge.state));
        if (edge.port != 0)
            out += data("port", std::to_string(edge.port));
        out += "    </edge>\n";
    }
    return out + "  </graph>\n</graphml>\n";
}

}  // namespace portolan
