// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace portolan::chart {

/** Which column each of several boxes stands in; a column is filled from top to bottom before the next one. */
struct Columns {
    std::vector<std::uint32_t> columnOf;
    std::uint32_t count = 0;
    float height = 0;  ///< of the highest
};

/** What the columns stand beside and how wide they are. */
struct Ground {
    float used = 0;   ///< width that is taken already
    float width = 0;  ///< of one column with the gap beside it
    float gap = 0;    ///< between boxes of one column
};

/** Fills columns in the given order so that the whole comes near to a screen's shape. */
[[nodiscard]] Columns pack(std::span<const float> heights, const Ground &ground);

/** The height of each column if the boxes stand as `columnOf` says. */
[[nodiscard]] float heightOf(std::span<const float> heights, std::span<const std::uint32_t> columnOf, float gap);

/** How far from a screen's shape this is; 0: it is of that shape. */
[[nodiscard]] float distortion(float width, float height);

/** How many columns a grid of `count` equal cells needs to come near to a screen's shape. */
[[nodiscard]] std::uint32_t gridColumns(std::uint32_t count, float cellWidth, float cellHeight, float used = 0);

}  // namespace portolan::chart
