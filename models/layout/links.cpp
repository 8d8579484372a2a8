// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/links.h"

#include <algorithm>
#include <tuple>

namespace portolan::chart {

void makeLinks(Chart &chart, std::vector<Run> runs, const std::vector<EdgeIndex> &drawn)
{
    std::ranges::stable_sort(runs, {}, [](const Run &r) { return std::tuple(r.from, r.to, r.type); });
    chart.edgesBehind.reserve(chart.edgesBehind.size() + drawn.size());
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run &run = runs[i];
        if (i == 0 || !runs[i - 1].isSameLine(run))
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
