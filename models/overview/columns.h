// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "overview/overview.h"

namespace portolan::overview {

/** Which machine stands in which column. */
struct Machines {
    std::vector<OverviewColumn> columns;
    std::map<std::string_view, std::size_t> columnOf;  ///< by the node's name
};

/** Servers first, each sort by name; what the ingress and the load balancer run on is preferred where not all fit. */
[[nodiscard]] Machines machinesOf(const TopologyGraph &graph);

[[nodiscard]] bool isServer(const Object &node);

}  // namespace portolan::overview
