// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/actingloadbalancer.h"

#include <algorithm>

#include "roles/addressrange.h"
#include "roles/running.h"
#include "roles/servicelb.h"

namespace portolan {

namespace {

using Marks = std::vector<std::pair<std::string_view, Proof>>;
using roles::isInRange;

struct KnownClass {
    std::string_view name, component;
};
constexpr KnownClass knownClasses[] = {{"io.cilium/bgp-control-plane", "cilium-lb"},
                                       {"io.cilium/l2-announcer", "cilium-lb"},
                                       {"calico", "calico"},
                                       {"kube-vip.io/kube-vip-class", "kube-vip"},
                                       {"service.k8s.aws/nlb", "cloud-provider"}};

/** Written by the component itself when it acts, not by whoever asks for something. */
struct KnownMark {
    std::string_view annotation, component, means;
};
constexpr KnownMark knownMarks[] = {
    {"metallb.io/ip-allocated-from-pool", "metallb", "MetalLB took the address from this pool"},
    {"metallb.universe.tf/ip-allocated-from-pool", "metallb", "MetalLB took the address from this pool"},
    {"purelb.io/allocated-by", "purelb", "PureLB gave the address"},
    {"kube-vip.io/vipHost", "kube-vip", "the node on which kube-vip has the address"}};

void addCiliumMark(const Object &service, Marks &marks)
{
    const auto conditions = service.status()["conditions"].items();
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        if (conditions[i]["type"].text() == "cilium.io/IPAMRequestSatisfied")
            marks.emplace_back("cilium-lb", Proof{refTo(service), "/status/conditions/" + std::to_string(i) + "/type",
                                                  "cilium.io/IPAMRequestSatisfied", "Cilium looked for an address"});
    }
}

Value addressesOf(const Object &service)
{
    return service.status()["loadBalancer"]["ingress"];
}

std::string addressPath(std::size_t index)
{
    return "/status/loadBalancer/ingress/" + std::to_string(index) + "/ip";
}

/** The pool whose ranges, in the fields that `rangesOf` gives, hold the address. */
template <typename Ranges>
const Object *poolWith(const ObjectTable &pools, std::string_view address, Ranges rangesOf)
{
    for (const ObjectPtr &pool : pools) {
        const std::vector<std::string> ranges = rangesOf(*pool);
        if (std::ranges::any_of(ranges, [&](const std::string &range) { return isInRange(address, range); }))
            return pool.get();
    }
    return nullptr;
}

std::vector<std::string> metalLbRanges(const Object &pool)
{
    std::vector<std::string> ranges;
    for (const Value &range : pool.spec()["addresses"].items())
        ranges.emplace_back(range.text());
    return ranges;
}

std::vector<std::string> ciliumRanges(const Object &pool)
{
    std::vector<std::string> ranges;
    for (const std::string_view field : {"blocks", "cidrs"}) {
        for (const Value &block : pool.spec()[field].items()) {
            ranges.emplace_back(block["cidr"].text());
            if (block["start"].isText())
                ranges.push_back(std::string(block["start"].text()) + '-' + std::string(block["stop"].text()));
        }
    }
    return ranges;
}

std::vector<std::string> calicoRanges(const Object &pool)
{
    const auto uses = pool.spec()["allowedUses"].items();
    const bool isForServices = std::ranges::any_of(uses, [](const Value &use) { return use.text() == "LoadBalancer"; });
    return isForServices ? std::vector{std::string(pool.spec()["cidr"].text())} : std::vector<std::string>();
}

}  // namespace

ActingLoadBalancers::ActingLoadBalancers(const ClusterSnapshot &snapshot, const Roles &roles)
    : m_snapshot(snapshot), m_roles(roles)
{
    for (const Object *set : roles::serviceLbSets(snapshot))
        m_serviceLbSets.emplace(Key(set->label(roles::serviceLbNamespace), set->label(roles::serviceLbName)), set);
    for (const Kind kind : {Kind::ServiceL2Status, Kind::ServiceBGPStatus}) {
        for (const ObjectPtr &status : snapshot.of(kind)) {
            m_metalLbStatuses.emplace(
                Key(status->label("metallb.io/service-namespace"), status->label("metallb.io/service-name")),
                status.get());
        }
    }
}

