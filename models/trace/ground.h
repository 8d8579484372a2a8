// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "endpoints/endpoints.h"
#include "roles/actingloadbalancer.h"
#include "topology/graph.h"
#include "topology/overlay.h"

namespace portolan::trace {

/** What carries packets on the nodes, as far as traces differ by it. */
enum class DataPlane : std::uint8_t {
    Bridge,  ///< Flannel and its like: pods on a bridge, the node routes between bridge and tunnel
    Routed,  ///< Calico and its like: a route to each pod, no bridge
    Ebpf,    ///< Cilium: programs at the pods' interfaces
    Unknown
};

/** Who turns addresses of Services into those of endpoints. */
enum class Translator : std::uint8_t {
    KubeProxy,
    Socket,  ///< eBPF, when a pod connects
    Nobody,
    Unknown
};

/** A pod's port that its node answers for. */
struct HostPort {
    const Pod *pod = nullptr;
    std::uint16_t port = 0;  ///< of the pod
    std::size_t container = 0, index = 0;
};

/** A port of a Service under one of its addresses. */
struct Offer {
    enum class By : std::uint8_t { ClusterIp, LoadBalancer, ExternalIp, NodePort };
    const Object *service = nullptr;
    ServicePort port;
    By by = By::ClusterIp;
    std::string path;  ///< where the address, or the node's port, stands
};

/** Who owns which address in one cluster. Lives as long as the graph. */
class Ground {
public:
    explicit Ground(const TopologyGraph &graph);

    const TopologyGraph &graph() const { return m_graph; }
    const ClusterSnapshot &snapshot() const { return *m_graph.snapshot; }
    const Roles &roles() const { return *m_graph.roles; }
    const ServiceEndpoints &endpoints() const { return m_endpoints; }
    const Overlay &overlay() const { return m_overlay; }
    const ActingLoadBalancers &balancers() const { return m_balancers; }
    DataPlane dataPlane() const { return m_dataPlane; }
    Translator translator() const { return m_translator; }

    const Object *node(std::string_view name) const;
    /** The node that has this address on one of its interfaces, its bridge and tunnel among them. */
    const Object *nodeWith(std::string_view address) const;
    /** The node whose pods get addresses from the range that this one is in. */
    const Object *nodeOfRange(std::string_view address) const;
    bool isLocal(const Object &node, std::string_view address) const;
    bool isPodAddress(std::string_view address) const;  ///< in the cluster's range of pods
    bool isServiceAddress(std::string_view address) const;
    bool isOwnRange(const Object &node, std::string_view address) const;  ///< in the node's range of pods

    /** A node's own address, of the family of `alike`. `isOutside`: its ExternalIP. */
    std::string uplinkOf(const Object &node, std::string_view alike) const;
    std::string bridgeOf(const Object &node, std::string_view alike) const;  ///< empty: there is no bridge
    std::string tunnelOf(const Object &node, std::string_view alike) const;  ///< empty: no object tells, or none
    /** "ExternalIP" that is no InternalIP: an address that a cloud may translate. */
    bool isOnlyOutside(const Object &node, std::string_view address) const;

    const Pod *podWith(std::string_view address) const { return m_endpoints.podWith(address); }
    /** What a Service offers under an address and port; null if none does. */
    const Offer *offer(std::string_view address, std::uint16_t port, Protocol protocol) const;
    const Offer *nodePort(std::uint16_t port, Protocol protocol) const;
    /** Services that have this address, whatever the port. */
    std::vector<const Object *> servicesWith(std::string_view address) const;
    HostPort hostPort(const Object &node, std::uint16_t port, Protocol protocol, std::string_view address) const;
    /** A pod in the node's network that declares the port; null if none does. */
    const Pod *listenerOn(const Object &node, std::uint16_t port, Protocol protocol) const;
    /** The Service that a ServiceLB pod forwards to; null for any other pod. */
    const Object *servedBy(const Pod &pod) const;

private:
    void addNode(const Object &node);
    void addService(const Object &service);
    void addPod(const Pod &pod);
    void choosePlanes();

    using Place = std::pair<std::string, std::pair<std::uint16_t, Protocol>>;
    const TopologyGraph &m_graph;
    ServiceEndpoints m_endpoints;
    Overlay m_overlay;
    ActingLoadBalancers m_balancers;
    DataPlane m_dataPlane = DataPlane::Unknown;
    Translator m_translator = Translator::Unknown;
    std::unordered_map<std::string, const Object *> m_nodeByAddress;
    std::map<std::string_view, std::vector<std::string>> m_rangesOf;  ///< of pods, by node
    std::map<Place, Offer> m_offers;
    std::map<std::pair<std::uint16_t, Protocol>, Offer> m_nodePorts;
    std::map<std::string, std::vector<const Object *>, std::less<>> m_servicesByAddress;
    std::map<std::string_view, std::vector<const Pod *>> m_hostPods, m_hostPortPods;  ///< by node
};

}  // namespace portolan::trace
