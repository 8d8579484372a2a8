// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "findings/search.h"
#include "roles/addressrange.h"

/* Pools of addresses and who announces them. Sources: MetalLB, "Configuration"; Cilium, "LoadBalancer IPAM". */
namespace portolan::findings {

namespace {

bool isSelecting(const Object &advertisement, const Object &pool)
{
    const Value names = advertisement.spec()["ipAddressPools"],
                selectors = advertisement.spec()["ipAddressPoolSelectors"];
    if (names.size() == 0 && selectors.size() == 0)
        return true;
    const auto items = names.items();
    return selectors.size() > 0 ||
           std::ranges::any_of(items, [&](const Value &name) { return name.text() == pool.name; });
}

void findMetalLb(Search &search)
{
    const Component *metalLb = search.roles().find(NetworkRole::LoadBalancer, "metallb");
    const ClusterSnapshot &snapshot = search.snapshot();
    if (!metalLb || metalLb->confidence == Confidence::Leftover)
        return;
    if (snapshot.of(Kind::IPAddressPool).empty() && search.isRead(Kind::IPAddressPool))
        search.add("LB-08", Severity::Error, metalLb->workloads,
                   "MetalLB runs and has no pool: it can give no address.", "Create an IPAddressPool.");
    for (const ObjectPtr &pool : snapshot.of(Kind::IPAddressPool)) {
        const Value four = pool->status()["availableIPv4"], six = pool->status()["availableIPv6"];
        if (four.isInteger() && four.integer() + six.integer() == 0) {
            Finding &finding =
                search.add("LB-08", Severity::Error, {refTo(*pool)},
                           "The pool " + titleOf(*pool) + " of MetalLB has no address left.", "Extend the pool.");
            search.prove(finding, *pool, "/status/availableIPv4");
        }
        const auto advertises = [&](Kind kind) {
            const ObjectTable &all = snapshot.of(kind);
            return std::any_of(all.begin(), all.end(), [&](const ObjectPtr &one) { return isSelecting(*one, *pool); });
        };
        const bool isRead =
            search.isRead(Kind::L2Advertisement, pool->space) || search.isRead(Kind::BGPAdvertisement, pool->space);
        if (!advertises(Kind::L2Advertisement) && !advertises(Kind::BGPAdvertisement) && isRead)
            search.add("LB-09", Severity::Error, {refTo(*pool)},
                       "No L2Advertisement and no BGPAdvertisement selects the pool " + titleOf(*pool) +
                           ": its addresses are given and nobody answers for them.",
                       "Create an advertisement for the pool.");
    }
    const ObjectTable &routes = snapshot.of(Kind::BGPAdvertisement);
    if (!routes.empty() && snapshot.of(Kind::MetalLBBGPPeer).empty() && search.isRead(Kind::MetalLBBGPPeer))
        search.add("LB-10", Severity::Error, {refTo(**routes.begin())},
                   "MetalLB has a BGPAdvertisement and no BGPPeer: there is nobody to tell.",
                   "Create a BGPPeer for the router.");
}

/** Addresses that a Service asks for and no pool has. */
void findRequested(Search &search)
{
    const auto &pools = search.snapshot().of(Kind::IPAddressPool);
    if (pools.empty())
        return;
    for (const ObjectPtr &service : search.snapshot().of(Kind::Service)) {
        std::string path = "/metadata/annotations/metallb.io~1loadBalancerIPs";
        std::string_view wanted = service->annotation("metallb.io/loadBalancerIPs");
        if (wanted.empty()) {
            wanted = service->spec()["loadBalancerIP"].text();
            path = "/spec/loadBalancerIP";
        }
        wanted = wanted.substr(0, wanted.find(','));
        const bool isForMetalLb =
            service->spec()["type"].text() == "LoadBalancer" && service->spec()["loadBalancerClass"].text().empty();
        if (wanted.empty() || !isForMetalLb)
            continue;
        const bool isInPool = std::any_of(pools.begin(), pools.end(), [&](const ObjectPtr &pool) {
            const auto ranges = pool->spec()["addresses"].items();
            return std::ranges::any_of(ranges,
                                       [&](const Value &range) { return roles::isInRange(wanted, range.text()); });
        });
        if (isInPool)
            continue;
        Finding &finding = search.add(
            "LB-11", Severity::Error, {refTo(*service)},
            "Service " + titleOf(*service) + " asks for " + std::string(wanted) + ", which is in no pool of MetalLB.",
            "Extend a pool, or ask for another address.");
        search.prove(finding, *service, path);
    }
}

/** A pool must leave alone what nodes, pods and Services have. */
void findOverlaps(Search &search)
{
    const auto check = [&](const Object &pool, std::string_view range) {
        const std::string first(range.substr(0, range.find_first_of("-/")));
        for (const ObjectPtr &node : search.snapshot().of(Kind::Node)) {
            for (const Value &address : node->status()["addresses"].items()) {
                if (address["type"].text() == "InternalIP" && roles::isInRange(address["address"].text(), range)) {
                    search.add("LB-12", Severity::Error, {refTo(pool), refTo(*node)},
                               "The pool " + titleOf(pool) + " contains " + std::string(address["address"].text()) +
                                   ", the address of Node " + titleOf(*node) + '.',
                               "Take the nodes' addresses out of the pool.");
                    return;
                }
            }
        }
        for (const auto &[name, ranges] : {std::pair("pods", search.roles().facts.podCidr.value),
                                           std::pair("Services", search.roles().facts.serviceCidr.value)}) {
            if (!ranges.empty() && roles::isInRange(first, ranges.substr(0, ranges.find(','))))
                search.add("LB-12", Severity::Error, {refTo(pool)},
                           "The pool " + titleOf(pool) + " lies in the range of the cluster's " + name + '.',
                           "Use a range of the nodes' network.");
        }
    };
    for (const ObjectPtr &pool : search.snapshot().of(Kind::IPAddressPool)) {
        for (const Value &range : pool->spec()["addresses"].items())
            check(*pool, range.text());
    }
}

void findCilium(Search &search)
{
    for (const ObjectPtr &service : search.snapshot().of(Kind::Service)) {
        const auto conditions = service->status()["conditions"].items();
        for (std::size_t i = 0; i < conditions.size(); ++i) {
            if (conditions[i]["type"].text() != "cilium.io/IPAMRequestSatisfied" ||
                conditions[i]["status"].text() != "False")
                continue;
            Finding &finding =
                search.add("LB-14", Severity::Error, {refTo(*service)},
                           "Cilium has no address for Service " + titleOf(*service) + " (" +
                               std::string(conditions[i]["reason"].text()) + ").",
                           "Look at the selectors of the CiliumLoadBalancerIPPools, and at what is left in them.");
            search.prove(finding, *service, "/status/conditions/" + std::to_string(i) + "/reason");
        }
    }
    for (const ObjectPtr &policy : search.snapshot().of(Kind::CiliumL2AnnouncementPolicy)) {
        for (const ObjectPtr &service : search.snapshot().of(Kind::Service)) {
            const bool isLocal = service->spec()["type"].text() == "LoadBalancer" &&
                                 service->spec()["externalTrafficPolicy"].text() == "Local";
            if (isLocal && policy->spec()["serviceSelector"].isNull())
                search.add("LB-16", Severity::Warning, {refTo(*service), refTo(*policy)},
                           "Service " + titleOf(*service) +
                               " has externalTrafficPolicy Local, which Cilium's L2 announcements do not support: the "
                               "node that answers may have no endpoint.",
                           "Use the policy Cluster, or BGP.");
        }
    }
}

void findExcluded(Search &search)
{
    constexpr std::string_view key = "node.kubernetes.io/exclude-from-external-load-balancers";
    const ObjectTable &nodes = search.snapshot().of(Kind::Node);
    const bool isAll = !nodes.empty() && std::all_of(nodes.begin(), nodes.end(), [&](const ObjectPtr &node) {
        return !node->meta()["labels"][key].isNull();
    });
    const ObjectTable &services = search.snapshot().of(Kind::Service);
    const auto balanced = std::find_if(services.begin(), services.end(), [](const ObjectPtr &service) {
        return service->spec()["type"].text() == "LoadBalancer";
    });
    if (isAll && balanced != services.end())
        search.add("LB-13", Severity::Error, {refTo(**nodes.begin()), refTo(**balanced)},
                   "Every node has the label " + std::string(key) + ": load balancers have no node to send to.",
                   "Remove the label from the nodes that should take traffic.");
}

}  // namespace

void findPoolFaults(Search &search)
{
    findMetalLb(search);
    findRequested(search);
    findOverlaps(search);
    findCilium(search);
    findExcluded(search);
}

}  // namespace portolan::findings
