// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/absence.h"
#include "explain/endpoints.h"
#include "explain/families.h"
#include "explain/phrase.h"
#include "explain/podreason.h"
#include "explain/servicetext.h"

namespace portolan {

namespace {

bool hasSelector(const Object &service)
{
    return service.spec()["selector"].size() > 0;
}

/** "one of its 2 ready pods", "its one ready pod", "a ready pod". */
std::string targetText(const EndpointCounts &counts)
{
    const std::string ready = text("ready ", nounOf(counts));
    if (counts.ready == 1)
        return text("its one ", ready);
    return counts.ready > 1 ? text("one of its ", counted(counts.ready, ready)) : text("a ", ready);
}

std::string translation(const EndpointCounts &counts)
{
    return text("a virtual address that the cluster's Service proxy translates to ", targetText(counts));
}

std::string insideText(const Object &service, const EndpointCounts &counts)
{
    const auto addresses = clusterAddressesOf(service);
    if (addresses.empty())
        return "no cluster IP stands in the object";
    return text("inside the cluster it is ", dialText(listed(addresses, 2), service), ", ", translation(counts));
}

/** A Service that no cluster has given its addresses yet. */
std::string plannedText(const Object &service)
{
    const ServiceShape shape = shapeOf(service);
    const std::string ports = portsOf(service);
    const std::string outside = shape == ServiceShape::LoadBalancer
                                    ? ", and a load balancer controller one for clients outside"
                                : shape == ServiceShape::NodePort ? ", and a port on the nodes"
                                                                  : "";
    return text("A ", nameOf(shape), " Service", ports.empty() ? "" : text(" for ", ports),
                " in a manifest: a cluster gives it a virtual "
                "address from its service CIDR",
                outside, " when it is created.");
}

std::string clusterIpText(const Object &service, const EndpointCounts &counts)
{
    const auto addresses = clusterAddressesOf(service);
    if (addresses.empty())
        return "A ClusterIP Service: no cluster IP stands in the object.";
    return text("A ClusterIP Service: clients inside the cluster call ", dialText(addresses.front(), service), ", ",
                translation(counts), ".");
}

std::string headlessText(const Object &service, const EndpointCounts &counts)
{
    const bool publishesAll = service.spec()["publishNotReadyAddresses"].boolean();
    std::string all = text("A headless Service (clusterIP: None): it has no address of its own; the DNS name ",
                           service.name, ".", service.space, ".svc stands for the addresses of its ",
                           publishesAll ? "pods, ready or not" : "ready pods");
    if (portsOf(service).empty())
        return all + ".";
    // The port is not translated, so it says what the clients use, not where they end.
    return text(all, ", and clients connect to one of them directly", counts.total() > 0 ? "" : ", once there are any",
                ".");
}

std::string nodePortText(const Object &service, const EndpointCounts &counts)
{
    const auto ports = nodePortsOf(service);
    const std::string outside = ports.empty() ? std::string("a port that the cluster chooses on creation")
                                              : text(ports.size() == 1 ? "port " : "ports ", listed(ports));
    return text("A NodePort Service: clients outside call ", outside, " on a node's address; ",
                insideText(service, counts), ".");
}

std::string loadBalancerText(const Object &service, const EndpointCounts &counts)
{
    const auto outer = outerAddressesOf(service);
    if (outer.empty())
        return text("A LoadBalancer Service that is pending, as status.loadBalancer lists no address; ",
                    insideText(service, counts), ".");
    const std::string ports = portsOf(service);
    return text("A LoadBalancer Service: clients outside call ", listed(outer, 3),
                ports.empty() ? "" : text(" on ", ports), "; ", insideText(service, counts), ".");
}

std::string externalNameText(const Object &service)
{
    const std::string_view target = service.spec()["externalName"].text();
    return text("An ExternalName Service: inside the cluster ", service.name, ".", service.space,
                ".svc is an alias (CNAME) for ", target.empty() ? "a name that is not given" : target,
                isAddress(target)
                    ? ", which is an address and no name, so it does not resolve; a Service without a selector and "
                      "an EndpointSlice would do"
                    : "; nothing is proxied and no port is translated",
                ".");
}

std::string headline(const Draft &draft, const Object &service, const EndpointCounts &counts)
{
    const bool hasFixedForm =
        shapeOf(service) == ServiceShape::Headless || shapeOf(service) == ServiceShape::ExternalName;
    if (draft.vertex().isPlanned && !hasFixedForm && clusterAddressesOf(service).empty())
        return plannedText(service);
    switch (shapeOf(service)) {
        case ServiceShape::ClusterIp:
            return clusterIpText(service, counts);
        case ServiceShape::Headless:
            return headlessText(service, counts);
        case ServiceShape::NodePort:
            return nodePortText(service, counts);
        case ServiceShape::LoadBalancer:
            return loadBalancerText(service, counts);
        case ServiceShape::ExternalName:
            return externalNameText(service);
    }
    return {};
}

/** Pods that fit the selector, and are no endpoints all the same. */
std::string matchingText(const Draft &draft, const Object &service)
{
    const auto pods = podsOf(draft.snapshot(), service);
    const bool isOne = pods.size() == 1;
    const auto hasNoAddress = [](const Pod *pod) { return pod->ip.empty(); };
    const std::string who = text(counted(pods.size(), "pod"), isOne ? " matches" : " match", " its selector, but ");
    if (!std::ranges::all_of(pods, hasNoAddress))
        return text(who, isOne ? "it is not" : "none of them is", " among its endpoints.");
    const std::string reason = shortPodReason(draft.snapshot(), *pods.front());
    return text(who, isOne ? "it has no address yet" : "none of them has an address yet",
                reason.empty() ? "" : text(" (", reason, ")"), ", so nothing answers.");
}

/** Why there is no endpoint at all. */
std::string nothingBehind(const Draft &draft, const Object &service)
{
    const ClusterSnapshot &snapshot = draft.snapshot();
    if (!hasSelector(service)) {
        return absenceOf(snapshot, Kind::EndpointSlice, service.space) == Absence::NotThere
                   ? "It has no selector, and no EndpointSlice names an endpoint for it, so calls find nobody."
                   : text("It has no selector, so somebody else writes its endpoints; ",
                          unreadText(snapshot, Kind::EndpointSlice, service.space), ".");
    }
    if (absenceOf(snapshot, Kind::Pod, service.space) != Absence::NotThere)
        return text("Its endpoints are not known: ", unreadText(snapshot, Kind::Pod, service.space), ".");
    const std::size_t matching = podsMatching(snapshot, service);
    if (matching == 0)
        return text("Its selector ", selectorOf(service), " matches no pod in ", service.space,
                    ", so nothing answers.");
    return matchingText(draft, service);
}

std::string sourceText(const Draft &draft, const Object &service, const EndpointCounts &counts)
{
    if (!counts.bySelector || counts.planned == counts.total())
        return {};
    if (absenceOf(draft.snapshot(), Kind::EndpointSlice, service.space) == Absence::NotThere)
        return "The pods are those that match its selector; no EndpointSlice names the Service, so whoever reads "
               "slices knows none of them.";
    return text("The pods are those that match its selector, as ",
                unreadText(draft.snapshot(), Kind::EndpointSlice, service.space), ".");
}

std::string allWell(const Object &service, const EndpointCounts &counts)
{
    if (counts.planned > 0 && counts.planned == counts.total())
        return text("Its selector matches ", counted(counts.planned, "planned pod"), ".");
    if (!hasSelector(service) && counts.total() > 0 && service.space == "default" && service.name == "kubernetes")
        return "By this Service pods reach the Kubernetes API, whose servers write their addresses into its "
               "EndpointSlice.";
    if (!hasSelector(service) && counts.total() > 0)
        return text("It has no selector: its ", counts.total() == 1 ? "endpoint was" : "endpoints were",
                    " written into an EndpointSlice by somebody else.");
    if (shapeOf(service) == ServiceShape::Headless && counts.ready > 0)
        return text(capitalized(counted(counts.ready, nounOf(counts))), counts.ready == 1 ? " is" : " are", " ready.");
    return {};
}

void sayEndpoints(Draft &draft, const Object &service, const EndpointCounts &counts)
{
    if (shapeOf(service) == ServiceShape::ExternalName)
        return;
    if (counts.total() == 0)
        return draft.say(nothingBehind(draft, service));
    const std::string port = draft.vertex().state == State::Fine ? namedPortTrouble(draft.snapshot(), service) : "";
    const std::vector<std::string> parts{allWell(service, counts), remainderOf(draft.graph(), counts),
                                         port.empty() ? "" : text("But ", port, "."),
                                         sourceText(draft, service, counts)};
    draft.say(joined(parts, " "));
}

/** Where the workload of its endpoints is scaled down: then it is meant. */
std::string scaledToZero(const Draft &draft)
{
    for (const EdgeIndex e : draft.graph().outgoing(draft.self())) {
        const VertexIndex workload = draft.vertex(draft.graph().edges[e].to).parent;
        const Object *object = workload == none ? nullptr : draft.vertex(workload).object.object;
        if (object && object->spec()["replicas"].isInteger() && object->spec()["replicas"].integer() == 0)
            return text(", as ", callOf(draft.graph(), workload), " is scaled to zero");
    }
    return {};
}

std::string endpointReason(const Draft &draft, const Object &service, const EndpointCounts &counts)
{
    if (counts.total() == 0)
        return hasSelector(service) && podsMatching(draft.snapshot(), service) == 0 &&
                       absenceOf(draft.snapshot(), Kind::Pod, service.space) == Absence::NotThere
                   ? text("no pod in ", service.space, " carries the labels ", selectorOf(service),
                          ": correct the selector or the labels of the pods")
                   : nothingBehind(draft, service);
    if (counts.planned == counts.total())
        return {};
    const std::string reasons = reasonsOf(draft.graph(), counts.notReadyAt);
    const std::string why = reasons.empty() ? "" : text(" (", reasons, ")");
    if (counts.ready == 0 && counts.notReady > 0)
        return counts.total() == 1
                   ? text("its only ", nounOf(counts), " is not ready", why, ": look at that ", nounOf(counts))
                   : text("none of its ", counted(counts.total(), nounOf(counts)), " is ready", why, ": look at the ",
                          nounOf(counts), "s");
    if (counts.notReady > 0)
        return text(grouped(counts.notReady), " of ", counted(counts.total(), nounOf(counts)),
                    counts.notReady == 1 ? " is" : " are", " not ready", why);
    if (counts.terminating == 0 || counts.ready > 0)
        return {};
    return text("only ", counted(counts.terminating, text("terminating ", nounOf(counts))),
                counts.terminating == 1 ? " is" : " are", " left behind it", scaledToZero(draft));
}

void sayReason(Draft &draft, const Object &service, const EndpointCounts &counts)
{
    if (draft.vertex().state == State::Fine || shapeOf(service) == ServiceShape::ExternalName ||
        draft.vertex().isPlanned)
        return;
    const bool isPending = shapeOf(service) == ServiceShape::LoadBalancer && outerAddressesOf(service).empty() &&
                           !draft.vertex().isPlanned;
    std::vector<std::string> troubles{
        isPending ? pendingReason(draft.graph(), service) : "",
        counts.ready < counts.total() || counts.total() == 0 ? endpointReason(draft, service, counts) : "",
        namedPortTrouble(draft.snapshot(), service)};
    draft.because(joined(troubles, "; besides, "));
}

std::string reachedBy(const Draft &draft)
{
    std::vector<std::string> routes;
    for (const EdgeIndex e : draft.graph().incoming(draft.self())) {
        const Edge &edge = draft.graph().edges[e];
        const bool isReal = !draft.vertex(edge.from).isInferred;  // a pending load balancer has no address to name
        if (isReal && (edge.type == EdgeType::Routes || edge.type == EdgeType::Exposes))
            routes.push_back(callOf(draft.graph(), edge.from));
    }
    std::ranges::sort(routes);
    routes.erase(std::unique(routes.begin(), routes.end()), routes.end());
    return listed(routes, 6);
}

void sayGiver(Draft &draft, const Object &service)
{
    if (shapeOf(service) != ServiceShape::LoadBalancer || outerAddressesOf(service).empty())
        return;
    const AddressGiver giver = addressGiverOf(draft.graph(), service);
    if (giver.who.empty())
        return;
    draft.note("Address given by", giver.who);
    for (const Proof &proof : giver.because)
        draft.prove(proof.object, proof.path, proof.value);
}

/** A Service that is known by those who name it. */
void explainMissing(Draft &draft)
{
    const std::string namers = reachedBy(draft);
    const std::string why = absentText(draft.snapshot(), Kind::Service, draft.vertex().space, draft.vertex().name);
    draft.say(
        text("A Service that no object describes", namers.empty() ? "" : text(", named by ", namers), ": ", why, "."));
    const bool isSure = absenceOf(draft.snapshot(), Kind::Service, draft.vertex().space) == Absence::NotThere;
    if (draft.vertex().state != State::Fine)
        draft.because(text(why, isSure ? ", so what is sent to it finds nobody: create it, or correct the name" : ""));
}

}  // namespace

void explainService(Draft &draft)
{
    const Object *service = draft.object();
    if (!service)
        return explainMissing(draft);
    const EndpointCounts counts = countEndpoints(draft.graph(), draft.graph().outgoing(draft.self()));
    draft.say(headline(draft, *service, counts));
    sayEndpoints(draft, *service, counts);
    sayReason(draft, *service, counts);
    addServiceFacts(draft, *service);
    if (shapeOf(*service) != ServiceShape::ExternalName)
        draft.note("Endpoints", summaryOf(counts, draft.vertex()));
    sayGiver(draft, *service);
    proveEndpoints(draft);
    draft.note("Reached by", reachedBy(draft));
}

}  // namespace portolan
