// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "roles/roles.h"
#include "roles/survey.h"

/** One file for each component; each adds what it finds, with the evidence. They run in this order, and a later one may
 *  look at what an earlier one found: settle() comes last and decides between those that claim one exclusive role. */
namespace portolan::roles {

using Detector = void (*)(const Survey &survey, Roles &roles);

void detectDistribution(const Survey &survey, Roles &roles);
void detectFlannel(const Survey &survey, Roles &roles);
void detectCanal(const Survey &survey, Roles &roles);
void detectCalico(const Survey &survey, Roles &roles);
void detectCilium(const Survey &survey, Roles &roles);
void detectOtherNetworks(const Survey &survey, Roles &roles);
void detectKubeRouter(const Survey &survey, Roles &roles);
void detectMultus(const Survey &survey, Roles &roles);
void detectCiliumEbpf(const Survey &survey, Roles &roles);
void detectCalicoEbpf(const Survey &survey, Roles &roles);
void detectKubeProxy(const Survey &survey, Roles &roles);         ///< after those that take its place
void detectKubeRouterNetpol(const Survey &survey, Roles &roles);  ///< after the other policy controllers
void settleNetwork(const Survey &survey, Roles &roles);

void detectTraefik(const Survey &survey, Roles &roles);
void detectIngressNginx(const Survey &survey, Roles &roles);
void detectNginxIngress(const Survey &survey, Roles &roles);
void detectHaproxytechIngress(const Survey &survey, Roles &roles);
void detectHaproxyIngress(const Survey &survey, Roles &roles);
void detectContour(const Survey &survey, Roles &roles);
void detectKong(const Survey &survey, Roles &roles);
void detectIstioIngress(const Survey &survey, Roles &roles);
void detectCiliumIngress(const Survey &survey, Roles &roles);
void settleIngress(const Survey &survey, Roles &roles);
void detectGateways(const Survey &survey, Roles &roles);
void detectCoreDns(const Survey &survey, Roles &roles);
void detectKubeDns(const Survey &survey, Roles &roles);
void detectNodeLocalDns(const Survey &survey, Roles &roles);
void settleDns(const Survey &survey, Roles &roles);
void detectMetalLb(const Survey &survey, Roles &roles);
void detectCiliumLb(const Survey &survey, Roles &roles);
void detectKubeVip(const Survey &survey, Roles &roles);
void detectPureLb(const Survey &survey, Roles &roles);
void detectKlipperLb(const Survey &survey, Roles &roles);
void detectCloudProvider(const Survey &survey, Roles &roles);
void settleLoadBalancers(const Survey &survey, Roles &roles);
void detectIstio(const Survey &survey, Roles &roles);
void detectIstioAmbient(const Survey &survey, Roles &roles);
void detectLinkerd(const Survey &survey, Roles &roles);
void settleMesh(const Survey &survey, Roles &roles);
void countServices(const Survey &survey, Roles &roles);
void gatherClusterFacts(const Survey &survey, Roles &roles);  ///< after all others

[[nodiscard]] std::span<const Detector> detectors();

}  // namespace portolan::roles
