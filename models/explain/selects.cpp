// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/absence.h"
#include "explain/draft.h"
#include "explain/edgefamilies.h"
#include "explain/endpoints.h"
#include "explain/phrase.h"

namespace portolan {

namespace {

/** "3 pods of Deployment api", "2 pods", "1 endpoint". */
std::string whatIsSelected(const TopologyGraph &graph, const EdgeGroup &group, const EndpointCounts &counts)
{
    const std::string noun(nounOf(counts));
    const auto shown = shownAt(graph, group.to);
    const std::string pods = counts.planned == counts.total() && counts.planned > 0 ? text("planned ", noun) : noun;
    const bool hasWorkload = shown.size() == 1 && graph.vertices[shown.front()].type == VertexType::Workload;
    return text(counted(counts.total(), pods), hasWorkload ? text(" of ", callOf(graph, shown.front())) : "");
}

std::string howText(const EndpointCounts &counts)
{
    if (counts.planned == counts.total())
        return {};
    if (counts.total() == 1)
        return text(", which is ", counts.ready == 1 ? "ready" : counts.notReady == 1 ? "not ready" : "terminating");
    if (counts.ready == counts.total())
        return ", all ready";
    return text(": ", summaryOf(counts));
}

bool isBy(const TopologyGraph &graph, const EdgeGroup &group, Kind kind)
{
    return std::ranges::any_of(group.edges, [&](EdgeIndex e) {
        return std::ranges::any_of(graph.evidenceOf(graph.edges[e]),
                                   [&](const Evidence &evidence) { return evidence.object.kind == kind; });
    });
}

std::string sourceText(const TopologyGraph &graph, const EdgeGroup &group, const EndpointCounts &counts)
{
    const std::string_view space = graph.vertices[group.from.front()].space;
    if (!counts.bySelector)
        return isBy(graph, group, Kind::Endpoints) ? "Its Endpoints object says so." : "Its EndpointSlices say so.";
    if (absenceOf(*graph.snapshot, Kind::EndpointSlice, space) == Absence::NotThere)
        return "It is by the selector, as no EndpointSlice names the Service.";
    return text("It is by the selector, as ", unreadText(*graph.snapshot, Kind::EndpointSlice, space), ".");
}

std::string reasonText(const TopologyGraph &graph, const EndpointCounts &counts)
{
    if (counts.notReady == 0)
        return counts.terminating == 0 ? std::string()
                                       : text(counted(counts.terminating, nounOf(counts)),
                                              counts.terminating == 1 ? " is" : " are", " terminating.");
    const std::string reasons = reasonsOf(graph, counts.notReadyAt);
    return text(counted(counts.notReady, nounOf(counts)), counts.notReady == 1 ? " is" : " are", " not ready",
                reasons.empty() ? "" : text(" (", reasons, ")"),
                counts.notReady == 1 ? ", so it gets nothing." : ", so they get nothing.");
}

}  // namespace

void explainSelects(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    const EndpointCounts counts = countEndpoints(graph, group.edges);
    const std::string who = capitalized(callOfEnd(graph, group.from));
    out.sentences.push_back(text(who, group.from.size() == 1 ? " selects " : " select ",
                                 whatIsSelected(graph, group, counts), howText(counts), "."));
    if (group.from.size() == 1)
        out.sentences.push_back(sourceText(graph, group, counts));
    if (group.state != State::Fine && out.stateWhy.empty())
        out.stateWhy = capitalized(reasonText(graph, counts));
    out.facts.push_back({"Endpoints", summaryOf(counts), false});
}

}  // namespace portolan
