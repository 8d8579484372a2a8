// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/consequences.h"

#include <algorithm>
#include <functional>

namespace portolan {

namespace {

using Predicate = std::function<bool(const Object &)>;

class Draft {
public:
    explicit Draft(const Roles &roles) : m_roles(roles) {}

    bool goes(NetworkRole role, std::string_view name) const
    {
        return std::ranges::any_of(m_roles.replaced,
                                   [&](const Component &c) { return c.role == role && c.name == name; });
    }
    bool comes(NetworkRole role) const
    {
        const Component *now = m_roles.filling(role);
        return now && now->isSupposed;
    }
    std::string_view fills(NetworkRole role) const
    {
        const Component *now = m_roles.filling(role);
        return now ? now->name : std::string_view();
    }

    /** One sentence for all objects of these kinds that match; nothing if there are none. "%" stands for their number
     *  and "1 Service" or "3 Services". */
    void about(std::initializer_list<Kind> kinds, const Predicate &matches, std::string_view one, std::string_view many)
    {
        Consequence consequence;
        for (const Kind kind : kinds) {
            for (const ObjectPtr &object : m_roles.snapshot->of(kind)) {
                if (!matches || matches(*object))
                    consequence.objects.push_back(refTo(*object));
            }
        }
        const std::size_t count = consequence.objects.size();
        if (count == 0)
            return;
        consequence.says = count == 1 ? std::string(one) : std::string(many);
        if (const auto at = consequence.says.find('%'); at != std::string::npos)
            consequence.says.replace(at, 1, std::to_string(count));
        std::ranges::sort(consequence.objects, {}, [](const ObjectRef &ref) { return ref.text(); });
        out.push_back(std::move(consequence));
    }
    void say(std::string sentence) { out.push_back({std::move(sentence), {}}); }
    const ClusterSnapshot &snapshot() const { return *m_roles.snapshot; }

    std::vector<Consequence> out;

private:
    const Roles &m_roles;
};

void aboutPods(Draft &draft)
{
    if (!draft.comes(NetworkRole::Cni))
        return;
    const auto &pods = draft.snapshot().pods;
    const auto count = std::count_if(pods.begin(), pods.end(),
                                     [](const Pod &pod) { return !pod.pod->hostNetwork && !pod.ip.empty(); });
    if (count > 0)
        draft.say(
            std::to_string(count) + (count == 1 ? " pod keeps" : " pods keep") +
            " an address of the network that goes, until it is made anew: plan a restart of every pod, and count on "
            "connections that break.");
}

void aboutPolicies(Draft &draft)
{
    if (!draft.comes(NetworkRole::NetworkPolicy))
        return;
    const std::string_view now = draft.fills(NetworkRole::NetworkPolicy);
    if (now != "calico")
        draft.about({Kind::CalicoNetworkPolicy, Kind::GlobalNetworkPolicy}, {},
                    "1 policy of Calico would be enforced by nobody.",
                    "% policies of Calico would be enforced by nobody.");
    if (now != "cilium")
        draft.about({Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy}, {},
                    "1 policy of Cilium would be enforced by nobody.",
                    "% policies of Cilium would be enforced by nobody.");
    if (draft.goes(NetworkRole::NetworkPolicy, "kube-router-netpol"))
        draft.about(
            {Kind::NetworkPolicy}, {},
            "1 NetworkPolicy changes hands: it is not enforced between the end of the one controller and the "
            "start of the other, and rules of the one before stay on the machines until they are cleaned away.",
            "% NetworkPolicies change hands: they are not enforced between the end of the one controller and the "
            "start of the other, and rules of the one before stay on the machines until they are cleaned away.");
}

bool isOfClass(const Object &ingress, std::string_view name)
{
    return ingress.spec()["ingressClassName"].text() == name ||
           ingress.annotation("kubernetes.io/ingress.class") == name;
}

void aboutRoutes(Draft &draft)
{
    if (!draft.comes(NetworkRole::Ingress))
        return;
    if (draft.goes(NetworkRole::Ingress, "traefik")) {
        draft.about({Kind::IngressRoute, Kind::IngressRouteTCP, Kind::IngressRouteUDP}, {},
                    "1 IngressRoute would have no controller: it must be written anew.",
                    "% IngressRoutes would have no controller: they must be written anew.");
        draft.about(
            {Kind::Middleware, Kind::MiddlewareTCP}, {}, "1 Middleware would be without effect.",
            "% Middlewares would be without effect: what they did, such as redirects and authentication, must be "
            "rebuilt.");
        draft.about(
            {Kind::Ingress}, [](const Object &ingress) { return isOfClass(ingress, "traefik"); },
            "1 Ingress names the class traefik, which nobody would serve.",
            "% Ingresses name the class traefik, which nobody would serve.");
    }
    if (draft.goes(NetworkRole::Ingress, "ingress-nginx"))
        draft.about(
            {Kind::Ingress},
            [](const Object &ingress) {
                const Value annotations = ingress.meta()["annotations"];
                return std::ranges::any_of(annotations.members(), [](const Member &member) {
                    return member.key.starts_with("nginx.ingress.kubernetes.io/");
                });
            },
            "1 Ingress has annotations of ingress-nginx, which would be ignored.",
            "% Ingresses have annotations of ingress-nginx, which would be ignored.");
}

void aboutBalancers(Draft &draft)
{
    if (!draft.comes(NetworkRole::LoadBalancer))
        return;
    const std::string_view now = draft.fills(NetworkRole::LoadBalancer);
    const auto isBalanced = [](const Object &service) { return service.spec()["type"].text() == "LoadBalancer"; };
    if (now == "klipper-lb")
        draft.about(
            {Kind::Service}, isBalanced,
            "1 LoadBalancer Service loses its own address: it is reached at the machines' addresses, if its port "
            "is free there.",
            "% LoadBalancer Services lose their own addresses: they are reached at the machines' addresses, each "
            "port once.");
    else
        draft.about({Kind::Service}, isBalanced,
                    "1 LoadBalancer Service changes its address and is pending until there is a pool for it.",
                    "% LoadBalancer Services change their addresses and are pending until there is a pool for them.");
    draft.about(
        {Kind::Service},
        [&](const Object &service) {
            return isBalanced(service) && !service.spec()["loadBalancerClass"].text().empty();
        },
        "1 of them names a load balancer class, which stays with that class.",
        "% of them name a load balancer class, which stays with that class.");
    if (now != "metallb")
        draft.about({Kind::IPAddressPool}, {}, "1 pool of MetalLB would be without use.",
                    "% pools of MetalLB would be without use.");
}

void aboutProxy(Draft &draft)
{
    if (draft.comes(NetworkRole::ServiceProxy) && draft.goes(NetworkRole::ServiceProxy, "kube-proxy"))
        draft.say(
            "Connections to Service addresses break while the proxy changes: the two keep their translations apart.");
}

}  // namespace

std::vector<Consequence> consequencesOf(const Roles &supposed)
{
    if (!supposed.supposition)
        return {};
    Draft draft(supposed);
    aboutPods(draft);
    aboutPolicies(draft);
    aboutRoutes(draft);
    aboutBalancers(draft);
    aboutProxy(draft);
    return std::move(draft.out);
}

}  // namespace portolan
