// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>
#include <vector>

#include "panels/sortedrows.h"
#include "render/theme.h"

namespace portolan {

/** A table of GraphRows. Ctrl+C copies the selected rows with tabs between the cells; Tab leaves the table. */
class RowsView : public QTableView {
    Q_OBJECT

public:
    RowsView(SortedRows &rows, const std::vector<int> &widths, QWidget *parent);

    void setTheme(const Theme &theme);
    /** The row of the graph that is current, or -1. */
    int currentSourceRow() const;
    /** Makes a row of the graph current, if it is shown; says nothing by rowChosen(). */
    void chooseQuietly(int sourceRow);
    /** All cells of the selected rows, in the order that is shown. */
    QString selectedText() const;

Q_SIGNALS:
    void rowChosen(int sourceRow, int column);
    void rowActivated(int sourceRow, int column);  ///< Enter, or a double click

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void copy() const;
    void activate(const QModelIndex &index);

    SortedRows &m_rows;
    bool m_isQuiet = false;
};

}  // namespace portolan
