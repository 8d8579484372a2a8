// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "overview/columns.h"

namespace portolan::overview {

/** The cells of a component: its pods on each machine, or that it runs inside another process. */
[[nodiscard]] std::vector<OverviewCell> cellsOf(const TopologyGraph &graph, const Component &component,
                                                const Machines &machines);

/** The most telling settings, in a few words. */
[[nodiscard]] std::string factOf(const TopologyGraph &graph, const Component &component);

}  // namespace portolan::overview
