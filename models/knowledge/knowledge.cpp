// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/knowledge.h"

#include <algorithm>
#include <array>

namespace portolan {

namespace {

constexpr ComparisonColumn dataPlane{"dataPlane", "Data plane"};
constexpr ComparisonColumn observability{"observability", "What one sees"};
constexpr ComparisonColumn footprint{"footprint", "Footprint"};
constexpr ComparisonColumn change{"change", "Change on K3s"};
constexpr ComparisonColumn clientAddress{"clientAddress", "Client's address"};

constexpr std::array cni{dataPlane,
                         ComparisonColumn{"encapsulation", "Encapsulation"},
                         ComparisonColumn{"policy", "Policy"},
                         observability,
                         footprint,
                         change};
constexpr std::array frontDoor{dataPlane,
                               ComparisonColumn{"configuration", "Configuration"},
                               ComparisonColumn{"protocols", "Protocols"},
                               ComparisonColumn{"reload", "Reload"},
                               footprint,
                               change};
constexpr std::array dns{ComparisonColumn{"design", "Design"}, ComparisonColumn{"placement", "Placement"},
                         ComparisonColumn{"features", "Features"}, footprint, change};
constexpr std::array loadBalancer{ComparisonColumn{"reach", "Reach"},
                                  ComparisonColumn{"address", "Address"},
                                  ComparisonColumn{"failover", "Failover"},
                                  clientAddress,
                                  footprint,
                                  change};
constexpr std::array serviceNetwork{ComparisonColumn{"address", "Address"}, ComparisonColumn{"dns", "DNS answer"},
                                    ComparisonColumn{"who", "Who moves packets"},
                                    ComparisonColumn{"clients", "Clients"}, ComparisonColumn{"change", "Change"}};
constexpr std::array serviceProxy{
    dataPlane, ComparisonColumn{"scale", "Scale"}, clientAddress, observability, footprint, change};
constexpr std::array networkPolicy{ComparisonColumn{"api", "API"},
                                   ComparisonColumn{"scope", "Scope"},
                                   ComparisonColumn{"enforcement", "Enforcement"},
                                   observability,
                                   footprint,
                                   change};
constexpr std::array mesh{dataPlane, ComparisonColumn{"identity", "Identity"}, ComparisonColumn{"layers", "Layers"},
                          footprint, change};

}  // namespace

std::span<const std::string_view> knownTopics()
{
    static constexpr std::array<std::string_view, 10> topics{
        "cni",           "ingress",        "gateway", "dns",  "load-balancer", "service-network",
        "service-proxy", "network-policy", "mesh",    "ports"};
    return topics;
}

std::span<const ComparisonColumn> comparisonOf(std::string_view role)
{
    if (role == "cni")
        return cni;
    if (role == "ingress" || role == "gateway")
        return frontDoor;
    if (role == "dns")
        return dns;
    if (role == "load-balancer")
        return loadBalancer;
    if (role == "service-network")
        return serviceNetwork;
    if (role == "service-proxy")
        return serviceProxy;
    if (role == "network-policy")
        return networkPolicy;
    if (role == "mesh")
        return mesh;
    return {};
}

const KnownPart *KnownComponent::part(std::string_view role) const
{
    const auto found = std::ranges::find(roles, role, &KnownPart::role);
    return found != roles.end() ? &*found : nullptr;
}

const KnownComponent *Knowledge::component(std::string_view name) const
{
    const auto found = components.find(name);
    return found != components.end() ? &found->second : nullptr;
}

const KnownRole *Knowledge::role(std::string_view name) const
{
    const auto found = roles.find(name);
    return found != roles.end() ? &found->second : nullptr;
}

}  // namespace portolan
