// SPDX-License-Identifier: GPL-3.0-or-later
// What the hand does on the canvas: pointer, wheel, keys.
#include <QApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "canvas/topologycanvas.h"

namespace portolan {

namespace {

constexpr float lineReach = 6;       ///< pixels of the view beside a line that still are on it
constexpr float headingHeight = 30;  ///< of an open container, in pixels of the chart: it is moved by its heading
constexpr double panStep = 80;

bool isOpenContainer(const LayoutItem &item)
{
    return (item.kind == ItemKind::Namespace || item.kind == ItemKind::NodeGroup || item.kind == ItemKind::Node) &&
           !item.isRolledUp;
}

std::optional<Direction> directionOf(int key)
{
    switch (key) {
        case Qt::Key_Left:
            return Direction::Left;
        case Qt::Key_Right:
            return Direction::Right;
        case Qt::Key_Up:
            return Direction::Up;
        case Qt::Key_Down:
            return Direction::Down;
        default:
            return std::nullopt;
    }
}

QPointF stepOf(Direction direction)
{
    switch (direction) {
        case Direction::Left:
            return {-panStep, 0};
        case Direction::Right:
            return {panStep, 0};
        case Direction::Up:
            return {0, -panStep};
        case Direction::Down:
            break;
    }
    return {0, panStep};
}

}  // namespace

Hit TopologyCanvas::hitAt(QPointF view)
{
    if (!m_layout)
        return {};
    const QPointF at = m_viewport.toChart(view);
    const float reach = lineReach / static_cast<float>(m_viewport.scale);
    return m_hitTest.at({static_cast<float>(at.x()), static_cast<float>(at.y())}, shown(), reach);
}

void TopologyCanvas::point(const Hit &hit)
{
    Hit next = hit;
    if (next.item != none && isOpenContainer(m_layout->items[next.item]))
        next.item = none;  // what one is in all the time dims nothing
    if (next == m_hovered)
        return;
    m_hovered = next;
    repaintChart();
}

/** What a drag that begins here would move: a card, also by its chips, or a container by its heading. */
ItemIndex TopologyCanvas::dragged(const Hit &hit) const
{
    if (hit.item == none || m_layout->lens == Lens::Components)
        return none;
    const LayoutItem &item = m_layout->items[hit.item];
    if (item.kind == ItemKind::Addresses)
        return none;
    if (item.kind == ItemKind::Chip)
        return item.parent;
    if (!isOpenContainer(item))
        return hit.item;
    const double above = m_viewport.toChart(m_pressedAt).y() - static_cast<double>(item.rect.y);
    return above <= static_cast<double>(headingHeight) ? hit.item : none;
}

void TopologyCanvas::mousePressEvent(QMouseEvent *event)
{
    QToolTip::hideText();
    if (!m_layout || (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton))
        return;
    m_glide.stop();
    m_pressedAt = m_draggedTo = event->position();
    m_viewportBefore = m_viewport;
    m_pressed = event->button() == Qt::LeftButton ? hitAt(event->position()) : Hit();
    m_gesture = event->button() == Qt::MiddleButton              ? Gesture::Panning
                : event->modifiers().testFlag(Qt::ShiftModifier) ? Gesture::Banding
                                                                 : Gesture::Pressed;
}

void TopologyCanvas::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_layout)
        return;
    m_draggedTo = event->position();
    const QPointF way = m_draggedTo - m_pressedAt;
    if (m_gesture == Gesture::Pressed && way.manhattanLength() >= QApplication::startDragDistance()) {
        m_gesture = dragged(m_pressed) != none ? Gesture::Dragging : Gesture::Panning;
        setCursor(Qt::ClosedHandCursor);
    }
    switch (m_gesture) {
        case Gesture::None: {
            const Hit hit = hitAt(event->position());
            point(hit);
            const bool isButton = hit.edge != none || (hit.item != none && !isOpenContainer(m_layout->items[hit.item]));
            setCursor(isButton ? Qt::PointingHandCursor : Qt::ArrowCursor);
            break;
        }
        case Gesture::Panning:
            m_isOpening = false;
            setViewport({m_viewportBefore.scale, m_viewportBefore.origin - way / m_viewportBefore.scale});
            break;
        case Gesture::Dragging:
        case Gesture::Banding:
            update();
            break;
        case Gesture::Pressed:
            break;
    }
}

void TopologyCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    if (!m_layout)
        return;
    m_draggedTo = event->position();
    const Gesture gesture = std::exchange(m_gesture, Gesture::None);
    setCursor(Qt::ArrowCursor);
    if (gesture == Gesture::Pressed) {
        choose(m_pressed);
    } else if (gesture == Gesture::Dragging) {
        endDrag();
    } else if (gesture == Gesture::Banding) {
        const QRectF band = QRectF(m_pressedAt, m_draggedTo).normalized();
        if (band.width() < 8 || band.height() < 8)
            return update();
        m_isOpening = false;
        const RectF part = Viewport{m_viewport.scale, m_viewport.toChart(band.topLeft())}.part(band.size());
        glideTo(fitted(part, size(), zoomRangeOf(m_layout->bounds, size()).most, 8));
    }
}

