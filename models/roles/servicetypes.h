// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "kube/snapshot.h"

namespace portolan {

/** How many Services ask for which kind of address. Each counts once among the first five; the last two are counted
 *  beside them. Source: Kubernetes API reference, "Service v1 core". */
struct ServiceTypes {
    std::size_t clusterIp = 0;  ///< with an address in the cluster
    std::size_t headless = 0;   ///< clusterIP None
    std::size_t nodePort = 0;
    std::size_t loadBalancer = 0;
    std::size_t externalName = 0;
    std::size_t withoutSelector = 0;  ///< but for ExternalName: somebody else writes their endpoints
    std::size_t externalIps = 0;      ///< that name addresses of their own
    bool operator==(const ServiceTypes &) const = default;
};

/** Cost: linear in Services. */
[[nodiscard]] ServiceTypes countServiceTypes(const ClusterSnapshot &snapshot);

}  // namespace portolan
