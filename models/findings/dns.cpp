// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "findings/search.h"
#include "roles/addressrange.h"

/* The cluster's DNS. Sources: K3s, manifests of CoreDNS; CoreDNS, plugins; Kubernetes, "DNS for Services and Pods". */
namespace portolan::findings {

namespace {

void findService(Search &search)
{
    const Object *service = search.snapshot().find(Kind::Service, "kube-system", "kube-dns");
    if (!service || isManifest(*service))
        return;
    bool isReady = false, isKnown = true;
    for (const ServicePort &port : ServiceEndpoints::portsOf(*service)) {
        const EndpointList list = search.endpoints().of(*service, port);
        isKnown = isKnown && list.isKnown;
        isReady = isReady || std::ranges::any_of(list.endpoints, &Endpoint::isReady);
    }
    if (!isReady && isKnown)
        search.add("DN-01", Severity::Error, {refTo(*service)},
                   "The cluster's DNS has no ready pod: no name resolves in pods.", "Look at the state of its pods.");
    const std::string_view address = service->spec()["clusterIP"].text();
    const std::string_view wanted = search.flags().value("cluster-dns");
    if (!wanted.empty() && search.flags().joined("cluster-dns").find(address) == std::string::npos)
        search.prove(search.add("DN-02", Severity::Error, {refTo(*service)},
                                "The cluster's DNS is at " + std::string(address) + ", and K3s tells pods " +
                                    std::string(wanted) + " (--cluster-dns).",
                                "Make both the same."),
                     *service, "/spec/clusterIP");
}

void findCorefile(Search &search)
{
    const Object *config = search.snapshot().find(Kind::ConfigMap, "kube-system", "coredns");
    const std::string_view corefile = config ? (*config)["data"]["Corefile"].text() : std::string_view();
    if (corefile.empty())
        return;
    const bool hasZone =
        corefile.find("kubernetes ") != std::string_view::npos || corefile.find("import ") != std::string_view::npos;
    const bool hasForward = corefile.find("forward ") != std::string_view::npos ||
                            corefile.find("proxy ") != std::string_view::npos ||
                            corefile.find("import ") != std::string_view::npos;
    if (!hasZone || !hasForward)
        search.prove(search.add("DN-04", Severity::Error, {refTo(*config)},
                                std::string("CoreDNS' configuration has no plugin ") +
                                    (hasZone ? "forward: names outside of the cluster don't resolve."
                                             : "kubernetes: names of the cluster don't resolve."),
                                "Put the plugin back in."),
                     *config, "/data/Corefile");
    const Value custom = search.snapshot().find(Kind::ConfigMap, "kube-system", "coredns-custom")
                             ? (*search.snapshot().find(Kind::ConfigMap, "kube-system", "coredns-custom"))["data"]
                             : Value();
    for (const Member &part : custom.members()) {
        if (!part.key.ends_with(".override") && !part.key.ends_with(".server"))
            search.add("DN-05", Severity::Warning,
                       {refTo(*search.snapshot().find(Kind::ConfigMap, "kube-system", "coredns-custom"))},
                       "The key " + std::string(part.key) +
                           " of ConfigMap kube-system/coredns-custom ends in neither .override nor .server: CoreDNS "
                           "does not read it.",
                       "Rename it.");
    }
    const std::string_view hosts = (*config)["data"]["NodeHosts"].text();
    if (hosts.empty() || !search.isK3s())
        return;
    for (const ObjectPtr &node : search.snapshot().of(Kind::Node)) {
        if (hosts.find(" " + std::string(node->name)) == std::string_view::npos && !search.isYoung(*node))
            search.add("DN-08", Severity::Warning, {refTo(*node), refTo(*config)},
                       "Node " + titleOf(*node) +
                           " is not among the names that K3s gives CoreDNS: its name does not resolve in pods.",
                       "Restart the server.");
    }
}

void findReplicas(Search &search)
{
    const Object *workload = search.snapshot().find(Kind::Deployment, "kube-system", "coredns");
    if (workload && search.snapshot().of(Kind::Node).size() > 1 && workload->spec()["replicas"].integer(1) == 1)
        search.prove(search.add("DN-09", Severity::Info, {refTo(*workload)},
                                "One pod of CoreDNS serves " + std::to_string(search.snapshot().of(Kind::Node).size()) +
                                    " nodes: while it moves, no name resolves.",
                                "Scale it, if that matters."),
                     *workload, "/spec/replicas");
    const Object *cache = search.snapshot().find(Kind::DaemonSet, "kube-system", "node-local-dns");
    const Value status = cache ? cache->status() : Value();
    if (cache && status["numberReady"].integer() < status["desiredNumberScheduled"].integer())
        search.prove(search.add("DN-10", Severity::Error, {refTo(*cache)},
                                "Only " + std::to_string(status["numberReady"].integer()) + " of " +
                                    std::to_string(status["desiredNumberScheduled"].integer()) +
                                    " nodes have a ready DNS cache: pods on the others may have no DNS.",
                                "Look at its pods."),
                     *cache, "/status/numberReady");
}

void findPodPolicies(Search &search)
{
    std::vector<ObjectRef> pods;
    std::vector<std::string> names;
    for (const Pod &pod : search.snapshot().pods) {
        const bool isApplication =
            pod.space != "kube-system" && pod.ownerKind != "Node" && pod.ownerKind != "DaemonSet";
        if (pod.pod->hostNetwork && pod.pod->dnsPolicy == "ClusterFirst" && isApplication) {
            pods.push_back(refTo(pod));
            names.push_back(titleOf(pod));
        }
    }
    if (!pods.empty())
        search.add("DN-06", Severity::Info, std::move(pods),
                   listed(names) +
                       " share their node's network with dnsPolicy ClusterFirst: they ask the node's name servers, and "
                       "know no Services.",
                   "Use ClusterFirstWithHostNet, if they use names of Services.");
}

}  // namespace

void findDnsFaults(Search &search)
{
    findService(search);
    findCorefile(search);
    findReplicas(search);
    findPodPolicies(search);
}

}  // namespace portolan::findings