void TopologyCanvas::endDrag()
{
    const ItemIndex item = dragged(m_pressed);
    const QPointF way = (m_draggedTo - m_pressedAt) / m_viewport.scale;
    const RectF &rect = m_layout->items[item].rect;
    const std::string id = m_layout->idOf(item);
    m_anchor.clear();
    update();
    m_isOpening = false;  // the chart does not jump because something in it was moved
    Q_EMIT pinned(QString::fromStdString(id),
                  {rect.x + static_cast<float>(way.x()), rect.y + static_cast<float>(way.y())});
}

void TopologyCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_layout)
        return;
    m_gesture = Gesture::None;
    const Hit hit = hitAt(event->position());
    if (hit.item == none)
        return;
    m_anchor = m_layout->idOf(hit.item);
    m_isOpening = false;
    Q_EMIT activated(QString::fromStdString(m_anchor));
}

void TopologyCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_layout)
        return;
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const Hit hit = isByKey ? m_selection : hitAt(QPointF(event->pos()));
    const bool isInItem = isByKey && m_selection.item != none;
    const QPoint at = isInItem ? viewRect(m_selection.item).center() : isByKey ? rect().center() : event->pos();
    if (!isByKey)
        choose(hit);
    Q_EMIT contextWanted(hit, mapToGlobal(at));
}

void TopologyCanvas::wheelEvent(QWheelEvent *event)
{
    if (!m_layout)
        return;
    const QPoint angle = event->angleDelta();
    event->accept();
    if (event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(angle.x()) > std::abs(angle.y())) {
        const double way = angle.x() != 0 ? angle.x() : angle.y();
        m_isOpening = false;
        setViewport({m_viewport.scale, m_viewport.origin - QPointF(way / m_viewport.scale, 0)});
    } else if (angle.y() != 0) {
        zoomAt(event->position(), m_viewport.scale * std::pow(2.0, angle.y() / 480.0));
    }
}

bool TopologyCanvas::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        return showTip(help->pos(), help->globalPos());
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAt(gesture->position(), m_viewport.scale * (1 + gesture->value()));
            return true;
        }
    }
    return QWidget::event(event);
}

bool TopologyCanvas::showTip(const QPoint &at, const QPoint &global)
{
    const Hit hit = hitAt(QPointF(at));
    const QString words = wordsFor(hit.item);
    if (words.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(global, words.toHtmlEscaped(), this, viewRect(hit.item));
    return true;
}

void TopologyCanvas::leaveEvent(QEvent *event)
{
    point({});
    QWidget::leaveEvent(event);
}

void TopologyCanvas::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    repaintChart();
}

void TopologyCanvas::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    repaintChart();
}

void TopologyCanvas::keyPressEvent(QKeyEvent *event)
{
    const auto direction = directionOf(event->key());
    if (!m_layout)
        return QWidget::keyPressEvent(event);
    if (direction && event->modifiers().testFlag(Qt::ControlModifier)) {
        m_isOpening = false;
        setViewport({m_viewport.scale, m_viewport.origin + stepOf(*direction) / m_viewport.scale});
    } else if (direction) {
        walk(*direction);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_selection.item != none) {
            m_anchor = m_layout->idOf(m_selection.item);
            Q_EMIT activated(QString::fromStdString(m_anchor));
        }
    } else if (event->key() == Qt::Key_Escape) {
        stepBack();
    } else if (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal) {
        zoomIn();
    } else if (event->key() == Qt::Key_Minus) {
        zoomOut();
    } else if (event->key() == Qt::Key_0) {
        setScale(1);
    } else if (event->key() == Qt::Key_Home) {
        fit();
    } else {
        QWidget::keyPressEvent(event);
    }
}

bool TopologyCanvas::walk(Direction direction)
{
    ItemIndex to = none;
    if (m_selection.item != none) {
        to = neighbour(*m_layout, shown(), m_selection.item, direction);
    } else if (const auto order = readingOrder(*m_layout, shown()); !order.empty()) {
        to = order.front();
    }
    if (to == none)
        return false;
    choose({to, none});
    if (!rect().adjusted(8, 8, -8, -8).contains(viewRect(to)))
        reveal(QString::fromStdString(m_layout->idOf(to)));
    return true;
}

/** From a chip to its card, from a card to its container, from there to nothing. */
void TopologyCanvas::stepBack()
{
    if (m_gesture != Gesture::None) {
        m_gesture = Gesture::None;
        setCursor(Qt::ArrowCursor);
        return update();
    }
    if (m_selection.isNothing()) {
        Q_EMIT escaped();
        return;
    }
    const ItemIndex parent = m_selection.item == none ? none : m_layout->items[m_selection.item].parent;
    choose({parent == 0 ? none : parent, none});
}

}  // namespace portolan
