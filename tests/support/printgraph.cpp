// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/printgraph.h"

namespace portolan {

namespace {

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QString line(const TopologyGraph &graph, const Edge &edge)
{
    QString printed =
        text(graph.vertices[edge.from].id) + u' ' + text(name(edge.type)) + u' ' + text(graph.vertices[edge.to].id);
    constexpr std::string_view readiness[] = {"", " (ready)", " (not ready)", " (terminating)"};
    printed += text(readiness[static_cast<std::size_t>(edge.readiness)]);
    return edge.state == State::Failing ? printed + u" failing"_qs : printed;
}

}  // namespace

QStringList print(const TopologyGraph &graph)
{
    QStringList lines;
    for (const Edge &edge : graph.edges) {
        if (edge.type != EdgeType::RunsOn)
            lines << line(graph, edge);
    }
    lines.sort();
    return lines;
}

QStringList print(const TopologyGraph &graph, EdgeType type)
{
    QStringList lines;
    for (const Edge &edge : graph.edges) {
        if (edge.type == type)
            lines << line(graph, edge);
    }
    lines.sort();
    return lines;
}

QString stateOf(const TopologyGraph &graph, std::string_view id)
{
    const VertexIndex v = graph.find(id);
    if (v == none)
        return u"missing"_qs;
    const Vertex &vertex = graph.vertices[v];
    return vertex.reason.empty() ? text(name(vertex.state)) : text(name(vertex.state)) + u": "_qs + text(vertex.reason);
}

}  // namespace portolan
