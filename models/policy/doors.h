// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "policy/portset.h"
#include "policy/subjects.h"

namespace portolan::policy {

/** What Ingresses and routes send to: the pods behind their Services, with the ports of the pods. `withGateways`:
 * routes of the Gateway API too, which may have a controller of their own. */
[[nodiscard]] std::map<const Subject *, PortSet> doorTargets(const ClusterSnapshot &snapshot, const Subjects &subjects,
                                                             bool withGateways = true);

}  // namespace portolan::policy
