// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kind.h"

#include <algorithm>
#include <array>

namespace portolan {

namespace {

using Groups = std::span<const std::string_view>;
constexpr std::array<std::string_view, 1> core{""};
constexpr std::array<std::string_view, 1> discovery{"discovery.k8s.io"};
constexpr std::array<std::string_view, 2> appsAndExtensions{"apps", "extensions"};
constexpr std::array<std::string_view, 1> apps{"apps"};
constexpr std::array<std::string_view, 1> batch{"batch"};
constexpr std::array<std::string_view, 2> networkingAndExtensions{"networking.k8s.io", "extensions"};
constexpr std::array<std::string_view, 1> networking{"networking.k8s.io"};
constexpr std::array<std::string_view, 1> apiExtensions{"apiextensions.k8s.io"};
constexpr std::array<std::string_view, 1> helm{"helm.cattle.io"};
constexpr std::array<std::string_view, 1> k3s{"k3s.cattle.io"};
constexpr std::array<std::string_view, 2> traefik{"traefik.io", "traefik.containo.us"};
constexpr std::array<std::string_view, 1> gatewayApi{"gateway.networking.k8s.io"};
constexpr std::array<std::string_view, 1> policyApi{"policy.networking.k8s.io"};
constexpr std::array<std::string_view, 1> metallb{"metallb.io"};
constexpr std::array<std::string_view, 2> calico{"projectcalico.org", "crd.projectcalico.org"};
constexpr std::array<std::string_view, 1> tigera{"operator.tigera.io"};
constexpr std::array<std::string_view, 1> cilium{"cilium.io"};
constexpr std::array<std::string_view, 1> istioNetworking{"networking.istio.io"};
constexpr std::array<std::string_view, 1> istioSecurity{"security.istio.io"};
constexpr std::array<std::string_view, 1> openShiftRoute{"route.openshift.io"};

/** In the order of the enumeration. */
constexpr KindInfo kinds[] = {
    {Kind::Node, "Node", "Node", Groups(core), "nodes", false},
    {Kind::Namespace, "Namespace", "Namespace", Groups(core), "namespaces", false},
    {Kind::Pod, "Pod", "Pod", Groups(core), "pods", true},
    {Kind::Service, "Service", "Service", Groups(core), "services", true},
    {Kind::EndpointSlice, "EndpointSlice", "EndpointSlice", Groups(discovery), "endpointslices", true},
    {Kind::Endpoints, "Endpoints", "Endpoints", Groups(core), "endpoints", true},
    {Kind::Deployment, "Deployment", "Deployment", Groups(appsAndExtensions), "deployments", true},
    {Kind::ReplicaSet, "ReplicaSet", "ReplicaSet", Groups(appsAndExtensions), "replicasets", true},
    {Kind::StatefulSet, "StatefulSet", "StatefulSet", Groups(apps), "statefulsets", true},
    {Kind::DaemonSet, "DaemonSet", "DaemonSet", Groups(appsAndExtensions), "daemonsets", true},
    {Kind::ReplicationController, "ReplicationController", "ReplicationController", Groups(core),
     "replicationcontrollers", true},
    {Kind::Job, "Job", "Job", Groups(batch), "jobs", true},
    {Kind::CronJob, "CronJob", "CronJob", Groups(batch), "cronjobs", true},
    {Kind::Ingress, "Ingress", "Ingress", Groups(networkingAndExtensions), "ingresses", true},
    {Kind::IngressClass, "IngressClass", "IngressClass", Groups(networking), "ingressclasses", false},
    {Kind::NetworkPolicy, "NetworkPolicy", "NetworkPolicy", Groups(networkingAndExtensions), "networkpolicies", true},
    {Kind::ServiceCIDR, "ServiceCIDR", "ServiceCIDR", Groups(networking), "servicecidrs", false},
    {Kind::ConfigMap, "ConfigMap", "ConfigMap", Groups(core), "configmaps", true},
    {Kind::CustomResourceDefinition, "CustomResourceDefinition", "CustomResourceDefinition", Groups(apiExtensions),
     "customresourcedefinitions", false},
    {Kind::HelmChart, "HelmChart", "HelmChart", Groups(helm), "helmcharts", true},
    {Kind::HelmChartConfig, "HelmChartConfig", "HelmChartConfig", Groups(helm), "helmchartconfigs", true},
    {Kind::Addon, "Addon", "Addon", Groups(k3s), "addons", true},
    {Kind::IngressRoute, "IngressRoute", "IngressRoute", Groups(traefik), "ingressroutes", true},
    {Kind::IngressRouteTCP, "IngressRouteTCP", "IngressRouteTCP", Groups(traefik), "ingressroutetcps", true},
    {Kind::IngressRouteUDP, "IngressRouteUDP", "IngressRouteUDP", Groups(traefik), "ingressrouteudps", true},
    {Kind::Middleware, "Middleware", "Middleware", Groups(traefik), "middlewares", true},
    {Kind::MiddlewareTCP, "MiddlewareTCP", "MiddlewareTCP", Groups(traefik), "middlewaretcps", true},
    {Kind::ServersTransport, "ServersTransport", "ServersTransport", Groups(traefik), "serverstransports", true},
    {Kind::ServersTransportTCP, "ServersTransportTCP", "ServersTransportTCP", Groups(traefik), "serverstransporttcps",
     true},
    {Kind::TLSOption, "TLSOption", "TLSOption", Groups(traefik), "tlsoptions", true},
    {Kind::TLSStore, "TLSStore", "TLSStore", Groups(traefik), "tlsstores", true},
    {Kind::TraefikService, "TraefikService", "TraefikService", Groups(traefik), "traefikservices", true},
    {Kind::GatewayClass, "GatewayClass", "GatewayClass", Groups(gatewayApi), "gatewayclasses", false},
    {Kind::Gateway, "Gateway", "Gateway", Groups(gatewayApi), "gateways", true},
    {Kind::HTTPRoute, "HTTPRoute", "HTTPRoute", Groups(gatewayApi), "httproutes", true},
    {Kind::GRPCRoute, "GRPCRoute", "GRPCRoute", Groups(gatewayApi), "grpcroutes", true},
    {Kind::TLSRoute, "TLSRoute", "TLSRoute", Groups(gatewayApi), "tlsroutes", true},
    {Kind::TCPRoute, "TCPRoute", "TCPRoute", Groups(gatewayApi), "tcproutes", true},
    {Kind::UDPRoute, "UDPRoute", "UDPRoute", Groups(gatewayApi), "udproutes", true},
    {Kind::ListenerSet, "ListenerSet", "ListenerSet", Groups(gatewayApi), "listenersets", true},
    {Kind::ReferenceGrant, "ReferenceGrant", "ReferenceGrant", Groups(gatewayApi), "referencegrants", true},
    {Kind::BackendTLSPolicy, "BackendTLSPolicy", "BackendTLSPolicy", Groups(gatewayApi), "backendtlspolicies", true},
    {Kind::AdminNetworkPolicy, "AdminNetworkPolicy", "AdminNetworkPolicy", Groups(policyApi), "adminnetworkpolicies",
     false},
    {Kind::BaselineAdminNetworkPolicy, "BaselineAdminNetworkPolicy", "BaselineAdminNetworkPolicy", Groups(policyApi),
     "baselineadminnetworkpolicies", false},
    {Kind::ClusterNetworkPolicy, "ClusterNetworkPolicy", "ClusterNetworkPolicy", Groups(policyApi),
     "clusternetworkpolicies", false},
    {Kind::IPAddressPool, "IPAddressPool", "IPAddressPool", Groups(metallb), "ipaddresspools", true},
    {Kind::L2Advertisement, "L2Advertisement", "L2Advertisement", Groups(metallb), "l2advertisements", true},
    {Kind::BGPAdvertisement, "BGPAdvertisement", "BGPAdvertisement", Groups(metallb), "bgpadvertisements", true},
    {Kind::MetalLBBGPPeer, "BGPPeer", "BGPPeer.metallb.io", Groups(metallb), "bgppeers", true},
    {Kind::BFDProfile, "BFDProfile", "BFDProfile", Groups(metallb), "bfdprofiles", true},
    {Kind::Community, "Community", "Community", Groups(metallb), "communities", true},
    {Kind::ServiceL2Status, "ServiceL2Status", "ServiceL2Status", Groups(metallb), "servicel2statuses", true},
    {Kind::ServiceBGPStatus, "ServiceBGPStatus", "ServiceBGPStatus", Groups(metallb), "servicebgpstatuses", true},
    {Kind::IPPool, "IPPool", "IPPool", Groups(calico), "ippools", false},
    {Kind::FelixConfiguration, "FelixConfiguration", "FelixConfiguration", Groups(calico), "felixconfigurations",
     false},
    {Kind::BGPConfiguration, "BGPConfiguration", "BGPConfiguration", Groups(calico), "bgpconfigurations", false},
    {Kind::CalicoBGPPeer, "BGPPeer", "BGPPeer.projectcalico.org", Groups(calico), "bgppeers", false},
    {Kind::CalicoNetworkPolicy, "NetworkPolicy", "NetworkPolicy.projectcalico.org", Groups(calico), "networkpolicies",
     true},
    {Kind::GlobalNetworkPolicy, "GlobalNetworkPolicy", "GlobalNetworkPolicy", Groups(calico), "globalnetworkpolicies",
     false},
    {Kind::Tier, "Tier", "Tier", Groups(calico), "tiers", false},
    {Kind::CalicoNetworkSet, "NetworkSet", "NetworkSet", Groups(calico), "networksets", true},
    {Kind::GlobalNetworkSet, "GlobalNetworkSet", "GlobalNetworkSet", Groups(calico), "globalnetworksets", false},
    {Kind::HostEndpoint, "HostEndpoint", "HostEndpoint", Groups(calico), "hostendpoints", false},
    {Kind::KubeControllersConfiguration, "KubeControllersConfiguration", "KubeControllersConfiguration", Groups(calico),
     "kubecontrollersconfigurations", false},
    {Kind::ClusterInformation, "ClusterInformation", "ClusterInformation", Groups(calico), "clusterinformations",
     false},
    {Kind::Installation, "Installation", "Installation", Groups(tigera), "installations", false},
    {Kind::CiliumNode, "CiliumNode", "CiliumNode", Groups(cilium), "ciliumnodes", false},
    {Kind::CiliumEndpoint, "CiliumEndpoint", "CiliumEndpoint", Groups(cilium), "ciliumendpoints", true},
    {Kind::CiliumNetworkPolicy, "CiliumNetworkPolicy", "CiliumNetworkPolicy", Groups(cilium), "ciliumnetworkpolicies",
     true},
    {Kind::CiliumClusterwideNetworkPolicy, "CiliumClusterwideNetworkPolicy", "CiliumClusterwideNetworkPolicy",
     Groups(cilium), "ciliumclusterwidenetworkpolicies", false},
    {Kind::CiliumCIDRGroup, "CiliumCIDRGroup", "CiliumCIDRGroup", Groups(cilium), "ciliumcidrgroups", false},
    {Kind::CiliumLoadBalancerIPPool, "CiliumLoadBalancerIPPool", "CiliumLoadBalancerIPPool", Groups(cilium),
     "ciliumloadbalancerippools", false},
    {Kind::CiliumL2AnnouncementPolicy, "CiliumL2AnnouncementPolicy", "CiliumL2AnnouncementPolicy", Groups(cilium),
     "ciliuml2announcementpolicies", false},
    {Kind::CiliumBGPClusterConfig, "CiliumBGPClusterConfig", "CiliumBGPClusterConfig", Groups(cilium),
     "ciliumbgpclusterconfigs", false},
    {Kind::CiliumBGPPeerConfig, "CiliumBGPPeerConfig", "CiliumBGPPeerConfig", Groups(cilium), "ciliumbgppeerconfigs",
     false},
    {Kind::CiliumBGPAdvertisement, "CiliumBGPAdvertisement", "CiliumBGPAdvertisement", Groups(cilium),
     "ciliumbgpadvertisements", false},
    {Kind::CiliumBGPPeeringPolicy, "CiliumBGPPeeringPolicy", "CiliumBGPPeeringPolicy", Groups(cilium),
     "ciliumbgppeeringpolicies", false},
    {Kind::CiliumEgressGatewayPolicy, "CiliumEgressGatewayPolicy", "CiliumEgressGatewayPolicy", Groups(cilium),
     "ciliumegressgatewaypolicies", false},
    {Kind::CiliumLocalRedirectPolicy, "CiliumLocalRedirectPolicy", "CiliumLocalRedirectPolicy", Groups(cilium),
     "ciliumlocalredirectpolicies", true},
    {Kind::CiliumEnvoyConfig, "CiliumEnvoyConfig", "CiliumEnvoyConfig", Groups(cilium), "ciliumenvoyconfigs", true},
    {Kind::VirtualService, "VirtualService", "VirtualService", Groups(istioNetworking), "virtualservices", true},
    {Kind::DestinationRule, "DestinationRule", "DestinationRule", Groups(istioNetworking), "destinationrules", true},
    {Kind::IstioGateway, "Gateway", "Gateway.networking.istio.io", Groups(istioNetworking), "gateways", true},
    {Kind::ServiceEntry, "ServiceEntry", "ServiceEntry", Groups(istioNetworking), "serviceentries", true},
    {Kind::Sidecar, "Sidecar", "Sidecar", Groups(istioNetworking), "sidecars", true},
    {Kind::WorkloadEntry, "WorkloadEntry", "WorkloadEntry", Groups(istioNetworking), "workloadentries", true},
    {Kind::PeerAuthentication, "PeerAuthentication", "PeerAuthentication", Groups(istioSecurity), "peerauthentications",
     true},
    {Kind::AuthorizationPolicy, "AuthorizationPolicy", "AuthorizationPolicy", Groups(istioSecurity),
     "authorizationpolicies", true},
    {Kind::OpenShiftRoute, "Route", "Route", Groups(openShiftRoute), "routes", true},
};
static_assert(std::size(kinds) == kindCount);
static_assert([] {
    for (std::size_t i = 0; i < kindCount; ++i) {
        if (kinds[i].kind != static_cast<Kind>(i))
            return false;
    }
    return true;
}());

}  // namespace

const KindInfo &info(Kind kind)
{
    return kinds[static_cast<std::size_t>(kind)];
}

const KindInfo *kindOf(std::string_view apiVersion, std::string_view kind)
{
    const auto slash = apiVersion.find('/');
    const std::string_view group = slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
    for (const KindInfo &candidate : kinds) {
        if (candidate.name == kind && std::ranges::find(candidate.groups, group) != candidate.groups.end())
            return &candidate;
    }
    return nullptr;
}

const KindInfo *kindByReference(std::string_view reference)
{
    const auto found = std::ranges::find(kinds, reference, &KindInfo::reference);
    return found != std::end(kinds) ? &*found : nullptr;
}

}  // namespace portolan
