// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "overview/overview.h"

namespace portolan {

std::string suppositionText(const Roles &roles)
{
    if (!roles.supposition)
        return {};
    std::string text = "Supposed: " + std::string(titleOfComponent(roles.supposition->component));
    const auto before = std::ranges::find(roles.replaced, roles.supposition->role, &Component::role);
    return before == roles.replaced.end() ? text + " as " + std::string(wordFor(roles.supposition->role))
                                          : text + " instead of " + std::string(titleOfComponent(before->name));
}

std::string_view wordFor(NetworkRole role)
{
    constexpr std::string_view words[networkRoleCount] = {
        "container network",  "ingress controller", "gateway",        "cluster DNS", "service load balancer",
        "service networking", "service proxy",      "network policy", "service mesh"};
    return words[static_cast<std::size_t>(role)];
}

}  // namespace portolan
