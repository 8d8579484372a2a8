// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/absence.h"
#include "explain/families.h"
#include "explain/phrase.h"

namespace portolan {

namespace {

/** A label selector in kubectl's notation; empty if it selects everything. */
std::string selectorText(const Value &selector)
{
    std::vector<std::string> parts;
    for (const Member &label : selector["matchLabels"].members())
        parts.push_back(text(label.key, "=", label.value.text()));
    for (const Value &expression : selector["matchExpressions"].items()) {
        const std::string_view op = expression["operator"].text();
        std::vector<std::string> values;
        for (const Value &value : expression["values"].items())
            values.emplace_back(value.text());
        const std::string key(expression["key"].text());
        if (op == "Exists")
            parts.push_back(key);
        else if (op == "DoesNotExist")
            parts.push_back("!" + key);
        else
            parts.push_back(text(key, op == "In" ? " in (" : " notin (", joined(values), ")"));
    }
    return joined(parts, ",");
}

/** "pods of shop with app=web", "all pods of any namespace". */
std::string podsText(const Value &selector, std::string_view where)
{
    const std::string labels = selectorText(selector);
    return labels.empty() ? text("all pods of ", where) : text("pods of ", where, " with ", labels);
}

/** "namespace shop", "any namespace", "namespaces with team=a". */
std::string spacesText(const Value &selector)
{
    const auto labels = selector["matchLabels"].members();
    if (labels.size() == 1 && selector["matchExpressions"].size() == 0 &&
        labels[0].key == "kubernetes.io/metadata.name")
        return text("namespace ", labels[0].value.text());
    const std::string says = selectorText(selector);
    return says.empty() ? "any namespace" : text("namespaces with ", says);
}

std::string peerText(const Value &peer, std::string_view space)
{
    if (const Value block = peer["ipBlock"]; block.isObject()) {
        std::vector<std::string> except;
        for (const Value &part : block["except"].items())
            except.emplace_back(part.text());
        return text(block["cidr"].text(), except.empty() ? "" : text(" except ", listed(except, 3)));
    }
    return podsText(peer["podSelector"],
                    peer["namespaceSelector"].isObject() ? spacesText(peer["namespaceSelector"]) : std::string(space));
}

std::string portsText(const Value &rule)
{
    std::vector<std::string> ports;
    for (const Value &port : rule["ports"].items()) {
        const std::string_view protocol = port["protocol"].text().empty() ? "TCP" : port["protocol"].text();
        const Value number = port["port"];
        std::string one(protocol);
        if (number.isInteger())
            one += text(" ", std::to_string(number.integer()));
        else if (number.isText())
            one += text(" ", number.text());
        if (port["endPort"].isInteger())
            one += text("–", std::to_string(port["endPort"].integer()));
        ports.push_back(std::move(one));
    }
    return ports.empty() ? "any port" : listed(ports, 4);
}

std::string ruleText(const Value &rule, std::string_view peersKey, std::string_view space)
{
    std::vector<std::string> peers;
    for (const Value &peer : rule[peersKey].items())
        peers.push_back(peerText(peer, space));
    // An empty list means the same as an absent one: anybody.
    return text(peersKey == "from" ? "from " : "to ", peers.empty() ? "anywhere" : listed(peers, 3), " on ",
                portsText(rule));
}

struct Direction {
    std::string_view type;   ///< in policyTypes
    std::string_view rules;  ///< field of the spec
    std::string_view peers;  ///< field of a rule
    std::string_view word;
};
constexpr Direction ingress{"Ingress", "ingress", "from", "traffic to them"};
constexpr Direction egress{"Egress", "egress", "to", "traffic from them"};

/** policyTypes, or their default: Ingress always, Egress where there is an egress section. */
bool applies(const Value &spec, const Direction &direction)
{
    const auto types = spec["policyTypes"].items();
    if (types.empty())
        return direction.type == "Ingress" || spec[direction.rules].isArray();
    return std::ranges::any_of(types, [&](const Value &type) { return type.text() == direction.type; });
}

std::string directionText(const Draft &draft, const Direction &direction)
{
    const Value spec = draft.spec();
    if (!applies(spec, direction))
        return {};
    std::vector<std::string> rules;
    for (const Value &rule : spec[direction.rules].items())
        rules.push_back(ruleText(rule, direction.peers, draft.vertex().space));
    if (rules.empty())
        return text("It allows no ", direction.word, ".");
    std::string all = rules.front();
    for (std::size_t i = 1; i < std::min<std::size_t>(rules.size(), 3); ++i)
        all += text("; ", rules[i]);
    if (rules.size() > 3)
        all += text("; and ", counted(rules.size() - 3, "rule"), " more");
    return text("It allows ", direction.word, " ", all, ".");
}

/** Pods that the selector's matchLabels fit; policies with expressions are left to the evaluation of policies. */
std::string selectsNobody(const Draft &draft)
{
    const Value selector = draft.spec()["podSelector"];
    if (selector["matchExpressions"].size() > 0 ||
        absenceOf(draft.snapshot(), Kind::Pod, draft.vertex().space) != Absence::NotThere)
        return {};
    for (const Pod &pod : draft.snapshot().pods) {
        const bool fits = std::ranges::all_of(selector["matchLabels"].members(), [&](const Member &label) {
            return pod.labels && valueOf(*pod.labels, label.key) == label.value.text();
        });
        if (pod.space == draft.vertex().space && fits)
            return {};
    }
    return text("No pod of ", draft.vertex().space, " is selected by it now.");
}

void explainNetworkPolicy(Draft &draft)
{
    std::string all = text("A NetworkPolicy for ", podsText(draft.spec()["podSelector"], draft.vertex().space), ".");
    for (const Direction &direction : {ingress, egress}) {
        if (const std::string says = directionText(draft, direction); !says.empty())
            all += text(" ", says);
    }
    draft.say(joined({all, selectsNobody(draft)}, " "));
    const bool isBoth = applies(draft.spec(), ingress) && applies(draft.spec(), egress);
    draft.say(
        text("Anything else in ", isBoth ? "these directions" : "that direction",
             " needs another policy that allows it, provided that something in the cluster enforces NetworkPolicies."));
    draft.fact("Pods",
               selectorText(draft.spec()["podSelector"]).empty() ? "all" : selectorText(draft.spec()["podSelector"]));
    for (const Direction &direction : {ingress, egress}) {
        if (applies(draft.spec(), direction))
            draft.fact(direction.type, counted(draft.spec()[direction.rules].size(), "rule"));
    }
}

}  // namespace

void explainPolicy(Draft &draft)
{
    if (draft.object() && draft.vertex().object.kind == Kind::NetworkPolicy)
        return explainNetworkPolicy(draft);
    const std::string kind =
        draft.object() ? std::string(info(draft.vertex().object.kind).name) : std::string("policy");
    draft.say(text("A ", kind,
                   draft.vertex().space.empty() ? " for the whole cluster" : text(" of ", draft.vertex().space),
                   "; what it allows or denies is not evaluated here."));
}

}  // namespace portolan
