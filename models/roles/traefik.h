// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "roles/roles.h"

namespace portolan::roles {

/** "web:8000 websecure:8443" from --entryPoints.web.address=:8000/tcp of Traefik's containers, sorted; those that serve
 *  only Traefik itself (metrics, traefik) are left out. */
[[nodiscard]] std::string traefikEntryPoints(const Object &workload);

/** Entry points, providers and the chart's version, as far as the command line and labels show them. */
void addTraefikSettings(Component &component);

/** Whether --providers.kubernetesgateway is given; it is off by default, in K3s' chart as well. */
[[nodiscard]] bool hasTraefikGatewayProvider(const Object &workload);

}  // namespace portolan::roles
