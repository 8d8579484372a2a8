// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "scene/scene.h"

namespace portolan {

/** What is at a point: an item, or an index into Layout::edges. */
struct Hit {
    ItemIndex item = none;
    std::uint32_t edge = none;

    bool isNothing() const { return item == none && edge == none; }
    bool operator==(const Hit &) const = default;
};

/** The items that a scene shows as boxes, sorted: what is merged into a bar, closed or out of view is not in it. */
[[nodiscard]] std::vector<ItemIndex> itemsIn(const Scene &scene);

/** Finds what the pointer is on. Cards and chips win over lines, lines over the containers that they cross. */
class HitTest {
public:
    HitTest() = default;
    explicit HitTest(LayoutPtr layout);

    /** `shown`: as itemsIn() gives it; `reach`: how far from a line still is on it, in pixels of the chart. */
    Hit at(PointF p, const std::vector<ItemIndex> &shown, float reach) const;

private:
    std::uint32_t edgeAt(PointF p, float reach) const;

    LayoutPtr m_layout;
    std::vector<RectF> m_bounds;  ///< per edge
};

}  // namespace portolan
