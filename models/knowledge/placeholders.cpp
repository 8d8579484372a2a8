// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/placeholders.h"

#include <algorithm>
#include <array>

namespace portolan {

std::vector<Placeholder> placeholdersIn(std::string_view text)
{
    std::vector<Placeholder> found;
    bool isInCode = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        isInCode = isInCode != (text[at] == '`');
        if (text[at] != '{' && text[at] != '}')
            continue;
        const auto end = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
        const bool isClosed = end != std::string_view::npos;
        found.push_back({isClosed ? text.substr(at + 1, end - at - 1) : std::string_view(), at, isInCode});
        at = isClosed ? end : at;
    }
    return found;
}

bool isKnownPlaceholder(std::string_view name)
{
    static constexpr std::array<std::string_view, 36> known{"version",
                                                            "workload",
                                                            "component.nodes",
                                                            "cluster.name",
                                                            "cluster.distribution",
                                                            "cluster.version",
                                                            "cluster.podCidr",
                                                            "cluster.serviceCidr",
                                                            "cluster.dns",
                                                            "cluster.domain",
                                                            "nodes",
                                                            "pods",
                                                            "services",
                                                            "policies",
                                                            "node1",
                                                            "node1.ip",
                                                            "node1.podCidr",
                                                            "node1.gateway",
                                                            "node1.tunnel",
                                                            "node2",
                                                            "node2.ip",
                                                            "node2.podCidr",
                                                            "node2.gateway",
                                                            "node2.tunnel",
                                                            "service1",
                                                            "service1.ip",
                                                            "service1.port",
                                                            "service1.name",
                                                            "pod1",
                                                            "pod1.ip",
                                                            "pod1.node",
                                                            "lb1",
                                                            "lb1.address",
                                                            "lb1.port",
                                                            "route1.host",
                                                            "route1.path"};
    constexpr std::string_view setting = "setting:";
    return std::ranges::find(known, name) != known.end() || (name.starts_with(setting) && name.size() > setting.size());
}

}  // namespace portolan
