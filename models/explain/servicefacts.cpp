// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/families.h"
#include "explain/phrase.h"
#include "explain/servicetext.h"

namespace portolan {

namespace {

constexpr std::size_t portsShown = 8;

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

}  // namespace portolan
