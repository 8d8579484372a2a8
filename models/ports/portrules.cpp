// SPDX-License-Identifier: GPL-3.0-or-later
#include "ports/portrules.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

#include "panel/telling.h"
#include "roles/serverflags.h"

namespace portolan {

namespace {

/** The machines of a cluster by what they do, as references. */
struct Machines {
    std::vector<std::string> all, servers, agents;
    bool hasEtcd = false;      ///< several servers keep the data themselves
    bool hasRegistry = false;  ///< the embedded registry mirror is switched on
    bool hasMetrics = false;   ///< metrics-server is there
    bool areFlagsSeen = false;
};

bool isServer(const Object &node)
{
    const Value labels = node.meta()["labels"];
    return !labels["node-role.kubernetes.io/control-plane"].isNull() ||
           !labels["node-role.kubernetes.io/master"].isNull();
}

Machines machinesOf(const ClusterSnapshot &snapshot)
{
    Machines machines;
    std::size_t etcd = 0;
    for (const ObjectPtr &node : snapshot.of(Kind::Node)) {
        const std::string name = refTo(*node).text();
        machines.all.push_back(name);
        (isServer(*node) ? machines.servers : machines.agents).push_back(name);
        etcd += node->meta()["labels"]["node-role.kubernetes.io/etcd"].isNull() ? 0 : 1;
    }
    const roles::ServerFlags flags = roles::ServerFlags::of(snapshot);
    machines.hasEtcd = etcd > 1;
    machines.areFlagsSeen = flags.isVisible();
    machines.hasRegistry = flags.has("embedded-registry");
    const ObjectTable &deployments = snapshot.of(Kind::Deployment);
    machines.hasMetrics = std::any_of(deployments.begin(), deployments.end(),
                                      [](const ObjectPtr &d) { return d->name == "metrics-server"; });
    return machines;
}

/** The ends of a rule: references, and how one calls them. */
std::pair<std::vector<std::string>, std::string> endOf(const std::string &place, const Component &component,
                                                       const Machines &machines)
{
    if (place == "nodes")
        return {machines.all, "all nodes"};
    if (place == "servers")
        return {machines.servers, "servers"};
    if (place == "agents")
        return {machines.agents, "agents"};
    if (place != "component")
        return {{place}, place};
    if (component.nodes.empty() || component.nodes.size() == machines.all.size())
        return {machines.all, "all nodes"};
    std::vector<std::string> nodes;
    for (const std::string &node : component.nodes)
        nodes.push_back("Node/" + node);
    std::ranges::sort(nodes);
    return {nodes, "the nodes that run it"};
}

/** What the distribution's file knows only in general, and this cluster's objects decide. */
bool isDecidedAgainst(const KnownPort &port, const Machines &machines)
{
    if (port.port == "2379-2380")
        return !machines.hasEtcd;
    return port.port == "5001" && machines.areFlagsSeen && !machines.hasRegistry;
}

bool isRequired(const KnownPort &port, const Machines &machines)
{
    if (port.port == "2379-2380")
        return true;
    if (port.port == "10250" && port.from == "nodes")
        return machines.hasMetrics;
    return port.isRequired || (port.port == "5001" && machines.hasRegistry);
}

/** "UDP", as rules spell what a container says. */
std::string wordOf(Protocol protocol)
{
    return protocol == Protocol::UDP ? "UDP" : protocol == Protocol::SCTP ? "SCTP" : "TCP";
}

class Rules {
public:
    Rules(const TopologyGraph &graph, const Knowledge &knowledge)
        : m_graph(graph),
          m_knowledge(knowledge),
          m_machines(machinesOf(*graph.snapshot)),
          m_telling(graph, Depth::Engineer, knowledge)
    {
    }

    void addComponent(const Component &component)
    {
        const KnownComponent *known = m_knowledge.component(component.name);
        if (!known || component.confidence == Confidence::Leftover)
            return;
        m_telling.about(&component);
        for (const KnownPort &port : known->ports) {
            const bool isOfObjects =
                component.role == NetworkRole::LoadBalancer || component.role == NetworkRole::Ingress;
            if (isOfObjects && port.from == "clients")
                continue;  // which ports clients use, Services say
            if (port.from != "local" && m_telling.holds(port.when) && !isDecidedAgainst(port, m_machines))
                add(component, port);
        }
    }

