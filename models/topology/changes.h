// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** What differs between two graphs of one cluster, by id, sorted. */
struct GraphChanges {
    std::vector<std::string> appeared;
    std::vector<std::string> went;
    std::vector<std::string> changedState;

    bool empty() const { return appeared.empty() && went.empty() && changedState.empty(); }
};

/** Cost: linear in both. */
[[nodiscard]] GraphChanges changesBetween(const TopologyGraph &before, const TopologyGraph &after);

}  // namespace portolan
