// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/topologycanvas.h"

#include <QAccessible>
#include <QPainter>
#include <QResizeEvent>
#include <QStyle>
#include <cmath>

#include "canvas/canvasaccessible.h"

namespace portolan {

namespace {

constexpr double fitMargin = 24, legendRoom = 56;
constexpr double zoomStep = 1.25;
constexpr int flashMilliseconds = 1800;
constexpr double allAtOnce = 0.8;  ///< so much smaller than can be read well a chart may be to be seen whole

QPointF pointOf(PointF p)
{
    return {static_cast<double>(p.x), static_cast<double>(p.y)};
}

}  // namespace

TopologyCanvas::TopologyCanvas(QWidget *parent) : QWidget(parent), m_theme(themeNamed(u"light"_qs))
{
    installCanvasAccessible();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Chart"));
    setMinimumSize(200, 150);
    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    m_fading.setEasingCurve(QEasingCurve::InQuad);
    connect(&m_fading, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
    connect(&m_fading, &QVariantAnimation::finished, this, [this] {
        m_flashes.clear();
        update();
    });
}

void TopologyCanvas::setChart(LayoutPtr layout, bool isSameCluster)
{
    const LayoutPtr before = std::exchange(m_layout, std::move(layout));
    m_hitTest = m_layout ? HitTest(m_layout) : HitTest();
    m_found.clear();
    m_shown.reset();
    m_flashes.clear();
    const bool goesOn = isSameCluster && before && m_layout && before->lens == m_layout->lens;
    m_before = goesOn ? before : nullptr;
    if (goesOn) {
        follow(*before);
    } else {
        m_hovered = {};
        m_gesture = Gesture::None;
        m_glide.stop();
    }
    m_selection = {};
    if (m_layout && !m_selectedId.empty())
        m_selection.item = m_layout->find(m_selectedId);
    if (goesOn && !m_isOpening) {
        setViewport(anchored(*before, m_viewport));
    } else {
        m_isOpening = true;
        setViewport(openingViewport());
    }
    m_anchor.clear();
    repaintChart();
    Q_EMIT viewportChanged();
}

/** What is pointed at or held goes on being so, if it is still there. */
void TopologyCanvas::follow(const Layout &before)
{
    const auto now = [&](const Hit &hit) {
        return hit.item == none ? Hit() : Hit{m_layout->find(before.idOf(hit.item)), none};
    };
    m_hovered = now(m_hovered);
    if (m_gesture == Gesture::Pressed || m_gesture == Gesture::Dragging) {
        const bool heldSomething = m_pressed.item != none;
        m_pressed = now(m_pressed);
        if (heldSomething && m_pressed.item == none)
            m_gesture = Gesture::None;
    }
}

void TopologyCanvas::flash(const GraphChanges &changes)
{
    constexpr std::size_t most = 400;  // beyond that everything would flash
    const LayoutPtr before = std::exchange(m_before, nullptr);
    if (!before || !m_layout || changes.empty())
        return;
    const auto add = [this](const Layout &layout, const std::vector<std::string> &ids, bool isGone) {
        for (const std::string &id : ids) {
            const ItemIndex item = m_flashes.size() < most ? layout.find(id) : none;
            if (item != none)
                m_flashes.push_back({layout.items[item].rect, isGone});
        }
    };
    add(*m_layout, changes.appeared, false);
    add(*m_layout, changes.changedState, false);
    add(*before, changes.went, true);
    if (m_flashes.empty())
        return;
    m_fading.stop();
    m_fading.setDuration(flashMilliseconds);
    m_fading.setStartValue(1.0);
    m_fading.setEndValue(0.0);
    m_fading.start();
}

void TopologyCanvas::setStale(bool isStale)
{
    m_isOutdated = isStale;
    update();
}

/** What was activated, or else selected, stays under the pointer; without either the view stays. */
Viewport TopologyCanvas::anchored(const Layout &before, const Viewport &viewport) const
{
    const std::string &id = m_anchor.empty() ? m_selectedId : m_anchor;
    const ItemIndex was = id.empty() ? none : before.find(id), is = id.empty() ? none : m_layout->find(id);
    if (was == none || is == none)
        return viewport;
    const RectF &from = before.items[was].rect, &to = m_layout->items[is].rect;
    return {viewport.scale, viewport.origin + pointOf({to.x - from.x, to.y - from.y})};
}

void TopologyCanvas::setTheme(const Theme &theme)
{
    m_theme = theme;
    repaintChart();
}

void TopologyCanvas::setFound(std::vector<bool> found)
{
    if (m_found == found)
        return;
    m_found = std::move(found);
    repaintChart();
}

void TopologyCanvas::setPath(std::vector<bool> path)
{
    if (m_path == path)
        return;
    m_path = std::move(path);
    repaintChart();
}

void TopologyCanvas::setBadges(std::vector<Badge> badges)
{
    if (m_badges == badges)
        return;
    m_badges = std::move(badges);
    repaintChart();
}

QString TopologyCanvas::wordsFor(ItemIndex item) const
{
    return m_wording && m_layout && item < m_layout->items.size() ? m_wording(*m_layout, item) : QString();
}

ItemIndex TopologyCanvas::select(const QString &id)
{
    const ItemIndex item = m_layout ? m_layout->find(id.toStdString()) : none;
    m_selection = {item, none};
    m_selectedId = item == none ? std::string() : id.toStdString();
    repaintChart();
    announceSelection(this);
    return item;
}

void TopologyCanvas::clearSelection()
{
    m_selection = {};
    m_selectedId.clear();
    repaintChart();
}

void TopologyCanvas::choose(const Hit &hit)
{
    m_selection = hit;
    m_selectedId = hit.item != none ? m_layout->idOf(hit.item) : std::string();
    repaintChart();
    announceSelection(this);
    Q_EMIT selected(hit);
}

void TopologyCanvas::reveal(const QString &id)
{
    const ItemIndex item = m_layout ? m_layout->find(id.toStdString()) : none;
    if (item == none)
        return;
    const RectF &place = m_layout->items[item].rect;
    const bool canBeRead = m_viewport.scale >= comfortableScale();
    const QRectF inner = QRectF(rect()).adjusted(fitMargin, fitMargin, -fitMargin, -fitMargin - legendRoom);
    if (canBeRead && inner.contains(m_viewport.toView(place)))
        return;
    m_isOpening = false;
    const double scale = std::max(m_viewport.scale, comfortableScale());
    glideTo(within(centered(pointOf(place.center()), scale, size()), m_layout->bounds, size(), legendRoom));
}

/** The least scale at which the words on cards can be read. */
double TopologyCanvas::comfortableScale() const
{
    return 0.85;
}

void TopologyCanvas::setViewport(const Viewport &viewport)
{
    Viewport next = viewport;
    if (m_layout) {
        next.scale = zoomRangeOf(m_layout->bounds, size()).held(viewport.scale);
        next = kept(next, m_layout->bounds, size());
    }
    if (next == m_viewport)
        return;
    const bool zooms = next.scale != m_viewport.scale;
    m_viewport = next;
    repaintChart();
    if (zooms)
        Q_EMIT zoomChanged(next.scale);
    Q_EMIT viewportChanged();
}

void TopologyCanvas::setScale(double scale)
{
    zoomAt(QPointF(width(), height()) / 2, scale);
}

void TopologyCanvas::zoomIn()
{
    setScale(m_viewport.scale * zoomStep);
}

void TopologyCanvas::zoomOut()
{
    setScale(m_viewport.scale / zoomStep);
}

void TopologyCanvas::zoomAt(QPointF at, double scale)
{
    if (!m_layout)
        return;
    m_glide.stop();
    m_isOpening = false;
    setViewport(zoomed(m_viewport, at, zoomRangeOf(m_layout->bounds, size()).held(scale)));
}

void TopologyCanvas::fit()
{
    m_isOpening = false;
    glideTo(fittedViewport());
}

void TopologyCanvas::lookAt(QPointF chart)
{
    m_glide.stop();
    m_isOpening = false;
    setViewport(centered(chart, m_viewport.scale, size()));
}

/** The whole chart, above the legend. */
Viewport TopologyCanvas::fittedViewport() const
{
    return m_layout ? fitted(m_layout->bounds, QSizeF(width(), height() - legendRoom), 1, fitMargin) : Viewport();
}

/** What a chart opens with: all of its width, as large as can be read well, from the upper end, where reading begins.
 */
Viewport TopologyCanvas::openingViewport() const
{
    if (!m_layout)
        return {};
    const RectF &bounds = m_layout->bounds;
    const QSizeF room(width(), height() - legendRoom);
    RectF topPart = bounds;
    const Viewport whole = fittedViewport();
    topPart.height = std::min(bounds.height, bounds.width * static_cast<float>(room.height() / room.width()));
    Viewport viewport = fitted(topPart, room, 1, fitMargin);
    if (whole.scale >= allAtOnce * viewport.scale)
        viewport = whole;
    viewport.origin.setY(static_cast<double>(bounds.y) - fitMargin / viewport.scale);
    return viewport;
}

void TopologyCanvas::glideTo(const Viewport &viewport)
{
    m_glide.stop();
    m_glide.disconnect(this);
    const int duration = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this);
    if (duration <= 0 || !isVisible()) {
        setViewport(viewport);
        return;
    }
    const Viewport from = m_viewport;
    m_glide.setDuration(duration);
    m_glide.setStartValue(0.0);
    m_glide.setEndValue(1.0);
    connect(&m_glide, &QVariantAnimation::valueChanged, this,
            [this, from, viewport](const QVariant &t) { setViewport(between(from, viewport, t.toDouble(), size())); });
    m_glide.start();
}

Scene TopologyCanvas::compose() const
{
    Emphasis emphasis;
    emphasis.hovered = m_hovered.item;
    emphasis.hoveredEdge = m_hovered.edge;
    emphasis.selected = m_selection.item;
    emphasis.selectedEdge = m_selection.edge;
    emphasis.found = m_found;
    if (m_path.size() == m_layout->items.size())
        emphasis.path = m_path;
    if (m_badges.size() == m_layout->items.size())
        emphasis.badges = m_badges;
    emphasis.hasFocus = hasFocus();
    Detail detail;
    detail.scale = m_viewport.scale;
    detail.part = visiblePart();
    return composeScene(m_layout, detail, emphasis);
}

void TopologyCanvas::repaintChart()
{
    m_isStale = true;
    update();
}

void TopologyCanvas::render()
{
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_image.size() != pixels)
        m_image = QImage(pixels, QImage::Format_RGB32);
    const Scene scene = compose();
    m_painter.paint(m_image, scene, m_theme,
                    {m_viewport.scale * ratio, m_viewport.origin.x(), m_viewport.origin.y(), pixels, false});
    m_image.setDevicePixelRatio(ratio);
    m_shown = itemsIn(scene);
    m_isStale = false;
}

void TopologyCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_layout) {
        painter.fillRect(rect(), m_theme.colour(Role::Paper));
        return;
    }
    if (m_isStale)
        render();
    painter.drawImage(QPointF(0, 0), m_image);
    paintFlashes(painter);
    paintStaleness(painter);
    paintOverlay(painter);
    if (!std::exchange(m_hasPainted, true))
        Q_EMIT firstPainted();
}

/** Rings that fade; without animations they stand still until they go. */
void TopologyCanvas::paintFlashes(QPainter &painter) const
{
    if (m_flashes.empty())
        return;
    const bool isAnimated = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
    QColor colour = m_theme.colour(Role::Accent);
    colour.setAlphaF(isAnimated ? static_cast<float>(m_fading.currentValue().toDouble()) : 1.f);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (const Flash &flash : m_flashes) {
        const QRectF place = m_viewport.toView(flash.rect).adjusted(-3, -3, 3, 3);
        if (!place.intersects(QRectF(rect())))
            continue;
        painter.setPen(QPen(colour, 2, flash.isGone ? Qt::DashLine : Qt::SolidLine));
        painter.drawRoundedRect(place, 9, 9);
    }
}

/** A frame in the colour of a warning: what stands here is of the past. */
void TopologyCanvas::paintStaleness(QPainter &painter) const
{
    if (!m_isOutdated)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.colour(Role::Warning), 2, Qt::DashLine));
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
}

