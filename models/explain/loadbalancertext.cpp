// SPDX-License-Identifier: GPL-3.0-or-later
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

/** What keeps a pod of ServiceLB for this Service from being ready; empty if all are, or none is there. */
std::string waitingServiceLb(const ClusterSnapshot &snapshot, const Object &service)
{
    for (const Pod &pod : snapshot.pods) {
        if (pod.labels && !pod.isReady && valueOf(*pod.labels, "svccontroller.k3s.cattle.io/svcname") == service.name &&
            valueOf(*pod.labels, "svccontroller.k3s.cattle.io/svcnamespace") == service.space) {
            const bool wantsPort = pod.message.find("free ports") != std::string_view::npos;
            return text("pod ", pod.name, " is not: ", podReason(pod),
                        wantsPort
                            ? ". Another pod holds a port of this Service on the nodes: use another port, or free it"
                            : "");
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
