// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/detectors.h"

#include <array>

namespace portolan::roles {

std::span<const Detector> detectors()
{
    static constexpr std::array all{
        // CNI, service proxy, network policy
        &detectFlannel,
        // ingress, gateway, DNS, load balancer, service network, mesh
    };
    return all;
}

}  // namespace portolan::roles
