// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "policy/rules.h"

/* policy.networking.k8s.io: AdminNetworkPolicy and BaselineAdminNetworkPolicy of v1alpha1, ClusterNetworkPolicy of
 * v1alpha2, which takes the place of both. Source: Network Policy API, its reference. */
namespace portolan::policy {

namespace {

Protocol protocolOf(std::string_view text)
{
    return text == "UDP" ? Protocol::UDP : text == "SCTP" ? Protocol::SCTP : Protocol::TCP;
}

std::uint16_t portOf(const Value &value)
{
    const std::int64_t number = value.integer();
    return number > 0 && number <= 65535 ? static_cast<std::uint16_t>(number) : std::uint16_t(0);
}

/** Subjects and peers name namespaces, or pods in namespaces. */
std::uint32_t chosenBy(RuleBook &book, const Value &namespaces, const Value &pods)
{
    const Value spaces = namespaces.isObject() ? namespaces : pods["namespaceSelector"];
    const Value labels = namespaces.isObject() ? Value() : pods["podSelector"];
    return book.selectors.add("admin" + keyOf(spaces) + '/' + keyOf(labels), {},
                              [spaces, labels](const SubjectKind &kind, const Labels &ofSpace) {
                                  return matches(spaces, ofSpace) && (labels.isNull() || matches(labels, kind.labels));
                              });
}

bool takesAll(const Value &selector)
{
    return selector.isObject() && selector["matchLabels"].size() == 0 && selector["matchExpressions"].size() == 0;
}

/** Whom a rule means surely, and whom it may mean. */
struct Peers {
    RulePeers sure, doubtful;
    std::string why;
};

/** Nodes are meant by their addresses. */
void addNodes(Peers &peers, const Value &selector, const ClusterSnapshot &snapshot)
{
    if (snapshot.of(Kind::Node).empty()) {
        peers.doubtful.isOutside = peers.doubtful.isOwnNode = peers.doubtful.isOtherNode = true;
        peers.why = "nodes were not read";
    }
    for (const ObjectPtr &node : snapshot.of(Kind::Node)) {
        if (!matches(selector, labelsOf(node->meta()["labels"])))
            continue;
        for (const Value &address : node->status()["addresses"].items()) {
            if (const auto range = parseBlock(address["address"].text()))
                peers.sure.blocks.push_back({*range, {}});
        }
    }
}

void addPeer(RuleBook &book, Peers &peers, const Value &peer, const ClusterSnapshot &snapshot)
{
    peers.sure.scope = BlockScope::Everybody;  // networks mean pods by their addresses, too
    const Value namespaces = peer["namespaces"], pods = peer["pods"];
    if (namespaces.isObject() || pods.isObject()) {
        peers.sure.selectors.push_back(chosenBy(book, namespaces, pods));
        peers.sure.isAnyPod = peers.sure.isAnyPod || takesAll(namespaces) ||
                              (takesAll(pods["namespaceSelector"]) && takesAll(pods["podSelector"]));
    } else if (peer["networks"].isArray()) {
        for (const Value &network : peer["networks"].items()) {
            if (const auto range = parseBlock(network.text()))
                peers.sure.blocks.push_back({*range, {}});
        }
    } else if (peer["nodes"].isObject()) {
        addNodes(peers, peer["nodes"], snapshot);
    } else if (peer["domainNames"].isArray()) {
        peers.doubtful.isAny = true;
        peers.why = "names of domains are not evaluated";
    } else {
        peers.doubtful.isAny = true;
        peers.why = "a sort of peers is not evaluated";
    }
}

void addPorts(RulePorts &ports, const Value &list)
{
    ports.isAny = list.size() == 0;
    for (const Value &port : list.items()) {
        if (const Value number = port["portNumber"]; number.isObject()) {
            ports.ports.add(
                PortSet::of(protocolOf(number["protocol"].text()), portOf(number["port"]), portOf(number["port"])));
        } else if (const Value range = port["portRange"]; range.isObject()) {
            ports.ports.add(
                PortSet::of(protocolOf(range["protocol"].text()), portOf(range["start"]), portOf(range["end"])));
        } else if (port["namedPort"].isText()) {
            for (const Protocol protocol : {Protocol::TCP, Protocol::UDP, Protocol::SCTP})
                ports.named.push_back({port["namedPort"].text(), protocol, 0});
        }
    }
}

/** Of ClusterNetworkPolicy: each protocol with its own ports. */
void addProtocols(RulePorts &ports, const Value &list)
{
    ports.isAny = list.size() == 0;
    for (const Value &one : list.items()) {
        for (const auto &[key, protocol] :
             {std::pair("tcp", Protocol::TCP), std::pair("udp", Protocol::UDP), std::pair("sctp", Protocol::SCTP)}) {
            if (!one[key].isObject())
                continue;
            const Value port = one[key]["destinationPort"];
            const Value range = port["range"];
            if (range.isObject())
                ports.ports.add(PortSet::of(protocol, portOf(range["start"]), portOf(range["end"])));
            else if (port["number"].isInteger())
                ports.ports.add(PortSet::of(protocol, portOf(port["number"]), portOf(port["number"])));
            else
                ports.ports.add(PortSet::of(protocol, 1, 65535));
        }
        if (one["destinationNamedPort"].isText()) {
            for (const Protocol protocol : {Protocol::TCP, Protocol::UDP, Protocol::SCTP})
                ports.named.push_back({one["destinationNamedPort"].text(), protocol, 0});
        }
    }
}

std::vector<Rule> rulesOf(RuleBook &book, const ClusterSnapshot &snapshot, const Object &object,
                          const std::string &reference, bool isIngress)
{
    std::vector<Rule> rules;
    const std::string_view section = isIngress ? "ingress" : "egress";
    const auto items = object.spec()[section].items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        Rule rule;
        rule.reference = reference + ' ' + std::string(section) + '[' + std::to_string(i) + ']';
        const std::string_view action = items[i]["action"].text();
        rule.action = action == "Deny" ? Action::Deny : action == "Pass" ? Action::Pass : Action::Allow;
        Peers peers;
        for (const Value &peer : items[i][isIngress ? "from" : "to"].items())
            addPeer(book, peers, peer, snapshot);
        rule.peers = std::move(peers.sure);
        if (object.kind == Kind::ClusterNetworkPolicy)
            addProtocols(rule.ports, items[i]["protocols"]);
        else
            addPorts(rule.ports, items[i]["ports"]);
        addRule(rules, std::move(rule), peers.doubtful, std::move(peers.why));
    }
    return rules;
}

}  // namespace

