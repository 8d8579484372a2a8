// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/accessmatrix.h"

#include <algorithm>

#include "panels/look.h"

namespace portolan {

void AccessMatrix::show(GraphPtr graph, AccessMapPtr map, std::vector<std::uint32_t> ends)
{
    beginResetModel();
    m_graph = std::move(graph);
    m_map = std::move(map);
    m_ends = std::move(ends);
    endResetModel();
}

int AccessMatrix::sectionOf(std::uint32_t end) const
{
    const auto found = std::ranges::find(m_ends, end);
    return found == m_ends.end() ? -1 : static_cast<int>(found - m_ends.begin());
}

QString AccessMatrix::nameAt(int section) const
{
    const AccessEnd &end = m_map->ends[endAt(section)];
    if (end.vertex == none)
        return QString::fromStdString(end.name);
    const Vertex &vertex = m_graph->vertices[end.vertex];
    return toQString(vertex.space) + u'/' + toQString(vertex.name);
}

int AccessMatrix::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_ends.size());
}

int AccessMatrix::columnCount(const QModelIndex &parent) const
{
    return rowCount(parent);
}

const Access *AccessMatrix::ruleBetween(std::uint32_t from, std::uint32_t to) const
{
    const auto key = [](const Access &access) { return std::pair(access.from, access.to); };
    const auto found = std::ranges::lower_bound(m_map->byRule, std::pair(from, to), {}, key);
    return found != m_map->byRule.end() && key(*found) == std::pair(from, to) ? &*found : nullptr;
}

AccessMatrix::Cell AccessMatrix::cellAt(int row, int column) const
{
    const std::uint32_t from = endAt(row), to = endAt(column);
    if (from == to || (m_map->ends[from].isOutside() && m_map->ends[to].isOutside()))
        return Cell::Itself;
    if (ruleBetween(from, to))
        return Cell::ByRule;
    if (m_map->mayReach(from, to))
        return Cell::Open;
    const bool mayBeUnknown = !m_map->notEvaluated().empty();
    return mayBeUnknown && verdictBetween(*m_map, from, to) == Allowed::Unknown ? Cell::Unknown : Cell::Denied;
}

QString AccessMatrix::sentenceAt(int row, int column) const
{
    const QString pair = nameAt(row) + u" → "_qs + nameAt(column);
    switch (cellAt(row, column)) {
        case Cell::Itself:
            return pair;
        case Cell::Denied:
            return tr("%1: no rule allows it").arg(pair);
        case Cell::Unknown:
            return tr("%1: not known, as not every rule is evaluated").arg(pair);
        case Cell::Open:
            return tr("%1: nothing restricts it").arg(pair);
        case Cell::ByRule:
            return tr("%1: %2, by a rule")
                .arg(pair, QString::fromStdString(portsText(ruleBetween(endAt(row), endAt(column))->ports)));
    }
    return pair;
}

QVariant AccessMatrix::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_map)
        return {};
    if (role == cellRole)
        return static_cast<int>(cellAt(index.row(), index.column()));
    if (role == Qt::ToolTipRole)
        return tipOf(sentenceAt(index.row(), index.column()));
    if (role == Qt::AccessibleTextRole)
        return sentenceAt(index.row(), index.column());
    return {};
}

QVariant AccessMatrix::headerData(int section, Qt::Orientation, int role) const
{
    if (!m_map || section >= rowCount())
        return {};
    if (role == Qt::DisplayRole)
        return nameAt(section);
    return role == Qt::ToolTipRole ? QVariant(tipOf(nameAt(section))) : QVariant();
}

}  // namespace portolan
