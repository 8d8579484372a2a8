// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/links.h"

#include <algorithm>
#include <tuple>

namespace portolan::chart {

namespace {

/** Edges that come one after the other and belong to one line. */
struct Run {
    BoxIndex from, to;
    EdgeType type;
    State state;
    std::uint32_t first, count;  // in the list of drawn edges
};

bool isSameLine(const Run &a, const Run &b)
{
    return a.from == b.from && a.to == b.to && a.type == b.type;
}

}  // namespace

void makeLinks(Chart &chart, const TopologyGraph &graph,
               const std::function<std::pair<VertexIndex, VertexIndex>(const Edge &)> &endsOf)
{
    std::vector<Run> runs;
    std::vector<EdgeIndex> drawn;
    for (EdgeIndex e = 0; e < graph.edges.size(); ++e) {
        const Edge &edge = graph.edges[e];
        const auto [from, to] = endsOf(edge);
        if (from == none || to == none)
            continue;
        const Run run{chart.boxOfVertex[from],
                      chart.boxOfVertex[to],
                      edge.type,
                      edge.state,
                      static_cast<std::uint32_t>(drawn.size()),
                      1};
        if (run.from == none || run.to == none || run.from == run.to)
            continue;
        drawn.push_back(e);
        if (runs.empty() || !isSameLine(runs.back(), run)) {
            runs.push_back(run);
        } else {
            ++runs.back().count;
            runs.back().state = worst(runs.back().state, run.state);
        }
    }
    std::ranges::stable_sort(runs, {}, [](const Run &r) { return std::tuple(r.from, r.to, r.type); });

    chart.edgesBehind.reserve(chart.edgesBehind.size() + drawn.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run &run = runs[i];
        if (i == 0 || !isSameLine(runs[i - 1], run))
            chart.links.push_back({run.from, run.to, run.type, State::Fine, false,
                                   static_cast<std::uint32_t>(chart.edgesBehind.size()), 0, 0, 0});
        Link &link = chart.links.back();
        link.state = worst(link.state, run.state);
        link.edgeCount += run.count;
        const auto first = drawn.begin() + run.first;
        chart.edgesBehind.insert(chart.edgesBehind.end(), first, first + run.count);
    }
}

}  // namespace portolan::chart
