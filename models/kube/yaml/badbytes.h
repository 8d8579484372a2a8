// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan {

/** Where the first byte stands that no YAML text may have: broken UTF-8, or a control character (YAML 1.2, 5.1);
 * the size of the text if there is none. libyaml stops at one before it gives out what stands in front of it. */
[[nodiscard]] std::size_t firstBadByte(std::string_view text);

}  // namespace portolan
