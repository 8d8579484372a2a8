// SPDX-License-Identifier: GPL-3.0-or-later
#include "scene/signs.h"

#include <span>

namespace portolan {

Sign signOf(VertexType type)
{
    switch (type) {
        case VertexType::Outside:
            return {Icon::Outside, Role::Outside};
        case VertexType::LoadBalancer:
            return {Icon::LoadBalancer, Role::Door};
        case VertexType::NodePort:
            return {Icon::NodePort, Role::Door};
        case VertexType::Gateway:
            return {Icon::Gateway, Role::Door};
        case VertexType::IngressController:
            return {Icon::Door, Role::Door};
        case VertexType::Route:
            return {Icon::Route, Role::Route};
        case VertexType::Service:
            return {Icon::Service, Role::Service};
        case VertexType::Workload:
            return {Icon::Workload, Role::Workload};
        case VertexType::Pod:
            return {Icon::Pod, Role::Workload};
        case VertexType::Node:
            return {Icon::Machine, Role::Machine};
        case VertexType::Dns:
            return {Icon::Dns, Role::Dns};
        case VertexType::ControlPlane:
            return {Icon::ControlPlane, Role::Machine};
        case VertexType::External:
            return {Icon::External, Role::Outside};
        case VertexType::Cidr:
            return {Icon::Cidr, Role::Outside};
        case VertexType::Policy:
            return {Icon::Policy, Role::Policy};
    }
    return {};
}

namespace {

Sign signOfRole(std::string_view role)
{
    constexpr std::pair<std::string_view, Sign> signs[] = {
        {"cni", {Icon::Tunnel, Role::Tunnel}},
        {"dns", {Icon::Dns, Role::Dns}},
        {"gateway", {Icon::Gateway, Role::Door}},
        {"ingress", {Icon::Door, Role::Door}},
        {"load-balancer", {Icon::LoadBalancer, Role::Door}},
        {"mesh", {Icon::Pod, Role::Service}},
        {"network-policy", {Icon::Policy, Role::Policy}},
        {"ports", {Icon::NodePort, Role::Machine}},
        {"service-network", {Icon::Cidr, Role::Service}},
        {"service-proxy", {Icon::Service, Role::Service}},
    };
    for (const auto &[name, sign] : signs) {
        if (name == role)
            return sign;
    }
    return {};
}

}  // namespace

Sign signOf(const Layout &layout, const LayoutItem &item)
{
    if (const Vertex *vertex = vertexOf(layout, item))
        return signOf(vertex->type);
    if (item.kind == ItemKind::Addresses)
        return {Icon::Outside, Role::Outside};
    if (item.kind == ItemKind::Namespace)
        return {Icon::Namespace, Role::Ink2};
    if (const OverviewTopic *topic = topicOf(layout, item))
        return signOfRole(topic->role);
    return {Icon::Machine, Role::Machine};
}

Icon iconOf(State state)
{
    constexpr Icon icons[] = {Icon::StateFine, Icon::StateUnknown, Icon::StateWarning, Icon::StateFailing};
    return icons[static_cast<std::size_t>(state)];
}

Role roleOf(State state)
{
    constexpr Role roles[] = {Role::Fine, Role::Unknown, Role::Warning, Role::Failing};
    return roles[static_cast<std::size_t>(state)];
}

Role roleOf(EdgeType type)
{
    switch (type) {
        case EdgeType::Exposes:
            return Role::Door;
        case EdgeType::Routes:
            return Role::Route;
        case EdgeType::Selects:
        case EdgeType::Calls:
            return Role::Service;
        case EdgeType::RunsOn:
        case EdgeType::Controls:
            return Role::Machine;
        case EdgeType::Tunnel:
            return Role::Tunnel;
        case EdgeType::Resolves:
            return Role::Dns;
        case EdgeType::Allows:
            return Role::Policy;
    }
    return Role::Line;
}

const Vertex *vertexOf(const Layout &layout, const LayoutItem &item)
{
    return layout.graph && item.vertex < layout.graph->vertices.size() ? &layout.graph->vertices[item.vertex] : nullptr;
}

const Tally *tallyOf(const Layout &layout, const LayoutItem &item)
{
    return item.tally < layout.tallies.size() ? &layout.tallies[item.tally] : nullptr;
}

std::string_view nameOf(const Layout &layout, const LayoutItem &item)
{
    if (const Vertex *vertex = vertexOf(layout, item))
        return vertex->name;
    return item.name < layout.names.size() ? std::string_view(layout.names[item.name]) : std::string_view();
}

std::string grouped(std::uint32_t number)
{
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;)
        digits.insert(at -= 3, 1, ',');
    return digits;
}

std::string countsOf(const Tally &tally, std::size_t parts)
{
    struct Count {
        std::uint32_t number;
        std::string_view one, many;
    };
    const Count counts[] = {{tally.nodes, "node", "nodes"},
                            {tally.routes, "route", "routes"},
                            {tally.services, "service", "services"},
                            {tally.workloads, "workload", "workloads"},
                            {tally.pods, "pod", "pods"}};
    // Pods and Services say most of how large something is; then machines, what runs, and ways in.
    constexpr std::size_t byWeight[] = {4, 2, 0, 3, 1};
    bool isShown[std::size(counts)] = {};
    for (const std::size_t i : byWeight) {
        if (parts > 0 && counts[i].number > 0) {
            isShown[i] = true;
            --parts;
        }
    }
    std::string text;
    for (std::size_t i = 0; i < std::size(counts); ++i) {
        if (!isShown[i])
            continue;
        text += text.empty() ? "" : " · ";
        text += grouped(counts[i].number) + ' ';
        text += counts[i].number == 1 ? counts[i].one : counts[i].many;
    }
    return text;
}

}  // namespace portolan