void addAdminPolicies(RuleBook &book, const ClusterSnapshot &snapshot)
{
    for (const Kind kind : {Kind::AdminNetworkPolicy, Kind::BaselineAdminNetworkPolicy, Kind::ClusterNetworkPolicy}) {
        for (const ObjectPtr &object : snapshot.of(kind)) {
            const bool isBaseline = kind == Kind::BaselineAdminNetworkPolicy ||
                                    (kind == Kind::ClusterNetworkPolicy && object->spec()["tier"].text() == "Baseline");
            Policy policy;
            policy.reference = refTo(*object).text();
            policy.subjects =
                chosenBy(book, object->spec()["subject"]["namespaces"], object->spec()["subject"]["pods"]);
            policy.hasIngress = object->spec()["ingress"].size() > 0;
            policy.hasEgress = object->spec()["egress"].size() > 0;
            policy.ingress = rulesOf(book, snapshot, *object, policy.reference, true);
            policy.egress = rulesOf(book, snapshot, *object, policy.reference, false);
            policy.order = static_cast<double>(object->spec()["priority"].integer());
            book.tier(isBaseline ? baselineTier : adminTier, isBaseline ? "baseline" : "admin", false)
                .policies.push_back(std::move(policy));
        }
    }
}

}  // namespace portolan::policy
