// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

#include "render/theme.h"

namespace portolan {

/** One sentence at the upper edge of its parent, over what is there: a notice goes by itself, a failure stays until it
 * is closed. */
class NoticeBar : public QWidget {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent);

    void setTheme(const Theme &theme);
    void showNotice(const QString &sentence);
    void showFailure(const QString &sentence);
    QString text() const { return m_text->text(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(const QString &sentence, bool isFailure);
    void settle();

    Theme m_theme;
    bool m_isFailure = false;
    QLabel *m_text;
    QToolButton *m_close;
    QTimer m_timer;
};

}  // namespace portolan
