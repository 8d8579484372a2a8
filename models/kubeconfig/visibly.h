// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace portolan {

/** `text` with control characters as \xNN, and what turns the direction of writing or can't be seen as \uNNNN, so that
 * it can't play tricks on a terminal or a reader. */
[[nodiscard]] std::string visibly(std::string_view text);

}  // namespace portolan
