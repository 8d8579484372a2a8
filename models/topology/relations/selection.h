// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "topology/builder.h"

namespace portolan::relations {

/** Counts of what a Service sends to. */
struct EndpointCounts {
    std::uint32_t ready = 0, notReady = 0, terminating = 0;
    std::uint32_t all() const { return ready + notReady + terminating; }
};

/** Services, and the slices, Endpoints and pods that say what they send to. */
class Selection {
public:
    explicit Selection(GraphBuilder &graph);
    /** Connects a Service with what it sends to, and judges it by that. */
    void select(VertexIndex service);

private:
    VertexIndex outsideAddress(const Object &source, std::string_view address, const std::string &path);
    void bySlice(VertexIndex service, const Object &slice);
    void byEndpoint(VertexIndex service, const Object &slice, const Value &endpoint, std::size_t i, std::uint16_t port);
    /** The pod, node or address that an endpoint of a slice leads to. */
    VertexIndex targetOf(const Object &slice, const Value &target, std::string_view address, std::size_t i);
    /** Where the endpoint of a slice says what counts as evidence: written once for all slices. */
    struct EndpointPaths {
        std::string_view address, ready, terminating;
    };
    const EndpointPaths &pathsOf(std::size_t i);
    VertexIndex missingPod(const Object &slice, std::string_view name, const std::string &path);
    VertexIndex nodeWith(std::string_view address);
    void byEndpoints(VertexIndex service, const Object &endpoints);
    /** What selectors choose from. Where every Service has its slices, nobody asks. */
    void groupBySpace();
    void bySelector(VertexIndex service, const Object &object);
    void connectSelected(VertexIndex service, VertexIndex to, Readiness readiness, const Object &object,
                         const std::string &path, std::string_view value);
    /** `hasSource`: some slice or Endpoints is of the Service. */
    void judge(VertexIndex service, const Object &object, bool hasSource);
    /** A Service without any endpoint, which means something only where what would name one was read. */
    void judgeEmpty(VertexIndex service, const Object &object, bool hasSource);
    /** Why nobody knows whether Services of a namespace have endpoints; empty if they have none. */
    std::string_view whyUnread(std::string_view space, bool hasSelector);

    GraphBuilder &m_graph;
    std::map<std::pair<std::string_view, std::string_view>, std::vector<const Object *>> m_slices;
    bool m_isGrouped = false;
    std::map<std::string_view, std::vector<VertexIndex>> m_podsOf, m_plannedOf;
    std::vector<EndpointPaths> m_paths;
    std::map<std::string_view, VertexIndex> m_nodeByAddress;
    std::map<std::pair<std::string_view, bool>, std::string_view> m_unread;
    EndpointCounts m_seen;
    bool m_hasPlanned = false;
};

}  // namespace portolan::relations
