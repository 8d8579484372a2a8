// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "policy/policy.h"

namespace portolan {

/** One who may talk, or be talked to: the pods of a workload that policies treat alike, a part of the addresses
 * outside, or the ingress controller, which is a pod that is not known. */
struct ReachPeer {
    enum class Type { Workload, External, IngressController };
    Type type = Type::Workload;
    std::string_view space;
    std::string name;  ///< of the workload; of the pod where pods of one workload differ
    std::string_view kind;
    std::vector<const policy::Subject *> subjects;  ///< sorted by name
    std::vector<policy::AddressRange> ranges;       ///< of External
    std::vector<std::string> because = {};
};

struct ReachEdge {
    std::uint32_t from = 0, to = 0;  ///< indices into peers
    std::uint32_t ports = 0;         ///< index into portSets; never the empty one
};

/** Who may talk to whom. Peers: workloads by namespace and name, then what is outside, then the ingress controller. */
struct Reach {
    std::vector<ReachPeer> peers;
    std::vector<PortSet> portSets;  ///< each once
    std::vector<ReachEdge> edges;   ///< sorted by from, to

    const PortSet &portsOf(const ReachEdge &edge) const { return portSets[edge.ports]; }
};

/** All pairs. `withSelf`: also what the pods of one workload may say to each other. Only what policies surely allow is
 *  told. Cost: sorts of subjects squared, in time and in a few bytes; then 12 bytes for each pair of peers. */
[[nodiscard]] Reach reachOf(const Policies &policies, const ClusterSnapshot &snapshot, bool withSelf);

/** The rules that allow an edge; empty: nothing restricts it. */
[[nodiscard]] std::vector<std::string> because(const Policies &policies, const Reach &reach, const ReachEdge &edge);

/** "TCP 80,443-444,UDP 53"; "All Connections". */
[[nodiscard]] std::string textOf(const PortSet &ports);
/** "shop/web[Deployment]", "10.0.0.0-10.255.255.255[External]" (of its first range), "{ingress-controller}". */
[[nodiscard]] std::string titleOf(const ReachPeer &peer);

}  // namespace portolan
