// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/snapshot.h"

namespace portolan {

/** `next` with the chunks of `before` wherever nothing in them changed, so that two snapshots of one cluster cost
 * little more than one, and a comparison of two pointers tells that a part did not change. What is equal but was read
 * from another place counts as changed. Cost: linear in both. */
[[nodiscard]] SnapshotPtr sharedWith(const ClusterSnapshot &before, SnapshotPtr next);

/** The same for the pods, or for the objects of one kind, alone. */
[[nodiscard]] PodTable sharedWith(const PodTable &before, const PodTable &next);
[[nodiscard]] ObjectTable sharedWith(const ObjectTable &before, const ObjectTable &next);

}  // namespace portolan
