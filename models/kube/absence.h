// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/state.h"
#include "kube/snapshot.h"

namespace portolan {

/** What it means that an object is not in a snapshot: only NotThere says something of the cluster. */
enum class Absence {
    NotThere,      ///< the kind was read, this object is not among what was read
    NotPermitted,  ///< the API refused to list the kind
    NotInstalled,  ///< the API does not serve the kind
    NotRead,       ///< listing it failed
    NotYetRead,    ///< listing it has not ended
    NotOpened,     ///< saved input that holds nothing of a cluster of this kind in this namespace
};

/** `space`: the namespace that is asked about; empty for cluster-scoped kinds and for any namespace. What is only a
 *  manifest says nothing of what else a cluster has: it may come from a chart or from another file.
 *  Cost: linear in the kind's objects. */
[[nodiscard]] Absence absenceOf(const ClusterSnapshot &snapshot, Kind kind, std::string_view space);

/** How a reference to an absent object is: failing, "does not exist"; or not known, and why. */
struct Missing {
    State state = State::Unknown;
    std::string_view reason;
};
[[nodiscard]] Missing missing(const ClusterSnapshot &snapshot, Kind kind, std::string_view space);

/** Whether an object is as somebody wrote it, and no cluster has seen it. */
[[nodiscard]] bool isManifest(const Object &object);

}  // namespace portolan
