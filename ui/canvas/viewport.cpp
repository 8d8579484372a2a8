// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/viewport.h"

#include <algorithm>
#include <cmath>

namespace portolan {

namespace {

QRectF rectOf(const RectF &r)
{
    return {static_cast<double>(r.x), static_cast<double>(r.y), static_cast<double>(r.width),
            static_cast<double>(r.height)};
}

/** `origin` moved so that at least `kept` of the range [from, to] lies in a view of `size`. */
double heldAxis(double origin, double size, double from, double to, double kept)
{
    const double room = std::min(kept, to - from);
    return std::clamp(origin, from - size + room, to - room);
}

/** `origin` moved so that a view of `size` lies within [from, to], or has it in its middle. */
double innerAxis(double origin, double size, double from, double to)
{
    return size >= to - from ? (from + to - size) / 2 : std::clamp(origin, from, to - size);
}

}  // namespace

RectF Viewport::part(QSizeF view) const
{
    return {static_cast<float>(origin.x()), static_cast<float>(origin.y()), static_cast<float>(view.width() / scale),
            static_cast<float>(view.height() / scale)};
}

double ZoomRange::held(double scale) const
{
    return std::clamp(scale, least, most);
}

ZoomRange zoomRangeOf(const RectF &bounds, QSizeF view)
{
    ZoomRange range;
    const QRectF all = rectOf(bounds);
    if (all.width() > 0 && all.height() > 0 && !view.isEmpty())
        range.least = std::min(0.5, 0.5 * std::min(view.width() / all.width(), view.height() / all.height()));
    return range;
}

Viewport zoomed(const Viewport &from, QPointF at, double scale)
{
    return {scale, from.toChart(at) - at / scale};
}

Viewport fitted(const RectF &part, QSizeF view, double mostScale, double margin)
{
    const QRectF r = rectOf(part);
    if (r.isEmpty() || view.isEmpty())
        return {};
    const QSizeF room(std::max(view.width() - 2 * margin, 16.0), std::max(view.height() - 2 * margin, 16.0));
    const double scale = std::min({room.width() / r.width(), room.height() / r.height(), mostScale});
    return centered(r.center(), scale, view);
}

Viewport centered(QPointF chart, double scale, QSizeF view)
{
    return {scale, chart - QPointF(view.width(), view.height()) / (2 * scale)};
}

Viewport kept(Viewport viewport, const RectF &bounds, QSizeF view)
{
    const QRectF all = rectOf(bounds);
    if (all.isEmpty())
        return viewport;
    const double room = 80 / viewport.scale;
    viewport.origin = {heldAxis(viewport.origin.x(), view.width() / viewport.scale, all.left(), all.right(), room),
                       heldAxis(viewport.origin.y(), view.height() / viewport.scale, all.top(), all.bottom(), room)};
    return viewport;
}

Viewport within(Viewport viewport, const RectF &bounds, QSizeF view, double margin)
{
    const double m = margin / viewport.scale;
    const QRectF all = rectOf(bounds).adjusted(-m, -m, m, m);
    viewport.origin = {innerAxis(viewport.origin.x(), view.width() / viewport.scale, all.left(), all.right()),
                       innerAxis(viewport.origin.y(), view.height() / viewport.scale, all.top(), all.bottom())};
    return viewport;
}

Viewport between(const Viewport &from, const Viewport &to, double t, QSizeF view)
{
    if (t >= 1)
        return to;
    const double scale = std::exp(std::lerp(std::log(from.scale), std::log(to.scale), t));
    const double change = to.scale - from.scale;
    // A zoom has a point that stays where it is; a straight way between the two centres would drift off it.
    if (std::abs(change) > 1e-6 * from.scale) {
        const QPointF still = (to.origin * to.scale - from.origin * from.scale) / change;
        const QPointF at = from.toView(still);
        return {scale, still - at / scale};
    }
    const QPointF a = from.center(view), b = to.center(view);
    return centered(a + (b - a) * t, scale, view);
}

}  // namespace portolan
