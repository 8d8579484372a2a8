// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scene/scene.h"

namespace portolan {

/** What tells one sort of thing from another on the chart. */
struct Sign {
    Icon icon = Icon::Service;
    Role role = Role::Ink2;
};
[[nodiscard]] Sign signOf(VertexType type);
[[nodiscard]] Sign signOf(const Layout &layout, const LayoutItem &item);

/** What a topic or a band of the Components lens says; null for any other item. */
[[nodiscard]] const OverviewTopic *topicOf(const Layout &layout, const LayoutItem &item);

/** How policies hold a workload; null for what they do not know, and in any other lens than Policy. */
[[nodiscard]] const AccessEnd *accessEndOf(const Layout &layout, const LayoutItem &item);

[[nodiscard]] Icon iconOf(State state);
[[nodiscard]] Role roleOf(State state);
[[nodiscard]] Role roleOf(EdgeType type);

/** What to call an item on the chart. */
[[nodiscard]] std::string_view nameOf(const Layout &layout, const LayoutItem &item);
[[nodiscard]] const Vertex *vertexOf(const Layout &layout, const LayoutItem &item);
[[nodiscard]] const Tally *tallyOf(const Layout &layout, const LayoutItem &item);

/** "2 routes · 12 services · 48 pods", of what there is; at most `parts` of it, the largest things last. */
[[nodiscard]] std::string countsOf(const Tally &tally, std::size_t parts);
/** 150000 as "150,000". */
[[nodiscard]] std::string grouped(std::uint32_t number);

}  // namespace portolan
