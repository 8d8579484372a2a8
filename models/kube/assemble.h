// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "kube/batch.h"
#include "kube/snapshot.h"

namespace portolan {

/** An object that was read twice with different contents. */
struct Conflict {
    std::string object;  ///< its reference
    Origin dropped;
    Origin kept;
};

/** What `assemble` gives. */
struct Assembled {
    std::shared_ptr<ClusterSnapshot> snapshot;
    std::vector<Conflict> conflicts;  ///< in the order of the objects
};

/** Sorts what was decoded into a snapshot; of an object that is there twice the last one stays. */
[[nodiscard]] Assembled assemble(Batch &&batch);

/** Whether two pods are equal but for where they were read. */
[[nodiscard]] bool isSamePod(const Pod &a, const Pod &b);

}  // namespace portolan
