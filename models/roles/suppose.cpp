// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/suppose.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace portolan {

namespace {

/** What a component brings when it is installed as its documentation for K3s says. Source: K3s, basic network options;
 *  Cilium, Calico: installation on K3s; MetalLB: concepts. */
struct Package {
    std::string_view chosen;
    NetworkRole role;
    std::string_view name;
    std::vector<Setting> settings = {};
};

const std::vector<Package> &packages()
{
    using R = NetworkRole;
    static const std::vector<Setting> cilium{
        {"ipam", "cluster-pool"}, {"port", "8472"}, {"routingMode", "tunnel"}, {"tunnelProtocol", "vxlan"}};
    static const std::vector<Setting> calico{{"dataplane", "Iptables"}, {"encapsulation", "IPIP"}};
    static const std::vector<Setting> calicoEbpf{{"dataplane", "BPF"}, {"encapsulation", "VXLAN"}, {"port", "4789"}};
    static const std::vector<Setting> flannel{{"backend", "vxlan"}, {"device", "flannel.1"}, {"embedded", "true"},
                                              {"mtu", "1450"},      {"port", "8472"},        {"vni", "1"}};
    static const std::vector<Package> all{
        {"flannel", R::Cni, "flannel", flannel},
        {"flannel", R::NetworkPolicy, "kube-router-netpol", {{"embedded", "true"}}},
        {"calico", R::Cni, "calico", calico},
        {"calico", R::NetworkPolicy, "calico"},
        {"canal", R::Cni, "canal", {{"backend", "vxlan"}, {"port", "8472"}, {"vni", "1"}}},
        {"canal", R::NetworkPolicy, "calico"},
        {"cilium", R::Cni, "cilium", cilium},
        {"cilium", R::NetworkPolicy, "cilium"},
        {"antrea", R::Cni, "antrea", {{"trafficEncapMode", "encap"}, {"tunnelType", "geneve"}}},
        {"antrea", R::NetworkPolicy, "antrea"},
        {"kube-ovn", R::Cni, "kube-ovn", {{"tunnelType", "geneve"}}},
        {"kube-ovn", R::NetworkPolicy, "kube-ovn"},
        {"cilium-ebpf", R::ServiceProxy, "cilium-ebpf"},
        {"cilium-ebpf", R::Cni, "cilium", cilium},
        {"cilium-ebpf", R::NetworkPolicy, "cilium"},
        {"calico-ebpf", R::ServiceProxy, "calico-ebpf"},
        {"calico-ebpf", R::Cni, "calico", calicoEbpf},
        {"calico-ebpf", R::NetworkPolicy, "calico"},
        {"kube-proxy", R::ServiceProxy, "kube-proxy", {{"embedded", "true"}, {"mode", "iptables"}}},
        {"traefik", R::Ingress, "traefik", {{"class", "traefik"}}},
        {"ingress-nginx", R::Ingress, "ingress-nginx", {{"class", "nginx"}}},
        {"nginx-ingress", R::Ingress, "nginx-ingress", {{"class", "nginx"}}},
        {"haproxytech-ingress", R::Ingress, "haproxytech-ingress", {{"class", "haproxy"}}},
        {"haproxy-ingress", R::Ingress, "haproxy-ingress", {{"class", "haproxy"}}},
        {"contour", R::Ingress, "contour", {{"class", "contour"}}},
        {"kong", R::Ingress, "kong", {{"class", "kong"}}},
        {"klipper-lb", R::LoadBalancer, "klipper-lb", {{"mode", "all-nodes"}}},
        {"metallb", R::LoadBalancer, "metallb", {{"mode", "L2"}}},
        {"cilium-lb", R::LoadBalancer, "cilium-lb"},
        {"kube-vip", R::LoadBalancer, "kube-vip"},
        {"purelb", R::LoadBalancer, "purelb"},
        {"cloud-provider", R::LoadBalancer, "cloud-provider"},
        {"coredns", R::Dns, "coredns"},
        {"kube-dns", R::Dns, "kube-dns"},
    };
    return all;
}

/** A chosen name stands first in its own role; what follows comes with it. */
bool isOwn(const Package &package, const Supposition &supposition)
{
    return package.chosen == supposition.component && package.role == supposition.role;
}

void replace(Roles &roles, const Package &package)
{
    if (roles.find(package.role, package.name) &&
        roles.find(package.role, package.name)->confidence != Confidence::Leftover)
        return;
    std::vector<Component> kept;
    for (Component &component : roles.components) {
        const bool goes =
            component.role == package.role && component.confidence != Confidence::Leftover && !component.isLayer();
        (goes ? roles.replaced : kept).push_back(std::move(component));
    }
    Component comes;
    comes.role = package.role;
    comes.name = package.name;
    comes.settings = package.settings;
    comes.isSupposed = true;
    comes.remark = "Supposed: no object of the cluster says so.";
    for (const ObjectPtr &node : roles.snapshot->of(Kind::Node))
        comes.nodes.emplace_back(node->name);
    kept.push_back(std::move(comes));
    roles.components = std::move(kept);
    std::erase_if(roles.unknown, [&](const UnknownRole &unknown) { return unknown.role == package.role; });
}

}  // namespace

std::span<const std::string_view> supposable(NetworkRole role)
{
    static const auto byRole = [] {
        std::array<std::vector<std::string_view>, networkRoleCount> names;
        for (const Package &package : packages()) {
            auto &of = names[static_cast<std::size_t>(package.role)];
            const bool isSelf = package.chosen == package.name;
            if (isSelf && std::ranges::find(of, package.chosen) == of.end())
                of.push_back(package.chosen);
        }
        return names;
    }();
    return byRole[static_cast<std::size_t>(role)];
}

Result<Supposition> parseSupposition(std::string_view text)
{
    const auto equals = text.find('=');
    const std::string_view role = text.substr(0, equals);
    const std::string_view wanted = equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
    for (std::size_t r = 0; r < networkRoleCount; ++r) {
        const auto known = static_cast<NetworkRole>(r);
        const auto names = supposable(known);
        if (name(known) != role || names.empty())
            continue;
        if (std::ranges::find(names, wanted) != names.end())
            return Supposition{known, std::string(wanted)};
        std::string choice;
        for (const std::string_view one : names)
            choice += (choice.empty() ? "" : ", ") + std::string(one);
        return Error{Error::Kind::Usage, "for " + std::string(role) + " one can suppose " + choice, {}};
    }
    return Error{Error::Kind::Usage,
                 "suppose ROLE=COMPONENT, such as cni=cilium, ingress=ingress-nginx or load-balancer=metallb",
                 {}};
}

RolesPtr suppose(const Roles &real, const Supposition &supposition)
{
    auto roles = std::make_shared<Roles>(real);
    roles->supposition = supposition;
    const auto own = std::ranges::find_if(packages(), [&](const Package &p) { return isOwn(p, supposition); });
    if (own == packages().end())
        return roles;
    for (const Package &package : packages()) {
        if (package.chosen == supposition.component)
            replace(*roles, package);
    }
    std::ranges::stable_sort(roles->components, {}, [](const Component &component) {
        const bool isLeftover = component.confidence == Confidence::Leftover;
        return std::tuple(component.role, isLeftover, component.confidence, component.name);
    });
    return roles;
}

}  // namespace portolan
