// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/overlay.h"

#include <algorithm>
#include <array>

#include "topology/overlayways.h"

namespace portolan {

namespace {

using namespace overlay;

Proof annotationOf(const Object &node, std::string_view key, std::string_view means)
{
    return {refTo(node), "/metadata/annotations" + pointerStep(key), std::string(node.annotation(key)),
            std::string(means)};
}

/** An address of an object's list of addresses, of this type. */
std::string_view listed(const Object &object, std::string_view field, std::string_view address, std::string_view type,
                        std::vector<Proof> &evidence)
{
    const auto addresses = object[field]["addresses"].items();
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const std::string_view found = addresses[i][address].text();
        if (addresses[i]["type"].text() != type || found.empty())
            continue;
        evidence.push_back({refTo(object),
                            "/" + std::string(field) + "/addresses/" + std::to_string(i) + "/" + std::string(address),
                            std::string(found),
                            {}});
        return found;
    }
    return {};
}

std::string_view annotated(const Object &node, std::string_view key, std::vector<Proof> &evidence)
{
    const std::string_view value = node.annotation(key);
    if (!value.empty())
        evidence.push_back(annotationOf(node, key, {}));
    return value;
}

OverlayEnd flannelEnd(const Object &node, const OverlayWay &way)
{
    OverlayEnd end;
    (void)annotated(node, flannelBackend, end.evidence);
    end.address = annotated(node, flannelAddress, end.evidence);
    if (way.encapsulation == "vxlan") {
        const std::string_view block = node.spec()["podCIDR"].text();
        end.deviceAddress = block.substr(0, block.find('/'));  // the first address of the node's block
    }
    end.device = way.device;
    return end;
}

OverlayEnd calicoEnd(const Object &node, const OverlayWay &way)
{
    OverlayEnd end;
    const std::string_view address = annotated(node, calicoAddress, end.evidence);
    end.address = address.substr(0, address.find('/'));
    const std::string_view key = way.encapsulation == "vxlan"       ? calicoVxlan
                                 : way.encapsulation == "ipip"      ? calicoIpip
                                 : way.encapsulation == "wireguard" ? calicoWireguard
                                                                    : std::string_view();
    if (!key.empty())
        end.deviceAddress = annotated(node, key, end.evidence);
    end.device = way.device;
    return end;
}

/** Newer versions write to their own object, older ones on the node. */
OverlayEnd ciliumEnd(const ClusterSnapshot &snapshot, const Object &node)
{
    OverlayEnd end;
    end.device = "cilium_host";
    if (const Object *own = snapshot.find(Kind::CiliumNode, {}, node.name)) {
        end.address = listed(*own, "spec", "ip", "InternalIP", end.evidence);
        end.deviceAddress = listed(*own, "spec", "ip", "CiliumInternalIP", end.evidence);
    }
    if (end.deviceAddress.empty())
        end.deviceAddress = annotated(node, ciliumHost, end.evidence);
    return end;
}

bool names(const Component &network, const Object &node)
{
    return std::ranges::binary_search(network.nodes, std::string(node.name));
}

}  // namespace

Overlay::Overlay(const ClusterSnapshot &snapshot, const Roles &roles) : m_snapshot(snapshot)
{
    const auto found = std::ranges::find_if(roles.components, [](const Component &component) {
        return component.role == NetworkRole::Cni && component.confidence != Confidence::Leftover &&
               component.name != "multus";
    });
    if (found != roles.components.end())
        m_network = &*found;
}

bool Overlay::reaches(const Object &node) const
{
    if (!m_network || m_network->isSupposed)
        return m_network != nullptr;
    if (m_network->name == "flannel" || m_network->name == "canal")
        return !node.annotation(flannelBackend).empty();
    if (m_network->name == "calico")
        return !node.annotation(calicoAddress).empty();
    const bool hasOwn = m_network->name == "cilium" && m_snapshot.find(Kind::CiliumNode, {}, node.name) != nullptr;
    return hasOwn || names(*m_network, node);
}

OverlayWay Overlay::between(const Object &a, const Object &b) const
{
    return m_network ? wayBetween(*m_network, a, b) : OverlayWay();
}

OverlayWay Overlay::inAll(const Object &node, std::string_view encapsulation) const
{
    return m_network ? wayInAll(*m_network, node, encapsulation) : OverlayWay();
}

OverlayWay Overlay::inGeneral(const Object &node) const
{
    const OverlayWay way = between(node, node);
    const bool isPart = m_network && m_network->setting("encapsulation").ends_with("CrossSubnet");
    if (!isPart || way.isTunnel)
        return way;
    return inAll(node, m_network->setting("encapsulation").starts_with("IPIP") ? "ipip" : "vxlan");
}

OverlayEnd Overlay::endAt(const Object &node, const OverlayWay &way) const
{
    OverlayEnd end;
    const std::string_view name = m_network ? m_network->name : std::string_view();
    if (isSupposed())
        end.device.clear();
    else if (name == "flannel" || name == "canal")
        end = flannelEnd(node, way);
    else if (name == "calico")
        end = calicoEnd(node, way);
    else if (name == "cilium")
        end = ciliumEnd(m_snapshot, node);
    const bool isOwn = name == "flannel" || name == "canal";  // these say themselves where they listen
    if (end.address.empty() && !isOwn)
        end.address = listed(node, "status", "address", "InternalIP", end.evidence);
    return end;
}

Proof Overlay::proof() const
{
    constexpr std::array fields{"/spec/ipipMode", "/spec/vxlanMode",       "/encapsulation",    "/data/routing-mode",
                                "/data/tunnel",   "/data/tunnel-protocol", "/antrea-agent.conf"};
    if (!m_network || m_network->isSupposed)
        return {};
    for (const Proof &proof : m_network->evidence) {
        if (std::ranges::any_of(fields, [&](std::string_view field) { return proof.path.ends_with(field); }))
            return proof;
    }
    const bool isOnNodes = m_network->name == "flannel" || m_network->name == "canal" || m_network->name == "calico";
    if (isOnNodes || m_network->evidence.empty())
        return {};
    Proof first = m_network->evidence.front();
    if (first.path.empty()) {  // that the object is there at all: its name shows it
        first.path = "/metadata/name";
        first.value = first.object.name();
    }
    return first;
}

OverlayWay wayOf(const TopologyGraph &graph, const Edge &edge)
{
    const Object *from = graph.vertices[edge.from].object.object, *to = graph.vertices[edge.to].object.object;
    if (!graph.roles || !graph.snapshot || !from || from->kind != Kind::Node)
        return {};
    const Overlay overlay(*graph.snapshot, *graph.roles);
    if (to && to->kind == Kind::Node)
        return overlay.between(*from, *to);
    const std::string_view id = graph.vertices[edge.to].id;
    return overlay.inAll(*from, id.substr(id.rfind('-') + 1));
}

std::string_view titleOfEncapsulation(std::string_view encapsulation)
{
    struct Title {
        std::string_view encapsulation, title;
    };
    constexpr Title titles[] = {{"vxlan", "VXLAN"},
                                {"geneve", "Geneve"},
                                {"ipip", "IPIP"},
                                {"wireguard", "WireGuard"},
                                {"gre", "GRE"},
                                {"stt", "STT"},
                                {"fou", "FoU"},
                                {"weave", "Weave"},
                                {"ipsec", "IPsec"},
                                {"bgp", "BGP"},
                                {"extension", "an extension"}};
    for (const Title &one : titles) {
        if (one.encapsulation == encapsulation)
            return one.title;
    }
    return encapsulation;
}

}  // namespace portolan
