// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/traffic.h"

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
    chooseLanes();
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
    drawLines();
    if (m_stop.stop_requested())
        return nullptr;
    return write(std::move(m_chart), Lens::Traffic, m_graph);
}

LayoutPtr layOutTraffic(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop)
{
    return Traffic(std::move(graph), wish, previous, std::move(stop)).layOut();
}

}  // namespace portolan::chart
