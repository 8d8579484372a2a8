// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/textarena.h"
#include "kube/object.h"
#include "kube/pod.h"
#include "kube/pools.h"
#include "kube/snapshot.h"

namespace portolan {

/** A part of a document that is not an object that is kept or counted, and why. */
struct Reject {
    std::uint32_t document = 0;
    std::uint32_t line = 0;
    std::string why;
    bool isProblem = false;  ///< true: something is wrong; false: it merely is something else
};

/** An object that is only counted: its kind, and a hash of its namespace and name that tells it from others. */
struct Counted {
    const std::string *kind = nullptr;  ///< into Batch::countedKinds
    std::uint64_t key = 0;
    auto operator<=>(const Counted &) const = default;
};

/** What the views of decoded objects point into. */
struct TreeMemory {
    TextArena arena;
    std::shared_ptr<const Pools> pools;
};

/** What decoding gave so far. */
struct Batch {
    std::vector<Pod> pods;           ///< in the order of the input
    std::vector<ObjectPtr> objects;  ///< likewise
    std::vector<Counted> counted;
    std::set<std::string, std::less<>> countedKinds;
    std::map<std::string, std::size_t> otherCounts;  ///< that a snapshot file tells of
    std::vector<Gap> gaps;
    std::vector<Reject> rejects;
    std::string title;         ///< of Portolan's own snapshots; else empty
    std::int64_t takenAt = 0;  ///< likewise; else 0
    std::size_t objectCount = 0;
    std::shared_ptr<Pools> pools = std::make_shared<Pools>();             ///< what many pods share
    std::shared_ptr<TextArena> podTexts = std::make_shared<TextArena>();  ///< what a pod has for itself
};

}  // namespace portolan
