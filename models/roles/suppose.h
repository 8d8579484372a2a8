// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "base/result.h"
#include "roles/roles.h"

namespace portolan {

/** The components that can be supposed in a role: those of which it is known what comes with them. */
[[nodiscard]] std::span<const std::string_view> supposable(NetworkRole role);

/** "cni=cilium". Errors: Usage, in words that say what there is to choose from. */
[[nodiscard]] Result<Supposition> parseSupposition(std::string_view text);

/** The roles as they would be: what fills them now stands in `replaced`, what comes is marked as supposed and has the
 *  settings that its documentation gives as defaults. A component that is there already is left as it is. */
[[nodiscard]] RolesPtr suppose(const Roles &real, const Supposition &supposition);

}  // namespace portolan
