// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "topology/relations/outside.h"
#include "topology/relations/relations.h"
#include "topology/relations/routes.h"

namespace portolan::relations {

namespace {

/** Raises a vertex's state by conditions that are False, with their reasons. `pointer` is the list's. */
void judgeBy(GraphBuilder &graph, VertexIndex v, const Object &object, const Value &conditions,
             const std::string &pointer)
{
    const auto all = conditions.items();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string_view type = all[i]["type"].text(), status = all[i]["status"].text();
        const bool mustBeTrue = type == "Accepted" || type == "Programmed" || type == "ResolvedRefs";
        if (!mustBeTrue || status == "True")
            continue;
        const State state = status == "False" ? State::Failing : State::Unknown;
        graph.worsen(v, state,
                     std::string(type) + " " + std::string(status) + ": " + std::string(all[i]["reason"].text()),
                     {{refTo(object), pointer + '/' + std::to_string(i) + "/status", status}});
    }
}

using Addresses = std::set<std::string_view>;

/** Those that no client from outside can reach. */
Addresses clusterAddresses(const ClusterSnapshot &snapshot)
{
    Addresses addresses;
    for (const ObjectPtr &service : snapshot.of(Kind::Service))
        addresses.insert(service->spec()["clusterIP"].text());
    return addresses;
}

/** A waypoint's address is the ClusterIP of its Service: it is no way in. Source: Istio, "Configure waypoint proxies".
 */
void addAddresses(GraphBuilder &graph, VertexIndex gateway, const Object &object, const Addresses &inside)
{
    const auto addresses = object.status()["addresses"].items();
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const std::string_view address = addresses[i]["value"].text();
        const std::string path = "/status/addresses/" + std::to_string(i) + "/value";
        if (address.empty() || inside.contains(address))
            continue;
        const bool isNew = graph.find("LoadBalancer/" + std::string(address)) == none;
        const VertexIndex v = graph.add("LoadBalancer/" + std::string(address), VertexType::LoadBalancer);
        graph[v].name = address;
        Edge edge;
        edge.type = EdgeType::Exposes;
        if (isNew) {
            graph.explain(v, {{refTo(object), path, address}});
            connectOutside(graph, v, object, address, path);
        }
        edge.from = v;
        edge.to = gateway;
        edge.state = graph[gateway].state;
        graph.connect(edge, {{refTo(object), path, address}});
    }
}

void addGateway(GraphBuilder &graph, const Object &object, const Addresses &inside)
{
    const VertexIndex v = graph.add(VertexType::Gateway, refTo(object));
    std::string ports;
    for (const Value &listener : object.spec()["listeners"].items())
        ports += (ports.empty() ? "" : " ") + std::string(listener["protocol"].text()) + ":" +
                 std::to_string(listener["port"].integer());
    graph[v].detail = graph.text(ports);
    graph[v].isPlanned = object.status().size() == 0;
    if (graph[v].isPlanned)
        graph.worsen(v, State::Unknown, "no status");
    const std::string_view gatewayClass = object.spec()["gatewayClassName"].text();
    if (!graph.snapshot().find(Kind::GatewayClass, {}, gatewayClass))
        worsenByAbsent(graph, v, Kind::GatewayClass, {}, gatewayClass, refTo(object), "/spec/gatewayClassName");
    judgeBy(graph, v, object, object.status()["conditions"], "/status/conditions");
    addAddresses(graph, v, object, inside);
}

/** Whether a backend in another namespace is permitted. Source: Gateway API, ReferenceGrant: the grant stands in the
 * target's namespace. */
bool isGranted(const ClusterSnapshot &snapshot, const Object &route, std::string_view space, std::string_view service)
{
    if (space == route.space)
        return true;
    return std::ranges::any_of(snapshot.of(Kind::ReferenceGrant), [&](const ObjectPtr &grant) {
        if (grant->space != space)
            return false;
        const bool isFrom = std::ranges::any_of(grant->spec()["from"].items(), [&](const Value &from) {
            return from["kind"].text() == info(route.kind).name && from["namespace"].text() == route.space;
        });
        const bool isTo = std::ranges::any_of(grant->spec()["to"].items(), [&](const Value &to) {
            return to["kind"].text() == "Service" && (to["name"].text().empty() || to["name"].text() == service);
        });
        return isFrom && isTo;
    });
}

