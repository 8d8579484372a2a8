// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/statusline.h"

#include <QHBoxLayout>
#include <QPainter>

namespace portolan {

StatusLine::StatusLine(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(30);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(24);
    m_source = add("source");
    m_counts = add("counts");
    m_states = add("states");
    m_hidden = add("hidden");
    row->addStretch();
    m_zoom = add("zoom");
}

QLabel *StatusLine::add(const char *name)
{
    auto *label = new QLabel(this);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setProperty("quiet", true);
    qobject_cast<QHBoxLayout *>(layout())->addWidget(label);
    return label;
}

void StatusLine::setTheme(const Theme &theme)
{
    m_theme = theme;
    update();
}

void StatusLine::setSource(const QString &text)
{
    m_source->setText(text);
}

void StatusLine::setCounts(const QString &text)
{
    m_counts->setText(text);
}

void StatusLine::setStates(const QString &text)
{
    m_states->setText(text);
    m_states->setVisible(!text.isEmpty());
}

void StatusLine::setHidden(const QString &text)
{
    m_hidden->setText(text);
}

void StatusLine::setZoom(double scale)
{
    m_zoom->setText(tr("%1 %").arg(scale * 100, 0, 'f', scale < 0.1 ? 1 : 0));
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colour(Role::Panel));
    painter.fillRect(0, 0, width(), 1, m_theme.colour(Role::Line));
}

}  // namespace portolan
