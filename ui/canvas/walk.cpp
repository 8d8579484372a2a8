// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas/walk.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace portolan {

namespace {

bool isShown(const std::vector<ItemIndex> &shown, ItemIndex item)
{
    return std::ranges::binary_search(shown, item);
}

/** The item itself, or what shows it. */
ItemIndex shownAs(const Layout &layout, const std::vector<ItemIndex> &shown, ItemIndex item)
{
    while (item != none && !isShown(shown, item))
        item = layout.items[item].parent;
    return item;
}

bool isWithin(const Layout &layout, ItemIndex item, ItemIndex container)
{
    for (; item != none; item = layout.items[item].parent) {
        if (item == container)
            return true;
    }
    return false;
}

/** The one of `candidates` that is nearest in height, then across. */
ItemIndex nearestInHeight(const Layout &layout, const std::vector<ItemIndex> &candidates, PointF to)
{
    const auto awayFrom = [&](ItemIndex i) {
        const PointF c = layout.items[i].rect.center();
        return std::tuple(std::abs(c.y - to.y), std::abs(c.x - to.x), i);
    };
    const auto at = std::ranges::min_element(candidates, {}, awayFrom);
    return at == candidates.end() ? none : *at;
}

ItemIndex alongLines(const Layout &layout, const std::vector<ItemIndex> &shown, ItemIndex from, bool forward)
{
    std::vector<ItemIndex> candidates;
    for (const LayoutEdge &edge : layout.edges) {
        const ItemIndex near = forward ? edge.from : edge.to, far = forward ? edge.to : edge.from;
        if (!isWithin(layout, near, from))
            continue;
        if (const ItemIndex to = shownAs(layout, shown, far); to != none && to != from && to != 0)
            candidates.push_back(to);
    }
    return nearestInHeight(layout, candidates, layout.items[from].rect.center());
}

/** A card's pods are passed one by one before the next card comes. */
bool isOfOneSort(const Layout &layout, ItemIndex a, ItemIndex b)
{
    const auto isChip = [&](ItemIndex i) { return layout.items[i].kind == ItemKind::Chip; };
    return isChip(a) == isChip(b) && !isWithin(layout, a, b) && !isWithin(layout, b, a);
}

struct Way {
    float along = 0;   ///< how far in the direction
    float across = 0;  ///< how far beside
};

Way wayOf(PointF from, PointF to, Direction direction)
{
    const float dx = to.x - from.x, dy = to.y - from.y;
    switch (direction) {
        case Direction::Left:
            return {-dx, std::abs(dy)};
        case Direction::Right:
            return {dx, std::abs(dy)};
        case Direction::Up:
            return {-dy, std::abs(dx)};
        case Direction::Down:
            break;
    }
    return {dy, std::abs(dx)};
}

ItemIndex nearestThatWay(const Layout &layout, const std::vector<ItemIndex> &shown, ItemIndex from, Direction direction)
{
    const PointF start = layout.items[from].rect.center();
    ItemIndex best = none;
    float least = 1e30f;
    for (const ItemIndex i : shown) {
        if (i == 0 || i == from || !isOfOneSort(layout, from, i))
            continue;
        const Way way = wayOf(start, layout.items[i].rect.center(), direction);
        if (way.along < 1)
            continue;
        const float cost = way.along + 4 * way.across;
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    return best;
}

}  // namespace

ItemIndex neighbour(const Layout &layout, const std::vector<ItemIndex> &shown, ItemIndex from, Direction direction)
{
    if (from == none || from >= layout.items.size())
        return none;
    if (direction == Direction::Left || direction == Direction::Right) {
        const bool isChip = layout.items[from].kind == ItemKind::Chip;
        const ItemIndex to = isChip ? none : alongLines(layout, shown, from, direction == Direction::Right);
        if (to != none)
            return to;
    }
    return nearestThatWay(layout, shown, from, direction);
}

std::vector<ItemIndex> readingOrder(const Layout &layout, const std::vector<ItemIndex> &shown)
{
    std::vector<ItemIndex> order;
    std::ranges::copy_if(shown, std::back_inserter(order), [](ItemIndex i) { return i != 0; });
    std::ranges::sort(order, {}, [&](ItemIndex i) {
        const RectF &r = layout.items[i].rect;
        return std::tuple(r.x, r.y, i);
    });
    return order;
}

}  // namespace portolan
