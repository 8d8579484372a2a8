// SPDX-License-Identifier: GPL-3.0-or-later
#include "panel/clustervalues.h"

#include <algorithm>
#include <charconv>

#include "explain/flannel.h"
#include "explain/phrase.h"
#include "roles/serverflags.h"

namespace portolan::panel {

namespace {

void put(Values &values, std::string_view name, std::string_view value)
{
    std::string line = oneLine(value, 120);
    std::erase(line, '`');
    if (!line.empty())
        values.insert_or_assign(std::string(name), std::move(line));
}

/** Counted where the kind was read whole: what is not permitted is not zero. */
void putCount(Values &values, std::string_view name, const ClusterSnapshot &snapshot, std::string_view kind,
              std::size_t count)
{
    const bool isWhole = snapshot.spaces.empty() && std::ranges::none_of(snapshot.gaps, [&](const Gap &gap) {
                             return gap.kind == kind && gap.why != Gap::Why::NotInstalled;
                         });
    if (isWhole && (count > 0 || kind == "NetworkPolicy"))
        put(values, name, grouped(count));
}

/** The setting of the first component that has it and fills its role. */
std::string_view settingOf(const Roles &roles, std::string_view key)
{
    for (const Component &component : roles.components) {
        if (component.confidence != Confidence::Leftover && !component.setting(key).empty())
            return component.setting(key);
    }
    return {};
}

/** Flannel's network is the cluster's range; Cilium's and Calico's pools need not be. */
std::string_view podCidrOfFlannel(const Roles &roles)
{
    for (const std::string_view name : {"flannel", "canal"}) {
        const Component *cni = roles.find(NetworkRole::Cni, name);
        if (cni && cni->confidence != Confidence::Leftover)
            return cni->setting("podCidr");
    }
    return {};
}

std::string_view podCidrOf(const Object &node)
{
    return node.spec()["podCIDR"].text();
}

/** K3s' documented default, where the servers' arguments are there to be read, name no other, and no node's block says
 *  otherwise. Source: K3s, k3s server. */
std::string podCidrByFlags(const ClusterSnapshot &snapshot)
{
    const auto flags = roles::ServerFlags::of(snapshot);
    if (!flags.isVisible())
        return {};
    if (flags.has("cluster-cidr"))
        return flags.joined("cluster-cidr");
    const bool fits = std::ranges::all_of(snapshot.of(Kind::Node), [](const ObjectPtr &node) {
        return podCidrOf(*node).empty() || podCidrOf(*node).starts_with("10.42.");
    });
    return fits ? "10.42.0.0/16" : std::string();
}

void putCluster(Values &values, const ClusterSnapshot &snapshot, const Roles &roles)
{
    put(values, "cluster.name", snapshot.title);
    if (roles.distribution.name != "unknown")
        put(values, "cluster.distribution", roles.distribution.name);
    put(values, "cluster.version", roles.distribution.version);
    const std::string_view byProxy = settingOf(roles, "clusterCidr");
    const std::string byFlags = podCidrByFlags(snapshot);
    const std::string_view other = byFlags.empty() ? podCidrOfFlannel(roles) : std::string_view(byFlags);
    put(values, "cluster.podCidr", byProxy.empty() ? other : byProxy);
    if (const Object *services = snapshot.find(Kind::ServiceCIDR, {}, "kubernetes"))
        put(values, "cluster.serviceCidr", services->spec()["cidrs"].at(0).text());
    if (const Object *dns = snapshot.find(Kind::Service, "kube-system", "kube-dns"))
        put(values, "cluster.dns", dns->spec()["clusterIP"].text());
    put(values, "cluster.domain", settingOf(roles, "domain"));
    putCount(values, "nodes", snapshot, "Node", snapshot.of(Kind::Node).size());
    putCount(values, "pods", snapshot, "Pod", snapshot.pods.size());
    putCount(values, "services", snapshot, "Service", snapshot.of(Kind::Service).size());
    putCount(values, "policies", snapshot, "NetworkPolicy", snapshot.of(Kind::NetworkPolicy).size());
}

/** The first address of an IPv4 block, its base plus one; empty for anything else. */
std::string firstAddressOf(std::string_view cidr)
{
    const std::string_view base = cidr.substr(0, cidr.find('/'));
    const auto dot = base.rfind('.');
    if (dot == std::string_view::npos || base.find(':') != std::string_view::npos)
        return {};
    unsigned last = 0;
    const auto [end, error] = std::from_chars(base.data() + dot + 1, base.data() + base.size(), last);
    if (error != std::errc() || end != base.data() + base.size() || last >= 255)
        return {};
    return text(base.substr(0, dot + 1), std::to_string(last + 1));
}

std::string_view internalIpOf(const Object &node)
{
    for (const Value &address : node.status()["addresses"].items()) {
        if (address["type"].text() == "InternalIP")
            return address["address"].text();
    }
    return {};
}

/** Where the CNI says that the node's tunnel ends. */
std::string_view tunnelEndOf(const Object &node)
{
    if (const std::string_view flannel = flannelOf(node).publicIp; !flannel.empty())
        return flannel;
    const std::string_view calico = node.annotation("projectcalico.org/IPv4Address");
    return calico.substr(0, calico.find('/'));
}

void putNodes(Values &values, const ClusterSnapshot &snapshot)
{
    std::vector<const Object *> nodes;
    for (const ObjectPtr &node : snapshot.of(Kind::Node))
        nodes.push_back(node.get());
    std::ranges::stable_partition(nodes, [](const Object *node) { return !podCidrOf(*node).empty(); });
    for (std::size_t i = 0; i < std::min<std::size_t>(nodes.size(), 2); ++i) {
        const std::string name = i == 0 ? "node1" : "node2";
        put(values, name, nodes[i]->name);
        put(values, name + ".ip", internalIpOf(*nodes[i]));
        put(values, name + ".podCidr", podCidrOf(*nodes[i]));
        put(values, name + ".gateway", firstAddressOf(podCidrOf(*nodes[i])));
        put(values, name + ".tunnel", tunnelEndOf(*nodes[i]));
    }
}

bool hasClusterIp(const Object &service)
{
    const std::string_view type = service.spec()["type"].text(), ip = service.spec()["clusterIP"].text();
    return (type.empty() || type == "ClusterIP") && !ip.empty() && ip != "None";
}

/** The first ready pod behind a Service; none if there is none. */
VertexIndex readyEndpointOf(const TopologyGraph &graph, VertexIndex service)
{
    for (const EdgeIndex e : graph.outgoing(service)) {
        const Edge &edge = graph.edges[e];
        const Vertex &to = graph.vertices[edge.to];
        if (edge.type == EdgeType::Selects && edge.readiness == Readiness::Ready && to.object.pod)
            return edge.to;
    }
    return none;
}

void putService(Values &values, const Vertex &service, const Vertex &endpoint)
{
    const std::string name = text(service.space, "/", service.name);
    put(values, "service1", name);
    put(values, "service1.ip", service.object.object->spec()["clusterIP"].text());
    put(values, "service1.port", textOf(service.object.object->spec()["ports"].at(0)["port"]));
    if (const auto domain = values.find("cluster.domain"); domain != values.end())
        put(values, "service1.name", text(service.name, ".", service.space, ".svc.", domain->second));
    const Pod &pod = *endpoint.object.pod;
    put(values, "pod1", text(pod.space, "/", pod.name));
    put(values, "pod1.ip", pod.ip);
    put(values, "pod1.node", pod.node);
}

void putServices(Values &values, const TopologyGraph &graph)
{
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const Vertex &vertex = graph.vertices[v];
        const Object *object = vertex.object.object;
        if (vertex.type != VertexType::Service || !object || object->kind != Kind::Service)
            continue;
        if (!values.contains("service1") && hasClusterIp(*object) && vertex.space != "kube-system") {
            if (const VertexIndex endpoint = readyEndpointOf(graph, v); endpoint != none)
                putService(values, vertex, graph.vertices[endpoint]);
        }
        const Value entry = object->status()["loadBalancer"]["ingress"].at(0);
        const std::string_view address = entry["ip"].text().empty() ? entry["hostname"].text() : entry["ip"].text();
        if (!values.contains("lb1") && object->spec()["type"].text() == "LoadBalancer" && !address.empty()) {
            put(values, "lb1", text(vertex.space, "/", vertex.name));
            put(values, "lb1.address", address);
            put(values, "lb1.port", textOf(object->spec()["ports"].at(0)["port"]));
        }
    }
}

/** A path with a host of its own. */
void putRoute(Values &values, const TopologyGraph &graph)
{
    const auto found = std::ranges::find_if(graph.vertices, [](const Vertex &vertex) {
        return vertex.type == VertexType::Route && vertex.name.starts_with('/') && !vertex.detail.empty() &&
               vertex.detail.find(' ') == std::string_view::npos;
    });
    if (found == graph.vertices.end())
        return;
    put(values, "route1.host", found->detail);
    put(values, "route1.path", found->name);
}

}  // namespace

Values clusterValues(const TopologyGraph &graph)
{
    Values values;
    putCluster(values, *graph.snapshot, *graph.roles);
    putNodes(values, *graph.snapshot);
    putServices(values, graph);
    putRoute(values, graph);
    return values;
}

Values componentValues(const Component &component)
{
    Values values;
    put(values, "version", component.version);
    if (!component.workloads.empty()) {
        const ObjectRef &workload = component.workloads.front();
        put(values, "workload", text(info(workload.kind).name, " ", workload.name()));
    }
    if (!component.nodes.empty())
        put(values, "component.nodes", grouped(component.nodes.size()));
    for (const Setting &setting : component.settings)
        put(values, text("setting:", setting.key), setting.value);
    return values;
}

}  // namespace portolan::panel
