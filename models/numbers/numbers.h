// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "kube/absence.h"
#include "topology/graph.h"

namespace portolan {

/** How full a node is. Pods that have ended are not counted: they hold neither an address nor a place. */
struct NodeLoad {
    VertexIndex node = none;
    std::uint64_t pods = 0;                             ///< that are bound to it
    std::uint64_t withoutOwnAddress = 0;                ///< of these, on the node's own network
    std::optional<std::uint64_t> podLimit = {};         ///< what the kubelet takes: status.capacity.pods
    std::optional<std::uint64_t> addressCapacity = {};  ///< of the node's pod CIDR, where the CNI takes addresses there
};

/** How the endpoints behind a Service are; each counts once, by its worst port. */
struct ServiceReadiness {
    VertexIndex service = none;
    std::uint64_t ready = 0, notReady = 0, terminating = 0;
    bool isHeadless = false;
    bool hasSelector = false;
    std::uint64_t all() const { return ready + notReady + terminating; }
};

enum class ServiceForm : std::uint8_t { ClusterIp, Headless, NodePort, LoadBalancer, ExternalName };
inline constexpr std::size_t serviceFormCount = 5;
/** As the API says it: "ClusterIP"; "headless" for a ClusterIP Service that has none. */
[[nodiscard]] std::string_view name(ServiceForm form);

/** What a cluster can be counted by. Absences are set where there is nothing of a kind, and say why. */
struct Numbers {
    std::vector<NodeLoad> nodes;              ///< the most pods first, then by id
    std::vector<ServiceReadiness> readiness;  ///< the worst first: none ready, none at all, the smaller share;
                                              ///< then by id; without ExternalName, that has none
    std::array<std::vector<VertexIndex>, serviceFormCount> services;  ///< by ServiceForm, each sorted by id
    std::optional<Absence> nodesAbsent = {};
    std::optional<Absence> podsAbsent = {};
    std::optional<Absence> servicesAbsent = {};
};

/** Errors: none. Cost: linear in pods, nodes, Services and their endpoints, but for sorting. */
[[nodiscard]] Numbers countNumbers(const TopologyGraph &graph);

/** How many pod addresses the host-local IPAM plugin can give out of a CIDR: all but the network's, the gateway's and,
 *  for IPv4, the broadcast address. Saturates at 2^64 - 1; nothing for what is no CIDR.
 *  Source: containernetworking/plugins, plugins/ipam/host-local/backend/allocator/range.go. */
[[nodiscard]] std::optional<std::uint64_t> hostLocalCapacity(std::string_view cidr);

}  // namespace portolan
