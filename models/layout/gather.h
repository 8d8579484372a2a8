// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "layout/layout.h"

namespace portolan::chart {

enum class Lane : std::uint8_t { Outside, Balancer, Door, Route, Service, Workload, External };
inline constexpr std::size_t laneCount = 7;

/** A namespace with something to show: cards [firstCard, endCard) of Gathered::cards, by lane, then id. */
struct Space {
    std::string_view name;
    std::uint32_t firstCard = 0, endCard = 0;
    Tally tally;
    State state = State::Fine;
};

/** What stands on the chart by itself: everything of the lens but the pods of a workload. */
struct GatheredCard {
    VertexIndex vertex = none;
    std::uint32_t space = none;  ///< index into Gathered::spaces; none at the front and for what is in no namespace
    Lane lane = Lane::Outside;
    std::uint32_t podCount = 0;  ///< that stand on the chart with it
    Tally tally;
    State state = State::Fine;
};

/** The part of a graph that the Traffic lens shows. */
struct Gathered {
    std::vector<Space> spaces;                ///< sorted by name
    std::vector<GatheredCard> cards;          ///< by space (those without first), lane, vertex
    std::vector<std::uint32_t> cardOfVertex;  ///< pods of a workload: the workload's card
    std::vector<bool> isVisible;              ///< empty: everything

    bool shows(VertexIndex v) const { return isVisible.empty() || isVisible[v]; }
};

[[nodiscard]] Gathered gather(const TopologyGraph &graph, const Filter &filter);

}  // namespace portolan::chart
