// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace portolan {

/** A {name} in a text. */
struct Placeholder {
    std::string_view name;  ///< without braces: "node1.ip", "setting:backend"
    std::size_t at = 0;     ///< of the opening brace
    bool isInCode = false;  ///< between backticks
};

/** All of a text, in order; a brace that is not closed is one with an empty name. */
[[nodiscard]] std::vector<Placeholder> placeholdersIn(std::string_view text);

/** Whether a text may use it; settings are not looked up. */
[[nodiscard]] bool isKnownPlaceholder(std::string_view name);

}  // namespace portolan
