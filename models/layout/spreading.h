// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace portolan::chart {

/** Moves the wished `tops`, in their order, as little as possible so that they are at least `pitch` apart; the sum of
 *  squares of the moves is least, but for rounding to the grid. Cost: linear. */
void spread(std::vector<float> &tops, float pitch);

}  // namespace portolan::chart
