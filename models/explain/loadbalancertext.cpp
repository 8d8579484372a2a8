// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/phrase.h"
#include "explain/podreason.h"
#include "explain/servicetext.h"

namespace portolan {

namespace {

const Object *serviceLbOf(const ClusterSnapshot &snapshot, const Object &service)
{
    for (const ObjectPtr &set : snapshot.of(Kind::DaemonSet)) {
        if (set->label("svccontroller.k3s.cattle.io/svcname") == service.name &&
            set->label("svccontroller.k3s.cattle.io/svcnamespace") == service.space)
            return set.get();
    }
    return nullptr;
}

/** An annotation that the controller that gave the address leaves on the Service. */
struct Mark {
    std::string_view annotation;
    std::string_view pointer;
    std::string_view who;
};
constexpr Mark marks[] = {
    {"metallb.io/ip-allocated-from-pool", "/metadata/annotations/metallb.io~1ip-allocated-from-pool",
     "MetalLB, from pool "},
    {"metallb.universe.tf/ip-allocated-from-pool", "/metadata/annotations/metallb.universe.tf~1ip-allocated-from-pool",
     "MetalLB, from pool "},
    {"purelb.io/allocated-from", "/metadata/annotations/purelb.io~1allocated-from", "PureLB, from "},
    {"kube-vip.io/vipHost", "/metadata/annotations/kube-vip.io~1vipHost", "kube-vip, at node "},
};

}  // namespace

AddressGiver addressGiverOf(const ClusterSnapshot &snapshot, const Object &service)
{
    for (const Mark &mark : marks) {
        const std::string_view value = service.annotation(mark.annotation);
        if (!value.empty())
            return {text(mark.who, value), Kind::Service, &service, std::string(mark.pointer), std::string(value)};
    }
    if (const Object *set = serviceLbOf(snapshot, service))
        return {"ServiceLB", Kind::DaemonSet, set, "/metadata/labels/svccontroller.k3s.cattle.io~1svcname",
                std::string(service.name)};
    return {};
}

namespace {

bool isFor(const Pod &pod, const Object &service)
{
    return pod.labels && valueOf(*pod.labels, "svccontroller.k3s.cattle.io/svcname") == service.name &&
           valueOf(*pod.labels, "svccontroller.k3s.cattle.io/svcnamespace") == service.space;
}

/** A port of the Service that the pod holds on its node; 0 if none. */
std::uint16_t heldPort(const Pod &pod, const Object &service)
{
    if (!pod.pod || pod.node.empty())
        return 0;
    for (const Container &container : pod.pod->containers) {
        for (const ContainerPort &port : container.ports) {
            const auto isSame = [&](const Value &own) { return own["port"].integer() == port.hostPort; };
            if (port.hostPort != 0 && std::ranges::any_of(service.spec()["ports"].items(), isSame))
                return port.hostPort;
        }
    }
    return 0;
}

/** Who else has a port of the Service on a node: "Port 443 is held by the ServiceLB pods of Service traefik …". */
std::string portHoldersText(const ClusterSnapshot &snapshot, const Object &service)
{
    std::vector<std::string> holders;
    std::uint16_t port = 0;
    for (const Pod &pod : snapshot.pods) {
        const std::uint16_t held = isFor(pod, service) ? std::uint16_t{0} : heldPort(pod, service);
        if (held == 0 || (port != 0 && held != port))
            continue;
        port = held;
        const std::string_view other = valueOf(*pod.labels, "svccontroller.k3s.cattle.io/svcname");
        std::string holder = other.empty() ? text("pod ", pod.name, " of ", pod.space)
                                           : text("the ServiceLB pods of Service ", other, " of ",
                                                  valueOf(*pod.labels, "svccontroller.k3s.cattle.io/svcnamespace"));
        if (std::ranges::find(holders, holder) == holders.end())
            holders.push_back(std::move(holder));
    }
    return holders.empty() ? std::string()
                           : text("Port ", std::to_string(port), " of nodes is held by ", listed(holders, 3),
                                  ": use another port, or other nodes for one of the two");
}

/** What keeps a pod of ServiceLB for this Service from being ready; empty if all are, or none is there. */
std::string waitingServiceLb(const ClusterSnapshot &snapshot, const Object &service)
{
    for (const Pod &pod : snapshot.pods) {
        if (!pod.isReady && isFor(pod, service)) {
            const bool wantsPort = pod.message.find("free ports") != std::string_view::npos;
            const std::string holders = wantsPort ? portHoldersText(snapshot, service) : std::string();
            return text("pod ", pod.name, " is not: ", podReason(snapshot, pod), holders.empty() ? "" : ". ", holders);
        }
    }
    return {};
}

}  // namespace

std::string pendingReason(const ClusterSnapshot &snapshot, const Object &service)
{
    const std::string_view loadBalancerClass = service.spec()["loadBalancerClass"].text();
    if (!loadBalancerClass.empty())
        return text("no address is given: spec.loadBalancerClass leaves that to the controller of class ",
                    loadBalancerClass, ", which has not written one");
    const AddressGiver giver = addressGiverOf(snapshot, service);
    if (giver.kind == Kind::DaemonSet && giver.object) {
        const std::string waiting = waitingServiceLb(snapshot, service);
        return text("no address is given although ServiceLB has made DaemonSet ", giver.object->name,
                    ": only nodes where its pod is ready are listed, and ",
                    waiting.empty() ? "none is; look at these pods" : waiting);
    }
    return "no address is given: no load balancer controller has written one into status.loadBalancer";
}

}  // namespace portolan
