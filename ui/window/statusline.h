// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QWidget>

#include "render/theme.h"
#include "window/linkview.h"

namespace portolan {

/** The line below: what is open and how much it is, what is missing from it, the zoom. */
class StatusLine : public QWidget {
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setLink(const LinkView &link);   ///< how the connection to a live cluster is
    void setSource(const QString &text);  ///< "saved objects"
    void setCounts(const QString &text);  ///< "3 nodes · 17 pods · 9 services"
    void setStates(const QString &text);  ///< "2 failing · 1 warning"; empty if all is fine
    void setHidden(const QString &text);  ///< "nothing hidden", "filtered"
    void setZoom(double scale);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *add(const char *name);

    Theme m_theme;
    QLabel *m_link, *m_source, *m_counts, *m_states, *m_hidden, *m_zoom;
};

}  // namespace portolan
