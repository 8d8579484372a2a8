// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/formats.h"
#include "topology/formats/drawing.h"

namespace portolan {

namespace {

/** Columns from outside to inside. */
int columnOf(VertexType type)
{
    switch (type) {
        case VertexType::Outside:
            return 0;
        case VertexType::LoadBalancer:
        case VertexType::NodePort:
            return 1;
        case VertexType::Gateway:
        case VertexType::IngressController:
            return 2;
        case VertexType::Route:
            return 3;
        case VertexType::Service:
        case VertexType::Dns:
            return 4;
        case VertexType::Workload:
        case VertexType::Pod:
            return 5;
        default:
            return 6;
    }
}

std::string_view strokeOf(State state)
{
    constexpr std::string_view colours[] = {"#41516A", "#5F6671", "#8F5A00", "#BF3326"};
    return colours[static_cast<std::size_t>(state)];
}

/** The label is HTML inside an attribute of XML: escaped for both. */
std::string label(const Vertex &vertex)
{
    const std::string_view second = vertex.reason.empty() ? vertex.detail : vertex.reason;
    const std::string html =
        "<b>" + formats::xml(vertex.name) + "</b>" + (second.empty() ? std::string() : "<br>" + formats::xml(second));
    return formats::xml(html);
}

std::string cell(const Vertex &vertex, int x, int y)
{
    return "        <mxCell id=\"" + formats::xml(vertex.id) + "\" value=\"" + label(vertex) +
           "\" style=\"rounded=1;whiteSpace=wrap;html=1;fontSize=11;fillColor=#FFFFFF;strokeColor=" +
           std::string(strokeOf(vertex.state)) + (vertex.isPlanned || vertex.isInferred || vertex.isSupposed ? ";dashed=1" : "") +
           ";\" vertex=\"1\" parent=\"1\">\n          <mxGeometry x=\"" + std::to_string(x) + "\" y=\"" +
           std::to_string(y) + "\" width=\"176\" height=\"52\" as=\"geometry\"/>\n        </mxCell>\n";
}

}  // namespace

std::string toDrawio(const TopologyGraph &graph)
{
    constexpr int columns = 7, columnWidth = 232, rowHeight = 72, margin = 40;
    const formats::Drawing drawing = formats::drawingOf(graph);
    std::string out =
        "<mxfile host=\"portolan\">\n  <diagram id=\"topology\" name=\"Topology\">\n    <mxGraphModel grid=\"1\" "
        "gridSize=\"4\">\n"
        "      <root>\n        <mxCell id=\"0\"/>\n        <mxCell id=\"1\" parent=\"0\"/>\n";
    int top = margin;
    for (const auto &[space, vertices] : drawing.spaces) {
        int rows[columns] = {};
        for (const VertexIndex v : vertices) {
            const int column = columnOf(graph.vertices[v].type);
            out += cell(graph.vertices[v], margin + column * columnWidth, top + rows[column]++ * rowHeight);
        }
        int highest = 0;
        for (const int count : rows)
            highest = std::max(highest, count);
        top += highest * rowHeight + margin;
    }
    int number = 0;
    for (const auto &line : drawing.lines) {
        out +=
            "        <mxCell id=\"line-" + std::to_string(number++) + "\" value=\"" + std::string(name(line.type)) +
            "\" style=\"edgeStyle=orthogonalEdgeStyle;rounded=1;html=1;fontSize=9;endArrow=open;strokeColor=#8A95A5;\" "
            "edge=\"1\" parent=\"1\" source=\"" +
            formats::xml(graph.vertices[line.from].id) + "\" target=\"" + formats::xml(graph.vertices[line.to].id) +
            "\">\n          <mxGeometry relative=\"1\" as=\"geometry\"/>\n        </mxCell>\n";
    }
    return out + "      </root>\n    </mxGraphModel>\n  </diagram>\n</mxfile>\n";
}

}  // namespace portolan
