// SPDX-License-Identifier: GPL-3.0-or-later
#include "graphs.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <tuple>

namespace portolan::test {

namespace {

/** A graph and the objects that its nodes stand for. */
struct Made {
    TopologyGraph graph;
    std::deque<Object> objects;
    std::deque<std::vector<Member>> members;
};

std::string numbered(const char *word, int number)
{
    std::string digits = std::to_string(number);
    return word + std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

const Object *nodeObject(Made &made, std::string_view name, const GraphMaker::Labels &labels)
{
    auto &texts = made.graph.texts;
    auto &ofLabels = made.members.emplace_back();
    for (const auto &[key, value] : labels)
        ofLabels.push_back({texts.add(key), Value(texts.add(value))});
    auto &ofMeta = made.members.emplace_back();
    ofMeta.push_back({"labels", Value(std::span<const Member>(ofLabels))});
    auto &ofRoot = made.members.emplace_back();
    ofRoot.push_back({"metadata", Value(std::span<const Member>(ofMeta))});
    Object &object = made.objects.emplace_back();
    object.kind = Kind::Node;
    object.name = name;
    object.root = Value(std::span<const Member>(ofRoot));
    return &object;
}

}  // namespace

GraphMaker &GraphMaker::add(VertexType type, const std::string &id, const std::string &space, State state)
{
    m_vertices[id] = {type, space, {}, state, {}};
    return *this;
}

GraphMaker &GraphMaker::pod(const std::string &space, const std::string &name, const std::string &workload,
                            const std::string &node, State state)
{
    const std::string id = "Pod/" + space + "/" + name;
    m_vertices[id] = {VertexType::Pod, space, workload, state, {}};
    return node.empty() ? *this : join(EdgeType::RunsOn, id, "Node/" + node);
}

GraphMaker &GraphMaker::node(const std::string &name, const Labels &labels)
{
    m_vertices["Node/" + name] = {VertexType::Node, {}, {}, State::Fine, labels};
    return *this;
}

GraphMaker &GraphMaker::join(EdgeType type, const std::string &from, const std::string &to)
{
    m_edges.push_back({type, from, to});
    return *this;
}

GraphPtr GraphMaker::build() const
{
    auto made = std::make_shared<Made>();
    TopologyGraph &graph = made->graph;
    for (const auto &[id, planned] : m_vertices) {
        Vertex vertex;
        vertex.id = graph.texts.add(id);
        vertex.space = graph.texts.add(planned.space);
        vertex.name = vertex.id.substr(vertex.id.find_last_of('/') + 1);
        vertex.type = planned.type;
        vertex.state = planned.state;
        if (planned.type == VertexType::Node) {
            vertex.object.kind = Kind::Node;
            vertex.object.object = nodeObject(*made, vertex.name, planned.labels);
        }
        graph.vertices.push_back(vertex);
    }
    for (Vertex &vertex : graph.vertices) {
        if (const std::string &parent = m_vertices.find(std::string(vertex.id))->second.parent; !parent.empty()) {
            vertex.parent = graph.find(parent);
            ++graph.vertices[vertex.parent].podCount;
        }
    }
    for (const Joined &joined : m_edges) {
        Edge edge;
        edge.from = graph.find(joined.from);
        edge.to = graph.find(joined.to);
        edge.type = joined.type;
        if (edge.from != none && edge.to != none)
            graph.edges.push_back(edge);
    }
    std::ranges::sort(graph.edges, {}, [](const Edge &e) { return std::tuple(e.from, e.to, e.type); });
    const auto last =
        std::ranges::unique(graph.edges, {}, [](const Edge &e) { return std::tuple(e.from, e.to, e.type); });
    graph.edges.erase(last.begin(), last.end());
    graph.index();
    return {made, &made->graph};
}

GraphMaker shop()
{
    using enum VertexType;
    GraphMaker g;
    g.add(Outside, "Outside").add(IngressController, "IngressController/traefik");
    for (const char *address : {"192.168.1.10", "192.168.1.20", "192.168.1.30"}) {
        const std::string id = std::string("LoadBalancer/") + address;
        g.add(LoadBalancer, id).join(EdgeType::Exposes, "Outside", id);
        g.join(EdgeType::Exposes, id, "IngressController/traefik")
            .join(EdgeType::Exposes, id, "Service/kube-system/traefik");
    }
    for (const char *node : {"server-0", "agent-0", "agent-1"})
        g.node(node, node[0] == 's' ? GraphMaker::Labels{{"node-role.kubernetes.io/control-plane", "true"}}
                                    : GraphMaker::Labels{});
    for (const char *node : {"agent-0", "agent-1"})
        g.join(EdgeType::Controls, std::string("Node/") + node, "Node/server-0")
            .join(EdgeType::Tunnel, "Node/server-0", std::string("Node/") + node);
    g.join(EdgeType::Tunnel, "Node/agent-0", "Node/agent-1");

    const auto workload = [&](const std::string &space, const std::string &kind, const std::string &name, int pods) {
        const std::string id = kind + "/" + space + "/" + name;
        g.add(Workload, id, space);
        for (int i = 0; i < pods; ++i)
            g.pod(space, name + "-" + std::to_string(i), id,
                  i % 3 == 0   ? "server-0"
                  : i % 3 == 1 ? "agent-0"
                               : "agent-1");
        return id;
    };
    const auto service = [&](VertexType type, const std::string &space, const std::string &name,
                             const std::string &pods, int count) {
        const std::string id = "Service/" + space + "/" + name;
        g.add(type, id, space);
        for (int i = 0; i < count; ++i)
            g.join(EdgeType::Selects, id, "Pod/" + space + "/" + pods + "-" + std::to_string(i));
    };
    for (const auto &[name, kind, pods] :
         {std::tuple("web", "Deployment", 3), {"api", "Deployment", 3}, {"db", "StatefulSet", 1}}) {
        workload("shop", kind, name, pods);
        service(Service, "shop", name, name, pods);
    }
    for (const auto &[path, name] : {std::pair("/", "web"), {"/api", "api"}}) {
        const std::string id = std::string("IngressRoute/shop/shop:shop.example") + path;
        g.add(Route, id, "shop").join(EdgeType::Routes, "IngressController/traefik", id);
        g.join(EdgeType::Routes, id, std::string("Service/shop/") + name);
    }
    for (const char *name : {"coredns", "metrics-server", "traefik", "local-path-provisioner"})
        workload("kube-system", "Deployment", name, 1);
    workload("kube-system", "DaemonSet", "svclb-traefik", 3);
    workload("kube-system", "Job", "helm-install-traefik", 1);
    service(Dns, "kube-system", "kube-dns", "coredns", 1);
    service(Service, "kube-system", "metrics-server", "metrics-server", 1);
    service(Service, "kube-system", "traefik", "traefik", 1);
    g.join(EdgeType::Selects, "IngressController/traefik", "Deployment/kube-system/traefik");
    return g;
}

GraphMaker cluster(const Size &size, unsigned seed)
{
    using enum VertexType;
    GraphMaker g;
    std::mt19937 random(seed);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(std::max(1, n))); };
    g.add(Outside, "Outside").add(IngressController, "IngressController/traefik");
    for (int i = 0; i < size.nodes; ++i) {
        const bool isServer = i < (size.nodes < 5 ? 1 : 3);
        GraphMaker::Labels labels{{"topology.kubernetes.io/zone", std::string("eu-west-1") + "abc"[i % 3]}};
        if (isServer)
            labels.push_back({"node-role.kubernetes.io/control-plane", "true"});
        g.node(numbered(isServer ? "server-" : "agent-", i), labels);
        if (!isServer)
            g.join(EdgeType::Controls, "Node/" + numbered("agent-", i), "Node/" + numbered("server-", 0));
        if (i > 0)
            g.join(EdgeType::Tunnel, "Node/" + numbered("server-", 0),
                   "Node/" + numbered(isServer ? "server-" : "agent-", i));
    }
    const auto nodeName = [&](int i) { return numbered(i < (size.nodes < 5 ? 1 : 3) ? "server-" : "agent-", i); };

