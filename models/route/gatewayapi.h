// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kube/snapshot.h"

namespace portolan::route {

/** Whether a route names the listener as its parent, and the listener lets it attach.
 *  Source: Gateway API, ParentReference and AllowedRoutes. */
[[nodiscard]] bool isAttached(const ClusterSnapshot &snapshot, const Object &gateway, const Value &listener,
                              const Object &route);

/** The hostnames that a route serves at a listener; empty: every one; nothing: they have none in common. */
[[nodiscard]] std::optional<std::vector<std::string>> commonHosts(std::string_view ofListener, const Value &ofRoute);

/** Whether a ReferenceGrant lets a route use an object of another namespace. */
[[nodiscard]] bool isReferenceGranted(const ClusterSnapshot &snapshot, const Object &route, std::string_view group,
                                      std::string_view kind, std::string_view space, std::string_view name);

}  // namespace portolan::route
