// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "kube/object.h"
#include "kube/objectkey.h"
#include "kube/pod.h"
#include "kube/table.h"

namespace portolan {

/** A kind that could not be read, and why: answers that differ from "there is none". */
struct Gap {
    enum class Why { Forbidden, NotInstalled, Failed, Pending };
    std::string kind;
    Why why = Why::Failed;
    std::string message;
    std::vector<std::string> readIn = {};           ///< namespaces in which it could be read all the same, sorted
    auto operator<=>(const Gap &) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 mistakes it
};

[[nodiscard]] std::string_view name(Gap::Why why);  ///< "forbidden", "not-installed", "failed", "pending"

/** One cluster at one instant: immutable, shared by pointer. Another snapshot shares what did not change. */
struct ClusterSnapshot {
    std::string title;         ///< what to call the cluster: context, sample or file name
    std::int64_t takenAt = 0;  ///< seconds since the epoch, UTC; 0: not known
    bool isLive = false;
    std::vector<std::string> spaces;             ///< the only namespaces that were asked for; empty: all
    PodTable pods;                               ///< sorted by namespace, then name
    std::array<ObjectTable, kindCount> objects;  ///< by kind, each sorted by namespace, then name; Pod's stays empty
    std::map<std::string, std::size_t> otherCounts;  ///< kinds that are counted only, Secret among them
    std::vector<Gap> gaps;                           ///< sorted
    std::vector<std::string> sources;                ///< what Origin::source points to: file names

    const ObjectTable &of(Kind kind) const { return objects[static_cast<std::size_t>(kind)]; }
    const Object *find(Kind kind, std::string_view space, std::string_view name) const;
    const Pod *findPod(std::string_view space, std::string_view name) const;
    /** How many there are, for the kinds kept and counted; names as in KindInfo::reference. */
    std::map<std::string, std::size_t> counts() const;
};
using SnapshotPtr = std::shared_ptr<const ClusterSnapshot>;

}  // namespace portolan