    /** The ports at which LoadBalancer Services are reached; where nothing announces them, nobody opens a port. */
    void addServices()
    {
        const Component *balancer = m_graph.roles->filling(NetworkRole::LoadBalancer);
        if (!balancer)
            return;
        for (const ObjectPtr &service : m_graph.snapshot->of(Kind::Service)) {
            if (service->spec()["type"].text() != "LoadBalancer")
                continue;
            const Value ports = service->spec()["ports"];
            for (const Value &port : ports.items())
                addService(*service, port, *balancer);
        }
    }

    /** The ports that an ingress controller's pods open on their nodes themselves. */
    void addHostPorts(const Component &component)
    {
        if (component.role != NetworkRole::Ingress && component.role != NetworkRole::Gateway)
            return;
        std::map<std::pair<std::string, std::uint16_t>, std::set<std::string>> nodes;
        for (const ObjectRef &workload : component.workloads) {
            const VertexIndex at = m_graph.find(workload.text());
            if (at == none)
                continue;
            for (const VertexIndex child : m_graph.children(at)) {
                const Vertex &vertex = m_graph.vertices[child];
                const Pod *pod = m_graph.snapshot->findPod(vertex.space, vertex.name);
                if (vertex.type != VertexType::Pod || !pod || !pod->pod || pod->node.empty())
                    continue;
                for (const Container &container : pod->pod->containers) {
                    for (const ContainerPort &port : container.ports) {
                        // on the node's own network a container's port is the node's
                        const std::uint16_t number = pod->pod->hostNetwork ? port.port : port.hostPort;
                        if (number != 0 && !isLoopback(port.hostIp))
                            nodes[{wordOf(port.protocol), number}].insert("Node/" + std::string(pod->node));
                    }
                }
            }
        }
        for (const auto &[port, where] : nodes)
            addHostPort(component, port.first, port.second, {where.begin(), where.end()});
    }

    /** Spegel finds other nodes' images by way of their port 6443. Source: K3s, embedded registry mirror. */
    void addRegistry(const Component &distribution)
    {
        if (!m_machines.hasRegistry || distribution.name != "k3s")
            return;
        KnownPort port;
        port.protocol = "TCP";
        port.port = "6443";
        port.from = port.to = "nodes";
        port.why = "The embedded registry mirror, which is switched on, asks every node here.";
        port.sources = {"K-REG"};
        add(distribution, port);
    }

    std::vector<PortRule> take()
    {
        std::ranges::sort(m_rules, {}, [](const PortRule &rule) {
            int number = 0;
            std::from_chars(rule.port.data(), rule.port.data() + rule.port.size(), number);
            return std::tuple(number, rule.port, rule.protocol, rule.from, rule.to, rule.component);
        });
        return std::move(m_rules);
    }

private:
    void add(const Component &component, const KnownPort &port)
    {
        PortRule rule;
        rule.protocol = port.protocol;
        rule.port = m_telling.portOf(port);
        std::tie(rule.from, rule.fromWords) = endOf(port.from, component, m_machines);
        std::tie(rule.to, rule.toWords) = endOf(port.to, component, m_machines);
        rule.component = component.name;
        rule.why = port.why;
        const auto source = m_knowledge.sources.find(port.sources.empty() ? std::string() : port.sources.front());
        rule.source = source == m_knowledge.sources.end() ? std::string() : source->second.title;
        rule.isRequired = isRequired(port, m_machines);
        rule.isSupposed = component.isSupposed;
        addRule(std::move(rule));
    }

    static bool isLoopback(std::string_view address) { return address.starts_with("127.") || address == "::1"; }

