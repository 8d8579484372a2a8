// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "findings/search.h"
#include "roles/actingloadbalancer.h"
#include "roles/servicelb.h"

/* Services of type LoadBalancer. Sources: K3s, "Networking Services"; Kubernetes, "Service". */
namespace portolan::findings {

namespace {

bool isBalanced(const Object &service)
{
    return service.spec()["type"].text() == "LoadBalancer";
}

bool isPending(const Object &service)
{
    return isBalanced(service) && service.status()["loadBalancer"]["ingress"].size() == 0;
}

/** Whether ServiceLB acts on Services of the cluster. */
bool hasServiceLb(const Search &search)
{
    return search.roles().find(NetworkRole::LoadBalancer, "klipper-lb") != nullptr;
}

void findPending(Search &search, const Object &service, const ActingLoadBalancers &acting)
{
    if (!isPending(service) || isManifest(service) || search.isYoung(service))
        return;
    const std::string title = "Service " + titleOf(service);
    const ActingLoadBalancer own = acting.of(service);
    Finding &finding = search.add("LB-01", Severity::Error, {refTo(service)},
                                  title + " of type LoadBalancer has no address" +
                                      (own.component.empty() ? ": nobody who is known has acted on it." : "."),
                                  "Look at the other findings of this Service, and at its events.");
    search.prove(finding, service, "/status/loadBalancer");
    if (own.isClassUnknown) {
        Finding &foreign = search.add("LB-03", Severity::Error, {refTo(service)},
                                      title + " asks for the load balancer class " +
                                          std::string(service.spec()["loadBalancerClass"].text()) +
                                          ", which no controller that is known serves; ServiceLB and cloud controllers "
                                          "leave Services with a class alone.",
                                      "Install the controller, or make the Service anew without loadBalancerClass.");
        search.prove(foreign, service, "/spec/loadBalancerClass");
    } else if (!search.roles().filling(NetworkRole::LoadBalancer) && search.isRead(Kind::DaemonSet) &&
               search.isRead(Kind::Deployment)) {
        search.add("LB-02", Severity::Error, {refTo(service)},
                   title + " waits for a load balancer, and nothing here serves the type LoadBalancer.",
                   "Enable ServiceLB, or install MetalLB or another one.");
    }
}

void findPendingServiceLb(Search &search)
{
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const Pod *>> pending;
    for (const Pod &pod : search.snapshot().pods) {
        const std::string_view name = valueOf(*pod.labels, roles::serviceLbName);
        if (!name.empty() && pod.phase == PodPhase::Pending &&
            pod.message.view().find("free ports") != std::string_view::npos)
            pending[{valueOf(*pod.labels, roles::serviceLbNamespace), name}].push_back(&pod);
    }
    for (const auto &[key, pods] : pending) {
        const Object *service = search.snapshot().find(Kind::Service, key.first, key.second);
        std::vector<ObjectRef> objects;
        if (service)
            objects.push_back(refTo(*service));
        objects.push_back(refTo(*pods.front()));
        const bool isAll = service && service->status()["loadBalancer"]["ingress"].size() == 0;
        Finding &finding = search.add(
            "LB-04", isAll ? Severity::Error : Severity::Warning, std::move(objects),
            std::to_string(pods.size()) + (pods.size() == 1 ? " svclb pod of Service " : " svclb pods of Service ") +
                std::string(key.first) + '/' + std::string(key.second) +
                " can't be scheduled: another pod has their hostPort on the node.",
            "Give the Service another port, keep the two on different nodes with pools, or remove one.");
        if (!pods.front()->message.view().empty())
            finding.evidence.push_back({refTo(*pods.front()), std::string(pods.front()->reasonPath.view()),
                                        std::string(pods.front()->message.view()), "what the scheduler says"});
    }
}

void findSharedPorts(Search &search)
{
    if (!hasServiceLb(search))
        return;
    std::map<std::pair<std::uint16_t, Protocol>, std::vector<const Object *>> byPort;
    for (const ObjectPtr &service : search.snapshot().of(Kind::Service)) {
        const bool isOurs = isBalanced(*service) && service->spec()["loadBalancerClass"].text().empty() &&
                            service->label("svccontroller.k3s.cattle.io/lbpool").empty();
        for (const ServicePort &port : ServiceEndpoints::portsOf(*service)) {
            if (isOurs)
                byPort[{port.port, port.protocol}].push_back(service.get());
        }
    }
    for (const auto &[port, services] : byPort) {
        if (services.size() < 2)
            continue;
        std::vector<ObjectRef> objects;
        std::vector<std::string> names;
        for (const Object *service : services) {
            objects.push_back(refTo(*service));
            names.push_back(titleOf(*service));
        }
        search.add("LB-07", Severity::Warning, std::move(objects),
                   "Services " + listed(names) + " both want port " + std::to_string(port.first) +
                       " of the nodes from ServiceLB: a node has it once, and the first one gets it.",
                   "Put one ingress controller in front of both, or bind them to different nodes with pools.");
    }
}

void findAllowList(Search &search)
{
    if (!hasServiceLb(search))
        return;
    const auto &nodes = search.snapshot().of(Kind::Node);
    constexpr std::string_view key = "svccontroller.k3s.cattle.io/enablelb";
    bool isListed = false, isAllowed = false;
    const Object *first = nullptr;
    for (const ObjectPtr &node : nodes) {
        const Value label = node->meta()["labels"][key];
        isListed = isListed || !label.isNull();
        isAllowed = isAllowed || label.text() == "true";
        if (!label.isNull() && !first)
            first = node.get();
    }
    if (isListed && !isAllowed)
        search.add("LB-05", Severity::Error, {refTo(*first)},
                   "Node " + titleOf(*first) + " has the label " + std::string(key) +
                       ", so that only nodes with its value true take part in ServiceLB, and there are none.",
                   "Set the label to true on a node, or remove it from all.");
    for (const Object *set : roles::serviceLbSets(search.snapshot())) {
        if (set->status()["desiredNumberScheduled"].integer(1) == 0)
            search.add("LB-05", Severity::Error, {refTo(*set)},
                       "No node is eligible for DaemonSet " + titleOf(*set) + ": the Service it serves has no way in.",
                       "Look at the labels enablelb and lbpool of nodes and Service.");
    }
}

void findRivals(Search &search, const Object &service, const ActingLoadBalancer &own)
{
    if (own.rivals.empty())
        return;
    search.add("LB-06", Severity::Warning, {refTo(service)},
               "Several load balancers act on Service " + titleOf(service) + " (" + std::string(own.component) +
                   " and " + std::string(own.rivals.front()) + "): both write its addresses.",
               "Start K3s with --disable=servicelb, or give the Service a loadBalancerClass.");
}

void findClientAddress(Search &search, const Object &service)
{
    const Component *ingress = search.roles().filling(NetworkRole::Ingress);
    const bool isCluster = service.spec()["externalTrafficPolicy"].text() != "Local";
    if (!isBalanced(service) || !isCluster || !ingress)
        return;
    for (const ServicePort &port : ServiceEndpoints::portsOf(service)) {
        for (const Endpoint &endpoint : search.endpoints().of(service, port).endpoints) {
            const bool isDoor = endpoint.pod && std::ranges::any_of(ingress->workloads, [&](const ObjectRef &workload) {
                                    return workload.space() == endpoint.pod->space &&
                                           endpoint.pod->name.starts_with(std::string(workload.name()) + '-');
                                });
            if (!isDoor)
                continue;
            Finding &finding =
                search.add("LB-18", Severity::Info, {refTo(service)},
                           "The ingress controller behind Service " + titleOf(service) +
                               " sees addresses of nodes instead of clients': its externalTrafficPolicy is Cluster.",
                           "If clients' addresses are wanted, use the policy Local, or the PROXY protocol.");
            search.prove(finding, service, "/spec/externalTrafficPolicy");
            return;
        }
    }
}

void findExternalLocal(Search &search, const Object &service, const ActingLoadBalancer &own)
{
    if (own.component != "klipper-lb" || service.spec()["externalTrafficPolicy"].text() != "Local")
        return;
    for (const ObjectPtr &node : search.snapshot().of(Kind::Node)) {
        for (const Value &address : node->status()["addresses"].items()) {
            if (address["type"].text() != "ExternalIP")
                continue;
            search.add("LB-17", Severity::Warning, {refTo(service), refTo(*node)},
                       "Service " + titleOf(service) +
                           " has externalTrafficPolicy Local, and nodes have an ExternalIP: what is translated to the "
                           "inner address goes through ServiceLB's pod and loses the client's address.",
                       "Use the policy Cluster, or start K3s without --node-external-ip.");
            return;
        }
    }
}

void findOldAnnotations(Search &search, const Object &service)
{
    for (const Member &annotation : service.meta()["annotations"].members()) {
        if (!annotation.key.starts_with("metallb.universe.tf/"))
            continue;
        Finding &finding = search.add("LB-19", Severity::Info, {refTo(service)},
                                      "Service " + titleOf(service) + " has the annotation " +
                                          std::string(annotation.key) + ", whose prefix MetalLB has given up.",
                                      "Write it with the prefix metallb.io/.");
        search.prove(finding, service, "/metadata/annotations" + pointerStep(annotation.key));
        return;
    }
}

}  // namespace

void findLoadBalancerFaults(Search &search)
{
    const ActingLoadBalancers acting(search.snapshot(), search.roles());
    for (const ObjectPtr &service : search.snapshot().of(Kind::Service)) {
        if (!isBalanced(*service))
            continue;
        const ActingLoadBalancer own = acting.of(*service);
        findPending(search, *service, acting);
        findRivals(search, *service, own);
        findClientAddress(search, *service);
        findExternalLocal(search, *service, own);
        findOldAnnotations(search, *service);
    }
    findPendingServiceLb(search);
    findSharedPorts(search);
    findAllowList(search);
}

}  // namespace portolan::findings