    std::vector<double> weights;
    std::vector<std::string> spaces, names;
    for (int i = 0; i < size.services; ++i) {
        spaces.push_back(i == 0 ? "kube-system" : "ns-" + std::to_string(below(size.namespaces)));
        names.push_back("app-" + std::to_string(i));
        weights.push_back(std::min(50.0, std::pow((static_cast<double>(random()) + 1) / 4294967297.0, -1 / 1.3)));
    }
    double total = 0;
    for (const double weight : weights)
        total += weight;
    int pod = 0;
    for (int i = 0; i < size.services; ++i) {
        const std::string service = "Service/" + spaces[i] + "/" + names[i];
        const std::string workload = "Deployment/" + spaces[i] + "/" + names[i];
        g.add(Service, service, spaces[i]).add(Workload, workload, spaces[i]);
        const int pods = std::max(1, static_cast<int>(0.9 * size.pods * weights[i] / total));
        for (int p = 0; p < pods; ++p, ++pod) {
            const std::string name = names[i] + "-" + std::to_string(p);
            g.pod(spaces[i], name, workload, nodeName(pod % size.nodes), below(66) == 0 ? State::Warning : State::Fine);
            g.join(EdgeType::Selects, service, "Pod/" + spaces[i] + "/" + name);
        }
        if (const int kind = below(100); kind < 10) {
            const std::string front =
                kind < 6 ? "LoadBalancer/198.51." + std::to_string(i) : "NodePort/" + std::to_string(30000 + i);
            g.add(kind < 6 ? LoadBalancer : NodePort, front)
                .join(EdgeType::Exposes, "Outside", front)
                .join(EdgeType::Exposes, front, service);
            if (i < 8)
                g.join(EdgeType::Exposes, front, "IngressController/traefik");
        }
    }
    for (int i = 0; i < size.services * 3 / 10; ++i) {
        const int to = below(size.services);
        const std::string route = "Ingress/" + spaces[to] + "/ing-" + std::to_string(i) + ":host-" + std::to_string(i);
        g.add(Route, route, spaces[to]).join(EdgeType::Routes, "IngressController/traefik", route);
        g.join(EdgeType::Routes, route, "Service/" + spaces[to] + "/" + names[to]);
    }
    for (int i = 0; pod < size.pods; ++i, ++pod) {
        const std::string workload = "DaemonSet/kube-system/job-" + std::to_string(i % 40);
        g.add(Workload, workload, "kube-system")
            .pod("kube-system", "job-" + std::to_string(i % 40) + "-" + std::to_string(i), workload,
                 nodeName(pod % size.nodes));
    }
    return g;
}

