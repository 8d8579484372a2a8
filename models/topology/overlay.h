// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kube/snapshot.h"
#include "roles/roles.h"
#include "topology/graph.h"

namespace portolan {

/** How a network carries pods' packets from one node to another. */
struct OverlayWay {
    /** "vxlan", "geneve", "ipip", "wireguard", "gre", "stt", "fou", "weave", "extension"; of ways without a tunnel
     *  "host-gw", "bgp", "direct" (within one subnet, by the node's address), "native"; empty: not known. */
    std::string encapsulation;
    bool isTunnel = false;
    Protocol protocol = Protocol::UDP;
    std::uint16_t port = 0;       ///< 0: none, or not known
    std::uint8_t ipProtocol = 0;  ///< of those that go without ports: 4 for IPIP
    std::int64_t vni = -1;        ///< -1: none, or not known
    std::int64_t mtu = 0;         ///< of pods, where an object says it; else 0
    std::uint16_t overhead = 0;   ///< bytes a packet over IPv4; 0: not known
    std::string device;           ///< on each node, where the documentation fixes its name
    std::string_view encryption;  ///< round the packets of the tunnel: "wireguard", "ipsec"

    bool operator==(const OverlayWay &) const = default;
};

/** One end of a way. */
struct OverlayEnd {
    std::string_view address;        ///< where the other nodes send to
    std::string device;              ///< that has `deviceAddress`
    std::string_view deviceAddress;  ///< empty where no object says it
    std::vector<Proof> evidence;     ///< the fields that both are from
};

/** The network between the nodes of a snapshot, as its roles have it: asks of a network that is supposed what its
 *  documentation gives. Lives as long as both. Cost: making it is linear in components, an answer constant but for
 *  finding an object by name. Sources: Flannel, "Backends"; Calico, "Overlay networking", "Configure MTU"; Cilium,
 *  "Routing"; Antrea, "Configuration"; kube-router, "User guide"; Weave Net, "FAQ". */
class Overlay {
public:
    Overlay(const ClusterSnapshot &snapshot, const Roles &roles);

    /** What connects the pods; null if nothing is known to. Layers above another network don't count. */
    const Component *network() const { return m_network; }
    bool isSupposed() const { return m_network && m_network->isSupposed; }
    /** Whether the network works on the node, as far as the objects say. */
    bool reaches(const Object &node) const;
    OverlayWay between(const Object &a, const Object &b) const;
    /** From a node into the overlay as a whole, which has this encapsulation. */
    OverlayWay inAll(const Object &node, std::string_view encapsulation) const;
    /** The tunnel of a node that has one to some other; else how it goes without. */
    OverlayWay inGeneral(const Object &node) const;
    OverlayEnd endAt(const Object &node, const OverlayWay &way) const;
    /** The field that decides on the way for all nodes; without object where each node says it for itself. */
    Proof proof() const;

private:
    const ClusterSnapshot &m_snapshot;
    const Component *m_network = nullptr;
};

/** The way that a Tunnel edge stands for; of one that ends in a vertex for the whole overlay, as its name has it. */
[[nodiscard]] OverlayWay wayOf(const TopologyGraph &graph, const Edge &edge);

/** "VXLAN", "WireGuard": an encapsulation as people write it. */
[[nodiscard]] std::string_view titleOfEncapsulation(std::string_view encapsulation);

}  // namespace portolan
