// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "policy/portset.h"
#include "policy/subjects.h"

namespace portolan::policy {

/** What Ingresses and routes send to: the pods behind their Services, with the ports of the pods. */
[[nodiscard]] std::map<const Subject *, PortSet> doorTargets(const ClusterSnapshot &snapshot, const Subjects &subjects);

}  // namespace portolan::policy
