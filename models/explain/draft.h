// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "explain/explanation.h"

namespace portolan {

/** The explanation of one vertex while the family that knows it puts it together. */
class Draft {
public:
    Draft(const TopologyGraph &graph, VertexIndex self) : m_graph(graph), m_self(self) {}

    const TopologyGraph &graph() const { return m_graph; }
    const ClusterSnapshot &snapshot() const { return *m_graph.snapshot; }
    VertexIndex self() const { return m_self; }
    const Vertex &vertex() const { return m_graph.vertices[m_self]; }
    const Vertex &vertex(VertexIndex v) const { return m_graph.vertices[v]; }
    /** Its object; null for a pod, and where no object describes it. */
    const Object *object() const { return vertex().object.object; }
    Value spec() const { return object() ? object()->spec() : Value(); }
    Value status() const { return object() ? object()->status() : Value(); }

    void say(std::string_view sentence);
    /** Why the state is not fine; the first one that is said stays. */
    void because(std::string_view sentence);
    /** A value of the API; nothing is shown of an empty one. */
    void fact(std::string_view label, std::string_view value);
    void fact(std::string_view label, std::int64_t value) { fact(label, std::string_view(std::to_string(value))); }
    /** A value in words. */
    void note(std::string_view label, std::string_view value);
    void prove(const ObjectRef &object, std::string_view path, std::string_view value);
    void link(std::string_view label, VertexIndex to);

    Explanation out;

private:
    const TopologyGraph &m_graph;
    VertexIndex m_self;
};

/** "Deployment api", "Service web", "192.168.1.10", "Pod web-1": a vertex as a link calls it. */
[[nodiscard]] std::string callOf(const TopologyGraph &graph, VertexIndex v);
/** "Workload", "Load balancer address": what kind of thing a link leads to. */
[[nodiscard]] std::string labelOf(VertexType type);
/** "Service in shop", "Node", "Route of an Ingress in shop". */
[[nodiscard]] std::string placeOf(const Vertex &vertex);

[[nodiscard]] ExplainedEvidence explained(const ObjectRef &object, std::string_view path, std::string_view value);

/** Links to all that edges join with the vertex: pods stand behind their workloads unless something is wrong with them;
 *  the worst come first, and of a kind with many a fact says how many are not listed. */
void linkNeighbours(Draft &draft);

}  // namespace portolan
