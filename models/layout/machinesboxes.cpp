// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "layout/machines.h"
#include "layout/measures.h"

namespace portolan::chart {

namespace {

constexpr std::size_t mostFree = 60;   ///< so many nodes stand without groups
constexpr std::size_t mostOpen = 200;  ///< so many nodes have their groups open
constexpr std::size_t fewNodes = 12;   ///< so many nodes show their pods as cards …
constexpr std::size_t fewPods = 16;    ///< … if none of them has more than so many
constexpr std::size_t mostUnscheduled = 240;
constexpr std::string_view unscheduledName = "not scheduled";

bool isDone(const Vertex &pod)
{
    return pod.object.pod && pod.object.pod->phase == PodPhase::Succeeded;
}

}  // namespace

void Machines::gatherNodes()
{
    if (!m_wish.filter.isEmpty())
        m_isVisible = visible(*m_graph, m_wish.filter);
    const auto &vertices = m_graph->vertices;
    const auto briefs = m_graph->briefs();
    for (VertexIndex v = 0; v < briefs.size(); ++v) {
        if (!m_isVisible.empty() && !m_isVisible[v])
            continue;
        if (briefs[v].type == VertexType::Node)
            m_machines.push_back({v, {}, {}, briefs[v].state});
        else if (briefs[v].type == VertexType::ControlPlane)
            m_controlPlanes.push_back(v);
        else if (isOverlay(v))
            m_overlays.push_back(v);
    }
    std::vector<std::pair<bool, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < m_machines.size(); ++i)
        order.emplace_back(!isServer(vertices[m_machines[i].vertex]), i);
    std::ranges::sort(order, [&](const auto &a, const auto &b) {
        if (a.first != b.first)
            return a.first < b.first;
        return isNaturallyLess(vertices[m_machines[a.second].vertex].name, vertices[m_machines[b.second].vertex].name);
    });
    keepOrder(order, [&](const auto &entry) -> std::optional<std::tuple<bool, float, float>> {
        const LayoutItem *item = m_before.itemOf(m_machines[entry.second].vertex);
        return item && !item->isPinned ? std::optional(std::tuple(entry.first, item->rect.y, item->rect.x))
                                       : std::nullopt;
    });
    std::vector<Machine> sorted;
    sorted.reserve(order.size());
    for (const auto &[isAgent, index] : order)
        sorted.push_back(std::move(m_machines[index]));
    m_machines = std::move(sorted);
}

/** Whether a vertex stands for a mesh of tunnels between nodes. */
bool Machines::isOverlay(VertexIndex v) const
{
    const auto comesFromNode = [&](EdgeIndex e) {
        return m_graph->edges[e].type == EdgeType::Tunnel &&
               m_graph->vertices[m_graph->edges[e].from].type == VertexType::Node;
    };
    return m_graph->briefs()[v].type == VertexType::Cidr && std::ranges::any_of(m_graph->incoming(v), comesFromNode);
}

/** Pods by node, in the order of their ids; a pod of a node that is filtered out goes with it. */
void Machines::gatherPods()
{
    const auto vertices = m_graph->briefs();
    m_machineOf.assign(vertices.size(), none);
    for (std::uint32_t i = 0; i < m_machines.size(); ++i)
        m_machineOf[m_machines[i].vertex] = i;
    std::vector<VertexIndex> nodeOf(vertices.size(), none);
    for (const Edge &edge : m_graph->edges) {
        if (edge.type == EdgeType::RunsOn && vertices[edge.to].type == VertexType::Node)
            nodeOf[edge.from] = edge.to;
    }
    for (VertexIndex v = 0; v < vertices.size(); ++v) {
        if (vertices[v].type != VertexType::Pod || (!m_isVisible.empty() && !m_isVisible[v]))
            continue;
        if (nodeOf[v] == none)
            m_unscheduled.push_back(v);
        else if (m_machineOf[nodeOf[v]] != none)
            m_machines[m_machineOf[nodeOf[v]]].pods.push_back(v);
    }
}

void Machines::tallyMachines()
{
    for (Machine &machine : m_machines) {
        for (const VertexIndex pod : machine.pods) {
            const State state = m_graph->briefs()[pod].state;
            count(machine.tally, state);
            machine.state = worst(machine.state, state);
        }
        if (machine.pods.empty())
            count(machine.tally, machine.state);
        machine.tally.pods = static_cast<std::uint32_t>(machine.pods.size());
    }
}

bool Machines::isOpen(const std::string &id, bool byItself) const
{
    return (byItself || m_wish.expanded.contains(id)) && !m_wish.collapsed.contains(id);
}

void Machines::makeBoxes()
{
    m_chart.addRoot();
    m_chart.boxOfVertex.assign(m_graph->vertices.size(), none);
    m_children.resize(1);
    for (const auto *list : {&m_controlPlanes, &m_overlays}) {
        for (const VertexIndex v : *list) {
            Box box;
            box.vertex = v;
            box.state = m_graph->vertices[v].state;
            box.rect = {0, 0, rolledUpWidth, cardHeight};
            m_chart.boxOfVertex[v] = m_chart.add(box);
            m_children.emplace_back();
        }
    }
    m_hasGroups = m_machines.size() > mostFree;
    if (!m_hasGroups) {
        for (std::uint32_t i = 0; i < m_machines.size(); ++i)
            m_top.push_back(makeNode(i, root));
    } else {
        std::vector<VertexIndex> nodes;
        for (const Machine &machine : m_machines)
            nodes.push_back(machine.vertex);
        for (const NodeGroup &group : groupNodes(*m_graph, nodes))
            makeGroup(group);
    }
    makeUnscheduled();
}

