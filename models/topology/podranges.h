// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** Which addresses the pods of a node have, and which field says so. */
struct PodRanges {
    const Object *object = nullptr;        ///< the Node, or what its network writes instead
    std::string_view path;                 ///< JSON Pointer to the first range
    std::vector<std::string_view> ranges;  ///< CIDRs; empty if no object tells
};

/** spec.podCIDRs, but for networks with pools of their own: Calico gives blocks of its pool, whatever the node's
 * podCIDR is, and Cilium writes to CiliumNode. */
[[nodiscard]] PodRanges podRangesOf(const TopologyGraph &graph, const Object &node);

}  // namespace portolan
