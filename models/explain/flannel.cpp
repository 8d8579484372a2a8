// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/flannel.h"

#include <charconv>

#include "explain/phrase.h"

namespace portolan {

namespace {

constexpr std::string_view prefix = "flannel.alpha.coreos.com/";

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

}  // namespace

FlannelEnd flannelOf(const Object &node)
{
    const auto annotation = [&](std::string_view key) { return node.annotation(text(prefix, key)); };
    return {annotation("backend-type"), annotation("public-ip"), vniIn(annotation("backend-data"))};
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

FlannelTransport transportOf(std::string_view backend)
{
    if (backend == "vxlan")
        return {8472, 50, true, false, true};
    if (backend == "host-gw")
        return {0, 0, false, false, true};
    if (backend == "wireguard")
        return {51820, 80, true, true, true};
    return {};
}

}  // namespace portolan
