// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "topology/graph.h"

namespace portolan {

/** One piece of evidence before its texts are interned. */
struct Because {
    ObjectRef object;
    std::string_view path;
    std::string_view value;
};

/** Collects vertices and edges in any order; finish() sorts them and settles the indices. */
class GraphBuilder {
public:
    explicit GraphBuilder(SnapshotPtr snapshot);

    const ClusterSnapshot &snapshot() const { return *m_graph->snapshot; }

    /** The vertex with this id, made if it is not there. */
    VertexIndex add(std::string_view id, VertexType type);
    /** The vertex that stands for an object. */
    VertexIndex add(VertexType type, const ObjectRef &object);
    VertexIndex find(std::string_view id) const;
    Vertex &operator[](VertexIndex v) { return m_graph->vertices[v]; }
    const Vertex &operator[](VertexIndex v) const { return m_graph->vertices[v]; }
    std::size_t size() const { return m_graph->vertices.size(); }

    /** A text that lives as long as the graph. */
    std::string_view text(std::string_view text) { return m_graph->texts.add(text); }

    void connect(Edge edge, std::initializer_list<Because> because);
    void explain(VertexIndex v, std::initializer_list<Because> because);
    /** Raises a vertex's state; the reason of the worst stays. */
    void worsen(VertexIndex v, State state, std::string_view reason, std::initializer_list<Because> because = {});

    const std::vector<Edge> &edges() const { return m_graph->edges; }

    /** Null if stopped. */
    GraphPtr finish();

private:
    std::uint32_t addEvidence(std::initializer_list<Because> because);

    std::shared_ptr<TopologyGraph> m_graph;
    std::unordered_map<std::string_view, VertexIndex> m_byId;
};

[[nodiscard]] ObjectRef refTo(const Object &object);
[[nodiscard]] ObjectRef refTo(const Pod &pod);

/** The value at a path of an object as it stands there, for evidence: numbers and booleans as JSON writes them. */
[[nodiscard]] std::string textOf(const Value &value);

/** One step of a JSON Pointer, escaped. */
[[nodiscard]] std::string pointerStep(std::string_view key);

}  // namespace portolan
