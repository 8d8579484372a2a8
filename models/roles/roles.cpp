// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/roles.h"

#include <algorithm>
#include <tuple>

#include "roles/detectors.h"

namespace portolan {

std::string_view name(NetworkRole role)
{
    constexpr std::string_view names[networkRoleCount] = {"cni",           "ingress",        "gateway",
                                                          "dns",           "load-balancer",  "service-network",
                                                          "service-proxy", "network-policy", "mesh"};
    return names[static_cast<std::size_t>(role)];
}

std::string_view name(Confidence confidence)
{
    constexpr std::string_view names[] = {"confirmed", "inferred", "assumed", "leftover", "conflict"};
    return names[static_cast<std::size_t>(confidence)];
}

std::string_view Component::setting(std::string_view key) const
{
    const auto found = std::ranges::find(settings, key, &Setting::key);
    return found != settings.end() ? std::string_view(found->value) : std::string_view();
}

bool Component::isLayer() const
{
    return name == "multus" || name == "node-local-dns";
}

const Component *Roles::filling(NetworkRole role) const
{
    const auto found = std::ranges::find_if(components, [role](const Component &component) {
        return component.role == role && component.confidence != Confidence::Leftover && !component.isLayer();
    });
    return found != components.end() ? &*found : nullptr;
}

const Component *Roles::find(NetworkRole role, std::string_view name) const
{
    const auto found = std::ranges::find_if(
        components, [&](const Component &component) { return component.role == role && component.name == name; });
    return found != components.end() ? &*found : nullptr;
}

RolesPtr detectRoles(SnapshotPtr snapshot, std::stop_token stop)
{
    const auto found = std::make_shared<Roles>();
    found->snapshot = std::move(snapshot);
    const roles::Survey survey(*found->snapshot);
    for (const auto detect : roles::detectors()) {
        if (stop.stop_requested())
            return nullptr;
        detect(survey, *found);
    }
    for (Component &component : found->components) {
        std::ranges::sort(component.settings, {}, &Setting::key);
        std::ranges::sort(component.nodes);
    }
    std::ranges::stable_sort(found->components, {}, [](const Component &component) {
        // A conflict is about a component that is there; it stands before what is only left over.
        const bool isLeftover = component.confidence == Confidence::Leftover;
        return std::tuple(component.role, isLeftover, component.isLayer(), component.confidence, component.name);
    });
    return found;
}

}  // namespace portolan