GraphMaker tangle(unsigned seed)
{
    using enum VertexType;
    GraphMaker g;
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) { return random() % std::max<std::size_t>(1, n); };
    constexpr VertexType types[] = {Outside,  LoadBalancer, NodePort,     Gateway,  IngressController, Route,
                                    Service,  Service,      Workload,     Workload, Workload,          Dns,
                                    External, Cidr,         ControlPlane, Policy};
    constexpr State states[] = {State::Fine, State::Fine, State::Unknown, State::Warning, State::Failing};
    const std::size_t spaces = 1 + below(6), nodes = below(9);
    std::vector<std::string> ids, workloads;
    for (std::size_t i = 0; i < nodes; ++i) {
        g.node(numbered("node-", static_cast<int>(i)),
               i == 0 ? GraphMaker::Labels{{"node-role.kubernetes.io/master", "true"}} : GraphMaker::Labels{});
        ids.push_back("Node/" + numbered("node-", static_cast<int>(i)));
    }
    for (std::size_t i = 0, count = 4 + below(60); i < count; ++i) {
        const VertexType type = types[below(std::size(types))];
        const bool isFront = type < Route || type == ControlPlane || (type >= External && below(2) == 0);
        const std::string space = isFront ? "" : "ns-" + std::to_string(below(spaces));
        const std::string id = std::string(name(type)) + "/" + space + "/" + std::to_string(i);
        g.add(type, id, space, states[below(5)]);
        ids.push_back(id);
        if (type == Workload) {
            for (std::size_t p = 0, pods = below(8) == 0 ? below(70) : below(12); p < pods; ++p)
                g.pod(space, std::to_string(i) + "-" + std::to_string(p), id,
                      nodes > 0 && below(9) > 0 ? numbered("node-", static_cast<int>(below(nodes))) : "",
                      states[below(5)]);
        }
    }
    for (std::size_t i = 0, count = below(6); i < count; ++i)
        g.pod("ns-0", "bare-" + std::to_string(i), "",
              nodes > 0 ? numbered("node-", static_cast<int>(below(nodes))) : "");
    for (std::size_t i = 0, count = ids.size() + below(40); i < count; ++i)
        g.join(static_cast<EdgeType>(below(9)), ids[below(ids.size())], ids[below(ids.size())]);
    return g;
}

}  // namespace portolan::test
