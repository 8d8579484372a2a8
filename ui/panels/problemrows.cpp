// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/problemrows.h"

#include <algorithm>

#include "explain/problems.h"
#include "panels/look.h"

namespace portolan {

namespace {

/** What is said without saying where: that stands in a column of its own. */
Problem rowOf(const Problem &problem)
{
    Problem row = problem;
    row.message = describe(Problem{problem.severity, {}, 0, 0, problem.message});
    return row;
}

Problem rowOf(const Skipped &skipped)
{
    return {Severity::Warning, skipped.file, skipped.document, skipped.line, describe(Skipped{{}, 0, 0, skipped.why})};
}

Problem rowOf(const Gap &gap)
{
    return {Severity::Warning, {}, 0, 0, describe(gap)};
}

}  // namespace

void ProblemRows::setRows(const std::vector<Problem> &problems, const std::vector<Skipped> &skipped,
                          const std::vector<Gap> &gaps)
{
    beginResetModel();
    m_rows.clear();
    m_rows.reserve(problems.size() + skipped.size() + gaps.size());
    const auto add = [this](const auto &all) {
        for (const auto &one : all)
            m_rows.push_back(rowOf(one));
    };
    add(problems);
    for (const Gap &gap : gaps) {
        if (gap.why != Gap::Why::NotInstalled && gap.why != Gap::Why::Pending)
            m_rows.push_back(rowOf(gap));
    }
    if (const std::string absent = describeNotInstalled(gaps); !absent.empty())
        m_rows.push_back({Severity::Info, {}, 0, 0, absent});
    add(skipped);
    std::ranges::stable_sort(m_rows, {}, &Problem::severity);
    endResetModel();
}

int ProblemRows::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ProblemRows::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Problem &row = m_rows[static_cast<std::size_t>(index.row())];
    const QString what = toQString(row.message);
    const QString where = toQString(placeText(row.file, row.document, row.line));
    const QString all = where.isEmpty() ? what : where + u": "_qs + what;
    switch (role) {
        case Qt::DisplayRole:
            return what;
        case Qt::AccessibleTextRole:
            return toQString(name(row.severity)) + u": "_qs + all;
        case Qt::ToolTipRole:
            return tipOf(all);
        case WhereRole:
            return where;
        case SeverityRole:
            return static_cast<int>(row.severity);
        default:
            return {};
    }
}

}  // namespace portolan
