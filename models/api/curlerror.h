// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/error.h"

namespace portolan {

/** What libcurl says of a failed request, with what to do where that is known. `code` is a CURLcode, `text` what
 * libcurl adds to it, `server` where it happened. */
[[nodiscard]] Error errorOf(int code, const std::string &text, const std::string &server);

}  // namespace portolan
