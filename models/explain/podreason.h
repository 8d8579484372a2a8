// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "kube/pod.h"

namespace portolan {

/** Why a pod is not ready, in one sentence without a full stop, with what to do where its own status decides that.
 *  Empty if the pod says nothing. */
[[nodiscard]] std::string podReason(const Pod &pod);

}  // namespace portolan
