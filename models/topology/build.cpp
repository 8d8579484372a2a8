// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/suppose.h"
#include "topology/relations/relations.h"

namespace portolan {

GraphPtr buildTopology(SnapshotPtr snapshot, std::stop_token stop, const std::optional<Supposition> &supposition)
{
    RolesPtr roles = detectRoles(snapshot, stop);
    if (!roles)
        return nullptr;
    if (supposition)
        roles = suppose(*roles, *supposition);
    GraphBuilder graph(std::move(snapshot), std::move(roles));
    for (const auto addRelation :
         {relations::addNodes, relations::addWorkloads, relations::addServices, relations::addLoadBalancers,
          relations::addIngresses, relations::addIngressRoutes, relations::addGateways, relations::addTunnels,
          relations::addControl, relations::addPolicies}) {
        if (stop.stop_requested())
            return nullptr;
        addRelation(graph);
    }
    return stop.stop_requested() ? nullptr : graph.finish();
}

}  // namespace portolan
