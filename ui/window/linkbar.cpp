// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/linkbar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>

namespace portolan {

LinkBar::LinkBar(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 6, 12, 6);
    row->setSpacing(16);
    m_text = new QLabel(this);
    m_text->setObjectName(u"linkText"_qs);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_again = new QPushButton(tr("Try again"), this);
    m_again->setObjectName(u"reconnect"_qs);
    row->addWidget(m_text, 1);
    row->addWidget(m_again, 0, Qt::AlignTop);
    connect(m_again, &QPushButton::clicked, this, &LinkBar::reconnectWanted);
    hide();
}

void LinkBar::setTheme(const Theme &theme)
{
    m_theme = theme;
    update();
}

void LinkBar::setLink(const LinkView &link)
{
    const bool isNews = link.kind != m_link.kind;
    m_link = link;
    m_text->setText(link.sentence);
    setVisible(!link.sentence.isEmpty());
    update();
    if (!isNews || link.sentence.isEmpty())
        return;
    setAccessibleName(link.sentence);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void LinkBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Role::Panel));
    const Role role = m_link.kind == LinkView::Kind::GaveUp ? Role::Failing : Role::Warning;
    painter.fillRect(0, 0, 4, height(), m_theme.colour(role));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colour(Role::Line));
}

}  // namespace portolan
