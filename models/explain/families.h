// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "explain/draft.h"

namespace portolan {

// One function for each family of vertices, in the file of its name.
void explainService(Draft &draft);
void explainPod(Draft &draft);
void explainWorkload(Draft &draft);
void explainRoute(Draft &draft);
void explainGateway(Draft &draft);
void explainIngressController(Draft &draft);
void explainLoadBalancer(Draft &draft);
void explainNodePort(Draft &draft);
void explainOutside(Draft &draft);
void explainNode(Draft &draft);
void explainDns(Draft &draft);
void explainControlPlane(Draft &draft);
void explainExternal(Draft &draft);
void explainCidr(Draft &draft);
void explainPolicy(Draft &draft);

/** What every Service has to show, whatever its vertex is called: type, addresses, ports, endpoints, policies. */
void addServiceFacts(Draft &draft, const Object &service);
/** Where its endpoints stand, the worst first, up to a handful; with what pods that are not ready say themselves. */
void proveEndpoints(Draft &draft);

}  // namespace portolan
