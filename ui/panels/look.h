// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPainter>

#include "render/icons.h"
#include "render/theme.h"

namespace portolan {

/** How the widgets of all panels look in a theme, and `own` after it. Names in braces are roles: {ink}, {accentSoft}.
 *  Properties choose: `quiet` for facts, `heading` for the words over a group, `link` for buttons that look like links,
 *  `bare` for buttons without a frame. */
[[nodiscard]] QString panelSheet(const Theme &theme, const QString &own = {});

/** A soft background that hints at a role: `share` of it on the panel's colour. */
[[nodiscard]] QColor tint(const Theme &theme, Role role, double share = 0.1);

/** Paints an icon into a square. */
void paintIcon(QPainter &painter, Icon icon, const QRectF &square, const QColor &colour);
/** The same for buttons, sharp on this screen. */
[[nodiscard]] QPixmap iconPixmap(Icon icon, const QColor &colour, int side, double pixelRatio);

/** The sign of closing and clearing, 16 pixels square. */
[[nodiscard]] QPixmap crossPixmap(const QColor &colour, double pixelRatio);

/** A plain-text label: what comes from a cluster is never taken for markup. */
[[nodiscard]] QLabel *plainLabel(const QString &text, QWidget *parent, const char *property = nullptr);
/** The words over a group. */
[[nodiscard]] QLabel *headingLabel(const QString &text, QWidget *parent);

/** A text as tooltips take it, that would take markup in it for markup. */
[[nodiscard]] QString tipOf(const QString &text);

/** Round a widget that has the keyboard focus. */
void paintFocus(QPainter &painter, const QRectF &rect, double radius, const QColor &colour);

inline QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace portolan
