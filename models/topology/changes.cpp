// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/changes.h"

namespace portolan {

GraphChanges changesBetween(const TopologyGraph &before, const TopologyGraph &after)
{
    GraphChanges changes;
    auto old = before.vertices.begin();
    auto now = after.vertices.begin();
    while (old != before.vertices.end() || now != after.vertices.end()) {
        const bool isGone = now == after.vertices.end() || (old != before.vertices.end() && old->id < now->id);
        if (isGone) {
            changes.went.emplace_back((old++)->id);
            continue;
        }
        if (old == before.vertices.end() || now->id < old->id) {
            changes.appeared.emplace_back((now++)->id);
            continue;
        }
        if (old->state != now->state)
            changes.changedState.emplace_back(now->id);
        ++old;
        ++now;
    }
    return changes;
}

}  // namespace portolan
