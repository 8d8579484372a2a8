// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "topology/builder.h"

namespace portolan::relations {

/** Who can call from outside of the cluster, firewalls apart. */
enum class Clients {
    Any,
    OfPrivateNetwork,
    Unsaid,  ///< no object says from where the address is reachable
};

/** The vertex of such clients. */
VertexIndex outside(GraphBuilder &graph, Clients clients);

/** Who can call a port of the nodes, by the nodes' addresses. */
[[nodiscard]] Clients whoReachesNodes(const ClusterSnapshot &snapshot);

void connectOutside(GraphBuilder &graph, VertexIndex to, Clients clients, const Because &because);

/** Connects an address that stands at `path` in the status of a Service or Gateway with who can call it: told by the
 *  address, or by the annotation that asks a cloud for an internal load balancer. Sources: Kubernetes, "Service",
 *  internal load balancer; the annotations that the controllers of the clouds document. */
void connectOutside(GraphBuilder &graph, VertexIndex to, const Object &object, std::string_view address,
                    std::string_view path);

}  // namespace portolan::relations
