// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panels/pressable.h"
#include "render/theme.h"

namespace portolan {

/** Something to go to, in one line: elided in the middle where there is no room, in full when pointed at. */
class LinkButton : public Pressable {
    Q_OBJECT

public:
    LinkButton(const QString &text, const Theme &theme, QWidget *parent);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QString shownText() const;

    QColor m_colour;
};

}  // namespace portolan
