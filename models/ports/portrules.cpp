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
    return {nodes, component.nodes.size() <= 3 ? "the nodes that run it" : "some nodes"};
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

    /** The ports at which LoadBalancer Services are reached. */
    void addServices()
    {
        const Component *balancer = m_graph.roles->filling(NetworkRole::LoadBalancer);
        for (const ObjectPtr &service : m_graph.snapshot->of(Kind::Service)) {
            if (service->spec()["type"].text() != "LoadBalancer")
                continue;
            const Value ports = service->spec()["ports"];
            for (const Value &port : ports.items())
                addService(*service, port, balancer);
        }
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

    void addService(const Object &service, const Value &port, const Component *balancer)
    {
        const std::int64_t number = port["port"].integer();
        const std::string_view protocol = port["protocol"].text();
        if (number <= 0 || number > 65535)
            return;
        const Component nobody;
        PortRule rule;
        rule.protocol = protocol == "UDP" || protocol == "SCTP" ? std::string(protocol) : std::string("TCP");
        rule.port = std::to_string(number);
        rule.from = {"clients"};
        rule.fromWords = "clients";
        std::tie(rule.to, rule.toWords) = endOf("component", balancer ? *balancer : nobody, m_machines);
        rule.component = balancer ? std::string(balancer->name) : std::string("service");
        rule.why = "LoadBalancer Service " + std::string(service.space) + '/' + std::string(service.name) + '.';
        rule.source = refTo(service).text();
        rule.isSupposed = balancer && balancer->isSupposed;
        addRule(std::move(rule));
    }

    /** A component that fills two roles asks for its ports once. */
    void addRule(PortRule rule)
    {
        const bool isAlone = rule.from.size() == 1 && rule.from == rule.to;
        if (rule.from.empty() || rule.to.empty() || isAlone)
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

std::vector<PortRule> portRules(const TopologyGraph &graph, const Knowledge &knowledge)
{
    Rules rules(graph, knowledge);
    Component distribution;
    distribution.name = graph.roles->distribution.name == "k3d" ? "k3s" : graph.roles->distribution.name;
    rules.addComponent(distribution);
    for (const Component &component : graph.roles->components)
        rules.addComponent(component);
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
