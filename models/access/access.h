// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/reach.h"
#include "topology/graph.h"

namespace portolan {

/** One of those who may talk: the pods of a workload, every pod, or a part of the addresses outside. */
struct AccessEnd {
    VertexIndex vertex = none;  ///< of the workload, or of a pod without one; else none
    std::string name;           ///< "every pod", or of addresses: "any address", "10.0.0.0/8"; else empty
    std::vector<const policy::Subject *> subjects;  ///< one for each sort of pods that policies tell apart
    std::vector<policy::AddressRange> ranges;       ///< of addresses
    bool isIngressIsolated = false;                 ///< some policy selects a pod of it in this direction
    bool isEgressIsolated = false;

    bool isOutside() const { return !ranges.empty(); }
    bool isEveryPod() const { return vertex == none && ranges.empty(); }
    bool isOpen() const { return !isIngressIsolated && !isEgressIsolated; }
};

/** One end may open connections to the other on these ports. */
struct Access {
    std::uint32_t from = none, to = none;  ///< indices into AccessMap::ends
    PortSet ports;                         ///< never empty
    bool isForAll = false;                 ///< what every pod may do as well, or may be called by as well
};

/** Who may talk to whom in a cluster, workload by workload. Lives by itself. */
struct AccessMap {
    SnapshotPtr snapshot;
    std::shared_ptr<const Policies> policies;
    std::vector<AccessEnd> ends;  ///< workloads in the order of their vertices, every pod, what is outside
    std::vector<Access> byRule;   ///< what rules let through: one of the two ends is isolated towards the other; sorted
    std::unordered_map<VertexIndex, std::uint32_t> endOfVertex;
    std::vector<bool> reachable;  ///< by from × ends + to: on some port, rules or not; empty if not whole
    bool isWhole = true;          ///< false: there are too many ends for all pairs, and `byRule` is empty
    std::string enforcement;      ///< one sentence: who enforces policies here, if anybody
    bool isEnforced = false;

    std::uint32_t everyPod = none;  ///< its end

    std::uint32_t endOf(VertexIndex vertex) const;  ///< none: policies do not know it
    bool mayReach(std::uint32_t from, std::uint32_t to) const;
    std::size_t isolatedCount() const;
    std::size_t workloadCount() const;
    const std::vector<std::string> &notEvaluated() const { return policies->notEvaluated(); }
};
using AccessMapPtr = std::shared_ptr<const AccessMap>;

/** Cost: as reachOf() up to 1,500 workloads; linear in pods beyond. */
[[nodiscard]] AccessMapPtr accessOf(const TopologyGraph &graph);

/** Who may reach an end, or whom it may reach, rules or not; sorted by the other end. Never itself. What a rule allows
 *  every pod stands there once, and is told by `isForAll` from what it covers.
 *  Cost: ends, times the rules that select them. */
[[nodiscard]] std::vector<Access> accessTo(const AccessMap &map, std::uint32_t end);
[[nodiscard]] std::vector<Access> accessFrom(const AccessMap &map, std::uint32_t end);

/** Whether one end may reach the other on some port. Unknown where rules that are not evaluated decide on the first
 *  port that the other names. */
[[nodiscard]] Allowed verdictBetween(const AccessMap &map, std::uint32_t from, std::uint32_t to);

/** The rules that let it through: "NetworkPolicy/shop/web ingress[0]"; empty: nothing restricts it. */
[[nodiscard]] std::vector<std::string> rulesOf(const AccessMap &map, const Access &access);

/** What to call an end: its vertex's name, or its addresses. */
[[nodiscard]] std::string_view nameOf(const AccessMap &map, const TopologyGraph &graph, std::uint32_t end);
/** "isolated in and out", "isolated in", "open". */
[[nodiscard]] std::string_view isolationText(const AccessEnd &end);
/** "TCP 80", "UDP 53, TCP 53"; "any port". */
[[nodiscard]] std::string portsText(const PortSet &ports);

}  // namespace portolan
