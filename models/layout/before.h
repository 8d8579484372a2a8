// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "layout/layout.h"

namespace portolan::chart {

/** Where things stood in the layout before, so that they can stay there. */
class Before {
public:
    /** `previous` may be null, and is no use if it is of another lens. */
    Before(const Layout *previous, const TopologyGraph &now, Lens lens);

    bool isEmpty() const { return !m_previous; }
    /** The item that showed a vertex of the graph now (itself, not rolled up); null if there was none. */
    const LayoutItem *itemOf(VertexIndex now) const;
    /** The container with this id; null if there was none. */
    const LayoutItem *itemOf(std::string_view id) const;

private:
    VertexIndex indexBefore(VertexIndex now) const;
    void matchVertices() const;

    const Layout *m_previous = nullptr;
    const TopologyGraph &m_now;
    mutable std::uint32_t m_asked = 0;  ///< how often a vertex was looked for
    /** Per vertex now that is no pod: its index before, or none. Empty until many have been looked for. */
    mutable std::vector<VertexIndex> m_before;
};

/** Orders `items`, which stand in their natural order, as they stood before by `rankBefore` (an optional of anything
 *  that compares). What is new follows what it follows naturally. */
template <class T, class RankBefore>
void keepOrder(std::vector<T> &items, RankBefore rankBefore)
{
    using Rank = typename decltype(rankBefore(items.front()))::value_type;
    struct Kept {
        Rank rank;
        std::size_t first, last;  // the kept one and the new ones that follow it
    };
    std::vector<Kept> kept;
    std::size_t firstKept = items.size();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (const auto rank = rankBefore(items[i])) {
            firstKept = std::min(firstKept, i);
            kept.push_back({*rank, i, i + 1});
        } else if (!kept.empty()) {
            kept.back().last = i + 1;
        }
    }
    std::stable_sort(kept.begin(), kept.end(), [](const Kept &a, const Kept &b) { return a.rank < b.rank; });
    std::vector<T> ordered(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(firstKept));
    ordered.reserve(items.size());
    for (const Kept &k : kept)
        ordered.insert(ordered.end(), items.begin() + static_cast<std::ptrdiff_t>(k.first),
                       items.begin() + static_cast<std::ptrdiff_t>(k.last));
    items = std::move(ordered);
}

}  // namespace portolan::chart
