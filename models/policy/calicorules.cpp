// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/calicorules.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "policy/calicoselector.h"

namespace portolan::policy {

namespace {

constexpr std::string_view noSpace = "global()";  ///< as a selector of namespaces: what is in none

/** What a selector asks of: a pod's labels, with those that Calico adds. */
LabelSource labelsOf(const SubjectKind &kind)
{
    return [&kind](std::string_view key) -> const std::string_view * {
        static constexpr std::string_view kubernetes = "k8s";
        if (key == "projectcalico.org/namespace")
            return &kind.space;
        if (key == "projectcalico.org/serviceaccount")
            return &kind.serviceAccount;
        if (key == "projectcalico.org/orchestrator")
            return &kubernetes;
        return find(kind.labels, key);
    };
}

LabelSource labelsOfSpace(const std::string_view &name, const Labels &labels)
{
    return [&](std::string_view key) -> const std::string_view * {
        return key == "projectcalico.org/name" ? &name : find(labels, key);
    };
}

bool isGiven(const Value &field)
{
    return field.size() + field.text().size() > 0;
}

/** An empty selector, and "all()". */
bool takesAll(std::string_view selector)
{
    return selector.empty() || selector == "all()";
}

std::optional<Protocol> protocolOf(const Value &value)
{
    std::string name(value.text());
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (name == "TCP" || value.integer() == 6)
        return Protocol::TCP;
    if (name == "UDP" || value.integer() == 17)
        return Protocol::UDP;
    if (name == "SCTP" || value.integer() == 132)
        return Protocol::SCTP;
    return std::nullopt;
}

/** A number, "80:90", or a name. */
void addPort(RulePorts &ports, Protocol protocol, const Value &port)
{
    if (port.isInteger()) {
        const auto number = static_cast<std::uint16_t>(std::clamp<std::int64_t>(port.integer(), 0, 65535));
        return ports.ports.add(PortSet::of(protocol, number, number));
    }
    const std::string_view text = port.text();
    const auto colon = text.find(':');
    const auto numberIn = [](std::string_view part) {
        std::uint16_t number = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        return error == std::errc() && end == part.data() + part.size() ? std::optional(number) : std::nullopt;
    };
    const auto first = numberIn(text.substr(0, colon));
    const auto last = colon == std::string_view::npos ? first : numberIn(text.substr(colon + 1));
    if (first && last)
        ports.ports.add(PortSet::of(protocol, *first, *last));
    else
        ports.named.push_back({text, protocol, 0});
}

void addPorts(Rule &rule, const Value &item)
{
    const Value destination = item["destination"];
    rule.ports.isAny = item["protocol"].isNull() && item["notProtocol"].isNull();
    if (!item["notProtocol"].isNull()) {
        rule.ports.ports = PortSet::all();
        if (const auto other = protocolOf(item["notProtocol"]))
            rule.ports.ports.remove(PortSet::of(*other, 1, 65535));
    }
    const auto protocol = protocolOf(item["protocol"]);
    if (!protocol)
        return;  // ICMP and the like: no port of these
    if (destination["ports"].size() == 0)
        rule.ports.ports.add(PortSet::of(*protocol, 1, 65535));
    for (const Value &port : destination["ports"].items())
        addPort(rule.ports, *protocol, port);
    RulePorts without;
    for (const Value &port : destination["notPorts"].items())
        addPort(without, *protocol, port);
    rule.ports.ports.remove(without.ports);
    if (!without.named.empty())
        rule.unsure = "names in notPorts are not evaluated";
}

}  // namespace

Result<std::uint32_t> chosenByCalico(RuleBook &book, std::string_view selector, std::string_view spaces,
                                     const Value &accounts, std::string_view space)
{
    auto pods = compileSelector(selector), inSpaces = compileSelector(spaces);
    if (!pods)
        return pods.error();
    if (!inSpaces)
        return inSpaces.error();
    const std::string key = "calico" + std::string(selector) + '\n' + std::string(spaces) + '\n' + keyOf(accounts);
    return book.selectors.add(
        key, spaces.empty() ? space : std::string_view(),
        [test = pods.value(), spaceTest = inSpaces.value(), hasSpaces = !spaces.empty(), accounts](
            const SubjectKind &kind, const Labels &ofSpace) {
            const auto names = accounts.items();
            return test(labelsOf(kind)) && (!hasSpaces || spaceTest(labelsOfSpace(kind.space, ofSpace))) &&
                   (names.empty() ||
                    std::ranges::any_of(names, [&](const Value &name) { return name.text() == kind.serviceAccount; }));
        });
}

/** Sets of networks are chosen by the same selectors as pods, those of the cluster where no namespace is asked for. */
void CalicoRules::addSets(std::vector<Block> &blocks, std::string_view selector, std::string_view spaces,
                          std::string_view space) const
{
    const auto test = compileSelector(selector), spaceTest = compileSelector(spaces);
    if (!test || !spaceTest)
        return;
    const auto add = [&](const Object &set) {
        const Labels labels = policy::labelsOf(set.meta()["labels"]);
        const bool isChosen = test.value()([&](std::string_view key) -> const std::string_view * {
            return key == "projectcalico.org/namespace" && !set.space.empty() ? &set.space : find(labels, key);
        });
        if (!isChosen)
            return;
        for (const Value &net : set.spec()["nets"].items()) {
            if (const auto range = parseBlock(net.text()))
                blocks.push_back({*range, {}});
        }
    };
    if (spaces == noSpace || (spaces.empty() && space.empty())) {
        for (const ObjectPtr &set : m_snapshot.of(Kind::GlobalNetworkSet))
            add(*set);
    }
    for (const ObjectPtr &set : m_snapshot.of(Kind::CalicoNetworkSet)) {
        const Object *own = m_snapshot.find(Kind::Namespace, {}, set->space);
        const Labels labels = policy::labelsOf(own ? own->meta()["labels"] : Value());
        const bool isInSpace = spaces.empty() ? space.empty() || set->space == space
                                              : spaceTest.value()(labelsOfSpace(set->space, labels));
        if (isInSpace)
            add(*set);
    }
}

void CalicoRules::addChosen(Rule &rule, const Value &entity)
{
    const std::string_view selector = entity["selector"].text(), spaces = entity["namespaceSelector"].text();
    const Value accounts = entity["serviceAccounts"];
    if (!accounts["selector"].text().empty())
        rule.unsure = "labels of ServiceAccounts are not evaluated";
    const auto chosen = chosenByCalico(m_book, selector, spaces, accounts["names"], m_space);
    if (!chosen) {
        rule.unsure = "a selector of it can't be understood";
        return;
    }
    rule.peers.selectors.push_back(chosen.value());
    if (accounts["names"].size() > 0)
        return;
    rule.peers.isAnyPod = takesAll(selector) && (spaces.empty() ? m_space.empty() : spaces == "all()");
    addSets(rule.peers.blocks, selector, spaces, m_space);
}

void CalicoRules::addNotChosen(Rule &rule, std::string_view selector)
{
    const auto chosen = chosenByCalico(m_book, selector, {}, {}, {});
    if (!chosen) {
        rule.unsure = "a selector of it can't be understood";
        return;
    }
    rule.peers.notSelectors.push_back(chosen.value());
    addSets(rule.peers.notBlocks, selector, {}, {});
}

void CalicoRules::addNets(RulePeers &peers, const Value &entity, bool isSelected)
{
    for (const Value &net : entity["nets"].items()) {
        if (const auto range = parseBlock(net.text()))
            peers.blocks.push_back({*range, {}});
    }
    for (const Value &net : entity["notNets"].items()) {
        if (const auto range = parseBlock(net.text()))
            peers.notBlocks.push_back({*range, {}});
    }
    peers.isBoth = isSelected && entity["nets"].size() > 0;
}

/** All that an entity says must hold. A namespaced policy means its own namespace as soon as any selector is given. */
void CalicoRules::addPeers(Rule &rule, const Value &entity)
{
    rule.peers.scope = BlockScope::Everybody;
    const bool hasSelector = isGiven(entity["selector"]) || isGiven(entity["namespaceSelector"]) ||
                             isGiven(entity["serviceAccounts"]) || (isGiven(entity["notSelector"]) && !m_space.empty());
    if (hasSelector)
        addChosen(rule, entity);
    if (isGiven(entity["notSelector"]))
        addNotChosen(rule, entity["notSelector"].text());
    if (hasSelector && isGiven(entity["nets"]) && !rule.peers.blocks.empty())
        rule.unsure = "sets of networks together with networks are not evaluated";
    addNets(rule.peers, entity, hasSelector);
    rule.peers.isAny = !hasSelector && entity["nets"].size() == 0;
    if (isGiven(entity["domains"]))
        rule.unsure = "domains is not evaluated";
    if (rule.unsure.empty())
        return;
    rule.peers = {};
    rule.peers.isAny = true;
}

/** A Service means its endpoints, and as a receiver their ports: a rule for each slice of them. Returns whether some
 *  slice was read. */
bool CalicoRules::addService(std::vector<Rule> &rules, const Rule &rule, const Value &service, bool isReceiver) const
{
    const std::string_view wished = service["namespace"].text();
    const std::string_view space = wished.empty() ? m_space : wished;
    bool isRead = false;
    for (const ObjectPtr &slice : m_snapshot.of(Kind::EndpointSlice)) {
        if (slice->space != space || slice->label("kubernetes.io/service-name") != service["name"].text())
            continue;
        isRead = true;
        Rule one = rule;
        one.peers = {};
        one.peers.scope = BlockScope::Everybody;
        for (const Value &endpoint : slice->root["endpoints"].items()) {
            for (const Value &address : endpoint["addresses"].items()) {
                if (const auto range = parseBlock(address.text()))
                    one.peers.blocks.push_back({*range, {}});
            }
        }
        if (isReceiver) {
            one.ports = {};
            for (const Value &port : slice->root["ports"].items()) {
                if (const auto protocol =
                        protocolOf(port["protocol"].isNull() ? Value(std::string_view("TCP")) : port["protocol"]))
                    addPort(one.ports, *protocol, port["port"]);
            }
        }
        rules.push_back(std::move(one));
    }
    return isRead;
}

std::vector<Rule> CalicoRules::rules(const Value &items, bool isIngress)
{
    std::vector<Rule> rules;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value item = items.at(i);
        const std::string_view action = item["action"].text();
        if (action == "Log")
            continue;
        Rule rule;
        rule.reference = m_reference + (isIngress ? " ingress[" : " egress[") + std::to_string(i) + ']';
        rule.action = action == "Deny" ? Action::Deny : action == "Pass" ? Action::Pass : Action::Allow;
        const Value peer = item[isIngress ? "source" : "destination"];
        addPeers(rule, peer);
        addPorts(rule, item);
        const Value own = item[isIngress ? "destination" : "source"];
        for (const std::string_view field :
             {"selector", "namespaceSelector", "notSelector", "serviceAccounts", "nets", "notNets", "services"}) {
            if (isGiven(own[field]))
                rule.unsure = "what it asks of the end that it is for is not evaluated";
        }
        if (item["source"]["ports"].size() + item["source"]["notPorts"].size() > 0)
            rule.unsure = "ports of the sender are not evaluated";
        if (item["ipVersion"].integer(4) != 4)
            rule.unsure = "the version of IP is not evaluated";
        if (item["http"].isObject())
            rule.note = "it asks for HTTP methods or paths, which are not looked at";
        const Value service = peer["services"];
        if (service.size() > 0 && rule.unsure.empty() && addService(rules, rule, service, !isIngress))
            continue;
        if (service.size() > 0 && rule.unsure.empty())
            rule.unsure = "the endpoints of Service " + std::string(service["name"].text()) + " were not read";
        rules.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace portolan::policy
