// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/traffic.h"

#include <algorithm>

#include "layout/detour.h"
#include "layout/lenses.h"
#include "layout/measures.h"
#include "layout/pinning.h"

namespace portolan::chart {

Traffic::Traffic(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
    : m_graph(std::move(graph)), m_wish(wish), m_before(previous, *m_graph, Lens::Traffic), m_stop(std::move(stop))
{
}

LayoutPtr Traffic::layOut()
{
    m_all = gather(*m_graph, m_wish.filter);
    if (m_stop.stop_requested())
        return nullptr;
    openSpaces();
    foldBalancers();
    orderSpaces();
    makeBoxes();
    noteBoxes();
    linkBoxes();
    if (m_stop.stop_requested())
        return nullptr;
    arrangeSpaces();
    if (m_stop.stop_requested())
        return nullptr;
    measureFront();
    placeColumns();
    placeGrid();
    placeFront();
    placeExternal();
    pin(m_chart, m_wish.pins, *m_graph);
    if (m_stop.stop_requested())
        return nullptr;
    drawLaneLines(m_chart, {std::move(m_lanes), m_blocks, m_top, m_bottom});
    if (!m_wish.pins.empty() || hasClosedInColumns())
        detour(m_chart, solids(), Ends::Level);
    if (m_stop.stop_requested())
        return nullptr;
    return write(std::move(m_chart), Lens::Traffic, m_graph);
}

/** Whether a namespace is closed among open ones: it fills its column, so that lines cannot run between its lanes. */
bool Traffic::hasClosedInColumns() const
{
    return std::ranges::any_of(m_inColumns, [this](std::uint32_t space) { return !m_isOpen[space]; });
}

/** What no line may cross: everything but open namespaces. */
std::vector<BoxIndex> Traffic::solids() const
{
    std::vector<BoxIndex> solid;
    for (BoxIndex b = 1; b < m_chart.boxes.size(); ++b) {
        if (m_chart.boxes[b].kind == ItemKind::Card || m_chart.boxes[b].isRolledUp)
            solid.push_back(b);
    }
    return solid;
}

LayoutPtr layOutTraffic(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
{
    return Traffic(std::move(graph), wish, previous, std::move(stop)).layOut();
}

}  // namespace portolan::chart
