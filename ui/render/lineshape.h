// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "scene/scene.h"

namespace portolan {

/** The open head of a line: two strokes that meet at its end. */
struct Arrow {
    PointF left, tip, right;
};

/** The head of a line of Bézier pieces of this width. */
inline Arrow arrowOf(const std::vector<PointF> &points, float width)
{
    const PointF tip = points.back();
    PointF from = points.front();
    for (std::size_t i = points.size() - 1; i-- > 0;) {  // the last point that is elsewhere gives the direction
        if (std::hypot(tip.x - points[i].x, tip.y - points[i].y) > 1e-3f) {
            from = points[i];
            break;
        }
    }
    const float length = std::hypot(tip.x - from.x, tip.y - from.y);
    const float dx = length > 0 ? (tip.x - from.x) / length : 1, dy = length > 0 ? (tip.y - from.y) / length : 0;
    const float back = 4.4f * width, aside = 2.6f * width;
    return {{tip.x - dx * back + dy * aside, tip.y - dy * back - dx * aside},
            tip,
            {tip.x - dx * back - dy * aside, tip.y - dy * back + dx * aside}};
}

/** Length of the dashes and gaps of a line. */
inline float dashOf(float width)
{
    return 2.7f * width;
}

/** Length of the dashes and gaps round a box, so that they come out even: short ones round a chip, longer ones round a
 * card. */
inline float dashOf(const RectF &rect, float radius, float strokeWidth)
{
    const float round = 2 * (rect.width + rect.height) - (8 - 6.2832f) * radius - 4 * strokeWidth;
    const float wanted = std::min(3 * strokeWidth, round / 18);
    return wanted > 0 ? round / (2 * std::max(4.f, std::round(round / (2 * wanted)))) : strokeWidth;
}

}  // namespace portolan
