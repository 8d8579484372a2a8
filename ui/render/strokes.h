// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "layout/layout.h"
#include "render/coats.h"
#include "render/pixels.h"

namespace portolan {

/** Draws antialiased lines straight into pixels; QPainter takes about ten times as long for the same. */
class Strokes {
public:
    /** With `coats`, level and upright hairlines wait there. */
    explicit Strokes(const Surface &surface, Coats *coats = nullptr) : m_surface(surface), m_coats(coats) {}

    /** Cubic Bézier pieces as in Scene::points, in pixels. `dash`: length of dashes and gaps; 0: none. */
    void curve(const PointF *points, std::size_t count, float width, Pixel colour, float dash = 0);
    void polyline(const std::vector<PointF> &points, float width, Pixel colour, float dash = 0);
    void segment(PointF from, PointF to, float width, Pixel colour);

private:
    void joint(PointF before, PointF at, PointF after, float width, Pixel colour);
    void dashes(const std::vector<PointF> &points, float width, Pixel colour, float length);

    const Surface &m_surface;
    Coats *m_coats;
    std::vector<PointF> m_flat;
};

/** The line as short straight pieces that are nowhere off by more than a sixth of a pixel; corners below a pixel are
 * sharp. */
void flatten(const PointF *points, std::size_t count, std::vector<PointF> &flat);

}  // namespace portolan
