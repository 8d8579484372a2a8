// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/follower.h"
#include "kubeconfig/kubeconfig.h"
#include "request.h"

namespace portolan {

/** The cluster that a request means. Errors: Config and Io, in kubectl's words. */
[[nodiscard]] Result<Connection> connectionOf(const Request &request);

/** How it is to be read: the namespace, time limits, and where credentials come from when they are not in the
 * kubeconfig: a token file, which is read again, or a plugin, which runs if it may. */
[[nodiscard]] FollowOptions followOptions(const Request &request, const Connection &connection);

/** Reads the cluster once. */
[[nodiscard]] ReadOutcome readCluster(const Request &request);

}  // namespace portolan
