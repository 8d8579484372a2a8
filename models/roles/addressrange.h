// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan::roles {

/** Whether an address lies in a range, written as "192.168.1.240-192.168.1.250", "192.168.1.0/24" or one address.
 *  False for what is no address or no range, and for one of the other family. */
[[nodiscard]] bool isInRange(std::string_view address, std::string_view range);

/** Whether no router of the internet has a way to the address: private, shared by the clients of a provider, of the
 * link or the machine alone. Sources: RFC 1918, 3927, 4193, 6598, 8190. */
[[nodiscard]] bool isPrivate(std::string_view address);

}  // namespace portolan::roles
