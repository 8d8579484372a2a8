// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/formats.h"
#include "topology/formats/drawing.h"

namespace portolan {

namespace {

/** A quoted label. Mermaid decodes entities of numbers; everything that could end the label or start markup is one. */
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : formats::plain(text)) {
        if (std::string_view("\"#&<>;`{}[]()|\\%").find(c) != std::string_view::npos)
            out += '#' + std::to_string(static_cast<int>(c)) + ';';
        else
            out += c;
    }
    return out + '"';
}

std::string label(const Vertex &vertex)
{
    std::string text = quoted(vertex.name);
    const std::string_view second = vertex.reason.empty() ? vertex.detail : vertex.reason;
    if (!second.empty()) {
        text.pop_back();
        text += "<br/>" + quoted(second).substr(1);
    }
    return text;
}

std::string_view arrowOf(EdgeType type)
{
    return type == EdgeType::Tunnel ? " === " : type == EdgeType::Controls ? " -.-> " : " --> ";
}

}  // namespace

std::string toMermaid(const TopologyGraph &graph)
{
    const formats::Drawing drawing = formats::drawingOf(graph);
    std::string out = "flowchart LR\n";
    const auto id = [](VertexIndex v) { return "v" + std::to_string(v); };
    int part = 0;
    for (const auto &[space, vertices] : drawing.spaces) {
        if (!space.empty())
            out += "  subgraph n" + std::to_string(part++) + "[" + quoted(space) + "]\n";
        for (const VertexIndex v : vertices)
            out += (space.empty() ? "  " : "    ") + id(v) + "[" + label(graph.vertices[v]) +
                   "]:::" + std::string(name(graph.vertices[v].state)) + "\n";
        if (!space.empty())
            out += "  end\n";
    }
    for (const auto &line : drawing.lines)
        out += "  " + id(line.from) + std::string(arrowOf(line.type)) + "|" + std::string(name(line.type)) + "| " +
               id(line.to) + "\n";
    return out +
           "  classDef fine stroke:#2B7A4B\n  classDef warning stroke:#8F5A00\n  classDef failing stroke:#BF3326\n"
           "  classDef unknown stroke:#5F6671,stroke-dasharray:4\n";
}

}  // namespace portolan
