// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "kube/decode/cursor.h"

namespace portolan {

/** Why something with this kind is not an object of a cluster, and what to do; empty if it is one. */
[[nodiscard]] std::string whyNotAnObject(std::string_view apiVersion, std::string_view kind);

/** What an object without kind or apiVersion is, as far as its keys tell. */
[[nodiscard]] std::string whatForeignObjectIs(cursor::ondemand::object &object, cursor::Failure &failure);

}  // namespace portolan
