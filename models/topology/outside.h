// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan {

/** The vertices of the world outside: who may come from anywhere, and who has to be in, or get into, the private
 *  networks that addresses of the cluster belong to. */
constexpr std::string_view outsideId = "Outside/internet", privateOutsideId = "Outside/network";

}  // namespace portolan
