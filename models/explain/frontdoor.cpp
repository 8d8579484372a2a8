// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/families.h"
#include "explain/phrase.h"
#include "explain/servicetext.h"

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

std::vector<VertexIndex> sourcesOf(const Draft &draft, EdgeType type)
{
    std::vector<VertexIndex> all;
    for (const EdgeIndex e : draft.graph().incoming(draft.self())) {
        if (draft.graph().edges[e].type == type)
            all.push_back(draft.graph().edges[e].from);
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

/** The Service whose address or port this is: its own object, or the one that an edge or a piece of evidence names. */
const Object *serviceBehind(const Draft &draft)
{
    if (draft.object() && draft.object()->kind == Kind::Service)
        return draft.object();
    for (const VertexIndex v : targetsOf(draft, EdgeType::Exposes)) {
        if (draft.vertex(v).object.object && draft.vertex(v).object.kind == Kind::Service)
            return draft.vertex(v).object.object;
    }
    for (const Evidence &evidence : draft.graph().evidenceOf(draft.vertex())) {
        if (evidence.object.object && evidence.object.kind == Kind::Service)
            return evidence.object.object;
    }
    return nullptr;
}

std::vector<std::string> servicesExposed(const Draft &draft)
{
    std::vector<std::string> names = callsOf(draft, targetsOf(draft, EdgeType::Exposes));
    if (const Object *service = names.empty() ? serviceBehind(draft) : nullptr)
        names.push_back(text("Service ", service->name));
    return names;
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

void explainLoadBalancer(Draft &draft)
{
    const std::string address = oneLine(draft.vertex().name, 200);
    const Object *service = serviceBehind(draft);
    const auto exposed = servicesExposed(draft);
    if (exposed.empty())
        draft.say("An address of a load balancer that leads to no Service here.");
    else
        draft.say(text(
            "The address ", address, " stands in status.loadBalancer of ", listed(exposed, 3),
            ": clients outside reach ", exposed.size() == 1 ? "it" : "them", " there",
            service && !portsOf(*service).empty() && exposed.size() == 1 ? text(" on ", portsOf(*service)) : "", "."));
    const std::string node = ownerOfAddress(draft, address);
    if (!node.empty())
        draft.say(text("It is an address of node ", node, "."));
    draft.fact("Address", address);
    draft.fact("Node", node);
    draft.fact("For", listed(exposed, 6));
    if (!service)
        return;
    for (const Value &port : service->spec()["ports"].items())
        draft.fact("Port", portText(port, shapeOf(*service)));
    const AddressGiver giver = addressGiverOf(draft.snapshot(), *service);
    draft.note("Given by", giver.who);
    if (!giver.who.empty())
        draft.prove({giver.kind, giver.object, nullptr}, giver.path, giver.value);
}

void explainNodePort(Draft &draft)
{
    const Object *service = serviceBehind(draft);
    const auto exposed = servicesExposed(draft);
    const std::string to = exposed.empty() ? std::string("a Service") : listed(exposed, 3);
    const std::string ports = service ? listed(nodePortsOf(*service)) : std::string();
    draft.say(text("A port that the cluster's Service proxy opens on the nodes: what clients send to ",
                   ports.empty() ? text(oneLine(draft.vertex().name)) : text("port ", ports),
                   " of a node's address reaches ", to, "."));
    if (service && service->spec()["externalTrafficPolicy"].text() == "Local")
        draft.say("With externalTrafficPolicy Local, a node answers only if a ready endpoint runs on it.");
    draft.fact("Node ports", ports);
    draft.fact("For", listed(exposed, 6));
    if (service)
        addServiceFacts(draft, *service);
}

void explainOutside(Draft &draft)
{
    const auto doors = callsOf(draft, targetsOf(draft, EdgeType::Exposes));
    const auto calls = callsOf(draft, targetsOf(draft, EdgeType::Calls));
    draft.say("Any client outside of the cluster; no object describes it.");
    std::vector<std::string> all = doors;
    all.insert(all.end(), calls.begin(), calls.end());
    draft.say(all.empty() ? text("No way in is known: nothing that was read gives an address or a port to the outside.")
                          : text("It can come in by ", listed(all, 4),
                                 ". Whether a firewall lets it is not visible through the API."));
    draft.fact("Ways in", grouped(all.size()));
}

namespace {

std::vector<VertexIndex> routesServed(const Draft &draft)
{
    std::vector<VertexIndex> routes = targetsOf(draft, EdgeType::Routes);
    std::erase_if(routes, [&](VertexIndex v) { return draft.vertex(v).type != VertexType::Route; });
    return routes;
}

std::vector<std::string> entryPointsOf(const Object *workload)
{
    std::vector<std::string> ports;
    if (!workload)
        return ports;
    for (const Value &container : workload->spec()["template"]["spec"]["containers"].items()) {
        for (const Value &port : container["ports"].items())
            ports.push_back(text(port["name"].text(), port["name"].text().empty() ? "" : " ",
                                 std::to_string(port["containerPort"].integer())));
    }
    return ports;
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
                   attached == 0 ? "no route" : counted(attached, "route"), attached > 1 ? " are" : " is",
                   " attached to it."));
    if (draft.vertex().state != State::Fine)
        draft.because(wrongConditions(gateway->status()));
    draft.fact("Class", className);
    for (const Value &listener : listeners.first(std::min<std::size_t>(listeners.size(), 8)))
        draft.fact("Listener", listenerText(listener));
    for (const Value &address : gateway->status()["addresses"].items())
        draft.fact("Address", address["value"].text());
    draft.fact("Accepted", conditionText(gateway->status(), "Accepted"));
    draft.fact("Programmed", conditionText(gateway->status(), "Programmed"));
}

void explainIngressController(Draft &draft)
{
    const auto routes = routesServed(draft);
    const auto services = sourcesOf(draft, EdgeType::Exposes);
    const Object *object = draft.object();
    const std::string what =
        object ? text(info(draft.vertex().object.kind).name, " ", object->name) : oneLine(draft.vertex().name);
    draft.say(text("The ingress controller ", what, ": it takes requests from outside and hands them on by ",
                   routes.empty() ? "routes; none that names it was read"
                                  : text(counted(routes.size(), "route"), " that names its class"),
                   "."));
    if (!services.empty())
        draft.say(text("Requests come to it through ", listed(callsOf(draft, services), 3), "."));
    if (object && object->kind == Kind::IngressClass)
        draft.fact("Controller", object->spec()["controller"].text());
    if (object && draft.vertex().podCount > 0)
        draft.note("Ready", text(grouped(draft.vertex().podsReady), " of ", grouped(draft.vertex().podCount)));
    draft.fact("Ports", listed(entryPointsOf(object), 8));
    draft.fact("Routes", grouped(routes.size()));
}

}  // namespace portolan
