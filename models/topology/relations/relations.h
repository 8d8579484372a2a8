// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "topology/builder.h"

/** What is connected to what: one file for each sort of relation, each adds its vertices and edges with their evidence.
 *  They run in this order; a later one may look for the vertices of an earlier one. */
namespace portolan::relations {

void addNodes(GraphBuilder &graph);          ///< Node vertices and their state
void addWorkloads(GraphBuilder &graph);      ///< workloads, pods in them, what pods run on
void addServices(GraphBuilder &graph);       ///< Service and DNS vertices, what they select
void addLoadBalancers(GraphBuilder &graph);  ///< outside, load balancer addresses, node ports
void addIngresses(GraphBuilder &graph);      ///< Ingress controllers and the rules of Ingresses
void addIngressRoutes(GraphBuilder &graph);  ///< Traefik's own routes
void addGateways(GraphBuilder &graph);       ///< Gateways and the routes of the Gateway API
void addTunnels(GraphBuilder &graph);        ///< what carries pods' packets between nodes, as far as nodes say
void addControl(GraphBuilder &graph);        ///< agents to servers, on K3s
void addPolicies(GraphBuilder &graph);       ///< network policies, as vertices

/** The Service that a route names: its vertex, made as one that is missing or not visible if the input has none. */
[[nodiscard]] VertexIndex serviceVertex(GraphBuilder &graph, std::string_view space, std::string_view name);

/** Whether a Service object has this port, by number or by name; true if there is no object to ask. Gives the number.
 */
[[nodiscard]] bool hasPort(const Object *service, const Value &port, std::uint16_t &number);

}  // namespace portolan::relations
