// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/relations.h"

namespace portolan::relations {

/** Only that they exist: whom they let through is another question, and another folder's. */
void addPolicies(GraphBuilder &graph)
{
    for (const Kind kind : {Kind::NetworkPolicy, Kind::AdminNetworkPolicy, Kind::BaselineAdminNetworkPolicy,
                            Kind::ClusterNetworkPolicy, Kind::CalicoNetworkPolicy, Kind::GlobalNetworkPolicy,
                            Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy}) {
        for (const ObjectPtr &policy : graph.snapshot().of(kind))
            graph.add(VertexType::Policy, refTo(*policy));
    }
}

}  // namespace portolan::relations
