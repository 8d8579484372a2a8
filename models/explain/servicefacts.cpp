// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/families.h"
#include "explain/phrase.h"
#include "explain/servicetext.h"

namespace portolan {

namespace {

constexpr std::size_t portsShown = 8;
constexpr std::size_t endpointsProven = 3;

void addPorts(Draft &draft, const Object &service)
{
    const auto ports = service.spec()["ports"].items();
    for (const Value &port : ports.first(std::min(ports.size(), portsShown)))
        draft.fact("Port", portText(port, shapeOf(service)));
    if (ports.size() > portsShown)
        draft.note("Ports", text(grouped(ports.size() - portsShown), " more, in the YAML"));
}

std::string affinityOf(const Object &service)
{
    if (service.spec()["sessionAffinity"].text() != "ClientIP")
        return service.spec()["sessionAffinity"].text() == "None" ? "none" : "";
    const Value seconds = service.spec()["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"];
    return seconds.isInteger() ? text("ClientIP, ", std::to_string(seconds.integer()), " s") : "ClientIP";
}

/** Only what differs from the API's default says something. */
void addTrafficPolicies(Draft &draft, const Object &service)
{
    const Value spec = service.spec();
    if (spec["externalTrafficPolicy"].text() == "Local")
        draft.note("Outside traffic", "Local: only to endpoints on the node that was called");
    if (spec["internalTrafficPolicy"].text() == "Local")
        draft.note("Inside traffic", "Local: only to endpoints on the client's node");
    draft.fact("Distribution", spec["trafficDistribution"].text());
    if (spec["publishNotReadyAddresses"].boolean())
        draft.note("In DNS", "all pods, ready or not (publishNotReadyAddresses)");
}

std::string textsOf(const Value &list)
{
    std::vector<std::string> all;
    for (const Value &item : list.items())
        all.emplace_back(item.text());
    return listed(all, 6);
}

}  // namespace

void addServiceFacts(Draft &draft, const Object &service)
{
    const Value spec = service.spec();
    const ServiceShape shape = shapeOf(service);
    draft.fact("Type", shape == ServiceShape::Headless ? "ClusterIP, headless" : nameOf(shape));
    draft.fact("Address", listed(clusterAddressesOf(service)));
    draft.fact("Outer address", listed(outerAddressesOf(service), 6));
    draft.fact("External name", spec["externalName"].text());
    draft.fact("External IPs", textsOf(spec["externalIPs"]));
    addPorts(draft, service);
    draft.fact("Selector", selectorOf(service));
    draft.note("Affinity", affinityOf(service));
    addTrafficPolicies(draft, service);
    draft.fact("Class", spec["loadBalancerClass"].text());
    draft.fact("Clients allowed", textsOf(spec["loadBalancerSourceRanges"]));
}

void proveEndpoints(Draft &draft)
{
    const TopologyGraph &graph = draft.graph();
    std::vector<EdgeIndex> edges;
    for (const EdgeIndex e : graph.outgoing(draft.self())) {
        if (graph.edges[e].type == EdgeType::Selects)
            edges.push_back(e);
    }
    std::ranges::stable_sort(edges,
                             [&](EdgeIndex a, EdgeIndex b) { return graph.edges[a].state > graph.edges[b].state; });
    for (const EdgeIndex e : std::span(edges).first(std::min(edges.size(), endpointsProven))) {
        const auto evidence = graph.evidenceOf(graph.edges[e]);
        if (!evidence.empty())  // the last one is the condition, where there is one
            draft.prove(evidence.back().object, evidence.back().path, evidence.back().value);
        const ObjectRef &pod = draft.vertex(graph.edges[e].to).object;
        if (graph.edges[e].state != State::Fine && pod.pod && !pod.pod->reason.empty())
            draft.prove(pod, pod.pod->reasonPath, pod.pod->reason);
    }
}

}  // namespace portolan
