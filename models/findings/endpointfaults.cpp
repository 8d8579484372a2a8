// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "findings/search.h"

/* Whom Services send to. Sources: Kubernetes, "EndpointSlices", "Virtual IPs and Service Proxies"; KEP-1669, KEP-2086.
 */
namespace portolan::findings {

namespace {

/** The endpoints of all ports of a Service. */
struct Summary {
    std::size_t all = 0, ready = 0, lastResort = 0;
    bool isKnown = true;
    std::set<std::string_view> readyNodes;
};

Summary summed(const Search &search, const Object &service)
{
    Summary summary;
    for (const ServicePort &port : ServiceEndpoints::portsOf(service)) {
        const EndpointList list = search.endpoints().of(service, port);
        summary.isKnown = summary.isKnown && list.isKnown;
        for (const Endpoint &endpoint : list.endpoints) {
            ++summary.all;
            summary.ready += endpoint.isReady ? 1 : 0;
            summary.lastResort += !endpoint.isReady && endpoint.isServing && endpoint.isTerminating ? 1 : 0;
            if (endpoint.isReady)
                summary.readyNodes.insert(endpoint.node);
        }
    }
    return summary;
}

/** Why its pods are not ready, in the words of the API. */
std::string reasonsOf(const std::vector<const Pod *> &pods)
{
    std::set<std::string> reasons;
    for (const Pod *pod : pods) {
        if (!pod->isReady)
            reasons.insert(std::string(pod->reason.empty() ? std::string_view("not ready") : pod->reason));
    }
    return listed({reasons.begin(), reasons.end()});
}

void findReadiness(Search &search, const Object &service, const Summary &summary)
{
    const Value selector = service.spec()["selector"];
    const auto pods = search.selectedBy(service.space, selector);
    const bool isHeadless = service.spec()["clusterIP"].text() == "None";
    const std::string title = "Service " + titleOf(service);
    if (summary.ready > 0 || !summary.isKnown || pods.empty() || service.spec()["publishNotReadyAddresses"].boolean())
        return;
    if (summary.lastResort > 0) {
        search.add("SV-19", Severity::Warning, {refTo(service)},
                   title +
                       " has only endpoints that are terminating and still serve: traffic goes to pods that are about "
                       "to stop.",
                   "Look at the roll-out and at the number of replicas.");
        return;
    }
    if (summary.all == 0 && std::ranges::any_of(pods, [](const Pod *pod) { return pod->isReady; }))
        return;  // the pods are ready: it is the port that fits none of them
    const std::string why = reasonsOf(pods);
    Finding &finding = search.add(
        isHeadless ? "SV-09" : "SV-02", Severity::Error, {refTo(service), refTo(*pods.front())},
        title + " has no ready endpoint: of its " + std::to_string(pods.size()) +
            (pods.size() == 1 ? " pod none is ready" : " pods none is ready") + (why.empty() ? "" : " (" + why + ")") +
            (isHeadless ? ". Its name does not resolve." : ". Connections are refused at once."),
        "Look at the pods' conditions, probes and events.");
    if (!pods.front()->reasonPath.view().empty())
        finding.evidence.push_back({refTo(*pods.front()), std::string(pods.front()->reasonPath.view()),
                                    std::string(pods.front()->reason), "why it is not ready"});
}

void findSources(Search &search, const Object &service, const Summary &summary)
{
    const bool isSelectorless = service.spec()["selector"].size() == 0;
    // Controllers of Gateways make such Services and carry their traffic themselves.
    const bool isMade = service.meta()["ownerReferences"].size() > 0;
    const bool isApi = isMade || (service.space == "default" && service.name == "kubernetes");
    if (isSelectorless && summary.all == 0 && !isApi && search.isRead(Kind::EndpointSlice, service.space))
        search.add("SV-07", Severity::Warning, {refTo(service)},
                   "Service " + titleOf(service) +
                       " has no selector, and no EndpointSlice is its own: it has nowhere to send to.",
                   "Create an EndpointSlice with the label kubernetes.io/service-name, or add a selector.");
}

/** Slices with endpoints that lack a port of the Service: its pods have nothing of that name. */
void findEmptyPorts(Search &search, const Object &service)
{
    if (service.meta()["ownerReferences"].size() > 0)
        return;  // a controller carries its traffic itself
    for (const ServicePort &port : ServiceEndpoints::portsOf(service)) {
        const EndpointList list = search.endpoints().of(service, port);
        if (!list.isKnown || list.bySelector || !list.endpoints.empty() || !search.endpoints().hasEndpoints(service))
            continue;
        search.prove(search.add("SV-24", Severity::Warning, {refTo(service)},
                                "Port " + std::to_string(port.port) + " of Service " + titleOf(service) +
                                    " has no endpoint, though the Service has pods: no slice lists the port.",
                                "Compare its targetPort with the ports of the containers."),
                     service, "/spec/ports/" + std::to_string(port.index));
    }
}

/** Nodes that a Local policy leaves without an endpoint. */
void findLocal(Search &search, const Object &service, const Summary &summary)
{
    const TrafficPolicies policies = ServiceEndpoints::policiesOf(service);
    if (summary.ready == 0 || !summary.isKnown || (!policies.isInternalLocal && !policies.isExternalLocal))
        return;
    std::vector<std::string> without;
    for (const Object *node : search.schedulableNodes()) {
        if (!summary.readyNodes.contains(node->name))
            without.emplace_back(node->name);
    }
    if (without.empty())
        return;
    const bool isServiceLb = search.roles().filling(NetworkRole::LoadBalancer) &&
                             search.roles().filling(NetworkRole::LoadBalancer)->name == "klipper-lb";
    if (policies.isInternalLocal) {
        Finding &finding =
            search.add("SV-17", Severity::Warning, {refTo(service)},
                       "Service " + titleOf(service) + " has internalTrafficPolicy Local, and " + listed(without) +
                           " have no ready endpoint: pods there wait in vain, nothing falls back.",
                       "Run a pod on every node, or use trafficDistribution PreferSameNode.");
        search.prove(finding, service, "/spec/internalTrafficPolicy");
    }
    if (policies.isExternalLocal && policies.isExternal) {
        const bool isBalanced = service.spec()["type"].text() == "LoadBalancer";
        Finding &finding =
            search.add("SV-18", isBalanced ? Severity::Info : Severity::Warning, {refTo(service)},
                       "Service " + titleOf(service) + " has externalTrafficPolicy Local, and " + listed(without) +
                           (without.size() == 1 ? " has" : " have") + " no ready endpoint: " +
                           (isBalanced && isServiceLb
                                ? "there it is reached through ServiceLB's pod, without the client's address."
                                : "clients that use their addresses wait in vain."),
                       "Run a pod on every node that gets traffic, or use the policy Cluster.");
        search.prove(finding, service, "/spec/externalTrafficPolicy");
    }
}

void findFamilies(Search &search, const Object &service)
{
    const bool isDual =
        service.spec()["ipFamilyPolicy"].text() == "RequireDualStack" || service.spec()["ipFamilies"].size() > 1;
    const auto pods = search.selectedBy(service.space, service.spec()["selector"]);
    const bool isSingle =
        !pods.empty() && service.spec()["selector"].size() > 0 &&
        std::ranges::all_of(pods, [](const Pod *pod) { return !pod->ip.empty() && pod->secondIp.view().empty(); });
    if (!isDual || !isSingle)
        return;
    Finding &finding =
        search.add("SV-20", Severity::Warning, {refTo(service)},
                   "Service " + titleOf(service) +
                       " has addresses of both families, and its pods have one: one of its addresses has no endpoint.",
                   "Give the pods both families, or make the Service SingleStack.");
    search.prove(finding, service, "/spec/ipFamilies");
}

}  // namespace

void findEndpointFaults(Search &search)
{
    for (const ObjectPtr &service : search.snapshot().of(Kind::Service)) {
        if (service->spec()["type"].text() == "ExternalName" || isManifest(*service) || search.isYoung(*service))
            continue;
        const Summary summary = summed(search, *service);
        if (service->spec()["selector"].size() > 0)
            findReadiness(search, *service, summary);
        findSources(search, *service, summary);
        findEmptyPorts(search, *service);
        findLocal(search, *service, summary);
        findFamilies(search, *service);
    }
}

}  // namespace portolan::findings
