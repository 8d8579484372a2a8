// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "findings/search.h"
#include "roles/addressrange.h"

/* Networks and Service proxies. Sources: K3s, "Basic Network Options"; Flannel, "Backends"; Cilium, "Kubernetes Without
 * kube-proxy". */
namespace portolan::findings {

namespace {

constexpr std::string_view backendKey = "flannel.alpha.coreos.com/backend-type",
                           publicKey = "flannel.alpha.coreos.com/public-ip";

bool isReady(const Object &node)
{
    const auto conditions = node.status()["conditions"].items();
    return std::ranges::any_of(
        conditions, [](const Value &one) { return one["type"].text() == "Ready" && one["status"].text() == "True"; });
}

void findFlannel(Search &search)
{
    const Component *flannel = search.roles().find(NetworkRole::Cni, "flannel");
    if (!flannel || search.roles().filling(NetworkRole::Cni) != flannel)
        return;
    std::map<std::string_view, const Object *> backends;
    for (const ObjectPtr &node : search.snapshot().of(Kind::Node)) {
        const std::string_view backend = node->annotation(backendKey), address = node->annotation(publicKey);
        if (backend.empty() && isReady(*node) && flannel->confidence != Confidence::Assumed)
            search.add("ND-06", Severity::Error, {refTo(*node)},
                       "Node " + titleOf(*node) +
                           " is ready and has not told Flannel's backend: other nodes have no way to its pods.",
                       "Restart K3s on the node and look at its log.");
        if (!backend.empty())
            backends.emplace(backend, node.get());
        if (backend == "vxlan" && !address.empty() && !roles::isPrivate(address))
            search.prove(search.add("ND-11", Severity::Warning, {refTo(*node)},
                                    "Flannel's VXLAN runs over the public address " + std::string(address) +
                                        " of Node " + titleOf(*node) + ": it is not encrypted.",
                                    "Use the backend wireguard-native."),
                         *node, "/metadata/annotations" + pointerStep(publicKey));
        if (roles::isInRange(address, "127.0.0.0/8") || roles::isInRange(address, "169.254.0.0/16"))
            search.prove(search.add("ND-08", Severity::Error, {refTo(*node)},
                                    "Flannel on Node " + titleOf(*node) + " has told the address " +
                                        std::string(address) + ", which other nodes can't reach.",
                                    "Start K3s there with --flannel-iface or --node-ip."),
                         *node, "/metadata/annotations" + pointerStep(publicKey));
    }
    if (backends.size() > 1)
        search.add("ND-07", Severity::Error,
                   {refTo(*backends.begin()->second), refTo(*std::next(backends.begin())->second)},
                   "Nodes have different backends of Flannel (" + std::string(backends.begin()->first) + " and " +
                       std::string(std::next(backends.begin())->first) + "): pods of one part don't reach the other.",
                   "Give all servers the same --flannel-backend and restart K3s on all nodes.");
}

void findComponents(Search &search)
{
    std::vector<const Component *> networks, proxies;
    for (const Component &component : search.roles().components) {
        const bool isActive =
            component.confidence == Confidence::Confirmed || component.confidence == Confidence::Conflict;
        if (component.role == NetworkRole::Cni && !component.isLayer() && isActive)
            networks.push_back(&component);
        if (component.role == NetworkRole::ServiceProxy && isActive)
            proxies.push_back(&component);
        if (component.role != NetworkRole::Cni)
            continue;
        for (const ObjectRef &workload : component.workloads) {
            if (workload.kind != Kind::DaemonSet || !workload.object)
                continue;
            const Value status = workload.object->status();
            const std::int64_t wanted = status["desiredNumberScheduled"].integer(),
                               ready = status["numberReady"].integer();
            if (wanted > ready)
                search.prove(search.add("ND-20", Severity::Error, {workload},
                                        "Only " + std::to_string(ready) + " of " + std::to_string(wanted) +
                                            " pods of " + std::string(component.name) + " (DaemonSet " +
                                            titleOf(*workload.object) + ") are ready.",
                                        "Look at the pods that are not."),
                             *workload.object, "/status/numberReady");
        }
    }
    const auto isConflict = [](const Component *component) { return component->confidence == Confidence::Conflict; };
    if (networks.size() > 1 && std::ranges::any_of(networks, isConflict))
        search.add("ND-13", Severity::Error, networks[0]->workloads,
                   std::string(networks[0]->name) + " and " + std::string(networks[1]->name) +
                       " both claim the pods' network: pods get addresses of either.",
                   "Remove one; K3s' own goes with --flannel-backend=none.");
    if (proxies.size() > 1 && std::ranges::any_of(proxies, isConflict))
        search.add("PX-02", Severity::Warning, proxies[0]->workloads,
                   std::string(proxies[0]->name) + " and " + std::string(proxies[1]->name) +
                       " both serve addresses of Services.",
                   "Start K3s with --disable-kube-proxy.");
}

void findProxy(Search &search)
{
    const Object *server = search.flags().turningOn("disable-kube-proxy");
    if (server && !search.roles().filling(NetworkRole::ServiceProxy) && search.isRead(Kind::DaemonSet))
        search.prove(search.add("PX-01", Severity::Error, {refTo(*server)},
                                "kube-proxy is disabled, and nothing takes its place: no address of a Service works, "
                                "that of DNS included.",
                                "Enable it, or a network that does its work."),
                     *server, std::string(roles::nodeArgsPath));
    const Component *proxy = search.roles().filling(NetworkRole::ServiceProxy);
    if (proxy && proxy->name == "kube-proxy" && proxy->setting("mode") == "ipvs")
        search.add("PX-03", Severity::Info, proxy->workloads,
                   "kube-proxy runs in IPVS mode, which is deprecated since Kubernetes 1.35.",
                   "Plan for the mode nftables or iptables.");
}

}  // namespace

void findNetworkFaults(Search &search)
{
    findFlannel(search);
    findComponents(search);
    findProxy(search);
}

}  // namespace portolan::findings
