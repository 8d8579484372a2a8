// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/edgefamilies.h"

#include <algorithm>
#include <set>

#include "explain/flannel.h"
#include "explain/phrase.h"

namespace portolan {

namespace {

struct TunnelEnd {
    const Object *node = nullptr;
    FlannelEnd flannel;
};

TunnelEnd endOf(const TopologyGraph &graph, VertexIndex v)
{
    const Object *object = graph.vertices[v].object.object;
    return object && object->kind == Kind::Node ? TunnelEnd{object, flannelOf(*object)} : TunnelEnd{};
}

std::string blockOf(const TunnelEnd &end)
{
    return end.node ? std::string(end.node->spec()["podCIDR"].text()) : std::string();
}

std::string endText(const TopologyGraph &graph, VertexIndex v)
{
    const TunnelEnd end = endOf(graph, v);
    const std::string name(graph.vertices[v].name);
    return end.flannel.publicIp.empty() ? name : text(name, " (", end.flannel.publicIp, ")");
}

/** One word for all tunnels behind the line; empty where they differ or are not Flannel's. */
std::string_view backendOf(const TopologyGraph &graph, const EdgeGroup &group)
{
    std::set<std::string_view> backends;
    for (const auto *side : {&group.from, &group.to}) {
        for (const VertexIndex v : *side) {
            if (graph.vertices[v].type == VertexType::Node)  // the other end may be the vertex that stands for all
                backends.insert(endOf(graph, v).flannel.backend);
        }
    }
    return backends.size() == 1 ? *backends.begin() : std::string_view();
}

std::string wayText(std::string_view backend)
{
    const FlannelTransport way = transportOf(backend);
    if (!way.isKnown)
        return {};
    if (!way.isTunnel)
        return "Flannel sets plain routes (host-gw), so packets between their pods cross the network unchanged; the "
               "nodes must be neighbours on one network segment";
    return text("Flannel carries packets between their pods inside of ",
                way.isEncrypted ? "WireGuard, which encrypts them" : "VXLAN, which does not encrypt them");
}

std::string derivedText(std::string_view backend)
{
    const FlannelTransport way = transportOf(backend);
    if (!way.isKnown || !way.isTunnel)
        return {};
    return text("Port ", std::to_string(way.port), "/UDP is Flannel's default for it, and the ",
                std::to_string(way.overhead), " bytes of wrapping leave pods an MTU of ",
                std::to_string(1500 - way.overhead),
                " if the nodes' interfaces have 1500; both are derived, as the API shows neither.");
}

void addFacts(const TopologyGraph &graph, const EdgeGroup &group, std::string_view backend, Explanation &out)
{
    const FlannelTransport way = transportOf(backend);
    const auto fact = [&](std::string_view label, std::string value, bool isValue = true) {
        if (!value.empty())
            out.facts.push_back({std::string(label), std::move(value), isValue});
    };
    fact("Backend", std::string(backend));
    const FlannelEnd first = endOf(graph, graph.edges[group.edges.front()].from).flannel;
    if (backend == "vxlan" && first.vni >= 0)
        fact("VNI", std::to_string(first.vni));
    if (way.port != 0)
        fact("Port", text(std::to_string(way.port), "/UDP, by default"));
    if (way.isKnown)
        fact("Pod MTU", text(std::to_string(1500 - way.overhead), ", derived from 1500"));
    if (group.edges.size() > 1)
        return;
    for (const VertexIndex v : {graph.edges[group.edges.front()].from, graph.edges[group.edges.front()].to})
        fact(graph.vertices[v].name,
             joined({std::string(endOf(graph, v).flannel.publicIp), blockOf(endOf(graph, v))}, " · "));
}

void prove(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    if (group.edges.size() > 1)
        return;
    const Edge &edge = graph.edges[group.edges.front()];
    for (const VertexIndex v : {edge.from, edge.to}) {
        const TunnelEnd end = endOf(graph, v);
        if (end.flannel.publicIp.empty())
            continue;
        addEvidence(out, {graph.vertices[v].object, flannelPath("backend-type"), end.flannel.backend});
        addEvidence(out, {graph.vertices[v].object, flannelPath("public-ip"), end.flannel.publicIp});
    }
}

}  // namespace

void explainTunnels(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    const std::string_view backend = backendOf(graph, group);
    const std::string way = wayText(backend);
    const Edge &edge = graph.edges[group.edges.front()];
    std::vector<VertexIndex> nodes = group.from;
    nodes.insert(nodes.end(), group.to.begin(), group.to.end());
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    const std::string between = group.edges.size() == 1
                                    ? text("between ", endText(graph, edge.from), " and ", endText(graph, edge.to))
                                    : text(counted(group.edges.size(), "pair"), " of ", counted(nodes.size(), "node"));
    if (way.empty())
        out.sentences.push_back(text("Pods on these nodes reach each other over the nodes' network, ", between,
                                     "; how is not the same on all ends or not known here."));
    else
        out.sentences.push_back(text(capitalized(between), ", ", way, "."));
    if (const std::string derived = derivedText(backend); !derived.empty())
        out.sentences.push_back(derived);
    addFacts(graph, group, backend, out);
    prove(graph, group, out);
}

}  // namespace portolan
