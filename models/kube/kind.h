// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace portolan {

/** The kinds whose objects are kept. Everything else is counted by name only (snapshot.h, `otherCounts`). */
enum class Kind : std::uint8_t {
    // core, apps, batch, discovery, networking
    Node,
    Namespace,
    Pod,
    Service,
    EndpointSlice,
    Endpoints,
    Deployment,
    ReplicaSet,
    StatefulSet,
    DaemonSet,
    ReplicationController,
    Job,
    CronJob,
    Ingress,
    IngressClass,
    NetworkPolicy,
    ServiceCIDR,
    ConfigMap,
    CustomResourceDefinition,
    // K3s
    HelmChart,
    HelmChartConfig,
    Addon,
    // Traefik
    IngressRoute,
    IngressRouteTCP,
    IngressRouteUDP,
    Middleware,
    MiddlewareTCP,
    ServersTransport,
    ServersTransportTCP,
    TLSOption,
    TLSStore,
    TraefikService,
    // Gateway API
    GatewayClass,
    Gateway,
    HTTPRoute,
    GRPCRoute,
    TLSRoute,
    TCPRoute,
    UDPRoute,
    ListenerSet,
    ReferenceGrant,
    BackendTLSPolicy,
    // upstream policy
    AdminNetworkPolicy,
    BaselineAdminNetworkPolicy,
    ClusterNetworkPolicy,
    // MetalLB
    IPAddressPool,
    L2Advertisement,
    BGPAdvertisement,
    MetalLBBGPPeer,
    BFDProfile,
    Community,
    ServiceL2Status,
    ServiceBGPStatus,
    // Calico
    IPPool,
    FelixConfiguration,
    BGPConfiguration,
    CalicoBGPPeer,
    CalicoNetworkPolicy,
    GlobalNetworkPolicy,
    Tier,
    CalicoNetworkSet,
    GlobalNetworkSet,
    HostEndpoint,
    KubeControllersConfiguration,
    ClusterInformation,
    Installation,
    // Cilium
    CiliumNode,
    CiliumEndpoint,
    CiliumNetworkPolicy,
    CiliumClusterwideNetworkPolicy,
    CiliumCIDRGroup,
    CiliumLoadBalancerIPPool,
    CiliumL2AnnouncementPolicy,
    CiliumBGPClusterConfig,
    CiliumBGPPeerConfig,
    CiliumBGPAdvertisement,
    CiliumBGPPeeringPolicy,
    CiliumEgressGatewayPolicy,
    CiliumLocalRedirectPolicy,
    CiliumEnvoyConfig,
    // Istio
    VirtualService,
    DestinationRule,
    IstioGateway,
    ServiceEntry,
    Sidecar,
    WorkloadEntry,
    PeerAuthentication,
    AuthorizationPolicy,
    // OpenShift
    OpenShiftRoute,
};
inline constexpr std::size_t kindCount = static_cast<std::size_t>(Kind::OpenShiftRoute) + 1;

/** What the API calls a kind. */
struct KindInfo {
    Kind kind;
    std::string_view name;                     ///< as in `kind:`; two kinds may share it (NetworkPolicy)
    std::string_view reference;                ///< as in object references; unique: "NetworkPolicy.projectcalico.org"
    std::span<const std::string_view> groups;  ///< API groups that serve it, "" for core
    std::string_view plural;                   ///< the resource's name in URLs
    bool namespaced;
};

[[nodiscard]] const KindInfo &info(Kind kind);

/** The kept kind that `apiVersion` and `kind` of an object name, any version of the group; null if it is only counted.
 */
[[nodiscard]] const KindInfo *kindOf(std::string_view apiVersion, std::string_view kind);

/** The kind with this reference name ("Service"); null if there is none. */
[[nodiscard]] const KindInfo *kindByReference(std::string_view reference);

}  // namespace portolan
