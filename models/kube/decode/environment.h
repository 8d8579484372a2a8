// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan {

/** Whether the value of an environment variable is kept. Values may be secrets, so only those are whose name a network
 *  component documents for how it works, and of them only what has the form that the component understands: a switch,
 *  one of a few words, a number, an address or a range. */
[[nodiscard]] bool isKeptVariable(std::string_view name, std::string_view value);

}  // namespace portolan
