// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/suppositionbar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>

#include "render/fonts.h"

namespace portolan {

SuppositionBar::SuppositionBar(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 6, 12, 6);
    row->setSpacing(12);
    m_text = new QLabel(this);
    m_text->setObjectName(u"suppositionText"_qs);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_consequences = new QPushButton(this);
    m_consequences->setObjectName(u"consequences"_qs);
    m_back = new QPushButton(tr("Back to what is"), this);
    m_back->setObjectName(u"reality"_qs);
    row->addWidget(m_text, 1);
    row->addWidget(m_consequences);
    row->addWidget(m_back);
    connect(m_consequences, &QPushButton::clicked, this, &SuppositionBar::consequencesWanted);
    connect(m_back, &QPushButton::clicked, this, &SuppositionBar::realityWanted);
    hide();
}

void SuppositionBar::setTheme(const Theme &theme)
{
    m_theme = theme;
    update();
}

void SuppositionBar::setSupposition(const QString &text, int consequences)
{
    const bool isNews = !text.isEmpty() && text != accessibleName();
    m_text->setText(tr("%1. Dashed is what would be; the cluster has not been changed.").arg(text));
    m_consequences->setText(consequences == 0 ? tr("What it takes") : tr("What it takes and breaks"));
    setVisible(!text.isEmpty());
    setAccessibleName(text);
    if (!isNews)
        return;
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void SuppositionBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Role::AccentSoft));
    painter.fillRect(0, 0, 4, height(), m_theme.colour(Role::Accent));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colour(Role::Line));
}

}  // namespace portolan
