// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "kube/object.h"

namespace portolan {

/** What Flannel writes on its Node: one end of its tunnels. */
struct FlannelEnd {
    std::string_view backend;  ///< "vxlan", "host-gw", "wireguard", "extension"; empty: no Flannel annotations
    std::string_view publicIp;
};
[[nodiscard]] FlannelEnd flannelOf(const Object &node);

/** JSON Pointer of an annotation of Flannel. */
[[nodiscard]] std::string flannelPath(std::string_view key);

/** What a backend does, after "Flannel": "wraps packets into VXLAN". Empty for one that is not known. */
[[nodiscard]] std::string flannelText(std::string_view backend);

}  // namespace portolan
