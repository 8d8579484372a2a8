// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/noticebar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>

namespace portolan {

namespace {

constexpr int noticeMilliseconds = 6000;

}  // namespace

NoticeBar::NoticeBar(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 8, 12, 8);
    m_text = new QLabel(this);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close = new QToolButton(this);
    m_close->setText(tr("Close"));
    row->addWidget(m_text, 1);
    row->addWidget(m_close, 0, Qt::AlignTop);
    m_timer.setSingleShot(true);
    m_timer.setInterval(noticeMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    parent->installEventFilter(this);
    hide();
}

/** As wide as the parent and as high as the sentence needs. */
void NoticeBar::settle()
{
    const int width = parentWidget()->width();
    setGeometry(0, 0, width,
                layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height());
    raise();
}

bool NoticeBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && !isHidden())
        settle();
    return QWidget::eventFilter(watched, event);
}

void NoticeBar::setTheme(const Theme &theme)
{
    m_theme = theme;
    update();
}

void NoticeBar::showNotice(const QString &sentence)
{
    show(sentence, false);
    m_timer.start();
}

void NoticeBar::showFailure(const QString &sentence)
{
    show(sentence, true);
    m_timer.stop();
}

void NoticeBar::show(const QString &sentence, bool isFailure)
{
    m_isFailure = isFailure;
    m_text->setText(sentence);
    setAccessibleName(sentence);
    setVisible(true);
    settle();
    update();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(m_isFailure ? Role::Panel : Role::AccentSoft));
    painter.fillRect(0, 0, 4, height(), m_theme.colour(m_isFailure ? Role::Failing : Role::Accent));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colour(Role::Line));
}

}  // namespace portolan
