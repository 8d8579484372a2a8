// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <vector>

#include "layout/layout.h"

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

}  // namespace portolan
