// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "explain/edgegroup.h"
#include "explain/explanation.h"

namespace portolan {

// One function for each type of edge that has more to say than who is at its ends. All edges of a group are of one
// type.
void explainSelects(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out);
void explainTunnels(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out);
void explainRouting(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out);
void explainExposing(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out);
void explainOthers(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out);

struct EdgeProof {
    ObjectRef object;
    std::string path;
    std::string_view value;
};
/** Adds it once, up to what a panel can hold. */
void addEvidence(Explanation &out, const EdgeProof &proof);

}  // namespace portolan
