// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/curve.h"

#include <algorithm>
#include <cmath>

#include "layout/measures.h"

namespace portolan::chart {

namespace {

float distance(PointF a, PointF b)
{
    return std::hypot(b.x - a.x, b.y - a.y);
}

/** The point at `length` from `from` on the way to `to`. */
PointF towards(PointF from, PointF to, float length)
{
    const float whole = distance(from, to);
    const float part = whole > 0 ? length / whole : 0;
    return {from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part};
}

void appendStraight(std::vector<PointF> &points, PointF to)
{
    const PointF from = points.back();
    if (from == to)
        return;
    points.push_back({from.x + (to.x - from.x) / 3, from.y + (to.y - from.y) / 3});
    points.push_back({to.x - (to.x - from.x) / 3, to.y - (to.y - from.y) / 3});
    points.push_back(to);
}

void appendCorner(std::vector<PointF> &points, PointF before, PointF at, PointF after)
{
    constexpr float quarter = 0.5523f;  // a quarter of a circle as a cubic
    const float radius = std::min({corner, distance(before, at) / 2, distance(at, after) / 2});
    const PointF start = towards(at, before, radius);
    const PointF end = towards(at, after, radius);
    appendStraight(points, start);
    points.push_back(towards(start, at, radius * quarter));
    points.push_back(towards(end, at, radius * quarter));
    points.push_back(end);
}

bool isStraight(PointF a, PointF b, PointF c)
{
    return (a.x == b.x && b.x == c.x) || (a.y == b.y && b.y == c.y);
}

}  // namespace

void appendRounded(std::vector<PointF> &points, std::span<const PointF> corners)
{
    points.push_back(corners.front());
    PointF before = corners.front();
    for (std::size_t i = 1; i + 1 < corners.size(); ++i) {
        if (corners[i] == before || isStraight(before, corners[i], corners[i + 1]))
            continue;
        appendCorner(points, before, corners[i], corners[i + 1]);
        before = corners[i];
    }
    appendStraight(points, corners.back());
}

void appendCurve(std::vector<PointF> &points, PointF from, PointF to)
{
    const float half = (to.x - from.x) / 2;
    points.insert(points.end(), {from, {from.x + half, from.y}, {to.x - half, to.y}, to});
}

}  // namespace portolan::chart
