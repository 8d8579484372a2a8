// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <cstdint>
#include <string>
#include <vector>

#include "panels/graphrows.h"

namespace portolan {

/** GraphRows as they are wanted: those in which each word occurs in some column, sorted by a column. Works on the
 *  graph's own text, so that hundred thousands of rows take a moment and not seconds. */
class SortedRows : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit SortedRows(GraphRows &rows, QObject *parent = nullptr);

    /** Upper and lower case alike (of ASCII); empty: all rows. */
    void setWords(const QString &text);
    GraphRows &rows() const { return m_rows; }

    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    void rankBy(int column);

    GraphRows &m_rows;
    std::vector<std::string> m_words;    ///< in lower case
    std::vector<std::uint32_t> m_ranks;  ///< of each row in the sorted column; rows that are alike have the same
    int m_rankedColumn = -1;
    mutable std::string m_room;
};

/** Below, at or above zero, as `a` comes before, with or after `b` for people: numbers in a text by their value, upper
 *  and lower case alike (of ASCII). */
[[nodiscard]] int naturalOrder(std::string_view a, std::string_view b);

}  // namespace portolan
