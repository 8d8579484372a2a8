// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QVariantAnimation>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

#include "canvas/hit.h"
#include "canvas/viewport.h"
#include "canvas/walk.h"
#include "render/raster.h"
#include "render/theme.h"
#include "scene/scene.h"
#include "topology/changes.h"

namespace portolan {

/** Shows a chart and lets one look around in it: zoom, pan, hover, select, drag. It changes nothing of the chart
 *  itself; what the user wishes of it is signalled. Paints by the same code that writes PNG files. */
class TopologyCanvas : public QWidget {
    Q_OBJECT

public:
    explicit TopologyCanvas(QWidget *parent = nullptr);

    /** Another chart is shown from its beginning; the same cluster laid out anew keeps what was activated, or is in the
     *  middle, where it was. What is selected stays selected if it is still there. */
    void setChart(LayoutPtr layout, bool isSameCluster = false);
    /** Shows for a moment what came, went and changed its state. */
    void flash(const GraphChanges &changes);
    /** Marks the chart as one that is not kept up to date. */
    void setStale(bool isStale);
    const LayoutPtr &chart() const { return m_layout; }
    void setTheme(const Theme &theme);
    /** Per item: matches the search; empty: nothing is searched for. */
    void setFound(std::vector<bool> found);
    /** Per item: a trace passes it; empty: none is shown. */
    void setPath(std::vector<bool> path);
    /** Per item of the chart: its findings. */
    void setBadges(std::vector<Badge> badges);
    /** What one says of an item in words, for tool tips and screen readers. */
    void setWording(std::function<QString(const Layout &, ItemIndex)> wording) { m_wording = std::move(wording); }
    QString wordsFor(ItemIndex item) const;

    Hit selection() const { return m_selection; }
    /** Selects without signalling it. None if there is no item with this id. */
    ItemIndex select(const QString &id);
    void clearSelection();
    /** Selects as a click does: the inspector follows. */
    void choose(const Hit &hit);
    /** Moves the view so that this item can be read. */
    void reveal(const QString &id);

    const Viewport &viewport() const { return m_viewport; }
    void setViewport(const Viewport &viewport);
    /** The part of the chart in view. */
    RectF visiblePart() const { return m_viewport.part(size()); }
    double scale() const { return m_viewport.scale; }
    void setScale(double scale);
    void zoomIn();
    void zoomOut();
    void fit();  ///< all of the chart, however small
    /** Puts a point of the chart into the middle. */
    void lookAt(QPointF chart);

    /** What is in view without what is pointed at, two pixels for each of the view. */
    QImage picture() const;
    /** The items in view that can be told apart, sorted. */
    const std::vector<ItemIndex> &shown();
    /** Where an item is in the view. */
    QRect viewRect(ItemIndex item) const;

Q_SIGNALS:
    void selected(portolan::Hit hit);
    void activated(const QString &id);  ///< double click or Enter: open it, or close it
    void pinned(const QString &id, portolan::PointF at);
    void contextWanted(portolan::Hit hit, const QPoint &global);
    void zoomChanged(double scale);
    void viewportChanged();
    void escaped();       ///< Esc where nothing was left to step back from
    void firstPainted();  ///< once, with the first chart

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Gesture { None, Pressed, Panning, Dragging, Banding };

    Scene compose() const;
    void render();
    void paintOverlay(QPainter &painter) const;
    void paintFlashes(QPainter &painter) const;
    void paintStaleness(QPainter &painter) const;
    void follow(const Layout &before);
    void repaintChart();
    Hit hitAt(QPointF view);
    void point(const Hit &hit);
    void glideTo(const Viewport &viewport);
    void zoomAt(QPointF at, double scale);
    double comfortableScale() const;
    Viewport fittedViewport() const;
    Viewport openingViewport() const;
    Viewport anchored(const Layout &before, const Viewport &viewport) const;
    void endDrag();
    ItemIndex dragged(const Hit &hit) const;
    bool walk(Direction direction);
    void stepBack();
    bool showTip(const QPoint &at, const QPoint &global);

    LayoutPtr m_layout;
    Theme m_theme;
    std::function<QString(const Layout &, ItemIndex)> m_wording;
    HitTest m_hitTest;
    Viewport m_viewport;
    QVariantAnimation m_glide;
    bool m_isOpening = true;  ///< the view is what a chart opens with, until the user moves it
    std::string m_anchor;     ///< id of what was activated last: it stays where it is

    Hit m_selection, m_hovered;
    std::string m_selectedId;
    std::vector<bool> m_found, m_path;
    std::vector<Badge> m_badges;

    /** A place that is pointed out for a moment. */
    struct Flash {
        RectF rect;
        bool isGone = false;
    };
    std::vector<Flash> m_flashes;
    QVariantAnimation m_fading;
    LayoutPtr m_before;  ///< the layout that was shown before this one, of the same cluster
    bool m_isOutdated = false;

    RasterPainter m_painter;
    QImage m_image;
    bool m_isStale = true;
    bool m_hasPainted = false;
    std::optional<std::vector<ItemIndex>> m_shown;

    Gesture m_gesture = Gesture::None;
    QPointF m_pressedAt, m_draggedTo;
    Viewport m_viewportBefore;
    Hit m_pressed;
};

}  // namespace portolan
