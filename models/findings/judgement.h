// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "findings/finding.h"

namespace portolan {

/** What is wrong in a cluster, and where on its chart. */
struct Judgement {
    GraphPtr graph;
    std::vector<Finding> findings;  ///< as findFaults() sorts them
    /** Findings of vertices, as indices; a finding stands at the objects that it names, the one of an object that has
     * no vertex of its own (a slice of endpoints, a class) at none. */
    std::map<VertexIndex, std::vector<std::uint32_t>> ofVertex;

    /** The findings of the vertex with this id in any graph of the cluster, the worst first. */
    std::vector<const Finding *> of(std::string_view id) const;
};
using JudgementPtr = std::shared_ptr<const Judgement>;

/** Null if stopped. Cost: as findFaults(), and linear in vertices. */
[[nodiscard]] JudgementPtr judge(GraphPtr graph, const std::stop_token &stop = {});

/** How bad a finding makes what it stands at; Fine for what is only worth knowing. */
[[nodiscard]] State stateOf(Severity severity);

}  // namespace portolan
