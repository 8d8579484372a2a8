// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <vector>

#include "roles/title.h"
#include "topology/overlay.h"
#include "topology/relations/relations.h"

namespace portolan::relations {

namespace {

constexpr std::size_t meshLimit = 50;  ///< nodes up to which each pair has its own edge

struct End {
    VertexIndex node = none;
    const Object *object = nullptr;
};

Edge edgeOf(const Overlay &overlay, const OverlayWay &way, VertexIndex from, VertexIndex to)
{
    Edge edge;
    edge.from = from;
    edge.to = to;
    edge.type = EdgeType::Tunnel;
    edge.protocol = way.protocol;
    edge.port = way.port;
    edge.isSupposed = overlay.isSupposed();
    return edge;
}

class Tunnels {
public:
    Tunnels(GraphBuilder &graph, const Overlay &overlay) : m_graph(graph), m_overlay(overlay), m_proof(overlay.proof())
    {
        for (const ObjectPtr &node : graph.snapshot().of(Kind::Node)) {
            if (overlay.reaches(*node))
                m_ends.push_back({graph.find(refTo(*node).text()), node.get()});
        }
    }

    void draw() { m_ends.size() <= meshLimit ? drawMesh() : drawBackbone(); }

private:
    GraphBuilder &m_graph;
    const Overlay &m_overlay;
    const Proof m_proof;
    std::vector<End> m_ends;

    /** With what the nodes say of their ends, then what decides for all of them; nothing of what is only supposed. */
    void connect(const OverlayWay &way, VertexIndex from, VertexIndex to, std::initializer_list<End> ends)
    {
        std::vector<OverlayEnd> told;
        std::vector<Because> why;
        for (const End &end : ends)
            told.push_back(m_overlay.endAt(*end.object, way));
        const auto add = [&](const Proof &proof) {
            why.push_back({proof.object, std::string_view(proof.path), std::string_view(proof.value)});
        };
        if (!m_overlay.isSupposed()) {
            for (const OverlayEnd &end : told)
                std::ranges::for_each(end.evidence, add);
            if (!m_proof.object.isNull())
                add(m_proof);
        }
        m_graph.connect(edgeOf(m_overlay, way, from, to), why);
    }

    void drawMesh()
    {
        for (std::size_t a = 0; a < m_ends.size(); ++a) {
            for (std::size_t b = a + 1; b < m_ends.size(); ++b) {
                const OverlayWay way = m_overlay.between(*m_ends[a].object, *m_ends[b].object);
                if (way.isTunnel)
                    connect(way, m_ends[a].node, m_ends[b].node, {m_ends[a], m_ends[b]});
            }
        }
    }

    /** Every node to one vertex that stands for the overlay: a full mesh said in n edges. A node has a part in it if it
     *  has a tunnel to some other; a few others are enough to ask, as nodes come in few sorts (subnets, backends). */
    void drawBackbone()
    {
        std::vector<std::optional<OverlayWay>> ways(m_ends.size());
        std::vector<std::size_t> samples;
        for (int pass = 0; pass < 2; ++pass) {
            for (std::size_t e = 0; e < m_ends.size(); ++e) {
                if (!ways[e])
                    findPartner(e, samples, ways);
            }
        }
        for (std::size_t e = 0; e < m_ends.size(); ++e) {
            if (ways[e])
                connect(*ways[e], m_ends[e].node, vertexOf(*ways[e], m_ends[e]), {m_ends[e]});
        }
    }

    void findPartner(std::size_t e, std::vector<std::size_t> &samples, std::vector<std::optional<OverlayWay>> &ways)
    {
        constexpr std::size_t mostSamples = 16;
        for (const std::size_t other : samples) {
            const OverlayWay way = m_overlay.between(*m_ends[e].object, *m_ends[other].object);
            if (!way.isTunnel)
                continue;
            ways[e] = way;
            if (ways[other])
                return;
            ways[other] = way;
            samples.push_back(e);  // at most once for each sample: others like that one have it for a partner
            return;
        }
        if (samples.size() < mostSamples)
            samples.push_back(e);
    }

    VertexIndex vertexOf(const OverlayWay &way, const End &end)
    {
        const std::string_view network = m_overlay.network()->name;
        const VertexIndex overlay =
            m_graph.add("Overlay/" + std::string(network) + '-' + way.encapsulation, VertexType::Cidr);
        if (!m_graph[overlay].name.empty())
            return overlay;
        m_graph[overlay].name = m_graph.text(std::string(titleOfComponent(network)) + ' ' + way.encapsulation);
        const bool isCrossSubnet = m_overlay.network()->setting("encapsulation").ends_with("CrossSubnet");
        m_graph[overlay].detail = isCrossSubnet && way.encapsulation != "wireguard"
                                      ? std::string_view("every node to those of other subnets")
                                      : std::string_view("every node to every other");
        m_graph[overlay].isSupposed = m_overlay.isSupposed();
        if (!m_overlay.isSupposed())
            explain(overlay, way, end);
        return overlay;
    }

    void explain(VertexIndex overlay, const OverlayWay &way, const End &end)
    {
        const OverlayEnd told = m_overlay.endAt(*end.object, way);
        const Proof &proof = m_proof.object.isNull() && !told.evidence.empty() ? told.evidence.front() : m_proof;
        if (!proof.object.isNull())
            m_graph.explain(overlay, {{proof.object, std::string_view(proof.path), std::string_view(proof.value)}});
    }
};

}  // namespace

void addTunnels(GraphBuilder &graph)
{
    const Overlay overlay(graph.snapshot(), graph.roles());
    if (overlay.network())
        Tunnels(graph, overlay).draw();
}

}  // namespace portolan::relations
