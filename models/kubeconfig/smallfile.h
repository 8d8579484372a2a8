// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace portolan {

/** The content of a regular file of at most `most` bytes; never waits for a device or a pipe. Errors: Io. */
[[nodiscard]] Result<std::string> readSmallFile(const std::string &path, std::size_t most);

}  // namespace portolan
