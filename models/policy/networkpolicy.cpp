// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "policy/rules.h"

/* networking.k8s.io/v1. Source: Kubernetes API reference, "NetworkPolicy"; "Network Policies". */
namespace portolan::policy {

namespace {

std::uint32_t inNamespace(RuleBook &book, std::string_view space, const Value &pods)
{
    return book.selectors.add("pods" + keyOf(pods), space,
                              [pods](const SubjectKind &kind, const Labels &) { return matches(pods, kind.labels); });
}

std::uint32_t inNamespaces(RuleBook &book, const Value &spaces, const Value &pods)
{
    return book.selectors.add("spaces" + keyOf(spaces) + '/' + keyOf(pods), {},
                              [spaces, pods](const SubjectKind &kind, const Labels &ofSpace) {
                                  return matches(spaces, ofSpace) && (pods.isNull() || matches(pods, kind.labels));
                              });
}

/** One element of from or to: selectors in it hold together. An element with nothing in it means nobody. */
void addPeer(RuleBook &book, Rule &rule, std::string_view space, const Value &peer)
{
    const Value block = peer["ipBlock"], pods = peer["podSelector"], spaces = peer["namespaceSelector"];
    if (block.isObject()) {
        if (const auto range = parseBlock(block["cidr"].text())) {
            Block made{*range, {}};
            for (const Value &part : block["except"].items()) {
                if (const auto without = parseBlock(part.text()))
                    made.except.push_back(*without);
            }
            rule.peers.blocks.push_back(std::move(made));
        }
    } else if (spaces.isObject()) {
        rule.peers.selectors.push_back(inNamespaces(book, spaces, pods));
        const auto takesAll = [](const Value &selector) {
            return selector.isNull() ||
                   (selector["matchLabels"].size() == 0 && selector["matchExpressions"].size() == 0);
        };
        rule.peers.isAnyPod = rule.peers.isAnyPod || (takesAll(spaces) && takesAll(pods));
    } else if (pods.isObject()) {
        rule.peers.selectors.push_back(inNamespace(book, space, pods));
    }
}

void addPort(RulePorts &ports, const Value &port)
{
    const std::string_view name = port["protocol"].text();
    const Protocol protocol = name == "UDP" ? Protocol::UDP : name == "SCTP" ? Protocol::SCTP : Protocol::TCP;
    const Value number = port["port"];
    if (number.isText()) {
        ports.named.push_back({number.text(), protocol, 0});
        return;
    }
    const std::int64_t first = number.integer(number.isNull() ? 1 : 0);
    const std::int64_t last = number.isNull() ? 65535 : port["endPort"].integer(first);
    if (first >= 1 && first <= last && last <= 65535)
        ports.ports.add(PortSet::of(protocol, static_cast<std::uint16_t>(first), static_cast<std::uint16_t>(last)));
}

std::vector<Rule> rulesOf(RuleBook &book, const Object &object, const std::string &reference, bool isIngress)
{
    std::vector<Rule> rules;
    const std::string_view section = isIngress ? "ingress" : "egress";
    const auto items = object.spec()[section].items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        Rule rule;
        rule.reference = reference + ' ' + std::string(section) + '[' + std::to_string(i) + ']';
        const Value peers = items[i][isIngress ? "from" : "to"], ports = items[i]["ports"];
        rule.peers.isAny = peers.size() == 0;  // empty and missing mean the same: everybody
        for (const Value &peer : peers.items())
            addPeer(book, rule, object.space, peer);
        rule.ports.isAny = ports.size() == 0;
        for (const Value &port : ports.items())
            addPort(rule.ports, port);
        rules.push_back(std::move(rule));
    }
    return rules;
}

}  // namespace

void addNetworkPolicies(RuleBook &book, const ClusterSnapshot &snapshot)
{
    Tier &tier = book.tier(defaultTier, "default", true);
    for (const ObjectPtr &object : snapshot.of(Kind::NetworkPolicy)) {
        Policy policy;
        policy.reference = refTo(*object).text();
        policy.subjects = inNamespace(book, object->space, object->spec()["podSelector"]);
        const Value types = object->spec()["policyTypes"];
        const auto names = [&](std::string_view type) {
            const auto items = types.items();
            return std::ranges::any_of(items, [&](const Value &item) { return item.text() == type; });
        };
        // Where the types are not given, ingress is always meant, egress if there is such a section.
        policy.hasIngress = types.size() == 0 || names("Ingress");
        policy.hasEgress = types.size() == 0 ? object->spec()["egress"].size() > 0 : names("Egress");
        policy.ingress = rulesOf(book, *object, policy.reference, true);
        policy.egress = rulesOf(book, *object, policy.reference, false);
        policy.order = 1000;
        tier.policies.push_back(std::move(policy));
    }
}

}  // namespace portolan::policy
