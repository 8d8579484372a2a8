// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace portolan::trace {

/** Whether a text is an address of IPv4 or IPv6. */
[[nodiscard]] bool isAddress(std::string_view text);
[[nodiscard]] bool isSixth(std::string_view address);
/** Both of the same family. */
[[nodiscard]] bool areAlike(std::string_view a, std::string_view b);
/** The address `offset` behind the first one of a range: 1 of "10.42.1.0/24" is "10.42.1.1". Empty if it is no range.
 */
[[nodiscard]] std::string addressIn(std::string_view range, unsigned offset);
/** Whether one of several ranges, joined by commas, has the address. */
[[nodiscard]] bool isInRanges(std::string_view address, std::string_view ranges);

}  // namespace portolan::trace
