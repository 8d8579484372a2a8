// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace portolan {

/** What kube-proxy looks at when it chooses among the endpoints of one port of a Service. */
struct Candidate {
    std::string address;                 ///< as the caller names it
    std::vector<std::string> zoneHints;  ///< hints.forZones
    std::vector<std::string> nodeHints;  ///< hints.forNodes
    bool isReady = true;
    bool isServing = true;
    bool isTerminating = false;
    bool isLocal = false;  ///< on the node that chooses
};

/** Which sets of endpoints a Service uses. */
struct TrafficPolicies {
    bool isInternalLocal = false;  ///< internalTrafficPolicy: Local
    bool isExternalLocal = false;  ///< externalTrafficPolicy: Local
    bool isExternal = false;       ///< has a NodePort, a load balancer's address or externalIPs

    /** With externalTrafficPolicy Local too: pods that use the outside address are sent to any endpoint. */
    bool usesCluster() const { return !isInternalLocal || isExternal; }
    bool usesLocal() const { return isInternalLocal || (isExternalLocal && isExternal); }
};

/** Indices into the candidates, ascending; none: no policy of the Service uses that set. */
struct Choice {
    std::optional<std::vector<std::size_t>> cluster;  ///< for Cluster policies, on this node
    std::optional<std::vector<std::size_t>> local;    ///< for Local policies, on this node
    bool hasAny = false;                              ///< some node has one that can be used
};

/** What kube-proxy would choose on one node: ready ones, of these the hinted ones if every ready one has hints and one
 *  is for this node or zone; if none is ready, those that still serve while they terminate.
 *  Cost: linear. Source: Kubernetes 1.34, pkg/proxy/topology.go; KEP-1669, KEP-3015. The Service's annotation for hints
 *  has no say since 1.31: the hints in the slices count. */
[[nodiscard]] Choice chooseEndpoints(std::span<const Candidate> candidates, const TrafficPolicies &policies,
                                     const std::string &node, const std::string &zone);

}  // namespace portolan
