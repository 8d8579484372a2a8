// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "render/theme.h"

namespace portolan {

/** A strip above the chart for as long as it shows what would be and not what is: says so, and leads back. */
class SuppositionBar : public QWidget {
    Q_OBJECT

public:
    explicit SuppositionBar(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    /** "Supposed: Cilium instead of Flannel"; empty: everything is as it is. */
    void setSupposition(const QString &text, int consequences);

Q_SIGNALS:
    void consequencesWanted();
    void realityWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme m_theme;
    QLabel *m_text;
    QPushButton *m_consequences;
    QPushButton *m_back;
};

}  // namespace portolan
