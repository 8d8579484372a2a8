// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/draft.h"
#include "explain/edgefamilies.h"
#include "explain/phrase.h"

namespace portolan {

namespace {

constexpr std::size_t evidenceShown = 12;
constexpr std::size_t linksShown = 12;

void explainGroup(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    switch (group.type) {
        case EdgeType::Selects:
            return explainSelects(graph, group, out);
        case EdgeType::Tunnel:
            return explainTunnels(graph, group, out);
        case EdgeType::Routes:
            return explainRouting(graph, group, out);
        case EdgeType::Exposes:
            return explainExposing(graph, group, out);
        default:
            return explainOthers(graph, group, out);
    }
}

std::string placeOfGroups(const std::vector<EdgeGroup> &groups)
{
    std::vector<std::string> words;
    for (const EdgeGroup &group : groups)
        words.emplace_back(wordFor(group.type));
    return capitalized(listed(words));
}

/** Every vertex at one side of the line, whatever the type of its edges. */
std::vector<VertexIndex> sideOf(const std::vector<EdgeGroup> &groups, std::vector<VertexIndex> EdgeGroup::*side)
{
    std::vector<VertexIndex> all;
    for (const EdgeGroup &group : groups)
        all.insert(all.end(), (group.*side).begin(), (group.*side).end());
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

void linkSide(const TopologyGraph &graph, const std::vector<VertexIndex> &side, std::string_view label,
              Explanation &out)
{
    std::vector<VertexIndex> all = shownAt(graph, side);
    for (const VertexIndex v : side) {
        if (graph.vertices[v].state != State::Fine && std::ranges::find(all, v) == all.end())
            all.push_back(v);
    }
    std::ranges::stable_sort(
        all, [&](VertexIndex a, VertexIndex b) { return graph.vertices[a].state > graph.vertices[b].state; });
    for (const VertexIndex v : std::span(all).first(std::min(all.size(), linksShown)))
        out.links.push_back({std::string(label), callOf(graph, v), std::string(graph.vertices[v].id)});
    if (all.size() > linksShown)
        out.facts.push_back(
            {"Not listed", text(grouped(all.size() - linksShown), " more at the end \"", label, "\""), false});
}

void proveGroup(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    for (const EdgeIndex e : group.edges) {
        for (const Evidence &evidence : graph.evidenceOf(graph.edges[e]))
            addEvidence(out, {evidence.object, std::string(evidence.path), evidence.value});
    }
}

/** "4 of 6 fine, 2 failing" where they are not all alike. */
std::string statesOf(const TopologyGraph &graph, const EdgeGroup &group)
{
    std::size_t counts[4] = {};
    for (const EdgeIndex e : group.edges)
        ++counts[static_cast<std::size_t>(graph.edges[e].state)];
    std::vector<std::string> parts;
    for (const State state : {State::Failing, State::Warning, State::Unknown, State::Fine}) {
        if (const std::size_t count = counts[static_cast<std::size_t>(state)])
            parts.push_back(text(grouped(count), " ", name(state)));
    }
    return parts.size() > 1 ? joined(parts) : std::string();
}

}  // namespace

void addEvidence(Explanation &out, const EdgeProof &proof)
{
    if (proof.object.isNull() || out.evidence.size() >= evidenceShown)
        return;
    ExplainedEvidence evidence = explained(proof.object, proof.path, proof.value);
    const auto isSame = [&](const ExplainedEvidence &other) {
        return other.reference == evidence.reference && other.path == evidence.path;
    };
    if (std::ranges::none_of(out.evidence, isSame))
        out.evidence.push_back(std::move(evidence));
}

Explanation explain(const TopologyGraph &graph, std::span<const EdgeIndex> edges)
{
    Explanation out;
    const auto groups = groupsOf(graph, edges);
    if (groups.empty())
        return out;
    const auto from = sideOf(groups, &EdgeGroup::from), to = sideOf(groups, &EdgeGroup::to);
    out.title = text(capitalized(callOfEnd(graph, from)), " → ", callOfEnd(graph, to));
    out.place = placeOfGroups(groups);
    out.state = groups.front().state;
    for (const EdgeGroup &group : groups) {
        explainGroup(graph, group, out);
        proveGroup(graph, group, out);
        const std::string states = statesOf(graph, group);
        if (!states.empty() && group.type != EdgeType::Selects)
            out.facts.push_back({"States", states, false});
    }
    linkSide(graph, from, "From", out);
    linkSide(graph, to, "To", out);
    for (std::string &line : out.sentences)
        line = oneLine(line, 900);
    out.stateWhy = oneLine(out.stateWhy, 700);
    return out;
}

}  // namespace portolan
