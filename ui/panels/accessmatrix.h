// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "access/access.h"

namespace portolan {

/** Who may talk to whom as rows and columns of the same ends. Cost: a cell is looked up when it is shown. */
class AccessMatrix : public QAbstractTableModel {
    Q_OBJECT

public:
    enum class Cell : std::uint8_t { Itself, Denied, Unknown, ByRule, Open };
    static constexpr int cellRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /** `ends`: those to show, in this order. */
    void show(GraphPtr graph, AccessMapPtr map, std::vector<std::uint32_t> ends);
    std::uint32_t endAt(int section) const { return m_ends[static_cast<std::size_t>(section)]; }
    int sectionOf(std::uint32_t end) const;
    QString nameAt(int section) const;
    Cell cellAt(int row, int column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const Access *ruleBetween(std::uint32_t from, std::uint32_t to) const;
    QString sentenceAt(int row, int column) const;

    GraphPtr m_graph;
    AccessMapPtr m_map;
    std::vector<std::uint32_t> m_ends;
};

}  // namespace portolan
