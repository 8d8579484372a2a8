// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "policy/addresses.h"

namespace portolan::policy {

/** What to call a part of the addresses outside: "any address", "10.0.0.0/8", "172.16.0.1–172.16.0.9",
 *  "10.0.0.0/8 and 2 ranges more", "other addresses" for what is left of all when blocks were cut out. */
[[nodiscard]] std::string nameOf(const std::vector<AddressRange> &ranges);

}  // namespace portolan::policy
