// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/counts.h"

#include <array>

#include "explain/explanation.h"
#include "explain/phrase.h"

namespace portolan {

namespace {

constexpr std::string_view separator = " · ";
constexpr std::size_t typeCount = static_cast<std::size_t>(VertexType::Policy) + 1;
constexpr std::size_t stateCount = static_cast<std::size_t>(State::Failing) + 1;

void add(std::vector<std::string> &parts, std::size_t count, std::string_view noun)
{
    if (count > 0)
        parts.push_back(counted(count, noun));
}

std::size_t workloadsIn(const ClusterSnapshot &snapshot)
{
    std::size_t count = 0;
    for (const Kind kind : {Kind::Deployment, Kind::StatefulSet, Kind::DaemonSet, Kind::Job, Kind::CronJob})
        count += snapshot.of(kind).size();
    return count;
}

}  // namespace

std::string countsText(const ClusterSnapshot &snapshot)
{
    std::vector<std::string> parts;
    add(parts, snapshot.of(Kind::Node).size(), "node");
    add(parts, snapshot.pods.size(), "pod");
    if (snapshot.pods.empty())
        add(parts, workloadsIn(snapshot), "workload");
    add(parts, snapshot.of(Kind::Service).size(), "service");
    return parts.empty() ? "nothing" : joined(parts, separator);
}

std::string countedOf(std::size_t count, VertexType type)
{
    switch (type) {
        case VertexType::Outside:
            return "outside world";
        case VertexType::LoadBalancer:
            return text(grouped(count), " load balancer ", count == 1 ? "address" : "addresses");
        case VertexType::Dns:
            return "cluster DNS";
        case VertexType::ControlPlane:
            return "control plane";
        default:
            return counted(count, wordFor(type));
    }
}

std::string countsText(const TopologyGraph &graph, std::span<const VertexIndex> vertices)
{
    std::array<std::size_t, typeCount> counts{};
    for (const VertexIndex v : vertices)
        ++counts[static_cast<std::size_t>(graph.vertices[v].type)];
    std::vector<std::string> parts;
    for (std::size_t type = 0; type < typeCount; ++type) {
        if (counts[type] > 0)
            parts.push_back(countedOf(counts[type], static_cast<VertexType>(type)));
    }
    return parts.empty() ? "nothing" : joined(parts, separator);
}

std::string statesText(const TopologyGraph &graph, std::span<const VertexIndex> vertices)
{
    std::array<std::size_t, stateCount> counts{};
    for (const VertexIndex v : vertices)
        ++counts[static_cast<std::size_t>(graph.vertices[v].state)];
    std::vector<std::string> parts;
    for (const State state : {State::Failing, State::Warning, State::Unknown, State::Fine}) {
        if (const std::size_t count = counts[static_cast<std::size_t>(state)])
            parts.push_back(text(grouped(count), " ", name(state)));
    }
    return joined(parts, separator);
}

std::string readyText(const Vertex &vertex)
{
    if (vertex.isPlanned)
        return text(grouped(vertex.podCount), " planned");
    return vertex.podCount == 0 ? "no pods"
                                : text(grouped(vertex.podsReady), " of ", grouped(vertex.podCount), " ready");
}

}  // namespace portolan
