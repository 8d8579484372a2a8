// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layout/before.h"
#include "layout/chart.h"
#include "layout/nodegroups.h"

namespace portolan::chart {

/** The Machines lens: nodes with their pods inside. Its parts run in the order in which they stand here. */
class Machines {
public:
    Machines(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop);

    /** Null if stopped. */
    [[nodiscard]] LayoutPtr layOut();

private:
    // What there is: machinesboxes.cpp
    void gatherNodes();
    bool isOverlay(VertexIndex v) const;
    void gatherPods();
    void tallyMachines();
    void makeBoxes();
    BoxIndex makeNode(std::uint32_t machine, BoxIndex parent);
    void makeGroup(const NodeGroup &group);
    void makeUnscheduled();
    bool showsCards() const;
    void fill(BoxIndex box, std::vector<VertexIndex> pods);
    bool isOpen(const std::string &id, bool byItself) const;

    // Where it stands: machines.cpp
    void measureNodes();
    void measureGroups();
    std::uint32_t innerColumns() const;
    float contentHeight(const Box &box) const;
    void placeInside(BoxIndex box);
    void placeRows();
    void placeCards(const std::vector<VertexIndex> &vertices, PointF at);
    std::vector<BoxIndex> allOnTop() const;
    void moveBy(BoxIndex box, PointF by);
    std::uint32_t columnsOf(const std::vector<BoxIndex> &boxes, float width, float gapX, float gapY) const;

    GraphPtr m_graph;
    const LayoutWish &m_wish;
    Before m_before;
    std::stop_token m_stop;
    Chart m_chart;

    struct Machine {
        VertexIndex vertex = none;
        std::vector<VertexIndex> pods;
        Tally tally;
        State state = State::Fine;
    };
    std::vector<bool> m_isVisible;           ///< empty: everything
    std::vector<Machine> m_machines;         ///< servers first, then by name
    std::vector<std::uint32_t> m_machineOf;  ///< per vertex: index into m_machines, or none
    std::vector<VertexIndex> m_unscheduled;
    std::vector<VertexIndex> m_controlPlanes, m_overlays;
    std::vector<std::vector<BoxIndex>> m_children;  ///< per box
    std::vector<BoxIndex> m_top;                    ///< what stands in rows
    bool m_hasGroups = false;
    float m_width = 0;  ///< of a node; of a closed one, if all are closed
};

}  // namespace portolan::chart