void connectBackends(GraphBuilder &graph, VertexIndex route, const Object &object, const Value &rule,
                     const std::string &pointer)
{
    const auto backends = rule["backendRefs"].items();
    for (std::size_t b = 0; b < backends.size(); ++b) {
        const Value backend = backends[b];
        if (backend["kind"].isText() && backend["kind"].text() != "Service")
            continue;
        const std::string_view space = backend["namespace"].text().empty() ? object.space : backend["namespace"].text();
        const std::string at = pointer + "/backendRefs/" + std::to_string(b);
        const std::string_view name = backend["name"].text();
        connectBackend(graph, route, space, name, backend["port"], object, at + "/name");
        if (!isGranted(graph.snapshot(), object, space, name))
            graph.worsen(route, State::Failing, "no ReferenceGrant in " + std::string(space),
                         {{refTo(object), at + "/namespace", space}});
    }
}

void connectParents(GraphBuilder &graph, VertexIndex route, const Object &object)
{
    const auto parents = object.spec()["parentRefs"].items();
    for (std::size_t p = 0; p < parents.size(); ++p) {
        if (parents[p]["kind"].isText() && parents[p]["kind"].text() != "Gateway")
            continue;
        const std::string_view space =
            parents[p]["namespace"].text().empty() ? object.space : parents[p]["namespace"].text();
        const std::string_view name = parents[p]["name"].text();
        const std::string path = "/spec/parentRefs/" + std::to_string(p) + "/name";
        const VertexIndex gateway = graph.find(reference(Kind::Gateway, space, name));
        if (gateway != none)
            connectRouter(graph, gateway, route, object, path, name);
        else
            worsenByAbsent(graph, route, Kind::Gateway, space, name, refTo(object), path);
    }
}

/** "/api" of the first match, or what it matches by. */
std::string nameOf(const Value &rule, const Object &object)
{
    const Value match = rule["matches"].at(0);
    if (const std::string_view path = match["path"]["value"].text(); !path.empty())
        return std::string(path);
    if (const Value method = match["method"]; method.isObject())
        return std::string(method["service"].text()) + '/' + std::string(method["method"].text());
    return object.kind == Kind::HTTPRoute || object.kind == Kind::GRPCRoute ? "/" : std::string(object.name);
}

void addRouteObject(GraphBuilder &graph, const Object &object)
{
    const auto hostnames = object.spec()["hostnames"].items();
    std::string host = hostnames.empty() ? "any host" : std::string(hostnames.front().text());
    if (hostnames.size() > 1)
        host += " and " + std::to_string(hostnames.size() - 1) + " more";
    const auto rules = object.spec()["rules"].items();
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const std::string name = nameOf(rules[r], object);
        const VertexIndex v = addRoute(
            graph, object, (hostnames.empty() ? "" : std::string(hostnames.front().text())) + name, name, host);
        connectParents(graph, v, object);
        connectBackends(graph, v, object, rules[r], "/spec/rules/" + std::to_string(r));
        const auto parents = object.status()["parents"].items();
        for (std::size_t p = 0; p < parents.size(); ++p)
            judgeBy(graph, v, object, parents[p]["conditions"], "/status/parents/" + std::to_string(p) + "/conditions");
    }
}

}  // namespace

void addGateways(GraphBuilder &graph)
{
    const Addresses inside = clusterAddresses(graph.snapshot());
    for (const ObjectPtr &gateway : graph.snapshot().of(Kind::Gateway))
        addGateway(graph, *gateway, inside);
    for (const Kind kind : {Kind::HTTPRoute, Kind::GRPCRoute, Kind::TLSRoute, Kind::TCPRoute, Kind::UDPRoute}) {
        for (const ObjectPtr &route : graph.snapshot().of(kind))
            addRouteObject(graph, *route);
    }
}

}  // namespace portolan::relations
