// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "kube/snapshot.h"

namespace portolan {

/** Why a pod is not ready, in one sentence without a full stop, with what to do where its own status or its node's
 *  decides that. Empty if neither says anything. */
[[nodiscard]] std::string podReason(const ClusterSnapshot &snapshot, const Pod &pod);
/** The same in a few words: "CrashLoopBackOff", "node agent-1 is not ready"; may be empty. */
[[nodiscard]] std::string shortPodReason(const ClusterSnapshot &snapshot, const Pod &pod);

/** Containers that a running pod has: all but the init containers that end. */
[[nodiscard]] std::size_t containersThatStay(const Pod &pod);

}  // namespace portolan
