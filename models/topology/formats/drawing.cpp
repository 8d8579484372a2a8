// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/formats/drawing.h"

#include <QString>
#include <tuple>

namespace portolan::formats {

Drawing drawingOf(const TopologyGraph &graph)
{
    Drawing drawing;
    const auto shownFor = [&](VertexIndex v) {
        return graph.vertices[v].parent == none ? v : graph.vertices[v].parent;
    };
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        if (shownFor(v) != v)
            continue;
        drawing.vertices.push_back(v);
        drawing.spaces[graph.vertices[v].space].push_back(v);
    }
    std::map<std::tuple<VertexIndex, VertexIndex, EdgeType>, std::size_t> counts;
    for (const Edge &edge : graph.edges) {
        const VertexIndex from = shownFor(edge.from), to = shownFor(edge.to);
        if (from != to)
            ++counts[{from, to, edge.type}];
    }
    for (const auto &[line, count] : counts)
        drawing.lines.push_back({std::get<0>(line), std::get<1>(line), std::get<2>(line), count});
    return drawing;
}

std::string plain(std::string_view text)
{
    QString out = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    for (QChar &c : out) {
        const char16_t code = c.unicode();
        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFE || code == 0xFFFF)
            c = QChar(QChar::ReplacementCharacter);
    }
    return out.toStdString();
}

std::string labelOf(const Vertex &vertex, std::string_view lineBreak)
{
    std::string label = plain(vertex.name);
    const std::string second = plain(vertex.reason.empty() ? vertex.detail : vertex.reason);
    if (!second.empty())
        label.append(lineBreak).append(second);
    return label;
}

std::string xml(std::string_view text)
{
    std::string out;
    for (const char c : plain(text)) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace portolan::formats
