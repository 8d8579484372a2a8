// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/look.h"

#include <QTextDocument>

#include "scene/signs.h"

namespace portolan {

namespace {

constexpr char sheet[] = R"(
* { font-family: "Inter"; font-size: 12px; color: {ink}; }
QLabel { background: transparent; }
QLabel[quiet="true"] { color: {ink2}; }
QLabel[heading="true"] { color: {ink2}; font-size: 11px; font-weight: 600; }
QLineEdit { background: {soft}; border: 1px solid {field}; border-radius: 6px; padding: 3px 8px;
  selection-background-color: {accent}; selection-color: {panel}; }
QLineEdit:focus { border-color: {accent}; }
QLineEdit[wrong="true"] { border-color: {failing}; }
QPlainTextEdit, QTextEdit { background: transparent; border: none; padding: 0; selection-background-color: {accent};
  selection-color: {panel}; }
QPlainTextEdit { font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; font-size: 11px; }
QPushButton { background: {panel}; border: 1px solid {line}; border-radius: 7px; padding: 5px 14px; font-weight: 600; }
QPushButton:hover { background: {soft}; }
QPushButton:focus { border-color: {accent}; }
QPushButton:disabled { color: {ink3}; }
QPushButton[link="true"], QToolButton[bare="true"] { background: transparent; border: 1px solid transparent;
  border-radius: 5px; padding: 1px 3px; font-weight: 400; }
QPushButton[link="true"] { color: {accent}; text-align: left; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus, QToolButton[bare="true"]:focus { border-color: {accent}; }
QPushButton[link="true"]:disabled { color: {ink3}; }
QToolButton[bare="true"] { font-size: 16px; padding: 0; color: {ink2}; }
QToolButton[bare="true"]:hover { background: {soft}; }
QFrame[segments="true"] { background: {soft}; border: 1px solid {field}; border-radius: 7px; }
QPushButton[segment="true"] { background: transparent; color: {ink2}; border: 1px solid transparent; border-radius: 5px;
  padding: 3px 12px; font-weight: 500; }
QPushButton[segment="true"]:checked { background: {panel}; color: {ink}; font-weight: 600; border-color: {line}; }
QPushButton[segment="true"]:focus { border-color: {accent}; }
QPushButton[segment="true"]:disabled { color: {ink3}; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: {line}; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: {ink3}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QMenu { background: {panel}; border: 1px solid {line}; padding: 5px; }
QMenu::item { padding: 5px 24px 5px 14px; border-radius: 5px; }
QMenu::item:selected { background: {accentSoft}; color: {accent}; }
QMenu::item:disabled { color: {ink3}; }
QToolTip { background: {panel}; color: {ink}; border: 1px solid {line}; padding: 4px 8px; }
)";

}  // namespace

QString panelSheet(const Theme &theme, const QString &own)
{
    QString text = QString::fromLatin1(sheet) + own;
    for (std::size_t i = 0; i < roleCount; ++i) {
        const Role role = static_cast<Role>(i);
        text.replace(u'{' + name(role) + u'}', theme.colour(role).name());
    }
    const QColor field = theme.colour(theme.hasOutlines ? Role::Line : Role::Soft);
    return text.replace(u"{field}"_qs, field.name());
}

QColor tint(const Theme &theme, Role role, double share)
{
    const QColor under = theme.colour(Role::Panel), over = theme.colour(role);
    const auto mix = [share](float a, float b) { return static_cast<float>(a + (b - a) * share); };
    return QColor::fromRgbF(mix(under.redF(), over.redF()), mix(under.greenF(), over.greenF()),
                            mix(under.blueF(), over.blueF()));
}

void paintIcon(QPainter &painter, Icon icon, const QRectF &square, const QColor &colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(square.width() / iconSide, square.height() / iconSide);
    for (const IconPath &part : shapeOf(icon)) {
        if (part.strokeWidth > 0) {
            painter.strokePath(part.path, QPen(colour, part.strokeWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        } else {
            QPainterPath path = part.path;
            path.setFillRule(part.isEvenOdd ? Qt::OddEvenFill : Qt::WindingFill);
            painter.fillPath(path, colour);
        }
    }
    painter.restore();
}

QPixmap iconPixmap(Icon icon, const QColor &colour, int side, double pixelRatio)
{
    QPixmap pixmap((QSizeF(side, side) * pixelRatio).toSize());
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintIcon(painter, icon, QRectF(0, 0, side, side), colour);
    return pixmap;
}

QPixmap crossPixmap(const QColor &colour, double pixelRatio)
{
    QPixmap pixmap((QSizeF(16, 16) * pixelRatio).toSize());
    pixmap.setDevicePixelRatio(pixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(4.5, 4.5), QPointF(11.5, 11.5));
    painter.drawLine(QPointF(4.5, 11.5), QPointF(11.5, 4.5));
    return pixmap;
}

QLabel *plainLabel(const QString &text, QWidget *parent, const char *property)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    if (property)
        label->setProperty(property, true);
    return label;
}

QLabel *headingLabel(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text.toUpper(), parent, "heading");
    label->setAccessibleName(text);
    return label;
}

QString tipOf(const QString &text)
{
    return Qt::mightBeRichText(text) ? u"<p>"_qs + text.toHtmlEscaped() + u"</p>"_qs : text;
}

void paintFocus(QPainter &painter, const QRectF &rect, double radius, const QColor &colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
    painter.restore();
}

}  // namespace portolan
