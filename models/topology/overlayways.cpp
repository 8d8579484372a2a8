// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/overlayways.h"

#include <charconv>

#include "roles/addressrange.h"
#include "roles/running.h"

namespace portolan::overlay {

namespace {

/** A whole number from 1 to `most`; 0 for anything else. */
std::int64_t numberIn(std::string_view text, std::int64_t most)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isNumber = error == std::errc() && end == text.data() + text.size();
    return isNumber && number > 0 && number <= most ? number : 0;
}

std::uint16_t portOf(const Component &network, std::uint16_t otherwise)
{
    const auto port = static_cast<std::uint16_t>(numberIn(network.setting("port"), 65535));
    return port != 0 ? port : otherwise;
}

/** The VNI in `{"VNI":1,"VtepMAC":"…"}`: one number behind one key, so it is looked for and not parsed. */
std::int64_t vniIn(std::string_view data)
{
    constexpr std::string_view key = "\"VNI\":";
    const auto at = data.find(key);
    if (at == std::string_view::npos)
        return -1;
    data.remove_prefix(at + key.size());
    while (!data.empty() && data.front() == ' ')
        data.remove_prefix(1);
    std::int64_t vni = -1;
    const auto [end, error] = std::from_chars(data.data(), data.data() + data.size(), vni);
    return error == std::errc() && vni >= 0 && vni < (1 << 24) ? vni : -1;
}

OverlayWay tunnel(std::string_view encapsulation, std::uint16_t port, std::uint16_t overhead, std::string device)
{
    OverlayWay way;
    way.encapsulation = encapsulation;
    way.isTunnel = true;
    way.port = port;
    way.overhead = overhead;
    way.device = std::move(device);
    return way;
}

OverlayWay routed(std::string_view how)
{
    OverlayWay way;
    way.encapsulation = how;
    return way;
}

OverlayWay flannel(const Component &network, const Object &a, const Object &b)
{
    const std::string_view backend = network.isSupposed ? network.setting("backend") : a.annotation(flannelBackend);
    if (!network.isSupposed && backend != b.annotation(flannelBackend))
        return {};
    if (backend == "vxlan") {
        const std::int64_t vni =
            network.isSupposed ? numberIn(network.setting("vni"), (1 << 24) - 1) : vniIn(a.annotation(flannelData));
        OverlayWay way = tunnel(backend, 8472, 50, vni >= 0 ? "flannel." + std::to_string(vni) : std::string());
        way.vni = vni;
        return way;
    }
    if (backend == "wireguard")
        return tunnel(backend, 51820, 80, "flannel-wg");
    if (backend.empty() || backend == "host-gw")
        return routed(backend);
    return tunnel(backend, 0, 0, {});
}

bool isOneSubnet(std::string_view a, std::string_view b)
{
    return roles::isInRange(a.substr(0, a.find('/')), b) && roles::isInRange(b.substr(0, b.find('/')), a);
}

bool haveBoth(const Object &a, const Object &b, std::string_view annotation)
{
    return !a.annotation(annotation).empty() && !b.annotation(annotation).empty();
}

OverlayWay calicoWireguardWay()
{
    return tunnel("wireguard", 51820, 60, "wireguard.cali");
}

OverlayWay calicoTunnel(const Component &network, std::string_view how)
{
    if (how.starts_with("IPIP")) {
        OverlayWay way = tunnel("ipip", 0, 20, "tunl0");
        way.ipProtocol = 4;
        return way;
    }
    OverlayWay way = tunnel("vxlan", portOf(network, 4789), 50, "vxlan.calico");
    const std::int64_t vni = numberIn(network.setting("vni"), (1 << 24) - 1);
    way.vni = vni > 0 ? vni : 4096;
    return way;
}

/** As the pool has it; of pools that can't be seen, the nodes' tunnel addresses tell. */
std::string_view calicoEncapsulation(const Component &network, const Object &a, const Object &b)
{
    const std::string_view how = network.setting("encapsulation");
    if (!how.empty())
        return how;
    return haveBoth(a, b, calicoVxlan) ? "VXLAN" : haveBoth(a, b, calicoIpip) ? "IPIP" : "";
}

/** WireGuard goes before any other way where both nodes have it. */
OverlayWay calico(const Component &network, const Object &a, const Object &b)
{
    if (haveBoth(a, b, calicoWireguard))
        return calicoWireguardWay();
    const std::string_view how = calicoEncapsulation(network, a, b);
    if (how == "None")
        return routed(network.setting("bgp") == "Enabled" ? "bgp" : "native");
    const std::string_view own = a.annotation(calicoAddress), other = b.annotation(calicoAddress);
    if (how.ends_with("CrossSubnet")) {
        if (own.find('/') == std::string_view::npos || other.find('/') == std::string_view::npos)
            return {};
        if (isOneSubnet(own, other))
            return routed("direct");
    }
    const bool isKnown = how.starts_with("IPIP") || how.starts_with("VXLAN");
    return isKnown ? calicoTunnel(network, how) : OverlayWay();
}

OverlayWay cilium(const Component &network, const Object &, const Object &)
{
    const std::string_view mode = network.setting("routingMode"), protocol = network.setting("tunnelProtocol");
    if (mode == "native")
        return routed(mode);
    if (mode != "tunnel" || (protocol != "vxlan" && protocol != "geneve"))
        return {};
    const bool isVxlan = protocol == "vxlan";
    return tunnel(protocol, portOf(network, isVxlan ? 8472 : 6081), 50, isVxlan ? "cilium_vxlan" : "");
}

/** Open vSwitch's tunnels: Antrea, Kube-OVN and OVN-Kubernetes choose among them. */
OverlayWay openVSwitch(const Component &network, std::string_view type, std::string device)
{
    if (type == "geneve")
        return tunnel(type, portOf(network, 6081), 0, std::move(device));
    if (type == "vxlan")
        return tunnel(type, portOf(network, 4789), 0, std::move(device));
    OverlayWay way = tunnel(type, type == "stt" ? 7471 : 0, 0, std::move(device));
    way.protocol = type == "stt" ? Protocol::TCP : Protocol::UDP;
    way.ipProtocol = type == "gre" ? 47 : 0;
    return type == "stt" || type == "gre" ? way : OverlayWay();
}

/** In mode "hybrid" nodes of one subnet go without tunnel; which those are, no object says. */
OverlayWay antrea(const Component &network, const Object &, const Object &)
{
    const std::string_view mode = network.setting("trafficEncapMode");
    if (mode == "noEncap" || mode == "networkPolicyOnly")
        return routed("native");
    return mode == "encap" ? openVSwitch(network, network.setting("tunnelType"), "antrea-tun0") : OverlayWay();
}

/** OVN-Kubernetes' overlay is Geneve unless told otherwise; Kube-OVN's may be VXLAN, or a VLAN without any. */
OverlayWay ovn(const Component &network, const Object &, const Object &)
{
    const std::string_view type = network.setting("tunnelType");
    return openVSwitch(network, type.empty() && network.name == "ovn-kubernetes" ? "geneve" : type, {});
}

/** Only with the overlay type "full" all nodes have tunnels; with the other one those of different subnets, which no
 *  object tells apart. */
OverlayWay kubeRouter(const Component &network, const Object &, const Object &)
{
    const Object *agent = network.workloads.empty() ? nullptr : network.workloads.front().object;
    if (!agent || roles::argumentOf(*agent, "overlay-type") != "full" ||
        roles::argumentOf(*agent, "enable-overlay") == "false")
        return routed("bgp");
    if (network.setting("overlay") == "fou")
        return tunnel("fou", 5555, 0, {});
    OverlayWay way = tunnel("ipip", 0, 20, {});
    way.ipProtocol = 4;
    return way;
}

OverlayWay weave(const Component &, const Object &, const Object &)
{
    return tunnel("weave", 6783, 0, {});
}

/** Adds what is said of all nodes alike. */
OverlayWay completed(const Component &network, OverlayWay way)
{
    if (network.name != "calico" && network.name != "cilium")
        return way;
    way.mtu = numberIn(network.setting("mtu"), 65535);
    way.encryption = network.setting("encryption");
    if (way.encapsulation != "wireguard" && network.setting("wireguard") == "true")
        way.encryption = "wireguard";
    return way;
}

using WayBetween = OverlayWay (*)(const Component &network, const Object &a, const Object &b);

WayBetween wayOf(std::string_view network)
{
    if (network == "flannel" || network == "canal")
        return &flannel;
    if (network == "calico")
        return &calico;
    if (network == "cilium")
        return &cilium;
    if (network == "antrea")
        return &antrea;
    if (network == "kube-ovn" || network == "ovn-kubernetes")
        return &ovn;
    if (network == "kube-router")
        return &kubeRouter;
    return network == "weave" ? &weave : nullptr;
}

}  // namespace

OverlayWay wayBetween(const Component &network, const Object &a, const Object &b)
{
    const WayBetween way = wayOf(network.name);
    return way ? completed(network, way(network, a, b)) : OverlayWay();
}

OverlayWay wayInAll(const Component &network, const Object &node, std::string_view encapsulation)
{
    if (network.name != "calico")
        return wayBetween(network, node, node);
    return completed(network, encapsulation == "wireguard"
                                  ? calicoWireguardWay()
                                  : calicoTunnel(network, encapsulation == "ipip" ? "IPIP" : "VXLAN"));
}

}  // namespace portolan::overlay
