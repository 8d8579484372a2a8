// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/graphrows.h"

#include "explain/counts.h"
#include "explain/explanation.h"
#include "panels/look.h"

namespace portolan {

void GraphRows::setGraph(const GraphPtr &graph)
{
    beginResetModel();
    m_graph = graph;
    endResetModel();
}

QVariant GraphRows::data(const QModelIndex &index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != StateRole)
        return {};
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == StateRole)
        return static_cast<int>(stateOf(index.row()));
    std::string room;
    const QString text = toQString(cell(index.row(), index.column(), room));
    return role == Qt::ToolTipRole ? tipOf(text) : text;
}

QVariant GraphRows::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::DisplayRole)
        return title(section);
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

namespace {

std::string_view readyOf(const Vertex &vertex, std::string &room)
{
    if (vertex.object.pod)
        return vertex.object.pod->phase == PodPhase::Succeeded ? "completed"
               : vertex.object.pod->isReady                    ? "ready"
                                                               : "not ready";
    if (vertex.podCount == 0)
        return {};
    return room = readyText(vertex);
}

/** What the chart says beneath a name; of workloads, where that is how many are ready, rather which kind it is. */
std::string_view detailOf(const Vertex &vertex, std::string &room)
{
    const bool isSaidByReady = vertex.type == VertexType::Workload && vertex.detail == readyOf(vertex, room);
    return isSaidByReady && !vertex.object.isNull() ? info(vertex.object.kind).name : vertex.detail;
}

}  // namespace

int VertexRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_graph ? 0 : static_cast<int>(m_graph->vertices.size());
}

std::string_view VertexRows::cell(int row, int column, std::string &room) const
{
    const Vertex &vertex = m_graph->vertices[static_cast<std::size_t>(row)];
    switch (column) {
        case Type:
            return wordFor(vertex.type);
        case Space:
            return vertex.space;
        case Name:
            return vertex.name;
        case StateColumn:
            return name(vertex.state);
        case Why:
            return vertex.reason;
        case Detail:
            return detailOf(vertex, room);
        case Node:
            return vertex.object.pod ? vertex.object.pod->node : std::string_view();
        case Ready:
            return readyOf(vertex, room);
        default:
            return {};
    }
}

std::optional<std::int64_t> VertexRows::rank(int row, int column) const
{
    const Vertex &vertex = m_graph->vertices[static_cast<std::size_t>(row)];
    if (column == StateColumn)
        return static_cast<std::int64_t>(vertex.state);
    if (column == Ready && vertex.object.pod)
        return vertex.object.pod->isReady ? 1'000'000 : 0;
    if (column == Ready)  // by the share that is ready; what has no pods comes before all
        return vertex.podCount == 0 ? -1 : std::int64_t(vertex.podsReady) * 1'000'000 / vertex.podCount;
    return {};
}

State VertexRows::stateOf(int row) const
{
    return m_graph->vertices[static_cast<std::size_t>(row)].state;
}

QString VertexRows::title(int column) const
{
    const QString titles[columns] = {tr("Kind"), tr("Namespace"), tr("Name"), tr("State"),
                                     tr("Why"),  tr("Detail"),    tr("Node"), tr("Ready")};
    return titles[column];
}

namespace {

/** "web (service in shop)": unlike the name alone, it names one thing. */
std::string_view calledOf(const Vertex &vertex, std::string &room)
{
    room.assign(vertex.name).append(" (").append(wordFor(vertex.type));
    if (!vertex.space.empty())
        room.append(" in ").append(vertex.space);
    return room.append(")");
}

std::string_view wordFor(Protocol protocol)
{
    constexpr std::string_view words[] = {"TCP", "UDP", "SCTP"};
    return words[static_cast<std::size_t>(protocol)];
}

std::string_view wordFor(Readiness readiness)
{
    constexpr std::string_view words[] = {"", "ready", "not ready", "terminating"};
    return words[static_cast<std::size_t>(readiness)];
}

}  // namespace

int EdgeRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_graph ? 0 : static_cast<int>(m_graph->edges.size());
}

std::string_view EdgeRows::cell(int row, int column, std::string &room) const
{
    const Edge &edge = m_graph->edges[static_cast<std::size_t>(row)];
    switch (column) {
        case From:
            return calledOf(m_graph->vertices[edge.from], room);
        case Type:
            return portolan::wordFor(edge.type);
        case To:
            return calledOf(m_graph->vertices[edge.to], room);
        case Port:
            return edge.port == 0 ? std::string_view() : (room = std::to_string(edge.port));
        case ProtocolColumn:
            return edge.port == 0 ? std::string_view() : wordFor(edge.protocol);
        case StateColumn:
            return name(edge.state);
        case Endpoint:
            return wordFor(edge.readiness);
        default:
            return {};
    }
}

std::optional<std::int64_t> EdgeRows::rank(int row, int column) const
{
    const Edge &edge = m_graph->edges[static_cast<std::size_t>(row)];
    if (column == StateColumn)
        return static_cast<std::int64_t>(edge.state);
    if (column == Port)
        return edge.port;
    return {};
}

State EdgeRows::stateOf(int row) const
{
    return m_graph->edges[static_cast<std::size_t>(row)].state;
}

QString EdgeRows::title(int column) const
{
    const QString titles[columns] = {tr("From"),     tr("Connection"), tr("To"),      tr("Port"),
                                     tr("Protocol"), tr("State"),      tr("Endpoint")};
    return titles[column];
}

}  // namespace portolan
