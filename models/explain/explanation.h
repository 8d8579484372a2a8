// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/state.h"
#include "topology/facts.h"
#include "topology/graph.h"

namespace portolan {

struct ExplainedFact {
    std::string label;
    std::string value;
    bool isValue = true;  ///< set in the mono face: an address, a field, a name of the API

    bool operator==(const ExplainedFact &) const = default;
};
struct ExplainedEvidence {
    std::string object;     ///< "EndpointSlice shop/api-x7k2p"
    std::string reference;  ///< "EndpointSlice/shop/api-x7k2p"
    std::string path;       ///< JSON Pointer
    std::string value;

    bool operator==(const ExplainedEvidence &) const = default;
};
struct ExplainedLink {
    std::string label;   ///< "Workload", "Route"
    std::string text;    ///< "Deployment api"
    std::string vertex;  ///< id in the graph

    bool operator==(const ExplainedLink &) const = default;
};

/** Something that a rule found wrong with it. */
struct ExplainedFinding {
    std::string rule;     ///< "SV-01"
    std::string title;    ///< of the rule
    std::string message;  ///< one sentence or two
    std::string remedy;
    State level = State::Warning;  ///< Fine: only worth knowing

    bool operator==(const ExplainedFinding &) const = default;
};

/** What the inspector shows of a vertex or an edge, as plain text: what it is, how it is, why we say so, where to go
 * next. */
struct Explanation {
    std::string title;
    std::string place;  ///< "Service in shop"
    State state = State::Unknown;
    std::string stateWhy;                    ///< one sentence; empty if it is fine
    std::vector<std::string> sentences;      ///< one or two
    std::vector<ExplainedFinding> findings;  ///< empty unless whoever shows it adds them
    std::vector<ExplainedFact> facts;
    std::vector<ExplainedEvidence> evidence;
    std::vector<ExplainedLink> links;
    std::string yaml;      ///< the object, as far as kept; empty if no object describes it
    std::string yamlNote;  ///< what was left out of it

    bool operator==(const Explanation &) const = default;
};

[[nodiscard]] Explanation explain(const TopologyGraph &graph, VertexIndex vertex);
/** One line of the chart, that stands for these edges. */
[[nodiscard]] Explanation explain(const TopologyGraph &graph, std::span<const EdgeIndex> edges);

/** Several vertices that stand together on the chart: how many of what, and those that are not fine as links. `place`
 * says what holds them: "Namespace", "Group of nodes". */
[[nodiscard]] Explanation explainGroup(const TopologyGraph &graph, std::string_view title, std::string_view place,
                                       std::span<const VertexIndex> members);

/** "/endpoints/2/conditions/ready" as people write it: "endpoints[2].conditions.ready". */
[[nodiscard]] std::string readablePath(std::string_view pointer);

/** Words for a kind of vertex or edge, for tables, legends and screen readers: "load balancer address". */
[[nodiscard]] std::string_view wordFor(VertexType type);
[[nodiscard]] std::string_view wordFor(EdgeType type);

}  // namespace portolan
