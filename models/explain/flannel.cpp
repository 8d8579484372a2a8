// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/flannel.h"

#include "explain/phrase.h"

namespace portolan {

namespace {

constexpr std::string_view prefix = "flannel.alpha.coreos.com/";

}  // namespace

FlannelEnd flannelOf(const Object &node)
{
    const auto annotation = [&](std::string_view key) { return node.annotation(text(prefix, key)); };
    return {annotation("backend-type"), annotation("public-ip")};
}

std::string flannelPath(std::string_view key)
{
    return text("/metadata/annotations/flannel.alpha.coreos.com~1", key);
}

std::string flannelText(std::string_view backend)
{
    if (backend == "vxlan")
        return "wraps packets into VXLAN";
    if (backend == "host-gw")
        return "sets plain routes (host-gw)";
    if (backend == "wireguard")
        return "sends packets through WireGuard";
    return {};
}

}  // namespace portolan
