// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/title.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portolan {

std::string_view titleOfComponent(std::string_view name)
{
    using Title = std::pair<std::string_view, std::string_view>;
    static constexpr std::array titles{
        Title{"antrea", "Antrea"},
        Title{"calico", "Calico"},
        Title{"calico-ebpf", "Calico eBPF"},
        Title{"canal", "Canal"},
        Title{"cilium", "Cilium"},
        Title{"cilium-ebpf", "Cilium eBPF"},
        Title{"cilium-lb", "Cilium LB"},
        Title{"cloud-provider", "Cloud load balancer"},
        Title{"contour", "Contour"},
        Title{"coredns", "CoreDNS"},
        Title{"envoy-gateway", "Envoy Gateway"},
        Title{"flannel", "Flannel"},
        Title{"haproxy-ingress", "HAProxy Ingress"},
        Title{"haproxytech-ingress", "HAProxy Technologies"},
        Title{"istio", "Istio"},
        Title{"istio-ambient", "Istio ambient"},
        Title{"klipper-lb", "ServiceLB (Klipper)"},
        Title{"kong", "Kong"},
        Title{"kube-ovn", "Kube-OVN"},
        Title{"kube-router-netpol", "kube-router policies"},
        Title{"linkerd", "Linkerd"},
        Title{"metallb", "MetalLB"},
        Title{"multus", "Multus"},
        Title{"nginx-gateway-fabric", "NGINX Gateway Fabric"},
        Title{"nginx-ingress", "F5 NGINX Ingress"},
        Title{"node-local-dns", "NodeLocal DNSCache"},
        Title{"ovn-kubernetes", "OVN-Kubernetes"},
        Title{"purelb", "PureLB"},
        Title{"traefik", "Traefik"},
        Title{"weave", "Weave Net"},
    };
    const auto found = std::ranges::lower_bound(titles, name, {}, &Title::first);
    return found != titles.end() && found->first == name ? found->second : name;
}

}  // namespace portolan