ActingLoadBalancer ActingLoadBalancers::of(const Object &service) const
{
    ActingLoadBalancer acting;
    if (service.kind != Kind::Service || service.spec()["type"].text() != "LoadBalancer")
        return acting;
    if (!service.spec()["loadBalancerClass"].text().empty()) {
        byClass(service, acting);
        return acting;
    }
    Marks marks;
    addMarks(service, marks);
    for (auto &[component, proof] : marks) {
        if (acting.component.empty())
            acting.component = component;
        else if (component != acting.component && std::ranges::find(acting.rivals, component) == acting.rivals.end())
            acting.rivals.push_back(component);
        acting.because.push_back(std::move(proof));
    }
    if (!marks.empty()) {
        acting.confidence = acting.rivals.empty() ? Confidence::Confirmed : Confidence::Conflict;
        return acting;
    }
    byAddress(service, acting);
    if (acting.component.empty() && addressesOf(service).size() == 0)
        byElimination(acting);
    return acting;
}

const Object *ActingLoadBalancers::announcementOf(const Object &service) const
{
    const auto status = m_metalLbStatuses.find(Key(service.space, service.name));
    return status != m_metalLbStatuses.end() ? status->second : nullptr;
}

const Object *ActingLoadBalancers::poolOf(const Object &service, std::string_view component) const
{
    const std::string_view address = addressesOf(service).at(0)["ip"].text();
    if (component == "metallb")
        return poolWith(m_snapshot.of(Kind::IPAddressPool), address, metalLbRanges);
    if (component == "cilium-lb")
        return poolWith(m_snapshot.of(Kind::CiliumLoadBalancerIPPool), address, ciliumRanges);
    return component == "calico" ? poolWith(m_snapshot.of(Kind::IPPool), address, calicoRanges) : nullptr;
}

const Component *ActingLoadBalancers::supposedFor(const Object &service) const
{
    const Component *now = m_roles.filling(NetworkRole::LoadBalancer);
    const bool hasClass = !service.spec()["loadBalancerClass"].text().empty();
    if (!now || !now->isSupposed || hasClass || service.spec()["type"].text() != "LoadBalancer" || isManifest(service))
        return nullptr;
    const std::string_view acting = of(service).component;
    const bool isReplaced = std::ranges::any_of(m_roles.replaced, [&](const Component &component) {
        return component.role == NetworkRole::LoadBalancer && component.name == acting;
    });
    return isReplaced || acting.empty() || acting == now->name ? now : nullptr;
}

void ActingLoadBalancers::byClass(const Object &service, ActingLoadBalancer &acting) const
{
    const std::string_view name = service.spec()["loadBalancerClass"].text();
    const Component *metalLb = m_roles.find(NetworkRole::LoadBalancer, "metallb");
    const auto known = std::ranges::find(knownClasses, name, &KnownClass::name);
    if (known != std::end(knownClasses))
        acting.component = known->component;
    else if (metalLb && metalLb->setting("lbClass") == name)
        acting.component = metalLb->name;
    acting.isClassUnknown = acting.component.empty();
    if (!acting.isClassUnknown)
        acting.confidence = isManifest(service) ? Confidence::Inferred : Confidence::Confirmed;
    acting.because.push_back(
        {refTo(service), "/spec/loadBalancerClass", std::string(name),
         acting.isClassUnknown ? "no controller of this class is known" : "only the controller of this class may act"});
}

void ActingLoadBalancers::addMarks(const Object &service, Marks &marks) const
{
    const Key key(service.space, service.name);
    if (const auto set = m_serviceLbSets.find(key); set != m_serviceLbSets.end())
        marks.emplace_back("klipper-lb",
                           Proof{refTo(*set->second), "/metadata/labels" + pointerStep(roles::serviceLbName),
                                 std::string(service.name), "ServiceLB serves this Service"});
    for (const KnownMark &mark : knownMarks) {
        const std::string_view value = service.annotation(mark.annotation);
        if (!value.empty())
            marks.emplace_back(mark.component,
                               Proof{refTo(service), "/metadata/annotations" + pointerStep(mark.annotation),
                                     std::string(value), std::string(mark.means)});
    }
    if (const auto status = m_metalLbStatuses.find(key); status != m_metalLbStatuses.end())
        marks.emplace_back("metallb", Proof{refTo(*status->second), "/metadata/labels/metallb.io~1service-name",
                                            std::string(service.name), "MetalLB announces this Service"});
    addCiliumMark(service, marks);
}

