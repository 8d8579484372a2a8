// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTableView>
#include <QWidget>

#include "panels/accessmatrix.h"
#include "render/theme.h"

namespace portolan {

/** Who may talk to whom, as a matrix: who calls in the rows, who is called in the columns. */
class MatrixPanel : public QWidget {
    Q_OBJECT

public:
    explicit MatrixPanel(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    using QWidget::show;
    void show(const GraphPtr &graph, const AccessMapPtr &map, std::vector<std::uint32_t> ends);
    const AccessMatrix &matrix() const { return m_matrix; }
    QTableView *table() const { return m_table; }

Q_SIGNALS:
    void pairChosen(quint32 from, quint32 to);  ///< ends of the map

private:
    void fitHeaders();

    AccessMatrix m_matrix;
    QTableView *m_table;
    QLabel *m_nothing;
    QWidget *m_key;
    QWidget *m_unknown;  ///< in the key, if something may be
};

}  // namespace portolan
