// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "layout/layout.h"

namespace portolan::chart {

using BoxIndex = std::uint32_t;
inline constexpr BoxIndex root = 0;

/** A box on its way to becoming an item. Chips are not boxes: a box knows where its first one stands. */
struct Box {
    RectF rect;
    PointF firstChip;
    VertexIndex vertex = none;
    BoxIndex parent = root;
    std::uint32_t chipStart = 0, chipCount = 0;  ///< in Chart::chips
    std::uint32_t chipsInRow = 1;
    std::uint32_t name = none;   ///< index into Chart::names
    std::uint32_t tally = none;  ///< index into Chart::tallies
    ItemKind kind = ItemKind::Card;
    std::uint8_t lane = 0;
    State state = State::Fine;
    bool isRolledUp = false;
    bool isPinned = false;
};

/** A line between two boxes. */
struct Link {
    BoxIndex from = none;
    BoxIndex to = none;
    EdgeType type = EdgeType::Selects;
    State state = State::Fine;
    bool isBackbone = false;
    std::uint32_t firstEdge = 0, edgeCount = 0;    ///< in Chart::edgesBehind
    std::uint32_t firstPoint = 0, pointCount = 0;  ///< in Chart::points
};

/** What a lens makes of a graph: boxes in any order (box 0 is the root), lines, headings. */
struct Chart {
    std::vector<Box> boxes;
    std::vector<VertexIndex> chips;
    std::vector<BoxIndex> boxOfVertex;
    std::vector<Link> links;
    std::vector<EdgeIndex> edgesBehind;
    std::vector<PointF> points;
    std::vector<LaneHeading> lanes;
    std::vector<std::string> names;
    std::vector<Tally> tallies;

    BoxIndex add(Box box)
    {
        boxes.push_back(box);
        return static_cast<BoxIndex>(boxes.size() - 1);
    }
    void addRoot()
    {
        Box box;
        box.kind = ItemKind::Root;
        box.parent = none;
        add(box);
    }
    std::uint32_t addName(std::string name)
    {
        names.push_back(std::move(name));
        return static_cast<std::uint32_t>(names.size() - 1);
    }
    std::uint32_t addTally(const Tally &tally)
    {
        tallies.push_back(tally);
        return static_cast<std::uint32_t>(tallies.size() - 1);
    }
};

/** Adds a vertex of this state, which stands for `count` things, to the counts by state. */
inline void count(Tally &tally, State state, std::uint32_t count = 1)
{
    switch (state) {
        case State::Fine:
            tally.fine += count;
            break;
        case State::Unknown:
            tally.unknown += count;
            break;
        case State::Warning:
            tally.warning += count;
            break;
        case State::Failing:
            tally.failing += count;
            break;
    }
}

inline void add(Tally &tally, const Tally &other)
{
    tally.fine += other.fine;
    tally.unknown += other.unknown;
    tally.warning += other.warning;
    tally.failing += other.failing;
    tally.routes += other.routes;
    tally.services += other.services;
    tally.workloads += other.workloads;
    tally.pods += other.pods;
    tally.nodes += other.nodes;
}

/** The chart as the layout that everybody else reads; hands the contents of `chart` over. */
[[nodiscard]] LayoutPtr write(Chart chart, Lens lens, GraphPtr graph, OverviewPtr overview = nullptr,
                              AccessMapPtr access = nullptr);

}  // namespace portolan::chart
