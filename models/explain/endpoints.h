// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** What a Service's Selects edges lead to, each end once however many ports lead there. */
struct EndpointCounts {
    std::size_t ready = 0, notReady = 0, terminating = 0;
    std::size_t planned = 0;  ///< pods that a manifest's workload plans
    std::vector<VertexIndex> notReadyAt;
    bool bySelector = false;    ///< no EndpointSlice says any of it
    bool hasAddresses = false;  ///< at least one end is no pod

    std::size_t total() const { return ready + notReady + terminating + planned; }
};

[[nodiscard]] EndpointCounts countEndpoints(const TopologyGraph &graph, std::span<const EdgeIndex> selects);

/** "2 ready, 1 not ready". */
[[nodiscard]] std::string summaryOf(const EndpointCounts &counts);
/** The same of a Service's vertex: "not known" where nothing that would name an endpoint was read. */
[[nodiscard]] std::string summaryOf(const EndpointCounts &counts, const Vertex &service);
/** Whether there may be endpoints that nothing which was read tells of. */
[[nodiscard]] bool areUnread(const EndpointCounts &counts, const Vertex &service);
/** "CrashLoopBackOff", "2 CrashLoopBackOff, 1 Pending"; empty if the pods give no reason. */
[[nodiscard]] std::string reasonsOf(const TopologyGraph &graph, const std::vector<VertexIndex> &pods);
/** "pod", or "endpoint" where some ends are addresses without a pod. */
[[nodiscard]] std::string_view nounOf(const EndpointCounts &counts);
/** What befalls those that are not ready or on their way out: "1 more is not ready (CrashLoopBackOff), so it gets
 * nothing." */
[[nodiscard]] std::string remainderOf(const TopologyGraph &graph, const EndpointCounts &counts);

}  // namespace portolan
