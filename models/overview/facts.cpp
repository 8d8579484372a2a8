// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "overview/topics.h"

namespace portolan::overview {

namespace {

/** A setting in words; "%" stands for its value. */
struct Telling {
    std::string_view component;
    std::string_view setting;
    std::string_view words;
};

/** In the order in which they are said; the first three that are known. */
constexpr std::array tellings{
    Telling{"flannel", "backend", "%"},
    Telling{"flannel", "vni", "VNI %"},
    Telling{"flannel", "port", "UDP %"},
    Telling{"flannel", "mtu", "MTU %"},
    Telling{"canal", "backend", "%"},
    Telling{"calico", "encapsulation", "%"},
    Telling{"calico", "dataplane", "%"},
    Telling{"calico", "ipPools", "%"},
    Telling{"cilium", "routingMode", "%"},
    Telling{"cilium", "tunnelProtocol", "%"},
    Telling{"cilium", "port", "UDP %"},
    Telling{"cilium", "podCidr", "%"},
    Telling{"traefik", "entryPoints", "%"},
    Telling{"coredns", "clusterIp", "%"},
    Telling{"coredns", "domain", "%"},
    Telling{"kube-dns", "clusterIp", "%"},
    Telling{"node-local-dns", "listen", "%"},
    Telling{"klipper-lb", "services", "serves % Services"},
    Telling{"metallb", "mode", "%"},
    Telling{"metallb", "pools", "%"},
    Telling{"cilium-lb", "mode", "%"},
    Telling{"cilium-lb", "pools", "%"},
    Telling{"kube-vip", "mode", "%"},
    Telling{"cloud-provider", "provider", "%"},
    Telling{"kube-proxy", "mode", "%"},
    Telling{"cilium-ebpf", "mode", "eBPF, %"},
    Telling{"calico-ebpf", "serviceMode", "eBPF, %"},
    Telling{"kube-router-netpol", "policies", "% NetworkPolicies"},
    Telling{"istio", "pods", "% pods with a sidecar"},
    Telling{"istio-ambient", "namespaces", "% namespaces"},
    Telling{"linkerd", "pods", "% pods with a proxy"},
};
constexpr std::size_t mostTold = 3;

std::string said(const Telling &telling, std::string_view value)
{
    std::string words(telling.words);
    const auto at = words.find('%');
    words.replace(at, 1, value);
    if (value == "1" && words.ends_with("ies"))
        return words.substr(0, words.size() - 3) + 'y';
    return value == "1" && words.ends_with("s") && !words.ends_with("class") ? words.substr(0, words.size() - 1)
                                                                             : words;
}

}  // namespace

std::string factOf(const TopologyGraph &, const Component &component)
{
    std::string fact;
    std::size_t told = 0;
    for (const Telling &telling : tellings) {
        const std::string_view value = component.setting(telling.setting);
        if (telling.component != component.name || value.empty() || told == mostTold)
            continue;
        fact += (told++ == 0 ? "" : ", ") + said(telling, value);
    }
    return fact;
}

}  // namespace portolan::overview
