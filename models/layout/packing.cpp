// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/packing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "layout/measures.h"

namespace portolan::chart {

namespace {

/** How many columns it takes if none may be higher than `limit`. */
std::uint32_t columnsWithin(std::span<const float> heights, float gap, float limit)
{
    std::uint32_t columns = 1;
    float filled = 0;
    for (const float height : heights) {
        if (filled > 0 && filled + height > limit) {
            ++columns;
            filled = 0;
        }
        filled += height + gap;
    }
    return columns;
}

/** The lowest height that `columns` columns can be filled to. */
float lowestHeight(std::span<const float> heights, float gap, std::uint32_t columns)
{
    float total = 0, low = 0;
    for (const float height : heights) {
        low = std::max(low, height);
        total += height + gap;
    }
    low = std::max(low, total / static_cast<float>(columns) - gap);
    float high = total;
    while (high - low > 4) {
        const float middle = (low + high) / 2;
        (columnsWithin(heights, gap, middle) <= columns ? high : low) = middle;
    }
    return high;
}

Columns fill(std::span<const float> heights, float gap, float limit)
{
    Columns result;
    result.columnOf.reserve(heights.size());
    std::uint32_t column = 0;
    float filled = 0;
    for (const float height : heights) {
        if (filled > 0 && filled + height > limit) {
            ++column;
            filled = 0;
        }
        result.columnOf.push_back(column);
        result.height = std::max(result.height, filled + height);
        filled += height + gap;
    }
    result.count = heights.empty() ? 0 : column + 1;
    return result;
}

}  // namespace

float distortion(float width, float height)
{
    return std::abs(std::log(std::max(1.0f, width) / std::max(1.0f, height) / aspect));
}

Columns pack(std::span<const float> heights, const Ground &ground)
{
    const float total =
        std::accumulate(heights.begin(), heights.end(), 0.0f) + ground.gap * static_cast<float>(heights.size());
    // Wider columns than this would make it a strip; more trials would not find anything better.
    const auto most = static_cast<std::uint32_t>(std::sqrt(total * aspect / ground.width)) + 2;
    Columns best;
    float bestDistortion = 0;
    for (std::uint32_t columns = 1; columns <= std::min<std::size_t>(most, heights.size()); ++columns) {
        Columns tried = fill(heights, ground.gap, lowestHeight(heights, ground.gap, columns));
        const float distorted = distortion(ground.used + ground.width * static_cast<float>(tried.count), tried.height);
        if (best.count == 0 || distorted < bestDistortion) {
            best = std::move(tried);
            bestDistortion = distorted;
        }
    }
    return best;
}

float heightOf(std::span<const float> heights, std::span<const std::uint32_t> columnOf, float gap)
{
    std::vector<float> filled;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        filled.resize(std::max<std::size_t>(filled.size(), columnOf[i] + 1), -gap);
        filled[columnOf[i]] += gap + heights[i];
    }
    return filled.empty() ? 0 : *std::ranges::max_element(filled);
}

std::uint32_t gridColumns(std::uint32_t count, float cellWidth, float cellHeight, float used)
{
    std::uint32_t best = 1;
    for (std::uint32_t columns = 1; columns <= count; ++columns) {
        const auto shape = [&](std::uint32_t c) {
            const auto rows = static_cast<float>((count + c - 1) / c);
            return distortion(used + cellWidth * static_cast<float>(c), cellHeight * rows);
        };
        if (shape(columns) < shape(best))
            best = columns;
        else if (columns > 2 * best + 8)
            break;
    }
    return best;
}

}  // namespace portolan::chart
