// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <set>

#include "topology/relations/relations.h"

namespace portolan::relations {

namespace {

constexpr std::string_view outsideId = "Outside/internet";

VertexIndex outside(GraphBuilder &graph)
{
    const VertexIndex v = graph.add(outsideId, VertexType::Outside);
    graph[v].name = "Outside";
    graph[v].detail = "any client";
    return v;
}

std::string portList(const Object &service, std::string_view field)
{
    std::string text;
    for (const Value &port : service.spec()["ports"].items()) {
        if (const auto number = port[field].integer())
            text += (text.empty() ? "" : " ") + std::to_string(number);
    }
    return text;
}

/** Which ports of which Services an address has. */
struct Address {
    std::set<std::string, std::less<>> ports;
    std::set<std::string, std::less<>> services;
};

void connectOutside(GraphBuilder &graph, VertexIndex to, const Because &because)
{
    Edge edge;
    edge.from = outside(graph);
    edge.to = to;
    edge.type = EdgeType::Exposes;
    graph.connect(edge, {because});
}

void addStatusAddresses(GraphBuilder &graph, const Object &service, VertexIndex serviceVertex,
                        std::map<VertexIndex, Address> &addresses)
{
    const auto entries = service.status()["loadBalancer"]["ingress"].items();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const char *field = entries[i]["ip"].isNull() ? "hostname" : "ip";
        const std::string_view address = entries[i][field].text();
        if (address.empty())
            continue;
        const std::string path = "/status/loadBalancer/ingress/" + std::to_string(i) + '/' + field;
        const VertexIndex v = graph.add("LoadBalancer/" + std::string(address), VertexType::LoadBalancer);
        const bool isNew = addresses.try_emplace(v).second;
        graph[v].name = address;
        addresses[v].ports.insert(portList(service, "port"));
        addresses[v].services.insert(std::string(service.name));
        if (isNew) {
            graph.explain(v, {{refTo(service), path, address}});
            connectOutside(graph, v, {refTo(service), path, address});
        }
        Edge edge;
        edge.from = v;
        edge.to = serviceVertex;
        edge.type = EdgeType::Exposes;
        edge.state = graph[serviceVertex].state;
        graph.connect(edge, {{refTo(service), path, address}});
    }
}

void addPending(GraphBuilder &graph, const Object &service, VertexIndex serviceVertex)
{
    const bool isPlanned = isManifest(service);
    const VertexIndex v =
        graph.add("LoadBalancer/pending:" + std::string(service.space) + '/' + std::string(service.name),
                  VertexType::LoadBalancer);
    graph[v].name = isPlanned ? "planned address" : "no address";
    graph[v].detail = graph.text("for " + std::string(service.name) + " " + portList(service, "port"));
    graph[v].isPlanned = isPlanned;
    graph[v].isInferred = true;
    graph.explain(v, {{refTo(service), "/spec/type", "LoadBalancer"}});
    graph.worsen(v, isPlanned ? State::Unknown : State::Failing, isPlanned ? "planned" : "pending");
    Edge edge;
    edge.from = v;
    edge.to = serviceVertex;
    edge.type = EdgeType::Exposes;
    edge.state = graph[v].state;
    graph.connect(edge, {{refTo(service), "/spec/type", "LoadBalancer"}});
    if (!isPlanned)
        graph.worsen(serviceVertex, State::Warning, "load balancer pending",
                     {{refTo(service), "/spec/type", "LoadBalancer"}});
}

void addNodePorts(GraphBuilder &graph, const Object &service, VertexIndex serviceVertex)
{
    const auto ports = service.spec()["ports"].items();
    for (std::size_t i = 0; i < ports.size(); ++i) {
        const auto nodePort = ports[i]["nodePort"].integer();
        if (nodePort <= 0 || nodePort > 65535)
            continue;
        const std::string path = "/spec/ports/" + std::to_string(i) + "/nodePort", number = std::to_string(nodePort);
        const std::string_view protocol = ports[i]["protocol"].isText() ? ports[i]["protocol"].text() : "TCP";
        const VertexIndex v = graph.add("NodePort/" + std::string(service.space) + '/' + std::string(service.name) +
                                            ':' + number + '/' + std::string(protocol),
                                        VertexType::NodePort);
        graph[v].name = graph.text("every node :" + number);
        graph[v].detail = graph.text(std::string(protocol) + " to " + std::string(service.name));
        graph.explain(v, {{refTo(service), path, number}});
        connectOutside(graph, v, {refTo(service), path, number});
        Edge edge;
        edge.from = v;
        edge.to = serviceVertex;
        edge.type = EdgeType::Exposes;
        edge.port = static_cast<std::uint16_t>(nodePort);
        edge.state = graph[serviceVertex].state;
        graph.connect(edge, {{refTo(service), path, number}});
    }
}

/** ServiceLB's DaemonSet names the Service that it serves by labels. */
const Object *serviceLbOf(const GraphBuilder &graph, const Object &service)
{
    for (const ObjectPtr &set : graph.snapshot().of(Kind::DaemonSet)) {
        if (set->label("svccontroller.k3s.cattle.io/svcname") == service.name &&
            set->label("svccontroller.k3s.cattle.io/svcnamespace") == service.space)
            return set.get();
    }
    return nullptr;
}

}  // namespace

void addLoadBalancers(GraphBuilder &graph)
{
    std::map<VertexIndex, Address> addresses;
    std::map<VertexIndex, bool> isServiceLb;
    for (const ObjectPtr &service : graph.snapshot().of(Kind::Service)) {
        const VertexIndex v = graph.find(refTo(*service).text());
        const std::string_view type = service->spec()["type"].text();
        if (type == "NodePort")
            addNodePorts(graph, *service, v);
        if (type != "LoadBalancer")
            continue;
        const std::size_t before = graph.edges().size();
        addStatusAddresses(graph, *service, v, addresses);
        if (graph.edges().size() == before)
            addPending(graph, *service, v);
        const Object *set = serviceLbOf(graph, *service);
        const VertexIndex lb = set ? graph.find(refTo(*set).text()) : none;
        for (std::size_t e = before; e < graph.edges().size(); ++e) {
            if (graph.edges()[e].to == v && lb != none)
                isServiceLb[graph.edges()[e].from] = true;
        }
    }
    for (const auto &[v, address] : addresses) {
        std::string ports;
        for (const std::string &some : address.ports)
            ports += (ports.empty() ? "" : " ") + some;
        graph[v].detail = graph.text((isServiceLb[v] ? "ServiceLB " : "") + ports);
    }
}

}  // namespace portolan::relations
