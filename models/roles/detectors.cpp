// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/detectors.h"

#include <array>

namespace portolan::roles {

std::span<const Detector> detectors()
{
    static constexpr std::array all{
        // CNI, service proxy, network policy
        &detectDistribution,
        &detectFlannel,
        &detectCanal,
        &detectCalico,
        &detectCilium,
        &detectOtherNetworks,
        &detectKubeRouter,
        &detectMultus,
        &detectCiliumEbpf,
        &detectCalicoEbpf,
        &detectKubeProxy,
        &detectKubeRouterNetpol,
        &settleNetwork,
        // ingress, gateway, DNS, load balancer, service network, mesh
        &detectTraefik,
        &detectIngressNginx,
        &detectNginxIngress,
        &detectHaproxytechIngress,
        &detectHaproxyIngress,
        &detectContour,
        &detectKong,
        &detectIstioIngress,
        &detectCiliumIngress,
        &settleIngress,
        &detectGateways,
        &detectCoreDns,
        &detectKubeDns,
        &detectNodeLocalDns,
        &settleDns,
        &detectMetalLb,
        &detectCiliumLb,
        &detectKubeVip,
        &detectPureLb,
        &detectKlipperLb,
        &detectCloudProvider,
        &settleLoadBalancers,
        &detectIstio,
        &detectIstioAmbient,
        &detectLinkerd,
        &settleMesh,
        &countServices,
        &gatherClusterFacts,
    };
    return all;
}

}  // namespace portolan::roles
