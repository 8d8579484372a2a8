// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "render/theme.h"
#include "window/linkview.h"

namespace portolan {

/** A strip above the chart for as long as nothing new arrives: since when, why, and a way to try again. */
class LinkBar : public QWidget {
    Q_OBJECT

public:
    explicit LinkBar(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setLink(const LinkView &link);

Q_SIGNALS:
    void reconnectWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme m_theme;
    LinkView m_link;
    QLabel *m_text;
    QPushButton *m_again;
};

}  // namespace portolan