void ActingLoadBalancers::byAddress(const Object &service, ActingLoadBalancer &acting) const
{
    const auto entries = addressesOf(service).items();
    for (std::size_t i = 0; i < entries.size() && acting.component.empty(); ++i) {
        const std::string_view address = entries[i]["ip"].text(), host = entries[i]["hostname"].text();
        const Object *pool = nullptr;
        if (!host.empty() && m_roles.find(NetworkRole::LoadBalancer, "cloud-provider")) {
            acting.component = "cloud-provider";
            acting.because.push_back({refTo(service), "/status/loadBalancer/ingress/" + std::to_string(i) + "/hostname",
                                      std::string(host), "a cloud's load balancer has a name"});
            return;
        }
        if ((pool = poolWith(m_snapshot.of(Kind::IPAddressPool), address, metalLbRanges)))
            acting.component = "metallb";
        else if ((pool = poolWith(m_snapshot.of(Kind::CiliumLoadBalancerIPPool), address, ciliumRanges)))
            acting.component = "cilium-lb";
        else if ((pool = poolWith(m_snapshot.of(Kind::IPPool), address, calicoRanges)))
            acting.component = "calico";
        if (!pool)
            continue;
        acting.because.push_back({refTo(service), addressPath(i), std::string(address), "the Service's address"});
        acting.because.push_back({refTo(*pool), {}, {}, "the address is of this pool"});
    }
    if (!acting.component.empty() || entries.empty())
        return;
    byNode(service, acting);
    if (!acting.component.empty())
        return;
    const Component *cloud = m_roles.find(NetworkRole::LoadBalancer, "cloud-provider");
    if (cloud && cloud->confidence != Confidence::Leftover) {
        acting.component = cloud->name;
        acting.because.push_back(
            {refTo(service), addressPath(0), std::string(entries[0]["ip"].text()), "of no pool in the cluster"});
    }
}

/** ServiceLB writes the addresses of nodes; its DaemonSets may be out of sight. */
void ActingLoadBalancers::byNode(const Object &service, ActingLoadBalancer &acting) const
{
    const Component *serviceLb = m_roles.find(NetworkRole::LoadBalancer, "klipper-lb");
    if (!serviceLb || serviceLb->confidence == Confidence::Leftover || !m_serviceLbSets.empty())
        return;
    const std::string_view address = addressesOf(service).at(0)["ip"].text();
    for (const ObjectPtr &node : m_snapshot.of(Kind::Node)) {
        const auto own = node->status()["addresses"].items();
        for (std::size_t i = 0; i < own.size() && !address.empty(); ++i) {
            if (own[i]["address"].text() != address)
                continue;
            acting.component = serviceLb->name;
            acting.because.push_back({refTo(service), addressPath(0), std::string(address), "the Service's address"});
            acting.because.push_back({refTo(*node), "/status/addresses/" + std::to_string(i) + "/address",
                                      std::string(address), "which is this node's"});
            return;
        }
    }
}

/** It has no address yet: if there is one load balancer only, it will be that one. */
void ActingLoadBalancers::byElimination(ActingLoadBalancer &acting) const
{
    const Component *only = nullptr;
    for (const Component &component : m_roles.components) {
        // MetalLB with a class of its own leaves Services without class to others.
        const bool mayAct = component.role == NetworkRole::LoadBalancer &&
                            component.confidence != Confidence::Leftover && component.setting("lbClass").empty();
        if (!mayAct)
            continue;
        if (only)
            return;
        only = &component;
    }
    if (!only)
        return;
    acting.component = only->name;
    acting.confidence = only->confidence == Confidence::Assumed ? Confidence::Assumed : Confidence::Inferred;
    acting.because = only->evidence;
}

}  // namespace portolan
