// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QButtonGroup>
#include <QFrame>
#include <QPushButton>

namespace portolan {

/** A few names of which one is chosen; the arrow keys go from one to the next. */
class Segments : public QFrame {
    Q_OBJECT

public:
    Segments(const QStringList &names, QWidget *parent);

    int current() const { return m_group.checkedId(); }
    /** Says nothing by chosen(). */
    void setCurrent(int index) { button(index)->setChecked(true); }
    QPushButton *button(int index) const { return static_cast<QPushButton *>(m_group.button(index)); }

Q_SIGNALS:
    void chosen(int index);

private:
    QButtonGroup m_group;
};

}  // namespace portolan
