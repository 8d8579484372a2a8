// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "kube/snapshot.h"

namespace portolan::roles {

/** ServiceLB's DaemonSets and their pods name the Service they serve by these labels; the DaemonSet's own name is cut.
 */
inline constexpr std::string_view serviceLbName = "svccontroller.k3s.cattle.io/svcname";
inline constexpr std::string_view serviceLbNamespace = "svccontroller.k3s.cattle.io/svcnamespace";

[[nodiscard]] std::vector<const Object *> serviceLbSets(const ClusterSnapshot &snapshot);

}  // namespace portolan::roles
