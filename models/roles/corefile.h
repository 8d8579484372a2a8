// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace portolan::roles {

/** The first zone of the plugin kubernetes ("cluster.local"); empty if the file has none. */
[[nodiscard]] std::string domainOf(std::string_view corefile);
/** What the first plugin forward sends the names of everybody else to: "/etc/resolv.conf", "1.1.1.1 8.8.8.8". */
[[nodiscard]] std::string upstreamOf(std::string_view corefile);

}  // namespace portolan::roles
