// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace portolan {

/** A button that is drawn by whoever derives from it. Enter presses it as Space does. */
class Pressable : public QAbstractButton {
    Q_OBJECT

public:
    explicit Pressable(QWidget *parent);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

}  // namespace portolan
