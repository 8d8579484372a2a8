// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan::roles {

/** Whether an address lies in a range, written as "192.168.1.240-192.168.1.250", "192.168.1.0/24" or one address.
 *  False for what is no address or no range, and for one of the other family. */
[[nodiscard]] bool isInRange(std::string_view address, std::string_view range);

}  // namespace portolan::roles
