// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/access.h"
#include "layout/arranging.h"
#include "layout/before.h"
#include "layout/chart.h"
#include "layout/lanelines.h"

namespace portolan::chart {

/** The Policy lens: workloads in their namespaces, who calls to the left of whom they call, as far as a rule lets them;
 *  addresses outside at both ends. Its parts run in the order in which they stand here. */
class PolicyLens {
public:
    PolicyLens(GraphPtr graph, const LayoutWish &wish, const Layout *previous, std::stop_token stop);

    /** Null if stopped. */
    [[nodiscard]] LayoutPtr layOut();

private:
    struct Card {
        std::uint32_t end = none;  ///< in the map
        BoxIndex box = none;
        std::uint8_t layer = 0;
    };
    struct Space {
        std::string_view name;
        std::vector<Card> cards;
        Tally tally;
        State state = State::Fine;
        BoxIndex box = none;
        bool isOpen = true;
        std::size_t lanes = 1;
        float height = 0;
    };

    // What there is: policyboxes.cpp
    void gather();
    void openSpaces();
    void makeBoxes();
    void makeCard(Card &card, BoxIndex parent);
    void noteBox(const AccessEnd &end, BoxIndex box);
    void makeAddresses();
    BoxIndex makeAddress(std::uint32_t end, std::string_view prefix);
    void linkBoxes();

    // Where it stands: policylens.cpp
    void arrangeSpace(Space &space);
    void spreadLoners(Space &space, std::vector<Piece> &pieces, const std::vector<Joint> &joints) const;
    float widthOf(std::size_t lanes) const;
    void orderSpaces();
    std::vector<Joint> spaceJoints() const;
    std::vector<std::vector<Space *>> columnsOfSpaces() const;
    void placeSources();
    void placeColumns();
    void placeColumn(const std::vector<Space *> &spaces);
    void placeGrid();
    void placeSinks();
    void placeAddressLane(const std::vector<BoxIndex> &boxes, std::string_view heading);
    void move(Space &space, PointF to);

    GraphPtr m_graph;
    const LayoutWish &m_wish;
    Before m_before;
    std::stop_token m_stop;
    AccessMapPtr m_map;
    Chart m_chart;
    LaneGround m_ground;
    std::vector<Space> m_spaces;
    std::vector<Space *> m_open, m_closed;
    std::vector<BoxIndex> m_sourceOf, m_sinkOf;  ///< per end: the box that connections leave, and that they enter
    std::vector<BoxIndex> m_sources, m_sinks;    ///< addresses outside
    float m_left = 0;
};

}  // namespace portolan::chart
