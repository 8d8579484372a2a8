// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/servicelb.h"

namespace portolan::roles {

std::vector<const Object *> serviceLbSets(const ClusterSnapshot &snapshot)
{
    std::vector<const Object *> sets;
    for (const ObjectPtr &set : snapshot.of(Kind::DaemonSet)) {
        if (!set->label(serviceLbName).empty())
            sets.push_back(set.get());
    }
    return sets;
}

}  // namespace portolan::roles