void TopologyCanvas::paintOverlay(QPainter &painter) const
{
    if (m_gesture != Gesture::Dragging && m_gesture != Gesture::Banding)
        return;
    QColor soft = m_theme.colour(Role::AccentSoft);
    soft.setAlpha(150);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.colour(Role::Accent), 1.5));
    painter.setBrush(soft);
    QRectF area = QRectF(m_pressedAt, m_draggedTo).normalized();
    if (m_gesture == Gesture::Dragging)
        area = m_viewport.toView(m_layout->items[dragged(m_pressed)].rect).translated(m_draggedTo - m_pressedAt);
    painter.drawRoundedRect(area, 9, 9);
}

void TopologyCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_layout && m_isOpening)
        setViewport(openingViewport());
    repaintChart();
    Q_EMIT viewportChanged();
}

const std::vector<ItemIndex> &TopologyCanvas::shown()
{
    if (m_isStale || !m_shown)
        m_shown = m_layout ? itemsIn(compose()) : std::vector<ItemIndex>();
    return *m_shown;
}

QRect TopologyCanvas::viewRect(ItemIndex item) const
{
    return m_viewport.toView(m_layout->items[item].rect).toAlignedRect();
}

QImage TopologyCanvas::picture() const
{
    if (!m_layout)
        return {};
    constexpr double ratio = 2;
    Detail detail;
    detail.scale = m_viewport.scale;
    detail.part = visiblePart();
    return rasterize(composeScene(m_layout, detail), m_theme,
                     {m_viewport.scale * ratio, m_viewport.origin.x(), m_viewport.origin.y(), size() * 2, false});
}

}  // namespace portolan
