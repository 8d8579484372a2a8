// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/linkbutton.h"

#include <QHelpEvent>
#include <QToolTip>

#include "panels/look.h"
#include "render/fonts.h"

namespace portolan {

namespace {

constexpr int lineHeight = 22;
constexpr int padding = 3;  ///< room for the focus, left of the words

}  // namespace

LinkButton::LinkButton(const QString &text, const Theme &theme, QWidget *parent)
    : Pressable(parent), m_colour(theme.colour(Role::Accent))
{
    setText(text);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize LinkButton::sizeHint() const
{
    return {QFontMetrics(fontOf(Font::Fact, 12)).horizontalAdvance(text()) + 2 * padding + 1, lineHeight};
}

QSize LinkButton::minimumSizeHint() const
{
    return {40, lineHeight};
}

QString LinkButton::shownText() const
{
    return QFontMetrics(fontOf(Font::Fact, 12)).elidedText(text(), Qt::ElideMiddle, width() - 2 * padding);
}

void LinkButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QFont face = fontOf(Font::Fact, 12);
    face.setUnderline(underMouse());
    painter.setFont(face);
    painter.setPen(m_colour);
    painter.drawText(rect().adjusted(padding, 0, -padding, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     shownText());
    if (hasFocus())
        paintFocus(painter, rect(), 5, m_colour);
}

bool LinkButton::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && shownText() != text()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), tipOf(text()), this);
        return true;
    }
    return Pressable::event(event);
}

}  // namespace portolan
