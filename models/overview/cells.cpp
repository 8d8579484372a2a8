// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "overview/example.h"
#include "overview/topics.h"

namespace portolan::overview {

namespace {

constexpr std::size_t mostPills = 2;

/** What a pod is called without what a controller has added: its workload's name; of ServiceLB's, "svclb-traefik". */
std::string callOf(const TopologyGraph &graph, VertexIndex pod)
{
    const Vertex &vertex = graph.vertices[pod];
    std::string_view name = vertex.parent != none ? graph.vertices[vertex.parent].name : vertex.name;
    const std::string_view node = vertex.object.pod->node;  // the end of a static pod's name
    if (vertex.parent == none && name.size() > node.size() + 1 && name.ends_with(node) &&
        name[name.size() - node.size() - 1] == '-')
        name.remove_suffix(node.size() + 1);
    if (name.starts_with("svclb-") && name.rfind('-') > 6)
        name = name.substr(0, name.rfind('-'));
    std::string call(name);
    std::set<std::uint16_t> told;  // one may be open by TCP and by UDP
    for (const Container &container : vertex.object.pod->pod->containers) {
        for (const ContainerPort &port : container.ports) {
            if (port.hostPort != 0 && told.insert(port.hostPort).second)
                call += " :" + std::to_string(port.hostPort);
        }
    }
    return call;
}

/** Adds a pod to its cell; the third and further are counted. */
void addPod(OverviewCell &cell, std::size_t &hidden, OverviewPill pill)
{
    if (cell.pills.size() < mostPills)
        cell.pills.push_back(std::move(pill));
    else
        ++hidden;
}

bool isOf(const TopologyGraph &graph, VertexIndex pod, const std::set<VertexIndex> &running)
{
    return running.contains(pod) || running.contains(graph.vertices[pod].parent);
}

/** The workloads of a component; its pods where only these are known. */
std::set<VertexIndex> runningOf(const TopologyGraph &graph, const Component &component)
{
    std::set<VertexIndex> found;
    for (const auto *objects : {&component.workloads, &component.pods}) {
        for (const ObjectRef &object : *objects) {
            if (const VertexIndex v = graph.find(object.text()); v != none)
                found.insert(v);
        }
    }
    return found;
}

/** What a component that has no pods shows on a machine: that it works there, inside another process. */
void addEmbedded(const Component &component, const Machines &machines, std::vector<OverviewCell> &cells)
{
    if (!component.isSupposed && component.setting("embedded") != "true")
        return;  // its pods are not in the input
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const OverviewColumn &column = machines.columns[c];
        const bool isThere = component.nodes.empty() || column.count > 1 ||
                             std::ranges::find(component.nodes, column.name) != component.nodes.end();
        if (isThere)
            cells[c].pills.push_back({component.isSupposed ? "would be here" : "inside k3s", none, State::Fine});
    }
}

void addPods(const TopologyGraph &graph, const Component &component, const Machines &machines,
             std::vector<OverviewCell> &cells)
{
    const std::set<VertexIndex> running = runningOf(graph, component);
    std::vector<std::size_t> hidden(cells.size(), 0);
    std::vector<std::uint32_t> inRest(cells.size(), 0);
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const Vertex &vertex = graph.vertices[v];
        if (vertex.type != VertexType::Pod || !vertex.object.pod || !isOf(graph, v, running))
            continue;
        const auto column = machines.columnOf.find(vertex.object.pod->node);
        if (column == machines.columnOf.end())
            continue;
        if (machines.columns[column->second].count > 1)
            ++inRest[column->second];
        else
            addPod(cells[column->second], hidden[column->second], {callOf(graph, v), v, vertex.state});
    }
    for (std::size_t c = 0; c < cells.size(); ++c) {
        if (hidden[c] > 0)
            cells[c].pills.push_back({"+" + std::to_string(hidden[c]), none, State::Fine});
        if (inRest[c] > 0)
            cells[c].pills.push_back(
                {std::to_string(inRest[c]) + (inRest[c] == 1 ? " pod" : " pods"), none, State::Fine});
    }
}

std::string_view baseOf(std::string_view cidr)
{
    return cidr.substr(0, cidr.find('/'));
}

/** Flannel's tunnel and bridge on a machine, which follow from its pod CIDR; not with the backends that have none. */
void addFlannel(const TopologyGraph &graph, const Component &flannel, const Machines &machines,
                std::vector<OverviewCell> &cells)
{
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const OverviewColumn &column = machines.columns[c];
        if (column.node == none)
            continue;
        const Object &node = *graph.vertices[column.node].object.object;
        const std::string_view cidr = node.spec()["podCIDR"].text();
        if (cidr.empty() || std::ranges::find(flannel.nodes, column.name) == flannel.nodes.end())
            continue;
        const std::string_view device = flannel.setting("device");
        const std::string bridge = gatewayOf(cidr);
        cells[c].device = device;
        const bool isVxlan = flannel.setting("backend") == "vxlan" && !bridge.empty();
        cells[c].address = (isVxlan ? std::string(baseOf(cidr)) + " \u2194 " : std::string()) +
                           (bridge.empty() ? std::string(cidr) : "cni0 " + bridge);
        cells[c].pills.clear();
    }
}

/** A network that publishes its tunnel address on the node. Device and address stand in place of the agent's pod, as
 * long as that is fine. */
void addPublished(const TopologyGraph &graph, const Component &cni, const Machines &machines,
                  std::vector<OverviewCell> &cells)
{
    struct Published {
        std::string_view component, annotation, device;
    };
    constexpr Published all[] = {
        {"calico", "projectcalico.org/IPv4VXLANTunnelAddr", "vxlan.calico"},
        {"calico", "projectcalico.org/IPv4IPIPTunnelAddr", "tunl0"},
        {"cilium", "network.cilium.io/ipv4-cilium-host", "cilium_host"},
    };
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const VertexIndex v = machines.columns[c].node;
        for (const Published &one : all) {
            const std::string_view address = v == none || one.component != cni.name
                                                 ? std::string_view()
                                                 : graph.vertices[v].object.object->annotation(one.annotation);
            const bool areFine =
                std::ranges::all_of(cells[c].pills, [](const OverviewPill &pill) { return pill.state == State::Fine; });
            if (address.empty() || !cells[c].device.empty() || !areFine)
                continue;
            cells[c].device = one.device;
            cells[c].address = address;
            cells[c].pills.clear();
        }
    }
}

}  // namespace

std::vector<OverviewCell> cellsOf(const TopologyGraph &graph, const Component &component, const Machines &machines)
{
    std::vector<OverviewCell> cells(machines.columns.size());
    if (component.workloads.empty() && component.pods.empty() && component.confidence != Confidence::Leftover)
        addEmbedded(component, machines, cells);
    else
        addPods(graph, component, machines, cells);
    if (component.role == NetworkRole::Cni && component.name == "flannel" && !component.isSupposed)
        addFlannel(graph, component, machines, cells);
    else if (component.role == NetworkRole::Cni && !component.isSupposed)
        addPublished(graph, component, machines, cells);
    return cells;
}

}  // namespace portolan::overview
