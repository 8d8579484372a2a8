// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/edgefamilies.h"
#include "explain/overlaytext.h"
#include "explain/phrase.h"
#include "roles/title.h"
#include "topology/overlay.h"

namespace portolan {

namespace {

/** What a line's tunnels have in common. */
struct Told {
    const TopologyGraph &graph;
    const EdgeGroup &group;
    Overlay overlay;
    OverlayWay way;

    std::string network() const { return std::string(titleOfComponent(overlay.network()->name)); }
    const Edge &first() const { return graph.edges[group.edges.front()]; }
};

const Object *nodeAt(const TopologyGraph &graph, VertexIndex v)
{
    const Object *object = graph.vertices[v].object.object;
    return object && object->kind == Kind::Node ? object : nullptr;
}

/** The one way of all tunnels behind the line; empty where they differ. */
OverlayWay commonWay(const TopologyGraph &graph, const EdgeGroup &group)
{
    const OverlayWay way = wayOf(graph, graph.edges[group.edges.front()]);
    const bool isSame =
        std::ranges::all_of(group.edges, [&](EdgeIndex e) { return wayOf(graph, graph.edges[e]) == way; });
    return isSame ? way : OverlayWay();
}

std::string endText(const Told &told, VertexIndex v)
{
    const Object *node = nodeAt(told.graph, v);
    const std::string name(told.graph.vertices[v].name);
    const std::string_view address = node ? told.overlay.endAt(*node, told.way).address : std::string_view();
    return address.empty() ? name : text(name, " (", address, ")");
}

std::string betweenText(const Told &told)
{
    if (told.group.edges.size() == 1)
        return text("between ", endText(told, told.first().from), " and ", endText(told, told.first().to));
    std::vector<VertexIndex> nodes = told.group.from;
    nodes.insert(nodes.end(), told.group.to.begin(), told.group.to.end());
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return text(counted(told.group.edges.size(), "pair"), " of ", counted(nodes.size(), "node"));
}

void sayWay(const Told &told, Explanation &out)
{
    const std::string between = betweenText(told);
    const std::string carries = carryingText(told.way, told.overlay.isSupposed());
    if (carries.empty()) {
        out.sentences.push_back(text("Pods on these nodes reach each other over the nodes' network, ", between,
                                     "; how is not the same on all ends or not known here."));
        return;
    }
    const std::string sentence = text(between, ", ", told.network(), " ", carries);
    out.sentences.push_back(told.overlay.isSupposed() ? text("Supposed: ", sentence, ".")
                                                      : text(capitalized(sentence), "."));
    for (const std::string &more : {subnetText(told.overlay, told.way), derivedText(told.overlay, told.way)}) {
        if (!more.empty())
            out.sentences.push_back(more);
    }
}

void addEnds(const Told &told, Explanation &out)
{
    if (told.group.edges.size() > 1)
        return;
    for (const VertexIndex v : {told.first().from, told.first().to}) {
        const Object *node = nodeAt(told.graph, v);
        if (!node)
            continue;
        const OverlayEnd end = told.overlay.endAt(*node, told.way);
        const std::string device = end.deviceAddress.empty() ? std::string() : text(end.device, " ", end.deviceAddress);
        const std::string block(node->spec()["podCIDR"].text());
        const bool hasBlocks = !told.overlay.isSupposed() && told.overlay.network()->name == "flannel";
        const std::string value = joined({std::string(end.address), device, hasBlocks ? block : std::string()}, " · ");
        if (!value.empty())
            out.facts.push_back({std::string(told.graph.vertices[v].name), value, true});
    }
}

void addFacts(const Told &told, Explanation &out)
{
    const auto fact = [&out](std::string_view label, std::string value) {
        if (!value.empty())
            out.facts.push_back({std::string(label), std::move(value), true});
    };
    const OverlayWay &way = told.way;
    if (told.overlay.isSupposed())
        out.facts.push_back({"Supposed", told.network(), false});
    else
        out.facts.push_back({"Network", told.network(), false});
    fact("Backend", way.encapsulation);
    fact("VNI", way.vni >= 0 ? std::to_string(way.vni) : std::string());
    fact("Port", portText(told.overlay, way));
    fact("Device", way.device);
    fact("Encryption", std::string(way.encryption));
    if (way.mtu > 0)
        fact("Pod MTU", std::to_string(way.mtu));
    else if (way.overhead > 0)
        fact("Pod MTU", text(std::to_string(1500 - way.overhead), ", derived from 1500"));
    addEnds(told, out);
}

void prove(const Told &told, Explanation &out)
{
    if (told.group.edges.size() > 1)
        return;
    for (const Evidence &one : told.graph.evidenceOf(told.first()))
        addEvidence(out, {one.object, std::string(one.path), one.value});
}

}  // namespace

void explainTunnels(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    if (!graph.roles || !graph.snapshot)
        return;
    const Told told{graph, group, Overlay(*graph.snapshot, *graph.roles), commonWay(graph, group)};
    if (!told.overlay.network())
        return;
    sayWay(told, out);
    addFacts(told, out);
    prove(told, out);
}

}  // namespace portolan
