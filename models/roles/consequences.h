// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "roles/roles.h"

namespace portolan {

/** What a supposition would break for objects of this cluster. */
struct Consequence {
    std::string says;                ///< one sentence
    std::vector<ObjectRef> objects;  ///< that it concerns, sorted; may be empty
};

/** Empty without a supposition. Cost: linear in the objects of the kinds that routes and policies are of. */
[[nodiscard]] std::vector<Consequence> consequencesOf(const Roles &supposed);

}  // namespace portolan
