// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "layout/layout.h"

namespace portolan {

enum class Direction { Left, Right, Up, Down };

/** Where an arrow key leads from an item. Left and right follow the lines, the nearest in height first; where there is
 *  none, as in a row of machines, they go to the nearest on that side. Up and down stay in the lane. `shown` is what
 *  can be gone to, sorted. None if there is nothing that way. */
[[nodiscard]] ItemIndex neighbour(const Layout &layout, const std::vector<ItemIndex> &shown, ItemIndex from,
                                  Direction direction);

/** The items of `shown` as a reader would go through them: from the left, and each lane from the top. */
[[nodiscard]] std::vector<ItemIndex> readingOrder(const Layout &layout, const std::vector<ItemIndex> &shown);

}  // namespace portolan
