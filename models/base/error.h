// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace portolan {

/** Why an operation gave no value. `explain` words it for the reader. */
struct Error {
    enum class Kind { Config, Network, Auth, Forbidden, Decode, Io, Usage, Cancelled };
    Kind kind = Kind::Io;
    std::string detail;  ///< what the system said, untranslated
    std::string source;  ///< where it happened: a URL, a file path or an object reference
};

}  // namespace portolan
