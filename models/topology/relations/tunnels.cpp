// SPDX-License-Identifier: GPL-3.0-or-later
#include <vector>

#include "topology/relations/relations.h"

namespace portolan::relations {

namespace {

constexpr std::string_view backendType = "flannel.alpha.coreos.com/backend-type";
constexpr std::size_t meshLimit = 50;  ///< nodes up to which each pair has its own edge

struct End {
    VertexIndex node = none;
    const Object *object = nullptr;
    std::string_view backend;
};

/** The UDP port of a backend's tunnel on Linux; 0 where it has none. Source: Flannel, backends. */
std::uint16_t portOf(std::string_view backend)
{
    return backend == "vxlan" ? 8472 : backend == "wireguard" ? 51820 : 0;
}

/** host-gw routes without a tunnel. */
bool isTunnel(std::string_view backend)
{
    return !backend.empty() && backend != "host-gw";
}

Edge tunnel(const End &from, VertexIndex to)
{
    Edge edge;
    edge.from = from.node;
    edge.to = to;
    edge.type = EdgeType::Tunnel;
    edge.protocol = Protocol::UDP;
    edge.port = portOf(from.backend);
    return edge;
}

Because because(const End &end)
{
    static const std::string path = "/metadata/annotations" + pointerStep(backendType);
    return {refTo(*end.object), path, end.backend};
}

void addMesh(GraphBuilder &graph, const std::vector<End> &ends)
{
    for (std::size_t a = 0; a < ends.size(); ++a) {
        for (std::size_t b = a + 1; b < ends.size(); ++b) {
            if (ends[a].backend == ends[b].backend)
                graph.connect(tunnel(ends[a], ends[b].node), {because(ends[a]), because(ends[b])});
        }
    }
}

/** Every node to one vertex that stands for the overlay: a full mesh said in n edges. */
void addOverlay(GraphBuilder &graph, const std::vector<End> &ends)
{
    for (const End &end : ends) {
        const VertexIndex overlay = graph.add("Overlay/flannel-" + std::string(end.backend), VertexType::Cidr);
        if (graph[overlay].name.empty()) {
            graph[overlay].name = graph.text("Flannel " + std::string(end.backend));
            graph[overlay].detail = "every node to every other";
            graph.explain(overlay, {because(end)});
        }
        graph.connect(tunnel(end, overlay), {because(end)});
    }
}

}  // namespace

void addTunnels(GraphBuilder &graph)
{
    std::vector<End> ends;
    for (const ObjectPtr &node : graph.snapshot().of(Kind::Node)) {
        const std::string_view backend = node->annotation(backendType);
        if (isTunnel(backend))
            ends.push_back({graph.find(refTo(*node).text()), node.get(), backend});
    }
    if (ends.size() <= meshLimit)
        addMesh(graph, ends);
    else
        addOverlay(graph, ends);
}

}  // namespace portolan::relations
