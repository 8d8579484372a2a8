// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/minimap.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "scene/signs.h"

namespace portolan {

namespace {

constexpr double margin = 8;
constexpr double radius = 6;

Role speckRole(const Layout &layout, const LayoutItem &item)
{
    const bool isWrong = item.state == State::Failing || item.state == State::Warning;
    return isWrong ? roleOf(item.state) : signOf(layout, item).role;
}

}  // namespace

Minimap::Minimap(TopologyCanvas *canvas, QWidget *parent)
    : QWidget(parent), m_canvas(canvas), m_theme(themeNamed(u"light"_qs))
{
    setFixedHeight(112);
    setAccessibleName(tr("Overview of the chart"));
    setToolTip(tr("The whole chart; click to go there"));
    connect(canvas, &TopologyCanvas::viewportChanged, this, qOverload<>(&QWidget::update));
}

void Minimap::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_drawn.reset();
    update();
}

void Minimap::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_drawn.reset();
}

/** From the chart to this widget. */
Viewport Minimap::mapping() const
{
    return fitted(m_canvas->chart()->bounds, size(), 1, margin);
}

void Minimap::drawChart()
{
    m_drawn = m_canvas->chart();
    m_picture = QPixmap((QSizeF(size()) * devicePixelRatioF()).toSize());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(Qt::transparent);
    QPainter painter(&m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    drawItems(painter);
}

/** Cards and closed containers as specks; what is far too small for one is drawn by its container. */
void Minimap::drawItems(QPainter &painter) const
{
    const Viewport map = mapping();
    for (const LayoutItem &item : m_drawn->items) {
        if (item.kind == ItemKind::Root || item.kind == ItemKind::Chip)
            continue;
        const QRectF place = map.toView(item.rect);
        const bool isOpen = item.kind != ItemKind::Card && item.kind != ItemKind::Addresses && !item.isRolledUp;
        if (place.width() < 0.4 && place.height() < 0.4)
            continue;
        QColor colour = m_theme.colour(isOpen ? Role::Line : speckRole(*m_drawn, item));
        colour.setAlphaF(isOpen ? 0.35f : 0.75f);
        const QRectF speck(place.topLeft(), place.size().expandedTo({1.2, 1.2}));
        painter.setBrush(colour);
        painter.drawRoundedRect(speck, 1.5, 1.5);
    }
}

void Minimap::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.colour(Role::Line), 1));
    painter.setBrush(m_theme.colour(Role::Soft));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (!m_canvas || !m_canvas->chart())
        return;
    if (m_drawn != m_canvas->chart())
        drawChart();
    painter.drawPixmap(0, 0, m_picture);
    const QRectF whole = QRectF(rect()).adjusted(2, 2, -2, -2);
    const QRectF view = mapping().toView(m_canvas->visiblePart()).intersected(whole);
    painter.setPen(QPen(m_theme.colour(Role::Accent), 1.5));
    QColor soft = m_theme.colour(Role::Accent);
    soft.setAlpha(18);
    painter.setBrush(soft);
    painter.drawRoundedRect(view, 2, 2);
}

void Minimap::goTo(QPointF at)
{
    if (m_canvas && m_canvas->chart())
        m_canvas->lookAt(mapping().toChart(at));
}

void Minimap::mousePressEvent(QMouseEvent *event)
{
    goTo(event->position());
}

void Minimap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        goTo(event->position());
}

}  // namespace portolan
