// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "base/state.h"
#include "base/textarena.h"
#include "kube/objectref.h"
#include "kube/snapshot.h"
#include "roles/roles.h"

namespace portolan {

enum class VertexType : std::uint8_t {
    Outside,
    LoadBalancer,
    NodePort,
    Gateway,
    IngressController,
    Route,
    Service,
    Workload,
    Pod,
    Node,
    Dns,
    ControlPlane,
    External,
    Cidr,
    Policy
};
enum class EdgeType : std::uint8_t { Exposes, Routes, Selects, RunsOn, Tunnel, Controls, Resolves, Allows, Calls };

/** Names as in contracts ("load-balancer", "runs-on"). */
[[nodiscard]] std::string_view name(VertexType type);
[[nodiscard]] std::string_view name(EdgeType type);

using VertexIndex = std::uint32_t;
using EdgeIndex = std::uint32_t;
inline constexpr std::uint32_t none = 0xffffffff;

/** Why a vertex or an edge is there: a field of an object. */
struct Evidence {
    ObjectRef object;
    std::string_view path;   ///< RFC 6901
    std::string_view value;  ///< as it stands there
};

struct Vertex {
    std::string_view
        id;  ///< stable: "Service/shop/web", "LoadBalancer/192.168.1.10", "Ingress/shop/shop:shop.example/api"
    std::string_view space;   ///< namespace; empty if it is in none
    std::string_view name;    ///< what to call it on the chart
    std::string_view detail;  ///< the most useful fact in a few words: "10.43.12.80:80", "3 of 3 ready"; may be empty
    std::string_view reason;  ///< why `state` is not fine, in a few words of the API; empty if it is fine
    ObjectRef object;         ///< the object it stands for; null for Outside and other things that no object describes
    VertexIndex parent = none;  ///< a pod's workload; else none
    std::uint32_t firstEvidence = 0,
                  evidenceCount = 0;  ///< for the state, and for that it exists where `object` is null
    std::uint32_t podCount = 0,
                  podsReady = 0;  ///< of a workload or node; a planned workload counts its replicas as pods
    VertexType type = VertexType::Pod;
    State state = State::Unknown;
    bool isPlanned = false;   ///< a manifest that no cluster has seen
    bool isInferred = false;  ///< no object describes it, others name it
    bool isSupposed = false;  ///< it would be there if another component filled a role; no object says so
};

/** How an endpoint behind a Selects edge is. */
enum class Readiness : std::uint8_t { NotApplicable, Ready, NotReady, Terminating };

struct Edge {
    VertexIndex from = none;
    VertexIndex to = none;
    std::uint32_t firstEvidence = 0, evidenceCount = 0;
    std::uint16_t port = 0;  ///< 0: does not apply, or more than one
    Protocol protocol = Protocol::TCP;
    EdgeType type = EdgeType::Selects;
    State state = State::Fine;
    Readiness readiness = Readiness::NotApplicable;
    bool bySelector = false;  ///< Selects: by the selector, because no EndpointSlice says it
    bool isSupposed = false;  ///< it would be there if another component filled a role; without evidence
};

/** What those who look at every vertex ask of it, in a tenth of the room: a large graph is read as fast as memory. */
struct VertexBrief {
    VertexIndex parent = none;
    std::uint32_t space = none;  ///< index into TopologyGraph::spaces(); none if it is in no namespace
    VertexType type = VertexType::Pod;
    State state = State::Unknown;
};

/** What is connected to what in one snapshot. Vertices are sorted by id, edges by (from, to, type, port); equal
 *  snapshots give equal graphs whatever order their objects were read in. */
class TopologyGraph {
public:
    SnapshotPtr snapshot;
    RolesPtr roles;  ///< who fills which role; of the supposition, if there is one
    std::vector<Vertex> vertices;
    std::vector<Edge> edges;
    std::vector<Evidence> evidence;
    TextArena texts;  ///< what the views of vertices and evidence point into, where not into the snapshot

    /** Index of the vertex with this id, or `none`. */
    VertexIndex find(std::string_view id) const;
    /** Indices into `edges`, of those that leave or enter a vertex. Available after index(). */
    std::span<const EdgeIndex> outgoing(VertexIndex v) const;
    std::span<const EdgeIndex> incoming(VertexIndex v) const;
    /** A workload's pods, a node's are its incoming RunsOn edges. */
    std::span<const VertexIndex> children(VertexIndex v) const;
    std::span<const Evidence> evidenceOf(const Vertex &v) const
    {
        return {evidence.data() + v.firstEvidence, v.evidenceCount};
    }
    std::span<const Evidence> evidenceOf(const Edge &e) const
    {
        return {evidence.data() + e.firstEvidence, e.evidenceCount};
    }

    /** One for each vertex. Available after index(). */
    std::span<const VertexBrief> briefs() const { return m_briefs; }
    /** Those without a parent, ascending: what stands by itself. Available after index(). */
    std::span<const VertexIndex> roots() const { return m_roots; }
    /** The namespaces that vertices are in, sorted. Available after index(). */
    std::span<const std::string_view> spaces() const { return m_spaces; }

    /** Builds what outgoing(), incoming(), children(), briefs(), roots() and spaces() read; buildTopology() has called
     * it. */
    void index();

private:
    void indexSpaces();

    std::vector<VertexBrief> m_briefs;
    std::vector<VertexIndex> m_roots;
    std::vector<std::string_view> m_spaces;
    std::vector<std::uint32_t> m_outgoingStart, m_incomingStart, m_childStart;
    std::vector<EdgeIndex> m_outgoing, m_incoming;
    std::vector<VertexIndex> m_children;
};
using GraphPtr = std::shared_ptr<const TopologyGraph>;

/** Builds the graph; of a supposition, what would be. Errors: none. Returns null if stopped. Cost: linear in objects
 * and endpoints, but for sorting and for Services without slices (services × pods of the namespace). */
[[nodiscard]] GraphPtr buildTopology(SnapshotPtr snapshot, std::stop_token stop = {},
                                     const std::optional<Supposition> &supposition = {});

}  // namespace portolan
