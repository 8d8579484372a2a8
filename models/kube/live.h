// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kube/batch.h"
#include "kube/snapshot.h"

namespace portolan {

/** A cluster as lists and watches tell of it, from which snapshots are taken. Snapshots share what did not change.
 *
 *  Memory stays flat however long it is fed: a chunk of pods that has been changed a dozen times is written anew, which
 *  lets go of what the events before left behind. For one thread; snapshots may be read by any.
 */
class LiveCluster {
public:
    explicit LiveCluster(std::string title, std::string source);

    /** All objects of a kind, in a namespace or (empty) in all: what is not among them is not there any more.
     * Takes the batch's pods, or its objects of this kind; leaves the rest. */
    void list(Kind kind, const std::string &space, Batch &&all);

    /** Takes pods and objects as they are now, and leaves the rest of the batch for what comes next. Of two with one
     * name the later counts. */
    void put(Batch &changed);
    /** Nothing happens if it is not there. */
    void remove(const ObjectKey &gone);

    /** Says that nothing was asked of other namespaces. */
    void restrictTo(std::vector<std::string> spaces) { m_now.spaces = std::move(spaces); }
    /** The names of all objects of a cluster-scoped kind. */
    [[nodiscard]] std::vector<std::string> names(Kind kind);

    /** Replaces what is said of the kinds that could not be read. */
    void setGaps(std::vector<Gap> gaps);

    /** Whether something came since the last snapshot. */
    bool hasChanged() const { return m_hasChanged; }
    /** As of now; `takenAt` in seconds since the epoch. Cost: linear in the changes and in the chunks that they are in.
     */
    [[nodiscard]] SnapshotPtr snapshot(std::int64_t takenAt);

private:
    /** The latest that is known of one object; null: it is gone. */
    template <class T>
    struct Edit {
        std::string space, name;
        std::optional<T> now;
        std::shared_ptr<const void> memory;
    };

    void fold();

    ClusterSnapshot m_now;
    std::vector<Edit<Pod>> m_pods;                                  ///< in the order in which they came
    std::array<std::vector<Edit<ObjectPtr>>, kindCount> m_objects;  ///< likewise
    bool m_hasChanged = true;
};

}  // namespace portolan
