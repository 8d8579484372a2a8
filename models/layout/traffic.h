// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "layout/before.h"
#include "layout/chart.h"
#include "layout/gather.h"
#include "layout/lanelines.h"
#include "layout/packing.h"

namespace portolan::chart {

/** The Traffic lens: from outside to the pods, left to right. Its parts run in the order in which they stand here. */
class Traffic {
public:
    Traffic(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop);

    /** Null if stopped. */
    [[nodiscard]] LayoutPtr layOut();

private:
    struct InnerLane {
        Lane lane;
        float left, width;  ///< from the left edge of the namespace
    };
    struct InnerLanes {
        std::vector<InnerLane> all;
        float width = 0;  ///< of the namespaces
    };

    // What stands on the chart: trafficboxes.cpp
    void openSpaces();
    void foldBalancers();
    void orderSpaces();
    void makeBoxes();
    void makeCard(std::uint32_t card, BoxIndex parent);
    void makeSpace(std::uint32_t space);
    void noteBoxes();
    void linkBoxes();
    VertexIndex coveringDoor(const Edge &edge) const;

    // Where the namespaces stand: trafficspaces.cpp
    void arrangeSpaces();
    float arrangeSpace(std::uint32_t space);
    InnerLanes lanesOf(std::span<const std::uint32_t> spaces) const;
    void placeColumns();
    void placeColumn(const std::vector<std::uint32_t> &spaces);
    Columns columnsFor(const std::vector<float> &heights) const;
    void moveSpace(std::uint32_t space, PointF to);
    void placeGrid();
    std::uint32_t gridColumnsFor(float cellWidth, float cellHeight) const;

    // Where everything else stands: trafficfront.cpp
    void measureFront();
    void placeFront();
    void placeFrontLane(Lane lane, std::vector<float> &wished);
    std::vector<float> wishedHeights() const;
    std::uint32_t frontBlocks() const;
    void liftFront();
    void placeExternal();
    void addHeading(std::string_view name, float left, float width, std::size_t count);
    void addBlock(const InnerLanes &lanes, const std::vector<std::uint32_t> &spaces);

    bool hasClosedInColumns() const;
    std::vector<BoxIndex> solids() const;

    struct FrontLane {
        std::vector<BoxIndex> boxes;
        float left = 0;
        std::uint32_t columns = 1, rows = 1;
        std::uint8_t heading = 0;
    };

    GraphPtr m_graph;
    const LayoutWish &m_wish;
    Before m_before;
    std::stop_token m_stop;

    Gathered m_all;
    Chart m_chart;
    bool m_isRolledUp = false;                ///< namespaces are closed unless opened by hand, and stand in a grid
    std::vector<bool> m_isOpen;               ///< per space
    std::vector<std::uint32_t> m_foldedInto;  ///< per card: the space that a balancer is rolled up into, or none
    std::vector<std::uint32_t> m_inColumns, m_inGrid;  ///< spaces, as they follow each other
    std::vector<BoxIndex> m_boxOfSpace, m_boxOfCard;
    std::array<FrontLane, laneCount> m_front;  ///< Outside, Balancer, Door and External
    std::vector<std::uint32_t> m_linkStart;    ///< per box: its first link in m_chart.links
    std::vector<LanePlace> m_lanes;            ///< from left to right
    std::uint32_t m_blocks = 0;
    float m_left = 0;  ///< where the next thing to place begins
    float m_top = 0;   ///< of everything but the headings
    float m_bottom = 0;
};

}  // namespace portolan::chart
