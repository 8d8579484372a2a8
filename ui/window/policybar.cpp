// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/policybar.h"

#include <QHBoxLayout>
#include <QPainter>

#include "panels/look.h"

namespace portolan {

PolicyBar::PolicyBar(QWidget *parent) : QWidget(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, 6, 12, 6);
    row->setSpacing(12);
    m_text = new QLabel(this);
    m_text->setObjectName(u"policySummary"_qs);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_choice = new Segments({tr("Map"), tr("Matrix")}, this);
    m_choice->setObjectName(u"policyView"_qs);
    row->addWidget(m_text, 1);
    row->addWidget(m_choice);
    connect(m_choice, &Segments::chosen, this, [this](int index) { Q_EMIT matrixChosen(index == 1); });
    hide();
}

void PolicyBar::setTheme(const Theme &theme)
{
    m_theme = theme;
    setStyleSheet(panelSheet(theme));
    update();
}

void PolicyBar::setSummary(const QString &text, bool isEnforced)
{
    m_text->setText(text);
    m_isEnforced = isEnforced;
    update();
}

void PolicyBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Role::Panel));
    painter.fillRect(0, 0, 4, height(), m_theme.colour(m_isEnforced ? Role::Policy : Role::Warning));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.colour(Role::Line));
}

}  // namespace portolan
