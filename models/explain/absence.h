// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "kube/snapshot.h"

namespace portolan {

/** What it means that an object is not in a snapshot: only NotThere says something of the cluster. */
enum class Absence {
    NotThere,      ///< the kind was read, this object is not among what was read
    NotPermitted,  ///< the API refused to list the kind
    NotInstalled,  ///< the API does not serve the kind
    NotRead,       ///< listing it failed
    NotOpened,     ///< saved input that holds nothing of this kind in this namespace
};

/** `space`: the namespace that is asked about; empty for cluster-scoped kinds and for any namespace. */
[[nodiscard]] Absence absenceOf(const ClusterSnapshot &snapshot, Kind kind, std::string_view space);

/** The answer in words, without a capital or a full stop: "there is no Service db in shop", "what was
 *  opened has no Service db in shop", "reading Services is not permitted, so whether Service db exists in shop is not
 * known". */
[[nodiscard]] std::string absentText(const ClusterSnapshot &snapshot, Kind kind, std::string_view space,
                                     std::string_view name);

/** Of a kind as a whole, where it is not NotThere: "reading EndpointSlices is not permitted",
 *  "what was opened holds no EndpointSlices of shop". */
[[nodiscard]] std::string unreadText(const ClusterSnapshot &snapshot, Kind kind, std::string_view space);

}  // namespace portolan
