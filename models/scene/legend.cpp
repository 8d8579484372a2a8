// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "scene/scene.h"
#include "scene/signs.h"

namespace portolan {

namespace {

std::string_view wordOf(EdgeType type)
{
    constexpr std::string_view words[] = {"exposes",  "routes to", "selects", "runs on", "tunnel",
                                          "controls", "resolves",  "allows",  "calls"};
    return words[static_cast<std::size_t>(type)];
}

/** What chips of one state have in common is no more than what they say together. */
struct PodSorts {
    bool completed = false;
    bool terminating = false;
};

PodSorts sortsIn(const TopologyGraph &graph)
{
    PodSorts sorts;
    for (const Vertex &vertex : graph.vertices) {
        const Pod *pod = vertex.object.pod;
        sorts.completed |= pod && pod->phase == PodPhase::Succeeded;
        sorts.terminating |= pod && pod->isTerminating;
    }
    return sorts;
}

std::string_view wordOf(State state, const PodSorts &sorts)
{
    switch (state) {
        case State::Fine:
            return sorts.completed ? "pod ready or completed" : "pod ready";
        case State::Warning:
            return sorts.terminating ? "pod not ready or terminating" : "pod not ready";
        case State::Failing:
            return "pod failing";
        case State::Unknown:
            break;
    }
    return "pod not known";
}

struct Present {
    std::array<bool, 9> edges{};
    std::array<bool, 4> states{};
    bool brokenEdge = false;
    bool planned = false;
    bool isolated = false;
};

void addTally(Present &present, const Tally &tally)
{
    const std::uint32_t counts[] = {tally.fine, tally.unknown, tally.warning, tally.failing};
    for (std::size_t s = 0; s < std::size(counts); ++s)
        present.states[s] |= counts[s] > 0;
}

Present presentIn(const Layout &layout)
{
    Present present;
    for (const LayoutEdge &edge : layout.edges) {
        present.edges[static_cast<std::size_t>(edge.type)] = true;
        present.brokenEdge |= edge.state == State::Failing;
    }
    for (const LayoutItem &item : layout.items) {
        const Vertex *vertex = vertexOf(layout, item);
        const bool isPlanned = vertex && vertex->isPlanned;
        present.planned |= isPlanned;
        if (const AccessEnd *end = accessEndOf(layout, item))
            present.isolated |= !end->isOpen();
        if (item.kind == ItemKind::Chip && !isPlanned)
            present.states[static_cast<std::size_t>(item.state)] = true;
        else if (const Tally *tally = tallyOf(layout, item);
                 tally && item.childCount == 0 && tally->pods > 0 && !isPlanned)
            addTally(present, *tally);
    }
    return present;
}

}  // namespace

std::vector<LegendEntry> legendOf(const Layout &layout)
{
    using Sample = LegendEntry::Sample;
    const Present present = presentIn(layout);
    const PodSorts sorts = sortsIn(*layout.graph);
    std::vector<LegendEntry> entries;
    for (std::size_t i = 0; i < present.edges.size(); ++i) {
        const auto type = static_cast<EdgeType>(i);
        if (present.edges[i])
            entries.push_back({type == EdgeType::Controls ? Sample::DashedLine : Sample::Line, roleOf(type),
                               State::Fine, wordOf(type)});
    }
    if (present.brokenEdge)
        entries.push_back({Sample::Line, Role::Failing, State::Failing, "leads nowhere"});
    for (const State state : {State::Fine, State::Warning, State::Failing, State::Unknown}) {
        if (present.states[static_cast<std::size_t>(state)])
            entries.push_back({Sample::Chip, roleOf(state), state, wordOf(state, sorts)});
    }
    if (present.isolated)
        entries.push_back(
            {Sample::Gate, Role::Policy, State::Fine, "isolated: only what rules let in (left) or out (right)"});
    if (present.planned)
        entries.push_back({Sample::ChipOutline, Role::Ink3, State::Fine, "planned"});
    return entries;
}

}  // namespace portolan
