// SPDX-License-Identifier: GPL-3.0-or-later
#include "numbers/numbers.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace portolan {

namespace {

/** Whether pods get their addresses from spec.podCIDR of their node. An unknown CNI is taken to do so where there is a
 *  pod CIDR; others (Calico, Cilium) have pools of their own. */
bool takesFromPodCidr(const TopologyGraph &graph)
{
    const Component *cni = graph.roles ? graph.roles->filling(NetworkRole::Cni) : nullptr;
    if (!cni)
        return true;
    return cni->name == "flannel" || cni->name == "canal" || cni->name == "kube-router" || cni->name == "kindnet";
}

/** The scarcer of both families: every pod of a dual-stack cluster takes one address of each. */
std::optional<std::uint64_t> podCidrCapacity(const Object &node)
{
    std::optional<std::uint64_t> least = hostLocalCapacity(node.spec()["podCIDR"].text());
    for (const Value &cidr : node.spec()["podCIDRs"].items()) {
        const auto capacity = hostLocalCapacity(cidr.text());
        if (capacity && (!least || *capacity < *least))
            least = capacity;
    }
    return least;
}

/** A quantity that is a plain number, as the kubelet writes it. */
std::optional<std::uint64_t> podLimit(const Object &node)
{
    const Value value = node.status()["capacity"]["pods"];
    if (value.isInteger() && value.integer() >= 0)
        return static_cast<std::uint64_t>(value.integer());
    const std::string_view text = value.text();
    std::uint64_t limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return limit;
}

struct Bound {
    std::uint64_t pods = 0, onHost = 0;
};

std::vector<NodeLoad> countNodes(const TopologyGraph &graph)
{
    std::unordered_map<std::string_view, Bound> bound;
    for (const Pod &pod : graph.snapshot->pods) {
        if (pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed)
            continue;
        Bound &on = bound[pod.node];
        ++on.pods;
        on.onHost += pod.pod && pod.pod->hostNetwork ? 1 : 0;
    }
    const bool isFromPodCidr = takesFromPodCidr(graph);
    std::vector<NodeLoad> loads;
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const Vertex &vertex = graph.vertices[v];
        const Object *node =
            vertex.type == VertexType::Node ? graph.snapshot->find(Kind::Node, {}, vertex.name) : nullptr;
        if (!node)
            continue;
        NodeLoad load;
        load.node = v;
        if (const auto found = bound.find(node->name); found != bound.end()) {
            load.pods = found->second.pods;
            load.withoutOwnAddress = found->second.onHost;
        }
        load.podLimit = podLimit(*node);
        if (isFromPodCidr)
            load.addressCapacity = podCidrCapacity(*node);
        loads.push_back(load);
    }
    std::ranges::stable_sort(loads, std::ranges::greater(), &NodeLoad::pods);
    return loads;
}

ServiceForm formOf(const Object &service)
{
    const std::string_view type = service.spec()["type"].text();
    if (type == "NodePort")
        return ServiceForm::NodePort;
    if (type == "LoadBalancer")
        return ServiceForm::LoadBalancer;
    if (type == "ExternalName")
        return ServiceForm::ExternalName;
    return service.spec()["clusterIP"].text() == "None" ? ServiceForm::Headless : ServiceForm::ClusterIp;
}

/** Edges lie sorted by where they lead, so the ports of one endpoint follow each other. */
ServiceReadiness readinessOf(const TopologyGraph &graph, VertexIndex v, const Object &service)
{
    ServiceReadiness sum;
    sum.service = v;
    sum.isHeadless = service.spec()["clusterIP"].text() == "None";
    sum.hasSelector = service.spec()["selector"].size() > 0;
    const auto edges = graph.outgoing(v);
    for (std::size_t i = 0; i < edges.size();) {
        const VertexIndex to = graph.edges[edges[i]].to;
        Readiness worst = Readiness::NotApplicable;
        for (; i < edges.size() && graph.edges[edges[i]].to == to; ++i) {
            const Edge &edge = graph.edges[edges[i]];
            if (edge.type != EdgeType::Selects)
                continue;
            const bool isWorse = worst == Readiness::NotApplicable || edge.readiness == Readiness::NotReady ||
                                 (edge.readiness == Readiness::Terminating && worst == Readiness::Ready);
            worst = isWorse ? edge.readiness : worst;
        }
        sum.ready += worst == Readiness::Ready ? 1 : 0;
        sum.notReady += worst == Readiness::NotReady ? 1 : 0;
        sum.terminating += worst == Readiness::Terminating ? 1 : 0;
    }
    return sum;
}

void countServices(const TopologyGraph &graph, Numbers &numbers)
{
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const Vertex &vertex = graph.vertices[v];
        if (vertex.type != VertexType::Service)
            continue;
        const Object *service = graph.snapshot->find(Kind::Service, vertex.space, vertex.name);
        if (!service)
            continue;
        const ServiceForm form = formOf(*service);
        numbers.services[static_cast<std::size_t>(form)].push_back(v);
        if (form != ServiceForm::ExternalName)
            numbers.readiness.push_back(readinessOf(graph, v, *service));
    }
    // The worst first: nobody ready, then nobody at all, then the smaller share ready.
    std::ranges::stable_sort(numbers.readiness, {}, [](const ServiceReadiness &one) {
        const double share = one.all() == 0 ? 0 : static_cast<double>(one.ready) / static_cast<double>(one.all());
        const int sort = one.all() == 0 ? 1 : one.ready == 0 ? 0 : 2;
        return std::pair(sort, share);
    });
}

}  // namespace

std::string_view name(ServiceForm form)
{
    constexpr std::string_view names[] = {"ClusterIP", "headless", "NodePort", "LoadBalancer", "ExternalName"};
    return names[static_cast<std::size_t>(form)];
}

Numbers countNumbers(const TopologyGraph &graph)
{
    Numbers numbers;
    numbers.nodes = countNodes(graph);
    countServices(graph, numbers);
    const ClusterSnapshot &snapshot = *graph.snapshot;
    if (snapshot.of(Kind::Node).empty())
        numbers.nodesAbsent = absenceOf(snapshot, Kind::Node, {});
    if (snapshot.pods.empty())
        numbers.podsAbsent = absenceOf(snapshot, Kind::Pod, {});
    if (snapshot.of(Kind::Service).empty())
        numbers.servicesAbsent = absenceOf(snapshot, Kind::Service, {});
    return numbers;
}

}  // namespace portolan
