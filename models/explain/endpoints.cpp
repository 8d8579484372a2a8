// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/endpoints.h"

#include <algorithm>
#include <map>

#include "explain/phrase.h"
#include "explain/podreason.h"

namespace portolan {

EndpointCounts countEndpoints(const TopologyGraph &graph, std::span<const EdgeIndex> selects)
{
    std::map<VertexIndex, Readiness> ends;
    EndpointCounts counts;
    bool anySlice = false;
    for (const EdgeIndex e : selects) {
        const Edge &edge = graph.edges[e];
        if (edge.type != EdgeType::Selects)
            continue;
        Readiness &readiness = ends.try_emplace(edge.to, edge.readiness).first->second;
        readiness = std::max(readiness, edge.readiness);
        anySlice |= !edge.bySelector;
    }
    for (const auto &[v, readiness] : ends) {
        const Vertex &end = graph.vertices[v];
        counts.hasAddresses |= end.type != VertexType::Pod && end.type != VertexType::Workload;
        switch (readiness) {
            case Readiness::Ready:
                ++counts.ready;
                break;
            case Readiness::NotReady:
                ++counts.notReady;
                counts.notReadyAt.push_back(v);
                break;
            case Readiness::Terminating:
                ++counts.terminating;
                break;
            case Readiness::NotApplicable:
                counts.planned += end.type == VertexType::Workload ? end.podCount : 1;
                break;
        }
    }
    counts.bySelector = !ends.empty() && !anySlice;
    return counts;
}

std::string summaryOf(const EndpointCounts &counts)
{
    std::vector<std::string> parts;
    const auto add = [&](std::size_t count, std::string_view word) {
        if (count > 0)
            parts.push_back(text(grouped(count), " ", word));
    };
    add(counts.ready, "ready");
    add(counts.notReady, "not ready");
    add(counts.terminating, "terminating");
    add(counts.planned, "planned");
    return parts.empty() ? "none" : joined(parts);
}

bool areUnread(const EndpointCounts &counts, const Vertex &service)
{
    return counts.total() == 0 && service.state == State::Unknown && !service.isPlanned;
}

std::string summaryOf(const EndpointCounts &counts, const Vertex &service)
{
    return areUnread(counts, service) ? std::string("not known") : summaryOf(counts);
}

std::string_view nounOf(const EndpointCounts &counts)
{
    return counts.hasAddresses ? "endpoint" : "pod";
}

std::string reasonsOf(const TopologyGraph &graph, const std::vector<VertexIndex> &pods)
{
    std::map<std::string, std::size_t> byReason;
    for (const VertexIndex v : pods) {
        const Pod *pod = graph.vertices[v].object.pod;
        const std::string reason = pod ? shortPodReason(*graph.snapshot, *pod) : oneLine(graph.vertices[v].reason, 80);
        if (!reason.empty())
            ++byReason[reason];
    }
    if (byReason.size() == 1 && byReason.begin()->second == pods.size())
        return byReason.begin()->first;
    std::vector<std::string> parts;
    for (const auto &[reason, count] : byReason)
        parts.push_back(text(grouped(count), " ", reason));
    return listed(parts, 3);
}

namespace {

std::string notReadyText(const TopologyGraph &graph, const EndpointCounts &counts)
{
    const bool isOne = counts.notReady == 1;
    const std::string reasons = reasonsOf(graph, counts.notReadyAt);
    const std::string subject = counts.ready > 0
                                    ? text(grouped(counts.notReady), " more ", isOne ? "is" : "are")
                                    : text(counted(counts.notReady, nounOf(counts)), isOne ? " is" : " are");
    return text(subject, " not ready", reasons.empty() ? "" : text(" (", reasons, ")"),
                isOne ? ", so it gets nothing." : ", so they get nothing.");
}

std::string terminatingText(const EndpointCounts &counts)
{
    const bool isOne = counts.terminating == 1;
    if (counts.ready > 0)
        return text(grouped(counts.terminating), isOne ? " is" : " are", " terminating and ", isOne ? "gets" : "get",
                    " no new connections.");
    return text(counted(counts.terminating, nounOf(counts)), isOne ? " is" : " are",
                " terminating, and nothing takes over.");
}

}  // namespace

std::string remainderOf(const TopologyGraph &graph, const EndpointCounts &counts)
{
    std::string all;
    if (counts.notReady > 0)
        all = notReadyText(graph, counts);
    if (counts.terminating > 0)
        all.append(all.empty() ? "" : " ").append(terminatingText(counts));
    return all;
}

}  // namespace portolan
