// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "layout/arranging.h"

namespace portolan::chart {

/** Which of at most `most` lanes each of `pieces` stands in, so that as many joints as possible lead to the right:
 *  the longest way to it. Joints that close a circle are left out. Cost: linear. */
[[nodiscard]] std::vector<std::uint8_t> layersOf(std::size_t pieces, std::span<const Joint> joints, std::uint8_t most);

}  // namespace portolan::chart
