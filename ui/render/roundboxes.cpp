// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/roundboxes.h"

#include <cmath>

#include "render/lineshape.h"
#include "render/strokes.h"

namespace portolan {

namespace {

constexpr float mostRadius = 96;
constexpr std::size_t mostCorners = 400;

std::uint8_t coverage(float radius, float distance)
{
    return static_cast<std::uint8_t>(std::clamp(radius - distance + 0.5f, 0.f, 1.f) * 255.f + 0.5f);
}

/** A quarter of a circle about (cx, cy) as points of a polyline. */
void addQuarter(std::vector<PointF> &points, float cx, float cy, float radius, float fromAngle)
{
    for (int i = 0; i <= 6; ++i) {
        const float angle = fromAngle + static_cast<float>(i) / 6 * 1.5707963f;
        points.push_back({cx + radius * std::cos(angle), cy + radius * std::sin(angle)});
    }
}

}  // namespace

const RoundBoxes::Corner &RoundBoxes::corner(float radius, int strokeWidth)
{
    const auto quarters = static_cast<std::uint32_t>(std::lround(radius * 4));
    const std::uint32_t key = quarters << 8 | static_cast<std::uint32_t>(std::min(strokeWidth, 255));
    if (const auto known = m_corners.find(key); known != m_corners.end())
        return known->second;
    if (m_corners.size() >= mostCorners)
        m_corners.clear();
    const float r = static_cast<float>(quarters) / 4;
    Corner corner;
    corner.side = static_cast<int>(std::ceil(r));
    for (int y = 0; y < corner.side; ++y) {
        for (int x = 0; x < corner.side; ++x) {
            const float distance = std::hypot(r - static_cast<float>(x) - 0.5f, r - static_cast<float>(y) - 0.5f);
            const bool isStroke = x < strokeWidth || y < strokeWidth;
            corner.outer.push_back(coverage(r, distance));
            corner.inner.push_back(isStroke ? 0 : coverage(r - static_cast<float>(strokeWidth), distance));
        }
    }
    return m_corners.emplace(key, std::move(corner)).first->second;
}

void RoundBoxes::draw(const Surface &surface, const PixelRect &rect, float radius, int strokeWidth, Pixel fill,
                      Pixel stroke)
{
    if (surface.misses(rect.left, rect.top, rect.right, rect.bottom) || (fill == 0 && stroke == 0))
        return;
    if (stroke == 0)
        strokeWidth = 0;
    const int shorter = std::min(rect.width(), rect.height());
    strokeWidth = std::min(strokeWidth, shorter / 2);
    const Corner &c = corner(std::min({radius, static_cast<float>(shorter / 2), mostRadius}), strokeWidth);
    const int first = std::max(rect.top, surface.top), last = std::min(rect.bottom, surface.bottom);
    for (int y = first; y < last; ++y) {
        const int fromEdge = std::min(y - rect.top, rect.bottom - 1 - y);
        const bool isStrokeRow = fromEdge < strokeWidth;
        if (fromEdge >= c.side) {
            surface.span(y, rect.left, rect.left + strokeWidth, stroke);
            surface.span(y, rect.left + strokeWidth, rect.right - strokeWidth, isStrokeRow ? stroke : fill);
            surface.span(y, rect.right - strokeWidth, rect.right, stroke);
            continue;
        }
        for (int x = 0; x < c.side; ++x) {
            const auto at = static_cast<std::size_t>(fromEdge * c.side + x);
            const Pixel mixed = scaled(fill, c.inner[at]) + scaled(stroke, std::uint32_t(c.outer[at] - c.inner[at]));
            if (mixed == 0)
                continue;
            surface.pixel(rect.left + x, y, mixed);
            surface.pixel(rect.right - 1 - x, y, mixed);
        }
        surface.span(y, rect.left + c.side, rect.right - c.side, isStrokeRow ? stroke : fill);
    }
}

void RoundBoxes::drawDashed(const Surface &surface, const PixelRect &rect, float radius, float strokeWidth,
                            Pixel stroke)
{
    if (surface.misses(rect.left, rect.top, rect.right, rect.bottom))
        return;
    const float half = strokeWidth / 2;
    const float left = static_cast<float>(rect.left) + half, right = static_cast<float>(rect.right) - half;
    const float top = static_cast<float>(rect.top) + half, bottom = static_cast<float>(rect.bottom) - half;
    const float r = std::max(0.f, std::min({radius - half, (right - left) / 2, (bottom - top) / 2}));
    constexpr float quarter = 1.5707963f;
    std::vector<PointF> points;
    addQuarter(points, left + r, top + r, r, 2 * quarter);
    addQuarter(points, right - r, top + r, r, 3 * quarter);
    addQuarter(points, right - r, bottom - r, r, 0);
    addQuarter(points, left + r, bottom - r, r, quarter);
    points.push_back(points.front());
    const auto width = static_cast<float>(rect.width()), height = static_cast<float>(rect.height());
    Strokes(surface).polyline(points, strokeWidth, stroke, dashOf({0, 0, width, height}, radius, strokeWidth));
}

}  // namespace portolan
