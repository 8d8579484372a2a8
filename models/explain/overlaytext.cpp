// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/overlaytext.h"

#include "explain/phrase.h"
#include "roles/title.h"

namespace portolan {

namespace {

std::string insideText(const OverlayWay &way)
{
    const std::string title(titleOfEncapsulation(way.encapsulation));
    if (way.encapsulation == "wireguard")
        return "WireGuard, which encrypts them";
    if (!way.encryption.empty())
        return text(title, ", and ", titleOfEncapsulation(way.encryption), " encrypts them");
    if (way.encapsulation == "vxlan" || way.encapsulation == "geneve" || way.encapsulation == "ipip")
        return text(title, ", which does not encrypt them");
    return way.encapsulation == "extension" ? "what its extension sets up" : text(title, " tunnels");
}

std::string routedText(const OverlayWay &way)
{
    if (way.encapsulation == "host-gw")
        return "plain routes (host-gw), so packets between their pods cross the network unchanged; the nodes must be "
               "neighbours on one network segment";
    if (way.encapsulation == "bgp")
        return "routes that nodes tell each other by BGP: packets between their pods are routed (BGP), without a "
               "tunnel";
    if (way.encapsulation == "direct")
        return "plain routes between these nodes, as they are in one subnet";
    return "native routing: packets between their pods cross the nodes' network unchanged, which must know where pods' "
           "addresses are";
}

/** Another port than the documented one must be from an object. */
bool isDefaultPort(const Overlay &overlay, const OverlayWay &way)
{
    if (way.encapsulation == "geneve")
        return way.port == 6081;
    if (way.encapsulation != "vxlan")
        return true;
    const std::string_view network = overlay.network()->name;
    const bool isLinuxDefault = network == "flannel" || network == "canal" || network == "cilium";
    return way.port == (isLinuxDefault ? 8472 : 4789);
}

std::string_view protocolOf(const OverlayWay &way)
{
    return way.protocol == Protocol::TCP ? "TCP" : "UDP";
}

}  // namespace

std::string carryingText(const OverlayWay &way, bool isSupposed)
{
    if (way.encapsulation.empty())
        return {};
    if (!way.isTunnel)
        return text(isSupposed ? "would use " : "uses ", routedText(way));
    return text(isSupposed ? "would carry" : "carries", " packets between their pods inside of ", insideText(way));
}

std::string subnetText(const Overlay &overlay, const OverlayWay &way)
{
    const Component &network = *overlay.network();
    if (network.name != "calico" || way.encapsulation == "wireguard")
        return {};
    if (network.setting("encapsulation").ends_with("CrossSubnet"))
        return "It does so only between nodes of different subnets (CrossSubnet); within one, packets are routed "
               "unchanged.";
    if (network.setting("encapsulation").empty())
        return "Its pools are not at hand: whether nodes of one subnet go without the tunnel is not known.";
    return {};
}

std::string derivedText(const Overlay &overlay, const OverlayWay &way)
{
    if (!way.isTunnel)
        return {};
    const bool isDerived = way.port != 0 && isDefaultPort(overlay, way);
    const bool isFlannel = overlay.network()->name == "flannel";
    const std::string port = text("Port ", std::to_string(way.port), "/", protocolOf(way), " is ",
                                  isFlannel ? "Flannel's" : "the documented", " default for it");
    const bool hasMtu = way.overhead > 0 && way.mtu == 0;
    const std::string mtu = text("the ", std::to_string(way.overhead), " bytes of wrapping leave pods an MTU of ",
                                 std::to_string(1500 - way.overhead), " if the nodes' interfaces have 1500");
    if (isDerived && hasMtu)
        return text(port, ", and ", mtu,
                    isFlannel ? "; both are derived, as the API shows neither." : "; that MTU is derived.");
    if (hasMtu)
        return text(capitalized(mtu), "; that MTU is derived.");
    return isDerived ? text(port, ".") : std::string();
}

std::string portText(const Overlay &overlay, const OverlayWay &way)
{
    if (way.ipProtocol != 0)
        return text("IP protocol ", std::to_string(way.ipProtocol));
    if (way.port == 0)
        return {};
    return text(std::to_string(way.port), "/", protocolOf(way), isDefaultPort(overlay, way) ? ", by default" : "");
}

std::string reachedText(const Overlay &overlay, const Object &node)
{
    if (!overlay.network() || overlay.isSupposed() || !overlay.reaches(node))
        return {};
    const OverlayWay way = overlay.inGeneral(node);
    if (way.encapsulation.empty())
        return {};
    const OverlayEnd end = overlay.endAt(node, way);
    const std::string network(titleOfComponent(overlay.network()->name));
    const std::string at = end.address.empty() ? std::string() : text(" at ", end.address);
    if (!way.isTunnel)
        return text("Between nodes ", network, " uses ", routedText(way),
                    at.empty() ? "" : text("; this one is reached", at), ".");
    const std::string device =
        end.deviceAddress.empty() ? std::string() : text("; its device ", end.device, " has ", end.deviceAddress);
    return text(network, " reaches its pods from other nodes", at, ", inside of ", insideText(way), device, ".");
}

}  // namespace portolan
