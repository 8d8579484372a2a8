// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "layout/routing.h"

namespace portolan::chart {

/** An upright piece of a line in a gap. */
struct Jog {
    std::uint32_t gap = 0;
    float from = 0, to = 0;  ///< heights
    BoxIndex source = none, target = none;
    float x = 0;  ///< filled in by Tracks::assign
};

/** Gives each gap's upright pieces their places side by side. Pieces that go out from one box, or lead to one, share a
 *  place; others that would lie on each other do not, as far as the gap has room. */
class Tracks {
public:
    explicit Tracks(const std::vector<RoutingGap> &gaps) : m_gaps(gaps) {}

    void assign(std::vector<Jog> &jogs) const;

private:
    void assignGap(const RoutingGap &gap, std::span<Jog *> jogs) const;
    const std::vector<RoutingGap> &m_gaps;
};

}  // namespace portolan::chart
