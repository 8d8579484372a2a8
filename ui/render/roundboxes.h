// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unordered_map>
#include <vector>

#include "render/pixels.h"

namespace portolan {

/** A rectangle on whole pixels; right and bottom are one beyond. */
struct PixelRect {
    int left = 0, top = 0, right = 0, bottom = 0;
    int width() const { return right - left; }
    int height() const { return bottom - top; }
};

/** Draws rounded boxes on whole pixels. Only corners are antialiased, and a corner is worked out once for each radius.
 */
class RoundBoxes {
public:
    void draw(const Surface &surface, const PixelRect &rect, float radius, int strokeWidth, Pixel fill, Pixel stroke);
    void drawDashed(const Surface &surface, const PixelRect &rect, float radius, float strokeWidth, Pixel stroke);

private:
    /** How much of a pixel lies in the box, and how much of it within the stroke's inner edge. */
    struct Corner {
        int side = 0;
        std::vector<std::uint8_t> outer, inner;
    };
    const Corner &corner(float radius, int strokeWidth);

    std::unordered_map<std::uint32_t, Corner> m_corners;
};

}  // namespace portolan
