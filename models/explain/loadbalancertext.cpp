// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "explain/phrase.h"
#include "explain/servicetext.h"
#include "kube/absence.h"
#include "roles/actingloadbalancer.h"
#include "roles/title.h"

namespace portolan {

namespace {

/** One Service and what is asked about it. */
struct Case {
    const ClusterSnapshot &snapshot;
    const Roles &roles;
    const ActingLoadBalancers &acting;
    const Object &service;
};

bool areNone(const ClusterSnapshot &snapshot, Kind kind)
{
    const Absence absence = absenceOf(snapshot, kind, {});
    return snapshot.of(kind).empty() && (absence == Absence::NotThere || absence == Absence::NotInstalled);
}

std::string portsHeld(const Object &service)
{
    std::vector<std::string> ports;
    for (const Value &port : service.spec()["ports"].items()) {
        if (const auto number = port["port"].integer())
            ports.push_back(std::to_string(number));
    }
    return ports.empty() ? std::string() : text(ports.size() == 1 ? ", host port " : ", host ports ", listed(ports, 6));
}

/** Source: K3s, "Service Load Balancer". */
void sayServiceLb(const Case &of, const Proof &set, AddressGiver &giver)
{
    std::set<std::string> nodes;
    for (const Pod &pod : of.snapshot.pods) {
        if (pod.isReady && !pod.node.empty() && isServiceLbPod(pod, of.service))
            nodes.insert(std::string(pod.node));
    }
    if (set.object.kind != Kind::DaemonSet)
        return;
    const std::vector<std::string> names(nodes.begin(), nodes.end());
    const std::string where = names.empty() ? std::string(": none of its pods that were read is ready")
                                            : text(": its pods on ", listed(names, 4),
                                                   " pass on what reaches these nodes", portsHeld(of.service));
    giver.sentences.push_back(
        text("ServiceLB serves it with DaemonSet ", set.object.name(), " of ", set.object.space(), where, "."));
}

/** "192.168.1.1 (AS 64512, own AS 64500)" of every peer: addresses and AS numbers, nothing else of it. */
std::vector<std::string> metalLbPeers(const ClusterSnapshot &snapshot)
{
    std::vector<std::string> peers;
    for (const ObjectPtr &peer : snapshot.of(Kind::MetalLBBGPPeer)) {
        const std::string address(peer->spec()["peerAddress"].text());
        const std::string remote = textOf(peer->spec()["peerASN"]), own = textOf(peer->spec()["myASN"]);
        if (!address.empty())
            peers.push_back(remote.empty() || own.empty() ? address
                                                          : text(address, " (AS ", remote, ", own AS ", own, ")"));
    }
    return peers;
}

bool isAdvertised(const ClusterSnapshot &snapshot, std::string_view pool)
{
    for (const Kind kind : {Kind::L2Advertisement, Kind::BGPAdvertisement}) {
        for (const ObjectPtr &advertisement : snapshot.of(kind)) {
            const auto pools = advertisement->spec()["ipAddressPools"].items();
            const bool isForAll = pools.empty() && advertisement->spec()["ipAddressPoolSelectors"].size() == 0;
            const bool bySelector = advertisement->spec()["ipAddressPoolSelectors"].size() > 0;
            if (isForAll || bySelector ||
                std::ranges::any_of(pools, [&](const Value &name) { return name.text() == pool; }))
                return true;
        }
    }
    return absenceOf(snapshot, Kind::L2Advertisement, {}) != Absence::NotThere &&
           absenceOf(snapshot, Kind::L2Advertisement, {}) != Absence::NotInstalled;
}

std::string metalLbPool(const Case &of)
{
    for (const std::string_view key :
         {"metallb.io/ip-allocated-from-pool", "metallb.universe.tf/ip-allocated-from-pool"}) {
        if (const std::string_view pool = of.service.annotation(key); !pool.empty())
            return std::string(pool);
    }
    const Object *pool = of.acting.poolOf(of.service, "metallb");
    return pool ? std::string(pool->name) : std::string();
}

/** Source: MetalLB, "Concepts", "Usage". */
void sayMetalLb(const Case &of, AddressGiver &giver)
{
    const std::string pool = metalLbPool(of);
    if (!pool.empty()) {
        giver.who += text(", from pool ", pool);
        giver.sentences.push_back(text("MetalLB took the address from IPAddressPool ", pool, "."));
        if (!isAdvertised(of.snapshot, pool))
            giver.sentences.push_back(text("No L2Advertisement or BGPAdvertisement names pool ", pool,
                                           ", so MetalLB announces the address to nobody."));
    }
    const Object *told = of.acting.announcementOf(of.service);
    if (!told)
        return;
    const std::string node(told->status()["node"].text());
    if (told->kind == Kind::ServiceL2Status && !node.empty()) {
        giver.sentences.push_back(text("Its speaker on ", node, " answers for the address on the local network (L2)."));
        giver.because.push_back({refTo(*told), "/status/node", node, {}});
    }
    if (told->kind != Kind::ServiceBGPStatus)
        return;
    const auto peers = metalLbPeers(of.snapshot);
    giver.sentences.push_back(text("Its speakers announce the address by BGP",
                                   peers.empty() ? "" : text("; peers are ", listed(peers, 4)), "."));
}

/** Source: Cilium, "BGP Control Plane": both generations of its objects. */
std::vector<std::string> ciliumPeers(const ClusterSnapshot &snapshot)
{
    std::vector<std::string> peers;
    const auto add = [&peers](const Value &peer, const Value &own) {
        const std::string address(peer["peerAddress"].text()), remote = textOf(peer["peerASN"]);
        if (!address.empty() && !remote.empty())
            peers.push_back(text(address, " (AS ", remote, own.isNull() ? "" : text(", own AS ", textOf(own)), ")"));
    };
    for (const ObjectPtr &config : snapshot.of(Kind::CiliumBGPClusterConfig)) {
        for (const Value &instance : config->spec()["bgpInstances"].items()) {
            for (const Value &peer : instance["peers"].items())
                add(peer, instance["localASN"]);
        }
    }
    for (const ObjectPtr &policy : snapshot.of(Kind::CiliumBGPPeeringPolicy)) {
        for (const Value &router : policy->spec()["virtualRouters"].items()) {
            for (const Value &peer : router["neighbors"].items())
                add(peer, router["localASN"]);
        }
    }
    return peers;
}

void sayCilium(const Case &of, AddressGiver &giver)
{
    if (const Object *pool = of.acting.poolOf(of.service, "cilium-lb")) {
        giver.who += text(", from pool ", pool->name);
        giver.sentences.push_back(text("Cilium took the address from CiliumLoadBalancerIPPool ", pool->name, "."));
        giver.because.push_back({refTo(*pool), "/metadata/name", std::string(pool->name), {}});
    }
    std::vector<std::string> policies;
    for (const ObjectPtr &policy : of.snapshot.of(Kind::CiliumL2AnnouncementPolicy))
        policies.emplace_back(policy->name);
    if (!policies.empty())
        giver.sentences.push_back(
            text("To announce addresses on the local network there ",
                 policies.size() == 1 ? "is CiliumL2AnnouncementPolicy " : "are CiliumL2AnnouncementPolicies ",
                 listed(policies, 4), "."));
    if (const auto peers = ciliumPeers(of.snapshot); !peers.empty())
        giver.sentences.push_back(text("To announce addresses by BGP there are peers: ", listed(peers, 4), "."));
}

void sayOthers(const Case &of, std::string_view component, AddressGiver &giver)
{
    if (component == "kube-vip") {
        const std::string_view node = of.service.annotation("kube-vip.io/vipHost");
        if (!node.empty()) {
            giver.who += text(", at node ", node);
            giver.sentences.push_back(text("kube-vip has the address on node ", node, "."));
        }
    } else if (component == "purelb") {
        if (const std::string_view from = of.service.annotation("purelb.io/allocated-from"); !from.empty())
            giver.who += text(", from ", from);
    } else if (component == "calico") {
        if (const Object *pool = of.acting.poolOf(of.service, component))
            giver.who += text(", from pool ", pool->name);
    } else if (component == "cloud-provider") {
        const Component *cloud = of.roles.find(NetworkRole::LoadBalancer, component);
        const std::string_view provider = cloud ? cloud->setting("provider") : std::string_view();
        giver.who = provider.empty() ? "the cloud provider" : std::string(provider);
        giver.sentences.push_back(
            text("A load balancer of ", provider.empty() ? "the cloud provider" : provider,
                 " outside of the cluster has the address; what it does there, the API does not show."));
    }
}

}  // namespace

AddressGiver addressGiverOf(const TopologyGraph &graph, const Object &service)
{
    AddressGiver giver;
    if (!graph.roles)
        return giver;
    const ActingLoadBalancers all(*graph.snapshot, *graph.roles);
    const ActingLoadBalancer acting = all.of(service);
    if (acting.component.empty())
        return giver;
    const Case of{*graph.snapshot, *graph.roles, all, service};
    giver.who = acting.component == "klipper-lb" ? "ServiceLB" : std::string(titleOfComponent(acting.component));
    giver.because.assign(acting.because.begin(), acting.because.begin() + (acting.because.empty() ? 0 : 1));
    if (acting.component == "klipper-lb" && !giver.because.empty())
        sayServiceLb(of, Proof(giver.because.front()), giver);
    else if (acting.component == "metallb")
        sayMetalLb(of, giver);
    else if (acting.component == "cilium-lb")
        sayCilium(of, giver);
    else
        sayOthers(of, acting.component, giver);
    for (Proof &proof : giver.because) {
        if (proof.path.empty()) {  // that the object is there at all: its name shows it
            proof.path = "/metadata/name";
            proof.value = proof.object.name();
        }
    }
    for (const std::string_view rival : acting.rivals)
        giver.sentences.push_back(text(titleOfComponent(rival), " has left its mark on the Service as well."));
    return giver;
}

namespace {

constexpr std::string_view noController =
    "no address is given: no load balancer controller has written one into status.loadBalancer";

std::string metalLbPending(const Case &of)
{
    if (areNone(of.snapshot, Kind::IPAddressPool))
        return "no address is given: MetalLB has no IPAddressPool to take one from";
    const ObjectTable &pools = of.snapshot.of(Kind::IPAddressPool);
    const bool isManual = !pools.empty() && std::ranges::all_of(pools, [](const ObjectPtr &pool) {
        return !pool->spec()["autoAssign"].isNull() && !pool->spec()["autoAssign"].boolean(true);
    });
    if (isManual)
        return "no address is given: every IPAddressPool of MetalLB has autoAssign: false, so a Service must name the "
               "one that it wants";
    return "no address is given: MetalLB has not taken one from its pools; see its controller's log and the Service's "
           "events";
}

std::string ciliumPending(const Case &of)
{
    for (const Value &condition : of.service.status()["conditions"].items()) {
        const bool isRefused =
            condition["type"].text() == "cilium.io/IPAMRequestSatisfied" && condition["status"].text() == "False";
        if (isRefused)
            return text("no address is given: Cilium says ",
                        oneLine(condition["message"].text().empty() ? condition["reason"].text()
                                                                    : condition["message"].text()));
    }
    return areNone(of.snapshot, Kind::CiliumLoadBalancerIPPool)
               ? std::string("no address is given: Cilium has no CiliumLoadBalancerIPPool to take one from")
               : std::string(noController);
}

std::string serviceLbPending(const Case &of, const ActingLoadBalancer &acting)
{
    if (acting.because.empty() || acting.because.front().object.kind != Kind::DaemonSet)
        return std::string(noController);
    const std::string waiting = waitingServiceLb(of.snapshot, of.service);
    return text("no address is given although ServiceLB has made DaemonSet ", acting.because.front().object.name(),
                ": only nodes where its pod is ready are listed, and ",
                waiting.empty() ? "none is; look at these pods" : waiting);
}

}  // namespace

std::string pendingReason(const TopologyGraph &graph, const Object &service)
{
    if (!graph.roles)
        return std::string(noController);
    const ActingLoadBalancers all(*graph.snapshot, *graph.roles);
    const ActingLoadBalancer acting = all.of(service);
    const Case of{*graph.snapshot, *graph.roles, all, service};
    if (acting.component == "metallb")
        return metalLbPending(of);
    if (acting.component == "cilium-lb")
        return ciliumPending(of);
    if (const std::string_view wanted = service.spec()["loadBalancerClass"].text(); !wanted.empty())
        return text("no address is given: spec.loadBalancerClass leaves that to the controller of class ", wanted,
                    ", which has not written one");
    if (acting.component == "klipper-lb")
        return serviceLbPending(of, acting);
    return std::string(noController);
}

}  // namespace portolan
