// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/facts.h"

#include <algorithm>

#include "topology/builder.h"
#include "topology/overlay.h"

namespace portolan {

namespace {

using Facts = std::vector<Fact>;

void add(Facts &facts, const char *key, std::string_view text)
{
    if (!text.empty())
        facts.push_back({key, std::string(text)});
}

void add(Facts &facts, const char *key, std::int64_t number)
{
    facts.push_back({key, number});
}

void addFlag(Facts &facts, const char *key, bool isSet)
{
    if (isSet)
        facts.push_back({key, true});
}

std::string joined(const Value &list)
{
    std::string text;
    for (const Value &item : list.items())
        text += (text.empty() ? "" : " ") + textOf(item);
    return text;
}

/** "http 80/TCP -> http" of every port of a Service. */
std::string portsOf(const Object &service)
{
    std::string text;
    for (const Value &port : service.spec()["ports"].items()) {
        text += text.empty() ? "" : ", ";
        if (!port["name"].text().empty())
            text += std::string(port["name"].text()) + ' ';
        text += textOf(port["port"]) + '/' + (port["protocol"].isText() ? std::string(port["protocol"].text()) : "TCP");
        if (!port["targetPort"].isNull())
            text += " -> " + textOf(port["targetPort"]);
    }
    return text;
}

void addService(Facts &facts, const TopologyGraph &graph, VertexIndex v, const Object &service)
{
    const Value spec = service.spec();
    add(facts, "type", spec["type"].isText() ? spec["type"].text() : std::string_view("ClusterIP"));
    add(facts, "clusterIP", spec["clusterIP"].text());
    if (spec["clusterIPs"].size() > 1)
        add(facts, "clusterIPs", joined(spec["clusterIPs"]));
    add(facts, "externalName", spec["externalName"].text());
    add(facts, "ports", portsOf(service));
    add(facts, "externalTrafficPolicy", spec["externalTrafficPolicy"].text());
    add(facts, "internalTrafficPolicy", spec["internalTrafficPolicy"].text());
    add(facts, "loadBalancerClass", spec["loadBalancerClass"].text());
    std::int64_t ready = 0, notReady = 0, terminating = 0;
    for (const EdgeIndex e : graph.outgoing(v)) {
        const Edge &edge = graph.edges[e];
        ready += edge.readiness == Readiness::Ready;
        notReady += edge.readiness == Readiness::NotReady;
        terminating += edge.readiness == Readiness::Terminating;
    }
    add(facts, "endpointsReady", ready);
    add(facts, "endpointsNotReady", notReady);
    if (terminating > 0)
        add(facts, "endpointsTerminating", terminating);
}

std::string_view phaseName(PodPhase phase)
{
    constexpr std::string_view names[] = {"Unknown", "Pending", "Running", "Succeeded", "Failed"};
    return names[static_cast<std::size_t>(phase)];
}

void addPod(Facts &facts, const Pod &pod)
{
    if (pod.hasStatus)
        add(facts, "phase", phaseName(pod.phase));
    add(facts, "ip", pod.ip);
    add(facts, "secondIp", pod.secondIp);
    add(facts, "node", pod.node);
    add(facts, "restarts", static_cast<std::int64_t>(pod.restarts));
    addFlag(facts, "hostNetwork", pod.pod->hostNetwork);
    addFlag(facts, "terminating", pod.isTerminating);
}

void addWorkload(Facts &facts, const Vertex &vertex)
{
    add(facts, "podsReady", static_cast<std::int64_t>(vertex.podsReady));
    add(facts, "pods", static_cast<std::int64_t>(vertex.podCount));
    if (const Object *workload = vertex.object.object) {
        if (const Value replicas = workload->spec()["replicas"]; replicas.isInteger())
            add(facts, "replicas", replicas.integer());
        add(facts, "svclbFor", [&] {
            const std::string_view name = workload->label("svccontroller.k3s.cattle.io/svcname");
            return name.empty()
                       ? std::string()
                       : reference(Kind::Service, workload->label("svccontroller.k3s.cattle.io/svcnamespace"), name);
        }());
    }
}

void addNode(Facts &facts, const Vertex &vertex)
{
    const Object *node = vertex.object.object;
    if (node) {
        add(facts, "internalIP", vertex.detail);
        add(facts, "podCIDR",
            node->spec()["podCIDRs"].size() > 1 ? joined(node->spec()["podCIDRs"])
                                                : std::string(node->spec()["podCIDR"].text()));
        add(facts, "kubeletVersion", node->status()["nodeInfo"]["kubeletVersion"].text());
        add(facts, "flannelBackend", node->annotation("flannel.alpha.coreos.com/backend-type"));
        add(facts, "flannelPublicIp", node->annotation("flannel.alpha.coreos.com/public-ip"));
        addFlag(facts, "controlPlane", !node->meta()["labels"]["node-role.kubernetes.io/control-plane"].isNull());
    }
    add(facts, "pods", static_cast<std::int64_t>(vertex.podCount));
    add(facts, "podsReady", static_cast<std::int64_t>(vertex.podsReady));
}

void addRoute(Facts &facts, const Vertex &vertex)
{
    add(facts, "host", vertex.detail);
    add(facts, "path", vertex.name);
    const Object *object = vertex.object.object;
    if (!object)
        return;
    add(facts, "class", object->spec()["ingressClassName"].text());
    add(facts, "entryPoints", joined(object->spec()["entryPoints"]));
    std::string middlewares;
    for (const Value &rule : object->spec()["routes"].items()) {
        for (const Value &middleware : rule["middlewares"].items())
            middlewares += (middlewares.empty() ? "" : " ") + std::string(middleware["name"].text());
    }
    add(facts, "middlewares", middlewares);
}

void addOptional(Facts &facts, const char *key, std::int64_t number)
{
    if (number > 0)
        add(facts, key, number);
}

void addTunnel(Facts &facts, const TopologyGraph &graph, const Edge &edge)
{
    const Object *from = graph.vertices[edge.from].object.object, *to = graph.vertices[edge.to].object.object;
    if (!graph.roles || !graph.snapshot || !from || from->kind != Kind::Node)
        return;
    const Overlay overlay(*graph.snapshot, *graph.roles);
    const OverlayWay way = wayOf(graph, edge);
    add(facts, "network", overlay.network() ? overlay.network()->name : std::string_view());
    add(facts, "backend", way.encapsulation);
    if (way.vni >= 0)
        add(facts, "vni", way.vni);
    add(facts, "from", overlay.endAt(*from, way).address);
    if (to && to->kind == Kind::Node)
        add(facts, "to", overlay.endAt(*to, way).address);
    add(facts, "device", way.device);
    addOptional(facts, "ipProtocol", way.ipProtocol);
    addOptional(facts, "overhead", way.overhead);
    addOptional(facts, "mtu", way.mtu);
    add(facts, "encryption", way.encryption);
}

}  // namespace

std::vector<Fact> factsOf(const TopologyGraph &graph, VertexIndex v)
{
    Facts facts;
    const Vertex &vertex = graph.vertices[v];
    const Object *object = vertex.object.object;
    switch (vertex.type) {
        case VertexType::Service:
        case VertexType::Dns:
            if (object)
                addService(facts, graph, v, *object);
            break;
        case VertexType::Pod:
            if (vertex.object.pod)
                addPod(facts, *vertex.object.pod);
            break;
        case VertexType::Workload:
            addWorkload(facts, vertex);
            break;
        case VertexType::Node:
            addNode(facts, vertex);
            break;
        case VertexType::Route:
            addRoute(facts, vertex);
            break;
        case VertexType::Gateway:
            add(facts, "listeners", vertex.detail);
            if (object)
                add(facts, "gatewayClass", object->spec()["gatewayClassName"].text());
            break;
        case VertexType::IngressController:
            if (object)
                add(facts, "from", vertex.object.text());
            add(facts, "entryPoints", vertex.detail);
            break;
        case VertexType::LoadBalancer:
        case VertexType::NodePort:
            add(facts, "serves", vertex.detail);
            break;
        default:
            break;
    }
    addFlag(facts, "supposed", vertex.isSupposed);
    return facts;
}

std::vector<Fact> factsOf(const TopologyGraph &graph, const Edge &edge)
{
    Facts facts;
    if (edge.type == EdgeType::Tunnel)
        addTunnel(facts, graph, edge);
    if (edge.port != 0) {
        constexpr std::string_view protocols[] = {"TCP", "UDP", "SCTP"};
        add(facts, "protocol", protocols[static_cast<std::size_t>(edge.protocol)]);
        add(facts, "port", static_cast<std::int64_t>(edge.port));
    }
    if (edge.type == EdgeType::Selects) {
        constexpr std::string_view readiness[] = {"", "ready", "not ready", "terminating"};
        add(facts, "endpoint", readiness[static_cast<std::size_t>(edge.readiness)]);
        add(facts, "by", edge.bySelector ? std::string_view("selector") : std::string_view("EndpointSlice"));
    }
    addFlag(facts, "supposed", edge.isSupposed);
    return facts;
}

}  // namespace portolan
