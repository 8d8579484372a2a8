// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "topology/graph.h"

namespace portolan::panel {

/** What placeholders stand for in one cluster, by their names; what is not known is not there. */
using Values = std::map<std::string, std::string, std::less<>>;

/** Of the cluster and of examples taken from it. Cost: linear in nodes and Services. */
[[nodiscard]] Values clusterValues(const TopologyGraph &graph);
/** Of a component: its version, what runs it, its settings as "setting:KEY". */
[[nodiscard]] Values componentValues(const Component &component);

}  // namespace portolan::panel
