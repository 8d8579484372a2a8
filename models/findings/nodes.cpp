// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "findings/search.h"
#include "roles/addressrange.h"

/* Nodes and their ranges. Sources: Kubernetes, "Node Status"; K3s, "Requirements"; Flannel, "Backends". */
namespace portolan::findings {

namespace {

void findConditions(Search &search, const Object &node)
{
    const auto conditions = node.status()["conditions"].items();
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const std::string_view type = conditions[i]["type"].text(), status = conditions[i]["status"].text();
        const std::string path = "/status/conditions/" + std::to_string(i) + "/status";
        const std::string reason(conditions[i]["reason"].text());
        if (type == "Ready" && status != "True")
            search.prove(search.add("ND-01", Severity::Error, {refTo(node)},
                                    "Node " + titleOf(node) + " is not ready (" + reason +
                                        "): its pods get no traffic from Services, and load balancers leave it out.",
                                    "Look at its kubelet, and at the condition's message."),
                         node, path);
        if (type == "NetworkUnavailable" && status == "True")
            search.prove(search.add("ND-02", Severity::Error, {refTo(node)},
                                    "The network of Node " + titleOf(node) + " is not ready (" + reason + ").",
                                    "Look at the network's pods on the node, or at the flags it was started with."),
                         node, path);
    }
    const auto taints = node.spec()["taints"].items();
    for (std::size_t i = 0; i < taints.size(); ++i) {
        if (taints[i]["key"].text() == "node.cloudprovider.kubernetes.io/uninitialized" && !search.isYoung(node))
            search.prove(search.add("ND-05", Severity::Error, {refTo(node)},
                                    "Node " + titleOf(node) +
                                        " waits for a cloud controller: until the taint is gone, K3s' Flannel and "
                                        "policy controller wait too.",
                                    "Install the provider's cloud controller manager, or keep K3s' own."),
                         node, "/spec/taints/" + std::to_string(i) + "/key");
    }
}

void findDuplicates(Search &search)
{
    std::map<std::string_view, std::vector<const Object *>> byAddress, byMac;
    for (const ObjectPtr &node : search.snapshot().of(Kind::Node)) {
        for (const Value &address : node->status()["addresses"].items()) {
            if (address["type"].text() == "InternalIP")
                byAddress[address["address"].text()].push_back(node.get());
        }
        const std::string_view data = node->annotation("flannel.alpha.coreos.com/backend-data");
        const auto at = data.find("\"VtepMAC\":\"");
        if (at != std::string_view::npos)
            byMac[data.substr(at + 11, 17)].push_back(node.get());
    }
    const auto tell = [&](std::string_view rule, const auto &found, const std::string &what,
                          const std::string &remedy) {
        for (const auto &[value, nodes] : found) {
            if (nodes.size() < 2)
                continue;
            search.add(rule, Severity::Error, {refTo(*nodes[0]), refTo(*nodes[1])},
                       "Nodes " + titleOf(*nodes[0]) + " and " + titleOf(*nodes[1]) + " have the same " + what + ' ' +
                           std::string(value) + '.',
                       remedy);
        }
    };
    tell("ND-12", byAddress, "InternalIP", "Give each node an address of its own.");
    tell("ND-09", byMac, "tunnel address (VtepMAC)", "Machines that were cloned must make the device flannel.1 anew.");
}

void findRanges(Search &search)
{
    const Component *network = search.roles().filling(NetworkRole::Cni);
    const bool usesRanges =
        network && (network->name == "flannel" || network->name == "canal" || network->name == "kube-router");
    std::vector<std::pair<const Object *, std::string_view>> ranges;
    bool isDual = false, isSingle = false;
    for (const ObjectPtr &node : search.snapshot().of(Kind::Node)) {
        const auto own = node->spec()["podCIDRs"].items();
        if (own.empty() && node->spec()["podCIDR"].text().empty() && usesRanges && !search.isYoung(*node) &&
            !isManifest(*node))
            search.add("ND-03", Severity::Error, {refTo(*node)},
                       "Node " + titleOf(*node) + " has no podCIDR, and " + std::string(network->name) +
                           " needs one: its pods get no addresses.",
                       "The cluster's range may be used up; a larger one needs a new cluster.");
        (own.size() > 1 ? isDual : isSingle) = true;
        for (const Value &range : own)
            ranges.emplace_back(node.get(), range.text());
    }
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        for (std::size_t k = i + 1; k < ranges.size() && ranges.size() < 2000; ++k) {
            const auto first = [](std::string_view range) { return range.substr(0, range.find('/')); };
            if (roles::isInRange(first(ranges[i].second), ranges[k].second) ||
                roles::isInRange(first(ranges[k].second), ranges[i].second))
                search.add("ND-04", Severity::Error, {refTo(*ranges[i].first), refTo(*ranges[k].first)},
                           "The pods' ranges " + std::string(ranges[i].second) + " of " + titleOf(*ranges[i].first) +
                               " and " + std::string(ranges[k].second) + " of " + titleOf(*ranges[k].first) +
                               " overlap.",
                           "Plan the ranges anew.");
        }
        const std::string &services = search.roles().facts.serviceCidr.value;
        if (!services.empty() && roles::isInRange(ranges[i].second.substr(0, ranges[i].second.find('/')),
                                                  services.substr(0, services.find(','))))
            search.add("ND-04", Severity::Error, {refTo(*ranges[i].first)},
                       "The pods' range " + std::string(ranges[i].second) + " of Node " + titleOf(*ranges[i].first) +
                           " lies in the Services' range " + services + '.',
                       "Plan the ranges anew.");
    }
    if (isDual && isSingle)
        search.add(
            "ND-18", Severity::Warning, {refTo(**search.snapshot().of(Kind::Node).begin())},
            "Some nodes have pods' ranges of both families, others of one: IPv6 works on a part of the cluster only.",
            "Give all nodes addresses of both families.");
}

/** Addresses of another network's time. */
void findForeignPods(Search &search)
{
    const Component *network = search.roles().filling(NetworkRole::Cni);
    if (!network || (network->name != "flannel" && network->name != "canal"))
        return;
    for (const Pod &pod : search.snapshot().pods) {
        const bool isOver = pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
        const Object *node = search.snapshot().find(Kind::Node, {}, pod.node);
        const auto ranges = node ? node->spec()["podCIDRs"].items() : std::span<const Value>();
        if (pod.pod->hostNetwork || pod.ip.empty() || isOver || ranges.empty())
            continue;
        if (std::ranges::none_of(ranges, [&](const Value &range) { return roles::isInRange(pod.ip, range.text()); }))
            search.add("ND-15", Severity::Error, {refTo(pod), refTo(*node)},
                       "Pod " + titleOf(pod) + " has " + std::string(pod.ip) +
                           ", which is not in the range of its Node " + titleOf(*node) +
                           ": other nodes have no way to it.",
                       "Delete the pod, so that it is made anew.");
    }
}

}  // namespace

void findNodeFaults(Search &search)
{
    for (const ObjectPtr &node : search.snapshot().of(Kind::Node))
        findConditions(search, *node);
    findDuplicates(search);
    findRanges(search);
    findForeignPods(search);
}

}  // namespace portolan::findings
