// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/overview.h"

#include <algorithm>

#include "overview/topics.h"

namespace portolan {

namespace {

using overview::Machines;

/** A topic that nobody fills: nothing there, or nothing known. */
OverviewTopic unfilled(const Roles &roles, NetworkRole role)
{
    OverviewTopic topic;
    topic.key = topic.role = name(role);
    topic.what = wordFor(role);
    const auto why = std::ranges::find(roles.unknown, role, &UnknownRole::role);
    topic.title = why != roles.unknown.end() ? "Not known" : "None found";
    topic.fact = why != roles.unknown.end() ? why->why : std::string();
    topic.state = State::Unknown;
    return topic;
}

std::string_view remarkOf(Confidence confidence)
{
    switch (confidence) {
        case Confidence::Assumed:
            return "assumed";
        case Confidence::Conflict:
            return "in conflict";
        default:
            return {};
    }
}

/** "container network · default" */
std::string whatIs(const Roles &roles, const Component &component)
{
    const std::string_view remark = component.isSupposed ? "supposed" : remarkOf(component.confidence);
    const Component *below = component.isLayer() ? roles.filling(component.role) : nullptr;
    const std::string more = !remark.empty()       ? std::string(remark)
                             : below               ? "in front of " + std::string(titleOfComponent(below->name))
                             : component.isDefault ? std::string("default")
                                                   : std::string();
    return std::string(wordFor(component.role)) + (more.empty() ? "" : " \u00b7 ") + more;
}

OverviewTopic topicOf(const TopologyGraph &graph, const Component &component, const Machines &machines)
{
    OverviewTopic topic;
    topic.key = topic.role = name(component.role);
    topic.title = titleOfComponent(component.name);
    topic.what = whatIs(*graph.roles, component);
    topic.fact = overview::factOf(graph, component);
    const bool isSeen = !component.workloads.empty() || !component.pods.empty();
    topic.hasState = isSeen || component.confidence == Confidence::Conflict;
    topic.isSupposed = component.isSupposed;
    topic.state = component.confidence == Confidence::Conflict ? State::Warning : component.state;
    topic.cells = overview::cellsOf(graph, component, machines);
    if (topic.fact.empty() && component.confidence == Confidence::Assumed && !component.isSupposed)
        topic.fact = "its pods are not in the input";
    return topic;
}

OverviewTopic topicOf(const TopologyGraph &graph, NetworkRole role, const Machines &machines)
{
    const Component *component = graph.roles->filling(role);
    return component ? topicOf(graph, *component, machines) : unfilled(*graph.roles, role);
}

/** All that work in a role which several can fill, or work over each other in. */
void addAll(Overview &page, const TopologyGraph &graph, NetworkRole role, const Machines &machines)
{
    bool isFirst = true;
    for (const Component &component : graph.roles->components) {
        if (component.role != role || component.confidence == Confidence::Leftover)
            continue;
        page.beside.push_back(topicOf(graph, component, machines));
        if (!isFirst)
            page.beside.back().key += '/' + std::string(component.name);
        isFirst = false;
    }
}

/** What a packet from outside goes on to, between topics that are filled. Traefik and its kind send to pod addresses
 *  themselves; the proxy has done its part when the controller's own Service was reached. */
void addHandings(std::vector<OverviewTopic> &across)
{
    constexpr std::string_view words[] = {"packets for the Service's address", "to a ready pod of the controller",
                                          "to the address of a pod", "before the pod gets it"};
    for (std::size_t i = 0; i + 1 < across.size(); ++i) {
        const bool bothFilled = !across[i].cells.empty() && !across[i + 1].cells.empty();
        across[i].handsOn = bothFilled ? std::string(words[i]) : std::string();
    }
}

std::string plural(std::size_t count, std::string_view one)
{
    return std::to_string(count) + ' ' + std::string(one) + (count == 1 ? "" : "s");
}

OverviewTopic serviceNetworking(const TopologyGraph &graph)
{
    OverviewTopic topic;
    topic.key = topic.role = name(NetworkRole::ServiceNetwork);
    topic.what = wordFor(NetworkRole::ServiceNetwork);
    topic.title = "ClusterIP";
    const ServiceTypes &types = graph.roles->services;
    topic.hasState = false;
    topic.state = State::Fine;
    topic.fact = std::to_string(types.clusterIp) + " inside only, " +
                 std::to_string(types.nodePort + types.loadBalancer) + " for outside, " +
                 std::to_string(types.headless) + " headless";
    return topic;
}

/** What every cluster of this sort needs between its machines, as far as it takes no table to say. */
std::string portsOf(const TopologyGraph &graph)
{
    const Roles &roles = *graph.roles;
    std::string text = roles.distribution.name == "k3s" || roles.distribution.name == "k3d" ? "6443 tcp" : "";
    const Component *cni = roles.filling(NetworkRole::Cni);
    if (cni && !cni->setting("port").empty())
        text += (text.empty() ? "" : " \u00b7 ") + std::string(cni->setting("port")) + " udp";
    const ObjectTable &deployments = graph.snapshot->of(Kind::Deployment);
    if (std::any_of(deployments.begin(), deployments.end(),
                    [](const ObjectPtr &deployment) { return deployment->name == "metrics-server"; }))
        text += (text.empty() ? "" : " \u00b7 ") + std::string("10250 tcp");
    return text;
}

std::string subtitleOf(const TopologyGraph &graph)
{
    std::size_t servers = 0, agents = 0;
    for (const ObjectPtr &node : graph.snapshot->of(Kind::Node))
        ++(overview::isServer(*node) ? servers : agents);
    const Distribution &made = graph.roles->distribution;
    std::string text = made.name == "unknown" ? std::string("unknown distribution") : std::string(made.name);
    if (!made.version.empty())
        text += ' ' + made.version;
    if (servers + agents > 0)
        text += " \u00b7 " + plural(servers, "server") + ", " + plural(agents, "agent");
    return text;
}

}  // namespace

OverviewPtr overviewOf(const TopologyGraph &graph)
{
    auto page = std::make_shared<Overview>();
    Machines machines = overview::machinesOf(graph);
    page->title = graph.snapshot->title.empty() ? std::string("How traffic works here")
                                                : "How traffic works in " + graph.snapshot->title;
    page->subtitle = subtitleOf(graph);
    for (const NetworkRole role : {NetworkRole::LoadBalancer, NetworkRole::ServiceProxy, NetworkRole::Ingress,
                                   NetworkRole::Cni, NetworkRole::NetworkPolicy})
        page->across.push_back(topicOf(graph, role, machines));
    addHandings(page->across);
    addAll(*page, graph, NetworkRole::Dns, machines);
    if (page->beside.empty())
        page->beside.push_back(unfilled(*graph.roles, NetworkRole::Dns));
    page->beside.push_back(serviceNetworking(graph));
    addAll(*page, graph, NetworkRole::Gateway, machines);
    addAll(*page, graph, NetworkRole::Mesh, machines);
    OverviewTopic ports;
    ports.key = ports.role = "ports";
    ports.title = "Ports";
    ports.what = "between the machines";
    ports.state = State::Fine;
    ports.hasState = false;
    ports.fact = portsOf(graph);
    page->beside.push_back(std::move(ports));
    page->columns = std::move(machines.columns);
    return page;
}

}  // namespace portolan
