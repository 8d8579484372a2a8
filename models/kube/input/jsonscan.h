// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace portolan {

/** Where the first JSON value of a text ends, or where it stops being JSON. */
struct JsonExtent {
    std::size_t end = 0;          ///< behind the value; where `error` is not empty, the place of it
    std::string_view error = {};  ///< what is wrong there; empty if nothing is
};

/** Checks the grammar (RFC 8259) of the first value in `text`, byte by byte: what simdjson doesn't do is to say where
 * something is wrong, and where one document of several ends. UTF-8 and the size of numbers are not looked at.
 *  Cost: linear, and a bit for each open bracket. */
[[nodiscard]] JsonExtent firstJsonValue(std::string_view text);

}  // namespace portolan
