// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/checkrows.h"

#include <QLocale>
#include <algorithm>

#include "panels/look.h"

namespace portolan {

void CheckRows::setRows(std::vector<CheckRow> rows)
{
    if (std::ranges::equal(rows, m_rows, {}, &CheckRow::key, &CheckRow::key)) {  // where one stood stays so
        m_rows = std::move(rows);
        if (!m_shown.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    findShown();
    endResetModel();
}

void CheckRows::search(const QString &text)
{
    beginResetModel();
    m_searched = text;
    findShown();
    endResetModel();
}

void CheckRows::findShown()
{
    m_shown.clear();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_searched.isEmpty() || m_rows[i].text.contains(m_searched, Qt::CaseInsensitive))
            m_shown.push_back(i);
    }
}

void CheckRows::checkShown(bool isChecked)
{
    for (const std::size_t row : m_shown)
        m_rows[row].isChecked = isChecked;
    announce();
}

void CheckRows::checkOnly(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    for (CheckRow &row : m_rows)
        row.isChecked = false;
    m_rows[m_shown[static_cast<std::size_t>(index.row())]].isChecked = true;
    announce();
}

void CheckRows::announce()
{
    if (!m_shown.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
    Q_EMIT checked();
}

int CheckRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant CheckRows::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CheckRow &row = m_rows[m_shown[static_cast<std::size_t>(index.row())]];
    const QString count = QLocale(QLocale::English).toString(static_cast<qulonglong>(row.count));
    switch (role) {
        case Qt::DisplayRole:
            return row.text;
        case Qt::ToolTipRole:
            return tipOf(row.isAbsent ? tr("%1: hidden by the filter, and not here now").arg(row.text) : row.text);
        case Qt::AccessibleTextRole:
            return row.isAbsent ? tr("%1, not here now").arg(row.text) : row.text + u", "_qs + count;
        case Qt::CheckStateRole:
            return static_cast<int>(row.isChecked ? Qt::Checked : Qt::Unchecked);
        case CountRole:
            return row.isAbsent ? u"–"_qs : count;
        case AbsentRole:
            return row.isAbsent;
        case KeyRole:
            return row.key;
        default:
            return {};
    }
}

bool CheckRows::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    m_rows[m_shown[static_cast<std::size_t>(index.row())]].isChecked = value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT checked();
    return true;
}

Qt::ItemFlags CheckRows::flags(const QModelIndex &) const
{
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

}  // namespace portolan
