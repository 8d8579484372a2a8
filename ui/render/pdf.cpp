// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/pdf.h"

#include <QBuffer>
#include <QPageSize>
#include <QPainter>
#include <QPainterPath>
#include <QPdfWriter>

#include "render/fonts.h"
#include "render/icons.h"
#include "render/lineshape.h"
#include "render/typesetter.h"

namespace portolan {

namespace {

constexpr double pointsPerPixel = 0.75;
constexpr double mostPoints = 14400;  // 200 inches, the largest page of PDF 1.4

QRectF rectOf(const RectF &r)
{
    return {static_cast<double>(r.x), static_cast<double>(r.y), static_cast<double>(r.width),
            static_cast<double>(r.height)};
}

QPointF pointOf(PointF p)
{
    return {static_cast<double>(p.x), static_cast<double>(p.y)};
}

class PdfPage {
public:
    PdfPage(QPainter &painter, const Scene &scene, const Theme &theme)
        : m_painter(painter), m_scene(scene), m_theme(theme)
    {
    }

    void paint()
    {
        for (const SceneLayer &layer : m_scene.layers) {
            for (const SceneBox &box : layer.boxes)
                paint(box);
            for (const SceneLine &line : layer.lines)
                paint(line);
            for (const SceneIcon &icon : layer.icons)
                paint(icon);
            for (const SceneText &text : layer.texts)
                paint(text);
        }
    }

private:
    QColor colour(Role role, std::uint8_t opacity) const
    {
        QColor c = m_theme.colour(role);
        c.setAlpha(c.alpha() * opacity / 255);
        return c;
    }

    void paint(const SceneBox &box)
    {
        const Role stroke = strokeOf(box, m_theme);
        const double width = static_cast<double>(box.strokeWidth), inset = stroke == Role::None ? 0 : width / 2;
        QPen pen(colour(stroke, box.opacity), width);
        if (box.isDashed)
            pen.setDashPattern(
                QList<qreal>(2, static_cast<double>(dashOf(box.rect, box.radius, box.strokeWidth)) / width));
        m_painter.setPen(stroke == Role::None ? QPen(Qt::NoPen) : pen);
        m_painter.setBrush(box.fill == Role::None ? QBrush(Qt::NoBrush) : QBrush(colour(box.fill, box.opacity)));
        const double radius = std::max(0.0, static_cast<double>(box.radius) - inset);
        m_painter.drawRoundedRect(rectOf(box.rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    }

    void paint(const SceneLine &line)
    {
        const PointF *p = m_scene.points.data() + line.firstPoint;
        QPainterPath path(pointOf(p[0]));
        for (std::uint32_t i = 1; i + 2 < line.pointCount; i += 3)
            path.cubicTo(pointOf(p[i]), pointOf(p[i + 1]), pointOf(p[i + 2]));
        QPen pen(colour(line.role, line.opacity), static_cast<double>(line.width), Qt::SolidLine, Qt::RoundCap,
                 Qt::RoundJoin);
        if (line.isDashed)
            pen.setDashPattern(QList<qreal>(2, static_cast<double>(dashOf(1))));
        m_painter.strokePath(path, pen);
        if (!line.hasArrow)
            return;
        const Arrow arrow = arrowOf({p, p + line.pointCount}, line.width);
        pen.setStyle(Qt::SolidLine);
        QPainterPath head(pointOf(arrow.left));
        head.lineTo(pointOf(arrow.tip));
        head.lineTo(pointOf(arrow.right));
        m_painter.strokePath(head, pen);
    }

    void paint(const SceneIcon &icon)
    {
        const QColor c = colour(icon.role, icon.opacity);
        m_painter.save();
        m_painter.translate(rectOf(icon.rect).topLeft());
        const double scale = static_cast<double>(icon.rect.width) / iconSide;
        m_painter.scale(scale, scale);
        for (const IconPath &path : shapeOf(icon.icon)) {
            if (path.strokeWidth > 0)
                m_painter.strokePath(path.path, QPen(c, path.strokeWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            else
                m_painter.fillPath(path.path, c);
        }
        m_painter.restore();
    }

    /** Text is set at ten times its size and drawn smaller, because fonts have whole pixels. */
    void paint(const SceneText &text)
    {
        const ShapedText &shaped = m_typesetter.set(m_scene, text);
        const double size = static_cast<double>(text.size),
                     spare = static_cast<double>(text.slot.width - shaped.width * text.size);
        const double left = static_cast<double>(text.slot.x) + (text.align == Align::Left     ? 0
                                                                : text.align == Align::Center ? spare / 2
                                                                                              : spare);
        const double baseline = static_cast<double>(text.slot.y + text.slot.height / 2) + size * capHeight / 2;
        constexpr int finer = 10;
        m_painter.save();
        m_painter.translate(left, baseline);
        m_painter.scale(size / (finer * 10), size / (finer * 10));
        m_painter.setFont(fontOf(text.font, finer * 10));
        m_painter.setPen(colour(text.role, text.opacity));
        m_painter.drawText(QPointF(0, 0), shaped.text);
        m_painter.restore();
    }

    QPainter &m_painter;
    const Scene &m_scene;
    const Theme &m_theme;
    Typesetter m_typesetter;
};

QPageSize pageFor(const RectF &bounds, const QSizeF &millimetres)
{
    if (!millimetres.isEmpty())
        return QPageSize(millimetres, QPageSize::Millimeter);
    QSizeF points(static_cast<double>(bounds.width) * pointsPerPixel,
                  static_cast<double>(bounds.height) * pointsPerPixel);
    if (points.width() > mostPoints || points.height() > mostPoints)
        points.scale(mostPoints, mostPoints, Qt::KeepAspectRatio);
    return QPageSize(points.expandedTo({1, 1}), QPageSize::Point, {}, QPageSize::ExactMatch);
}

}  // namespace

QByteArray writePdf(const Scene &scene, const Theme &theme, const PdfOptions &options)
{
    QByteArray document;
    QBuffer buffer(&document);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(QString::fromStdString(options.title));
        writer.setCreator(u"Portolan"_qs);
        writer.setResolution(288);
        writer.setPageSize(pageFor(scene.bounds, options.pageMillimetres));
        writer.setPageMargins(QMarginsF());
        QPainter painter(&writer);
        const QRectF bounds = rectOf(scene.bounds);
        if (!options.isTransparent && theme.colour(Role::Paper) != Qt::white)
            painter.fillRect(QRectF(0, 0, writer.width(), writer.height()), theme.colour(Role::Paper));
        const double scale = std::min(writer.width() / bounds.width(), writer.height() / bounds.height());
        painter.translate((writer.width() - bounds.width() * scale) / 2,
                          (writer.height() - bounds.height() * scale) / 2);
        painter.scale(scale, scale);
        painter.translate(-bounds.topLeft());
        PdfPage(painter, scene, theme).paint();
    }
    return document;
}

}  // namespace portolan
