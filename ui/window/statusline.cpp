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
    m_link = add("link");
    m_link->hide();
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

void StatusLine::setLink(const LinkView &link)
{
    constexpr const char *names[] = {"none", "busy", "live", "stale", "gaveUp"};
    const QString name = QString::fromLatin1(
        link.isInsecure && link.kind == LinkView::Kind::Live ? "stale" : names[static_cast<std::size_t>(link.kind)]);
    m_link->setText(u"● "_qs + link.line);
    m_link->setAccessibleName(link.line);
    m_link->setVisible(link.kind != LinkView::Kind::None);
    if (m_link->property("link").toString() == name)
        return;
    m_link->setProperty("link", name);
    m_link->setStyleSheet({});  // asks for the sheet above to be looked up again
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
