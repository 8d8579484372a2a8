// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "kube/absence.h"
#include "topology/graph.h"
#include "topology/idindex.h"

namespace portolan {

/** A text on its way into the graph: copied there, unless it lasts anyway. Literals do. */
class Said {
public:
    Said() = default;
    Said(std::string_view text) : m_text(text) {}
    Said(const std::string &text) : m_text(text) {}
    template <std::size_t N>
    consteval Said(const char (&literal)[N]) : m_text(literal, N - 1), m_lasts(true)
    {
    }
    /** Of the snapshot, or what GraphBuilder::text() gave. */
    static Said lasting(std::string_view text)
    {
        Said said(text);
        said.m_lasts = true;
        return said;
    }

    std::string_view text() const { return m_text; }
    bool lasts() const { return m_lasts; }

private:
    std::string_view m_text;
    bool m_lasts = false;
};

/** One piece of evidence for the builder. */
struct Because {
    ObjectRef object;
    Said path;
    Said value;
};

/** Collects vertices and edges in any order; finish() sorts them and settles the indices. */
class GraphBuilder {
public:
    GraphBuilder(SnapshotPtr snapshot, RolesPtr roles);

    const ClusterSnapshot &snapshot() const { return *m_graph->snapshot; }
    const Roles &roles() const { return *m_graph->roles; }

    /** The vertex with this id, made if it is not there. */
    VertexIndex add(std::string_view id, VertexType type);
    /** The vertex that stands for an object. */
    VertexIndex add(VertexType type, const ObjectRef &object);
    VertexIndex find(std::string_view id) const { return m_byId.find(id); }
    /** The vertex that stands for the object of this name. */
    VertexIndex find(Kind kind, std::string_view space, std::string_view name) const;
    Vertex &operator[](VertexIndex v) { return m_graph->vertices[v]; }
    const Vertex &operator[](VertexIndex v) const { return m_graph->vertices[v]; }
    std::size_t size() const { return m_graph->vertices.size(); }

    /** A text that lives as long as the graph. */
    std::string_view text(std::string_view text) { return m_graph->texts.add(text); }

    void connect(Edge edge, std::initializer_list<Because> because) { connect(edge, std::span(because)); }
    void connect(Edge edge, std::span<const Because> because);
    void explain(VertexIndex v, std::initializer_list<Because> because) { explain(v, std::span(because)); }
    void explain(VertexIndex v, std::span<const Because> because);
    /** Raises a vertex's state; the reason of the worst stays. */
    void worsen(VertexIndex v, State state, std::string_view reason, std::initializer_list<Because> because = {});

    const std::vector<Edge> &edges() const { return m_graph->edges; }

    GraphPtr finish();

private:
    std::uint32_t addEvidence(std::span<const Because> because);

    std::string_view keep(const Said &said) { return said.lasts() ? said.text() : text(said.text()); }
    std::string_view idOf(Kind kind, std::string_view space, std::string_view name) const;
    std::vector<VertexIndex> inOrderOfIds() const;
    void sortVertices();
    void sortEdges();

    std::shared_ptr<TopologyGraph> m_graph;
    IdIndex m_byId;
    mutable std::string m_id;  ///< an id while it is looked for
};

}  // namespace portolan
