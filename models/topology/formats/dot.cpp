// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/formats.h"
#include "topology/formats/drawing.h"

namespace portolan {

namespace {

/** A quoted string of DOT: only quotes and backslashes are special. */
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : formats::plain(text)) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

/** Name and fact on two lines. */
std::string label(const Vertex &vertex)
{
    std::string text = quoted(vertex.name);
    const std::string_view second = vertex.reason.empty() ? vertex.detail : vertex.reason;
    if (!second.empty()) {
        text.pop_back();
        text += "\\n" + quoted(second).substr(1);
    }
    return text;
}

std::string_view styleOf(const Vertex &vertex)
{
    return vertex.isPlanned || vertex.isInferred || vertex.isSupposed ? ", style=\"rounded,dashed\"" : "";
}

std::string_view colourOf(State state)
{
    constexpr std::string_view colours[] = {"#41516A", "#5F6671", "#8F5A00", "#BF3326"};
    return colours[static_cast<std::size_t>(state)];
}

}  // namespace

std::string toDot(const TopologyGraph &graph)
{
    const formats::Drawing drawing = formats::drawingOf(graph);
    std::string out =
        "digraph portolan {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"Inter\", fontsize=11];\n"
        "  edge [fontname=\"Inter\", fontsize=9, color=\"#8A95A5\"];\n";
    int cluster = 0;
    for (const auto &[space, vertices] : drawing.spaces) {
        const std::string indent = space.empty() ? "  " : "    ";
        if (!space.empty())
            out += "  subgraph cluster_" + std::to_string(cluster++) + " {\n    label=" + quoted(space) +
                   ";\n    color=\"#D5DBE3\";\n";
        for (const VertexIndex v : vertices) {
            const Vertex &vertex = graph.vertices[v];
            out += indent + quoted(vertex.id) + " [label=" + label(vertex) + ", color=\"" +
                   std::string(colourOf(vertex.state)) + "\"" + std::string(styleOf(vertex)) +
                   ", tooltip=" + quoted(std::string(name(vertex.type)) + ", " + std::string(name(vertex.state))) +
                   "];\n";
        }
        if (!space.empty())
            out += "  }\n";
    }
    for (const auto &line : drawing.lines) {
        out += "  " + quoted(graph.vertices[line.from].id) + " -> " + quoted(graph.vertices[line.to].id) +
               " [label=\"" + std::string(name(line.type)) + (line.count > 1 ? " " + std::to_string(line.count) : "") +
               "\"";
        if (line.type == EdgeType::Tunnel || line.type == EdgeType::Controls)
            out += ", constraint=false";
        out += "];\n";
    }
    return out + "}\n";
}

}  // namespace portolan
