// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan {

/** An argument of a command line without what may be a secret, `before` being the one that stands before it:
 *  "--db-password=x" becomes "--db-password=", what follows a "--token" and what is no option at all (a shell script, a
 *  URL with a password) becomes empty. */
[[nodiscard]] std::string_view withoutSecret(std::string_view argument, std::string_view before);

/** Whether a field of this name holds a secret itself, rather than the name of one. */
[[nodiscard]] bool isSecretField(std::string_view key);

}  // namespace portolan