void Machines::makeGroup(const NodeGroup &group)
{
    Box box;
    Tally tally;
    for (const VertexIndex node : group.nodes) {
        add(tally, m_machines[m_machineOf[node]].tally);
        box.state = worst(box.state, m_machines[m_machineOf[node]].state);
    }
    tally.nodes = static_cast<std::uint32_t>(group.nodes.size());
    box.kind = ItemKind::NodeGroup;
    box.name = m_chart.addName(group.name);
    box.tally = m_chart.addTally(tally);
    const bool byItself = m_wish.rollUp == LayoutWish::RollUp::Never ||
                          (m_wish.rollUp == LayoutWish::RollUp::Auto && m_machines.size() <= mostOpen);
    box.isRolledUp = !isOpen("NodeGroup/" + group.name, byItself);
    const BoxIndex index = m_chart.add(box);
    m_children.emplace_back();
    m_top.push_back(index);
    for (const VertexIndex node : group.nodes) {
        if (!box.isRolledUp) {
            makeNode(m_machineOf[node], index);
            continue;
        }
        m_chart.boxOfVertex[node] = index;
        for (const VertexIndex pod : m_machines[m_machineOf[node]].pods)
            m_chart.boxOfVertex[pod] = index;
    }
}

BoxIndex Machines::makeNode(std::uint32_t index, BoxIndex parent)
{
    const Machine &machine = m_machines[index];
    const bool byItself =
        m_wish.rollUp == LayoutWish::RollUp::Never || (m_wish.rollUp == LayoutWish::RollUp::Auto && !m_hasGroups);
    Box box;
    box.kind = ItemKind::Node;
    box.vertex = machine.vertex;
    box.parent = parent;
    box.state = machine.state;
    box.tally = m_chart.addTally(machine.tally);
    box.isRolledUp = !isOpen(std::string(m_graph->vertices[machine.vertex].id), byItself);
    const BoxIndex made = m_chart.add(box);
    m_children.emplace_back();
    m_children[parent].push_back(made);
    m_chart.boxOfVertex[machine.vertex] = made;
    fill(made, machine.pods);
    return made;
}

/** All nodes show their pods alike, so that one can compare them. */
bool Machines::showsCards() const
{
    const auto isFew = [](const Machine &machine) { return machine.pods.size() <= fewPods; };
    return m_machines.size() <= fewNodes && m_unscheduled.size() <= fewPods && std::ranges::all_of(m_machines, isFew);
}

/** Puts pods into a box: as cards or chips, or merely as counts if it is closed. Those that ran to their end come last.
 */
void Machines::fill(BoxIndex index, std::vector<VertexIndex> pods)
{
    for (const VertexIndex pod : pods)
        m_chart.boxOfVertex[pod] = index;
    if (m_chart.boxes[index].isRolledUp)
        return;
    std::ranges::stable_partition(pods, [this](VertexIndex v) { return !isDone(m_graph->vertices[v]); });
    if (!showsCards()) {
        m_chart.boxes[index].chipStart = static_cast<std::uint32_t>(m_chart.chips.size());
        m_chart.boxes[index].chipCount = static_cast<std::uint32_t>(pods.size());
        m_chart.chips.insert(m_chart.chips.end(), pods.begin(), pods.end());
        return;
    }
    for (const VertexIndex pod : pods) {
        Box card;
        card.vertex = pod;
        card.parent = index;
        card.state = m_graph->vertices[pod].state;
        card.rect.height = cardHeight;
        m_chart.boxOfVertex[pod] = m_chart.add(card);
        m_children[index].push_back(m_chart.boxOfVertex[pod]);
        m_children.emplace_back();
    }
}

void Machines::makeUnscheduled()
{
    if (m_unscheduled.empty())
        return;
    Box box;
    Tally tally;
    for (const VertexIndex pod : m_unscheduled) {
        count(tally, m_graph->vertices[pod].state);
        box.state = worst(box.state, m_graph->vertices[pod].state);
    }
    tally.pods = static_cast<std::uint32_t>(m_unscheduled.size());
    box.kind = ItemKind::NodeGroup;
    box.name = m_chart.addName(std::string(unscheduledName));
    box.tally = m_chart.addTally(tally);
    const bool byItself = m_wish.rollUp == LayoutWish::RollUp::Never ||
                          (m_wish.rollUp == LayoutWish::RollUp::Auto && m_unscheduled.size() <= mostUnscheduled &&
                           m_machines.size() <= mostOpen);
    box.isRolledUp = !isOpen("NodeGroup/" + std::string(unscheduledName), byItself);
    m_top.push_back(m_chart.add(box));
    m_children.emplace_back();
    fill(m_top.back(), m_unscheduled);
}

}  // namespace portolan::chart
