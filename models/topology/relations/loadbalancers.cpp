// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <set>
#include <utility>

#include "roles/actingloadbalancer.h"
#include "roles/title.h"
#include "topology/relations/outside.h"
#include "topology/relations/relations.h"

namespace portolan::relations {

namespace {

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
    std::set<std::pair<std::string, bool>> texts;  ///< who gave it; whether that says enough without ports
};

/** Who gives an address, in a few words. */
struct ActingText {
    std::string who;
    bool isWhole = false;
};

/** "MetalLB L2, agent-0": who answers for the address, where MetalLB says it. */
ActingText metalLbText(const Object *announcement)
{
    if (!announcement)
        return {"MetalLB", false};
    if (announcement->kind == Kind::ServiceBGPStatus)
        return {"MetalLB BGP", false};
    const std::string node(announcement->status()["node"].text());
    return node.empty() ? ActingText{"MetalLB L2", false} : ActingText{"MetalLB L2, " + node, true};
}

ActingText actingText(const Roles &roles, const ActingLoadBalancers &acting, const Object &service)
{
    const std::string_view component = acting.of(service).component;
    if (component == "klipper-lb")
        return {"ServiceLB", false};
    if (component == "metallb")
        return metalLbText(acting.announcementOf(service));
    if (component != "cloud-provider")
        return {std::string(titleOfComponent(component)), false};
    const Component *cloud = roles.find(NetworkRole::LoadBalancer, component);
    const std::string_view provider = cloud ? cloud->setting("provider") : std::string_view();
    return {provider.empty() ? "Cloud" : std::string(provider), false};
}

/** "ServiceLB 80 443"; of an address that several have given, whatever each says. */
std::string detailOf(const Address &address)
{
    std::string detail;
    bool isWhole = !address.texts.empty();
    for (const auto &[who, isEnough] : address.texts) {
        detail += (detail.empty() || who.empty() ? "" : ", ") + who;
        isWhole = isWhole && isEnough;
    }
    if (isWhole)
        return detail;
    for (const std::string &some : address.ports)
        detail += (detail.empty() ? "" : " ") + some;
    return detail;
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
            connectOutside(graph, v, service, address, path);
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

void addNodePorts(GraphBuilder &graph, const Object &service, VertexIndex serviceVertex, Clients clients)
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
        connectOutside(graph, v, clients, {refTo(service), path, number});
        Edge edge;
        edge.from = v;
        edge.to = serviceVertex;
        edge.type = EdgeType::Exposes;
        edge.port = static_cast<std::uint16_t>(nodePort);
        edge.state = graph[serviceVertex].state;
        graph.connect(edge, {{refTo(service), path, number}});
    }
}

/** What would be there if another component served the Service; the address it would have, nobody knows. */
void addSupposed(GraphBuilder &graph, const Object &service, VertexIndex serviceVertex, const Component &supposed)
{
    const VertexIndex v =
        graph.add("LoadBalancer/supposed:" + std::string(service.space) + '/' + std::string(service.name),
                  VertexType::LoadBalancer);
    graph[v].name = "an address";
    graph[v].detail = graph.text(std::string(titleOfComponent(supposed.name)) + " would give one");
    graph[v].isSupposed = true;
    Edge edge;
    edge.type = EdgeType::Exposes;
    edge.isSupposed = true;
    edge.from = v;
    edge.to = serviceVertex;
    edge.state = graph[serviceVertex].state;
    graph.connect(edge, {});
    edge.from = outside(graph, Clients::Unsaid);
    edge.to = v;
    edge.state = State::Fine;
    graph.connect(edge, {});
}

}  // namespace

void addLoadBalancers(GraphBuilder &graph)
{
    const ActingLoadBalancers acting(graph.snapshot(), graph.roles());
    const Clients clientsOfNodes = whoReachesNodes(graph.snapshot());
    std::map<VertexIndex, Address> addresses;
    for (const ObjectPtr &service : graph.snapshot().of(Kind::Service)) {
        const VertexIndex v = graph.find(refTo(*service).text());
        const std::string_view type = service->spec()["type"].text();
        if (type == "NodePort")
            addNodePorts(graph, *service, v, clientsOfNodes);
        if (type != "LoadBalancer")
            continue;
        if (const Component *supposed = acting.supposedFor(*service)) {
            addSupposed(graph, *service, v, *supposed);
            continue;
        }
        const std::size_t before = graph.edges().size();
        addStatusAddresses(graph, *service, v, addresses);
        if (graph.edges().size() == before)
            addPending(graph, *service, v);
        const ActingText text = actingText(graph.roles(), acting, *service);
        for (std::size_t e = before; e < graph.edges().size(); ++e) {
            const VertexIndex from = graph.edges()[e].from;
            if (graph.edges()[e].to == v && addresses.contains(from))
                addresses[from].texts.insert({text.who, text.isWhole});
        }
    }
    for (const auto &[v, address] : addresses)
        graph[v].detail = graph.text(detailOf(address));
}

}  // namespace portolan::relations
