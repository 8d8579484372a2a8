// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "layout/layout.h"

namespace portolan {

/** Which part of the chart a view shows. Lengths of the view are device-independent pixels. */
struct Viewport {
    double scale = 1;  ///< pixels of the view for one of the chart
    QPointF origin;    ///< the point of the chart in the view's upper left corner

    QPointF toView(QPointF chart) const { return (chart - origin) * scale; }
    QPointF toChart(QPointF view) const { return view / scale + origin; }
    QRectF toView(const RectF &r) const
    {
        return {toView(QPointF(static_cast<double>(r.x), static_cast<double>(r.y))),
                QSizeF(static_cast<double>(r.width), static_cast<double>(r.height)) * scale};
    }
    /** The part of the chart that a view of this size shows. */
    RectF part(QSizeF view) const;
    QPointF center(QSizeF view) const { return toChart({view.width() / 2, view.height() / 2}); }

    bool operator==(const Viewport &) const = default;
};

/** How far one may zoom: out until all is small in the middle of the view, in until words are as large as on a poster.
 */
struct ZoomRange {
    double least = 0.05;
    double most = 4;
    double held(double scale) const;
};
[[nodiscard]] ZoomRange zoomRangeOf(const RectF &bounds, QSizeF view);

/** The chart's point under `at` stays there. */
[[nodiscard]] Viewport zoomed(const Viewport &from, QPointF at, double scale);
/** As large as fits, at most `mostScale`, in the middle; nothing is left of the chart's left edge if it is too wide. */
[[nodiscard]] Viewport fitted(const RectF &part, QSizeF view, double mostScale, double margin);
[[nodiscard]] Viewport centered(QPointF chart, double scale, QSizeF view);
/** The same, moved so that something of the chart stays in view. */
[[nodiscard]] Viewport kept(Viewport viewport, const RectF &bounds, QSizeF view);
/** The same, moved so that it shows no more of what lies beyond the chart than it must, but for `margin` pixels. */
[[nodiscard]] Viewport within(Viewport viewport, const RectF &bounds, QSizeF view, double margin);
/** On the way from one to the other, `t` from 0 to 1; what is in the middle of both stays there. */
[[nodiscard]] Viewport between(const Viewport &from, const Viewport &to, double t, QSizeF view);

}  // namespace portolan
