// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QWidget>

#include "panels/segments.h"
#include "render/theme.h"

namespace portolan {

/** A strip above the Policy lens: how many are isolated, who enforces it, what is not evaluated; map or matrix. */
class PolicyBar : public QWidget {
    Q_OBJECT

public:
    explicit PolicyBar(QWidget *parent = nullptr);

    void setTheme(const Theme &theme);
    void setSummary(const QString &text, bool isEnforced);
    bool isMatrix() const { return m_choice->current() == 1; }

Q_SIGNALS:
    void matrixChosen(bool isMatrix);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Theme m_theme;
    bool m_isEnforced = true;
    QLabel *m_text;
    Segments *m_choice;
};

}  // namespace portolan
