// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string_view>

#include "layout/layout.h"

namespace portolan::test {

/** Charts made by hand: a vertex or container a call, children after their parents and in a row. */
class Chart {
public:
    explicit Chart(Lens lens = Lens::Traffic);

    struct Thing {
        VertexType type = VertexType::Service;
        std::string_view name;
        std::string_view detail = {};
        State state = State::Fine;
        bool isPlanned = false;
    };
    ItemIndex card(ItemIndex parent, const RectF &rect, const Thing &thing);
    ItemIndex node(ItemIndex parent, const RectF &rect, const Thing &thing);
    ItemIndex space(ItemIndex parent, const RectF &rect, std::string_view name, State state = State::Fine);
    /** A pod of a card, in the next place of its row. */
    ItemIndex chip(ItemIndex card, State state);
    void tally(ItemIndex item, const Tally &tally, bool isRolledUp = false);
    /** A gentle curve from the right edge of one to the left edge of the other. */
    std::uint32_t edge(ItemIndex from, ItemIndex to, EdgeType type, State state = State::Fine);
    void lane(const RectF &rect, std::string_view name, std::uint32_t count);

    /** The chart, with children in a row behind each other and the root round everything. */
    LayoutPtr done();

private:
    ItemIndex add(ItemIndex parent, const RectF &rect, ItemKind kind, const Thing *thing);

    std::shared_ptr<TopologyGraph> m_graph = std::make_shared<TopologyGraph>();
    std::shared_ptr<Layout> m_layout = std::make_shared<Layout>();
    std::map<ItemIndex, std::size_t> m_chips;
};

/** The traffic of two small namespaces, as in the mock-up. */
[[nodiscard]] LayoutPtr trafficChart();
/** Three machines with their pods, tunnels between them and control connections. */
[[nodiscard]] LayoutPtr machinesChart();
/** `spaces` namespaces in a grid, each with `services` Services and workloads of `pods` pods. */
[[nodiscard]] LayoutPtr largeChart(int spaces, int services, int pods);

}  // namespace portolan::test
