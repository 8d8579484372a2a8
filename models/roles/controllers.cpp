// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/controllers.h"

#include <algorithm>
#include <array>

#include "roles/running.h"

namespace portolan::roles {

namespace {

using Images = std::array<std::string_view, 1>;
constexpr Images traefikImages{"traefik"};
// RKE2 and Bitnami build the retired controller under its older name.
constexpr std::array<std::string_view, 3> ingressNginxImages{"ingress-nginx/controller", "nginx-ingress-controller",
                                                             "ingress-nginx/controller-chroot"};
constexpr std::array<std::string_view, 2> nginxIngressImages{"nginx/nginx-ingress", "nginx-plus-ingress"};
constexpr Images nginxGatewayImages{"nginx-gateway-fabric"};
constexpr Images haproxytechImages{"haproxytech/kubernetes-ingress"};
constexpr Images haproxyImages{"haproxy-ingress"};
constexpr std::array<std::string_view, 2> contourImages{"projectcontour/contour", "bitnami/contour"};
constexpr Images kongImages{"kong/kubernetes-ingress-controller"};
constexpr Images istioImages{"istio/pilot"};
constexpr Images ciliumImages{"cilium/cilium"};
constexpr Images envoyGatewayImages{"envoyproxy/gateway"};

/** Sources: each project's documentation of its IngressClass and GatewayClass, and its chart or manifest.
 *  ingress-nginx and F5's controller both call their class "nginx": the string tells them apart. */
constexpr std::array known{
    Controller{"traefik", "Traefik", "traefik.io/ingress-controller", "traefik.io/gateway-controller", traefikImages,
               "traefik.io"},
    Controller{"ingress-nginx", "ingress-nginx", "k8s.io/ingress-nginx", "", ingressNginxImages},
    Controller{"nginx-ingress", "NGINX Ingress Controller", "nginx.org/ingress-controller", "", nginxIngressImages,
               "k8s.nginx.org"},
    Controller{"nginx-gateway-fabric", "NGINX Gateway Fabric", "", "gateway.nginx.org/nginx-gateway-controller",
               nginxGatewayImages, "gateway.nginx.org"},
    Controller{"haproxytech-ingress", "HAProxy Ingress", "haproxy.org/ingress-controller",
               "haproxy.org/gateway-controller", haproxytechImages, "ingress.v1.haproxy.org"},
    Controller{"haproxy-ingress", "HAProxy Ingress (community)", "haproxy-ingress.github.io/controller",
               "haproxy-ingress.github.io/controller", haproxyImages},
    Controller{"contour", "Contour", "", "projectcontour.io/gateway-controller", contourImages, "projectcontour.io",
               "envoyproxy/envoy"},
    Controller{"kong", "Kong", "ingress-controllers.konghq.com/kong", "konghq.com/kic-gateway-controller", kongImages,
               "configuration.konghq.com"},
    Controller{"istio", "Istio", "istio.io/ingress-controller", "istio.io/gateway-controller", istioImages, "",
               "istio/proxyv2"},
    Controller{"cilium", "Cilium Ingress", "cilium.io/ingress-controller", "io.cilium/gateway-controller",
               ciliumImages},
    Controller{"envoy-gateway", "Envoy Gateway", "", "gateway.envoyproxy.io/gatewayclass-controller",
               envoyGatewayImages, "gateway.envoyproxy.io"},
};

}  // namespace

std::span<const Controller> controllers()
{
    return known;
}

const Controller &controller(std::string_view component)
{
    return *std::ranges::find(known, component, &Controller::component);
}

const Controller *ingressController(std::string_view claim)
{
    const auto found = std::ranges::find_if(known, [claim](const Controller &one) {
        const std::string_view own = one.ingressClaim;
        return !own.empty() && claim.starts_with(own) && (claim.size() == own.size() || claim[own.size()] == '/');
    });
    return found != known.end() ? &*found : nullptr;
}

const Controller *gatewayController(std::string_view claim)
{
    const auto found = std::ranges::find_if(
        known, [claim](const Controller &one) { return !claim.empty() && one.gatewayClaim == claim; });
    return found != known.end() ? &*found : nullptr;
}

bool carriesTraffic(const Object &workload, const Controller &controller)
{
    const std::span<const std::string_view> images =
        controller.dataPlane.empty() ? controller.images : std::span(&controller.dataPlane, 1);
    const auto containers = workload.spec()["template"]["spec"]["containers"].items();
    return std::ranges::any_of(containers, [&](const Value &container) {
        return std::ranges::any_of(images,
                                   [&](std::string_view image) { return isImageOf(container["image"].text(), image); });
    });
}

}  // namespace portolan::roles
