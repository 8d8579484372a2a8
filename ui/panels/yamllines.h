// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan {

/** The line, counted from 0, where a field stands in YAML of the block style that toYaml() writes. A field that was not
 *  kept is where what contains it stands; -1 if nothing of the pointer (RFC 6901) is there. Cost: linear in the text
 *  up to the field. */
[[nodiscard]] int lineOfField(std::string_view yaml, std::string_view pointer);

/** Whether this is the YAML of the object that a reference names: "Service/shop/web". */
[[nodiscard]] bool isYamlOf(std::string_view yaml, std::string_view reference);

}  // namespace portolan
