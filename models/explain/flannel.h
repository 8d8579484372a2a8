// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "kube/object.h"

namespace portolan {

/** What Flannel writes on its Node: one end of its tunnels. */
struct FlannelEnd {
    std::string_view backend;  ///< "vxlan", "host-gw", "wireguard", "extension"; empty: no Flannel annotations
    std::string_view publicIp;
    std::int64_t vni = -1;  ///< -1: not given
};
[[nodiscard]] FlannelEnd flannelOf(const Object &node);

/** JSON Pointer of an annotation of Flannel. */
[[nodiscard]] std::string flannelPath(std::string_view key);

/** What a backend does, after "Flannel": "wraps packets into VXLAN". Empty for one that is not known. */
[[nodiscard]] std::string flannelText(std::string_view backend);

/** What follows from a backend, where the documentation fixes it. */
struct FlannelTransport {
    std::uint16_t port = 0;      ///< UDP; 0: none, or not known
    std::uint16_t overhead = 0;  ///< bytes a packet, IPv4
    bool isTunnel = true;
    bool isEncrypted = false;
    bool isKnown = false;
};
[[nodiscard]] FlannelTransport transportOf(std::string_view backend);

}  // namespace portolan
