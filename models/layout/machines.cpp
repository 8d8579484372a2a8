// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/chart.h"
#include "layout/lenses.h"

namespace portolan::chart {

LayoutPtr layOutMachines(GraphPtr graph, const LayoutWish &, const Layout *, std::stop_token)
{
    Chart chart;
    chart.addRoot();
    chart.boxOfVertex.assign(graph->vertices.size(), none);
    return write(std::move(chart), Lens::Machines, std::move(graph));
}

}  // namespace portolan::chart
