// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "kube/pod.h"

namespace portolan {

/** The mesh that a pod is in: "Istio sidecar", "Istio ambient", "Linkerd"; empty if it is in none. A proxy alone is a
 *  gateway's pod and no member. Sources: Istio, "Sidecar or ambient"; Linkerd, "Automatic proxy injection". */
[[nodiscard]] std::string_view meshOf(const Pod &pod);

}  // namespace portolan
