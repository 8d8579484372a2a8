// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

#include "panels/checkrows.h"
#include "render/theme.h"

namespace portolan {

/** Rows to tick: a box, a name, a count. As high as its rows, up to a dozen. Space ticks, and so does a click anywhere
 *  on a row. */
class CheckList : public QListView {
    Q_OBJECT

public:
    explicit CheckList(QWidget *parent = nullptr);

    CheckRows &rows() { return m_rows; }
    const CheckRows &rows() const { return m_rows; }
    void setTheme(const Theme &theme);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void toggle(const QModelIndex &index);

    CheckRows m_rows;
};

inline constexpr int checkRowHeight = 24;
inline constexpr int mostCheckRows = 12;  ///< without scrolling

}  // namespace portolan
