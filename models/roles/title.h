// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan {

/** What people call a component of `detect`: "ServiceLB" for "klipper-lb". */
[[nodiscard]] std::string_view titleOfComponent(std::string_view name);

}  // namespace portolan
