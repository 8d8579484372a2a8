// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace portolan::panel {

/** A setting's key as people write it: "Entry points" for "entryPoints", "Pod CIDR" for "podCidr", "MTU" for "mtu". */
[[nodiscard]] std::string wordsOfKey(std::string_view key);

}  // namespace portolan::panel