    void addHostPort(const Component &component, const std::string &protocol, std::uint16_t number,
                     std::vector<std::string> nodes)
    {
        PortRule rule;
        rule.protocol = protocol;
        rule.port = std::to_string(number);
        rule.from = {"clients"};
        rule.fromWords = "clients";
        rule.toWords = nodes.size() == m_machines.all.size() ? "all nodes" : "the nodes that run it";
        rule.to = std::move(nodes);
        rule.component = component.name;
        rule.why = "Its pods open this port on their nodes.";
        rule.source = component.workloads.front().text();
        rule.isRequired = number == 80 || number == 443;  // others may be for metrics and probes alone
        rule.isSupposed = component.isSupposed;
        addRule(std::move(rule));
    }

    void addService(const Object &service, const Value &port, const Component &balancer)
    {
        // a cloud's load balancer stands outside and comes in at the node port
        const bool isOutside = balancer.name == "cloud-provider";
        const std::int64_t number = port[isOutside ? "nodePort" : "port"].integer();
        const std::string_view protocol = port["protocol"].text();
        if (number <= 0 || number > 65535)
            return;
        PortRule rule;
        rule.protocol = protocol == "UDP" || protocol == "SCTP" ? std::string(protocol) : std::string("TCP");
        rule.port = std::to_string(number);
        rule.from = {"clients"};
        rule.fromWords = "clients";
        std::tie(rule.to, rule.toWords) = endOf(isOutside ? "nodes" : "component", balancer, m_machines);
        rule.component = balancer.name;
        rule.why = "LoadBalancer Service " + std::string(service.space) + '/' + std::string(service.name) + '.';
        rule.source = refTo(service).text();
        rule.isSupposed = balancer.isSupposed;
        addRule(std::move(rule));
    }

    /** A component that fills two roles asks for its ports once. */
    void addRule(PortRule rule)
    {
        const bool isAlone = rule.from.size() == 1 && rule.from == rule.to;
        const bool needsPort = rule.protocol == "TCP" || rule.protocol == "UDP" || rule.protocol == "SCTP";
        if (rule.from.empty() || rule.to.empty() || isAlone || (needsPort && !isPortRange(rule.port)))
            return;
        const auto isSame = [&](const PortRule &other) {
            return other.protocol == rule.protocol && other.port == rule.port && other.from == rule.from &&
                   other.to == rule.to && other.component == rule.component;
        };
        if (std::ranges::none_of(m_rules, isSame))
            m_rules.push_back(std::move(rule));
    }

    const TopologyGraph &m_graph;
    const Knowledge &m_knowledge;
    Machines m_machines;
    panel::Telling m_telling;
    std::vector<PortRule> m_rules;
};

}  // namespace

bool isPortRange(std::string_view text)
{
    const auto dash = text.find('-');
    const auto numberOf = [](std::string_view part) {
        unsigned number = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
        return read.ec == std::errc() && read.ptr == part.data() + part.size() && number <= 65535 ? number : 0U;
    };
    const unsigned first = numberOf(text.substr(0, dash));
    return first > 0 && (dash == std::string_view::npos || numberOf(text.substr(dash + 1)) >= first);
}

std::vector<PortRule> portRules(const TopologyGraph &graph, const Knowledge &knowledge)
{
    Rules rules(graph, knowledge);
    Component distribution;
    distribution.name = graph.roles->distribution.name == "k3d" ? "k3s" : graph.roles->distribution.name;
    rules.addComponent(distribution);
    rules.addRegistry(distribution);
    for (const Component &component : graph.roles->components) {
        rules.addComponent(component);
        if (component.confidence != Confidence::Leftover)
            rules.addHostPorts(component);
    }
    rules.addServices();
    return rules.take();
}

std::string portsInShort(const std::vector<PortRule> &rules)
{
    std::string text;
    std::set<std::string> told;
    for (const PortRule &rule : rules) {
        std::string protocol = rule.protocol;
        std::ranges::transform(protocol, protocol.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        const std::string one = rule.port + ' ' + protocol;
        const bool isBetween = rule.from.front().starts_with("Node/") && rule.to.front().starts_with("Node/");
        if (rule.isRequired && isBetween && !rule.port.empty() && told.insert(one).second)
            text += (text.empty() ? "" : " \u00b7 ") + one;
    }
    return text;
}

}  // namespace portolan
