// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "topology/overlay.h"

/** What the documentation of each network says of the way between two nodes; one function for each. */
namespace portolan::overlay {

inline constexpr std::string_view flannelBackend = "flannel.alpha.coreos.com/backend-type";
inline constexpr std::string_view flannelData = "flannel.alpha.coreos.com/backend-data";
inline constexpr std::string_view flannelAddress = "flannel.alpha.coreos.com/public-ip";
inline constexpr std::string_view calicoAddress = "projectcalico.org/IPv4Address";
inline constexpr std::string_view calicoVxlan = "projectcalico.org/IPv4VXLANTunnelAddr";
inline constexpr std::string_view calicoIpip = "projectcalico.org/IPv4IPIPTunnelAddr";
inline constexpr std::string_view calicoWireguard = "projectcalico.org/IPv4WireguardInterfaceAddr";
inline constexpr std::string_view ciliumHost = "network.cilium.io/ipv4-cilium-host";

/** An empty way where it is not known how packets travel. */
[[nodiscard]] OverlayWay wayBetween(const Component &network, const Object &a, const Object &b);
/** From a node into the overlay as a whole, which has this encapsulation: to those nodes that it has tunnels to. */
[[nodiscard]] OverlayWay wayInAll(const Component &network, const Object &node, std::string_view encapsulation);

}  // namespace portolan::overlay
