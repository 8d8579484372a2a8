// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <string>
#include <string_view>

#include "topology/graph.h"

namespace portolan {

/** Rows of a graph, each cell made when it is asked for. */
class GraphRows : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { StateRole = Qt::UserRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setGraph(const GraphPtr &graph);
    const GraphPtr &graph() const { return m_graph; }

    /** The text of a cell; points into the graph, or into `room`, where it was put together. */
    virtual std::string_view cell(int row, int column, std::string &room) const = 0;
    /** What a column of numbers or states is sorted by; nothing where that is the text. */
    virtual std::optional<std::int64_t> rank(int row, int column) const = 0;
    virtual State stateOf(int row) const = 0;
    virtual bool isStateColumn(int column) const = 0;
    /** Whether a column holds addresses or names of the API. */
    virtual bool isMonoColumn(int column) const = 0;
    /** Whether a column holds sentences, that are cut at their end; names are cut in the middle. */
    virtual bool isSentenceColumn(int) const { return false; }

    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    virtual QString title(int column) const = 0;

    GraphPtr m_graph;
};

/** One row a vertex; the row is its index. */
class VertexRows : public GraphRows {
    Q_OBJECT

public:
    enum Column { Type, Space, Name, StateColumn, Why, Detail, Node, Ready, columns };

    using GraphRows::GraphRows;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex & = {}) const override { return columns; }
    std::string_view cell(int row, int column, std::string &room) const override;
    std::optional<std::int64_t> rank(int row, int column) const override;
    State stateOf(int row) const override;
    bool isStateColumn(int column) const override { return column == StateColumn; }
    bool isMonoColumn(int column) const override { return column == Detail || column == Node; }
    bool isSentenceColumn(int column) const override { return column == Why; }

protected:
    QString title(int column) const override;
};

/** One row an edge; the row is its index. */
class EdgeRows : public GraphRows {
    Q_OBJECT

public:
    enum Column { From, Type, To, Port, ProtocolColumn, StateColumn, Endpoint, columns };

    using GraphRows::GraphRows;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex & = {}) const override { return columns; }
    std::string_view cell(int row, int column, std::string &room) const override;
    std::optional<std::int64_t> rank(int row, int column) const override;
    State stateOf(int row) const override;
    bool isStateColumn(int column) const override { return column == StateColumn; }
    bool isMonoColumn(int column) const override { return column == Port || column == ProtocolColumn; }

protected:
    QString title(int column) const override;
};

}  // namespace portolan
