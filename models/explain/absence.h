// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "kube/absence.h"

namespace portolan {

/** The answer in words, without a capital or a full stop: "there is no Service db in shop", "what was
 *  opened has no Service db in shop", "reading Services is not permitted, so whether Service db exists in shop is not
 * known". */
[[nodiscard]] std::string absentText(const ClusterSnapshot &snapshot, Kind kind, std::string_view space,
                                     std::string_view name);

/** Of a kind as a whole, where it is not NotThere: "reading EndpointSlices is not permitted",
 *  "what was opened holds no EndpointSlices of shop". */
[[nodiscard]] std::string unreadText(const ClusterSnapshot &snapshot, Kind kind, std::string_view space);

}  // namespace portolan
