// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/families.h"
#include "explain/phrase.h"
#include "explain/servicetext.h"
#include "roles/addressrange.h"
#include "topology/outside.h"

namespace portolan {

namespace {

/** The vertices at the far ends of edges of a type, each once, in the order of the graph. */
std::vector<VertexIndex> targetsOf(const Draft &draft, EdgeType type)
{
    std::vector<VertexIndex> all;
    for (const EdgeIndex e : draft.graph().outgoing(draft.self())) {
        if (draft.graph().edges[e].type == type)
            all.push_back(draft.graph().edges[e].to);
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::vector<std::string> callsOf(const Draft &draft, const std::vector<VertexIndex> &all)
{
    std::vector<std::string> names;
    for (const VertexIndex v : all)
        names.push_back(callOf(draft.graph(), v));
    return names;
}

/** The Services and Gateways that an address or a port leads to; the controllers behind them come apart. */
std::vector<VertexIndex> doorsOf(const Draft &draft, bool wantsControllers)
{
    std::vector<VertexIndex> doors = targetsOf(draft, EdgeType::Exposes);
    std::erase_if(doors, [&](VertexIndex v) {
        return (draft.vertex(v).type == VertexType::IngressController) != wantsControllers;
    });
    return doors;
}

const Object *serviceBehind(const Draft &draft)
{
    for (const VertexIndex v : doorsOf(draft, false)) {
        if (draft.vertex(v).object.object && draft.vertex(v).object.kind == Kind::Service)
            return draft.vertex(v).object.object;
    }
    return nullptr;
}

std::string behindText(const Draft &draft)
{
    const auto controllers = callsOf(draft, doorsOf(draft, true));
    return controllers.empty() ? std::string() : text("The pods behind it are those of ", listed(controllers, 3), ".");
}

std::string ownerOfAddress(const Draft &draft, std::string_view address)
{
    for (const ObjectPtr &node : draft.snapshot().of(Kind::Node)) {
        for (const Value &entry : node->status()["addresses"].items()) {
            if (!address.empty() && entry["address"].text() == address)
                return std::string(node->name);
        }
    }
    return {};
}

}  // namespace

namespace {

void addGiver(Draft &draft, const Object &service)
{
    const AddressGiver giver = addressGiverOf(draft.graph(), service);
    draft.note("Given by", giver.who);
    draft.say(joined(giver.sentences, " "));
    for (const Proof &proof : giver.because)
        draft.prove(proof.object, proof.path, proof.value);
}

void addPorts(Draft &draft, const Object &service)
{
    for (const Value &port : service.spec()["ports"].items())
        draft.fact("Port", portText(port, shapeOf(service)));
}

/** The place where an address would stand, of a Service that has none yet. */
void explainMissingAddress(Draft &draft, const Object &service)
{
    const std::string ports = portsOf(service);
    if (draft.vertex().isPlanned)
        draft.say(text("Service ", service.name,
                       " of type LoadBalancer stands in a manifest only; a load balancer controller "
                       "gives it an address",
                       ports.empty() ? "" : text(" for ", ports), " once a cluster has it."));
    else
        draft.say(text("Service ", service.name,
                       " of type LoadBalancer has no address: status.loadBalancer lists none, so "
                       "clients outside have nothing to call",
                       ports.empty() ? "" : text(" on ", ports), "."));
    if (draft.vertex().state != State::Fine && !draft.vertex().isPlanned)
        draft.because(pendingReason(draft.graph(), service));
    draft.fact("For", text("Service ", service.name));
    draft.fact("Class", service.spec()["loadBalancerClass"].text());
    addPorts(draft, service);
}

void explainSupposedAddress(Draft &draft, const Object &service)
{
    draft.say(text("Supposed: ", draft.vertex().detail, " to Service ", service.name,
                   "; which, depends on the addresses that it is given to choose from."));
    draft.fact("For", text("Service ", service.name));
    addPorts(draft, service);
}

}  // namespace

void explainLoadBalancer(Draft &draft)
{
    const Object *service = serviceBehind(draft);
    if (draft.vertex().isSupposed && service)
        return explainSupposedAddress(draft, *service);
    if (draft.vertex().isInferred && service)
        return explainMissingAddress(draft, *service);
    const std::string address = oneLine(draft.vertex().name, 200);
    const auto doors = callsOf(draft, doorsOf(draft, false));
    const std::string ports = service && doors.size() == 1 ? portsOf(*service) : std::string();
    if (doors.empty())
        draft.say(
            text("The address ", address, " stands in the status of an object, and leads to nothing that was read."));
    else
        draft.say(text("The address ", address, " stands in the status of ", listed(doors, 3),
                       ": clients outside reach ", doors.size() == 1 ? "it" : "them", " there",
                       ports.empty() ? "" : text(" on ", ports), "."));
    const std::string node = ownerOfAddress(draft, address);
    if (roles::isPrivate(address))
        draft.say("It is a private address: who is not in its network needs something that leads into it.");
    draft.say(joined({node.empty() ? "" : text("It is an address of node ", node, "."), behindText(draft)}, " "));
    draft.fact("Address", address);
    draft.fact("Node", node);
    draft.fact("For", listed(doors, 6));
    if (!service)
        return;
    addPorts(draft, *service);
    addGiver(draft, *service);
}

void explainNodePort(Draft &draft)
{
    const Object *service = serviceBehind(draft);
    const auto doors = callsOf(draft, doorsOf(draft, false));
    std::vector<std::string> ports;
    for (const EdgeIndex e : draft.graph().outgoing(draft.self())) {
        const std::string port = std::to_string(draft.graph().edges[e].port);
        if (std::ranges::find(ports, port) == ports.end())
            ports.push_back(port);
    }
    draft.say(text("A port that the cluster's Service proxy opens on the nodes: what clients send to port ",
                   listed(ports), " of a node's address goes to ", doors.empty() ? "a Service" : listed(doors, 3),
                   "."));
    const bool isLocal = service && service->spec()["externalTrafficPolicy"].text() == "Local";
    draft.say(joined(
        {isLocal ? "With externalTrafficPolicy Local, it goes only to endpoints on the node that was called." : "",
         behindText(draft)},
        " "));
    if (draft.vertex().state != State::Fine && service)
        draft.because(text("the Service behind it: ", draft.vertex().reason));
    draft.fact("Node port", listed(ports));
    draft.fact("For", listed(doors, 6));
    if (service)
        addPorts(draft, *service);
}

void explainOutside(Draft &draft)
{
    const auto doors = callsOf(draft, targetsOf(draft, EdgeType::Exposes));
    const auto calls = callsOf(draft, targetsOf(draft, EdgeType::Calls));
    const bool isPrivate = draft.vertex().id == privateOutsideId, isAny = draft.vertex().detail == "any client";
    draft.say(isPrivate
                  ? "Clients in the private networks that addresses of the cluster belong to; no object describes "
                    "them. Who is elsewhere needs something that leads into such a network, as a router that "
                    "forwards ports; the API does not show it."
              : isAny ? "Any client outside of the cluster; no object describes it."
                      : "Clients outside of the cluster; no object says where they can be, nor describes them.");
    std::vector<std::string> all = doors;
    all.insert(all.end(), calls.begin(), calls.end());
    draft.say(all.empty() ? text("No way in is known: nothing that was read gives an address or a port to the outside.")
                          : text(isAny ? "It can come in by " : "They can come in by ", listed(all, 4),
                                 ". Whether a firewall lets that happen is not visible through the API."));
    draft.fact("Ways in", grouped(all.size()));
}

namespace {

std::vector<VertexIndex> routesServed(const Draft &draft)
{
    std::vector<VertexIndex> routes = targetsOf(draft, EdgeType::Routes);
    std::erase_if(routes, [&](VertexIndex v) { return draft.vertex(v).type != VertexType::Route; });
    return routes;
}

std::string conditionText(const Value &status, std::string_view type)
{
    for (const Value &condition : status["conditions"].items()) {
        if (condition["type"].text() == type)
            return text(condition["status"].text(),
                        condition["reason"].text().empty() ? "" : text(" (", condition["reason"].text(), ")"));
    }
    return {};
}

std::string listenerText(const Value &listener)
{
    const std::string_view host = listener["hostname"].text();
    return text(listener["name"].text(), ": ", listener["protocol"].text(), " ",
                std::to_string(listener["port"].integer()), host.empty() ? ", any host" : text(", ", host));
}

std::string wrongConditions(const Value &status)
{
    std::vector<std::string> all;
    for (const Value &condition : status["conditions"].items()) {
        const std::string_view type = condition["type"].text();
        if ((type == "Accepted" || type == "Programmed" || type == "ResolvedRefs") &&
            condition["status"].text() != "True")
            all.push_back(
                text(type, " is ", condition["status"].text(),
                     condition["reason"].text().empty() ? "" : text(" (", condition["reason"].text(), ")"),
                     condition["message"].text().empty() ? "" : text(": ", oneLine(condition["message"].text(), 160))));
    }
    return joined(all, "; ");
}

}  // namespace

namespace {

/** Whose class it is, and whether that controller has taken it on. */
void sayGatewayClass(Draft &draft, std::string_view name)
{
    const Object *found = name.empty() ? nullptr : draft.snapshot().find(Kind::GatewayClass, {}, name);
    const std::string_view controller = found ? found->spec()["controllerName"].text() : std::string_view();
    if (controller.empty())
        return;
    const std::string accepted = conditionText(found->status(), "Accepted");
    const bool isAccepted = accepted.starts_with("True");
    draft.say(text("Class ", name, " belongs to controller ", controller,
                   isAccepted         ? ", which has accepted it."
                   : accepted.empty() ? "."
                                      : ", which has not accepted it."));
    draft.fact("Controller", controller);
    draft.prove(refTo(*found), "/spec/controllerName", controller);
}

}  // namespace

void explainGateway(Draft &draft)
{
    const Object *gateway = draft.object();
    if (!gateway)
        return draft.say(text("Routes name this Gateway as their parent, but no object here describes it."));
    const auto listeners = gateway->spec()["listeners"].items();
    const std::string_view className = gateway->spec()["gatewayClassName"].text();
    const std::size_t attached = routesServed(draft).size();
    draft.say(text("A Gateway with ", counted(listeners.size(), "listener"),
                   className.empty() ? "" : text(", which the controller of class ", className, " provides"), "; ",
                   attached == 0 ? "no route that was read" : counted(attached, "route"), attached > 1 ? " are" : " is",
                   " attached to it."));
    if (draft.vertex().state != State::Fine)
        draft.because(wrongConditions(gateway->status()));
    sayGatewayClass(draft, className);
    draft.fact("Class", className);
    for (const Value &listener : listeners.first(std::min<std::size_t>(listeners.size(), 8)))
        draft.fact("Listener", listenerText(listener));
    for (const Value &address : gateway->status()["addresses"].items())
        draft.fact("Address", address["value"].text());
    draft.fact("Accepted", conditionText(gateway->status(), "Accepted"));
    draft.fact("Programmed", conditionText(gateway->status(), "Programmed"));
}

}  // namespace portolan
