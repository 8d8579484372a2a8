// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bitset>
#include <initializer_list>

#include "layout/chart.h"

namespace portolan::chart {

/** The sorts of edges that a lens draws. */
using DrawnTypes = std::bitset<16>;
[[nodiscard]] inline DrawnTypes drawnTypes(std::initializer_list<EdgeType> types)
{
    DrawnTypes drawn;
    for (const EdgeType type : types)
        drawn.set(static_cast<std::size_t>(type));
    return drawn;
}

/** Edges that come one after the other and belong to one line. */
struct Run {
    BoxIndex from = none, to = none;
    EdgeType type = EdgeType::Selects;
    State state = State::Fine;
    std::uint32_t first = 0, count = 1;  ///< in the list of drawn edges

    bool isSameLine(const Run &other) const { return from == other.from && to == other.to && type == other.type; }
};

/** Makes lines of runs of the edges `drawn`. */
void makeLinks(Chart &chart, std::vector<Run> runs, const std::vector<EdgeIndex> &drawn);

/** Rolls edges of the graph up into lines between the boxes of `chart`, which must know boxOfVertex. `endOf` gives the
 *  vertex that an edge of these types is drawn to. */
template <class EndOf>
void makeLinks(Chart &chart, const TopologyGraph &graph, DrawnTypes types, EndOf endOf)
{
    std::vector<Run> runs;
    std::vector<EdgeIndex> drawn;
    drawn.reserve(graph.edges.size());
    for (EdgeIndex e = 0; e < graph.edges.size(); ++e) {
        const Edge &edge = graph.edges[e];
        if (!types[static_cast<std::size_t>(edge.type)])
            continue;
        const BoxIndex from = chart.boxOfVertex[edge.from], to = chart.boxOfVertex[endOf(edge)];
        if (from == none || to == none || from == to)
            continue;
        const Run run{from, to, edge.type, edge.state, static_cast<std::uint32_t>(drawn.size()), 1};
        drawn.push_back(e);
        if (runs.empty() || !runs.back().isSameLine(run)) {
            runs.push_back(run);
        } else {
            ++runs.back().count;
            runs.back().state = worst(runs.back().state, run.state);
        }
    }
    makeLinks(chart, std::move(runs), drawn);
}

}  // namespace portolan::chart
