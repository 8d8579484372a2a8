// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include "policy/rules.h"

/* cilium.io/v2: CiliumNetworkPolicy and the cluster-wide one. They add to NetworkPolicies: whom either selects is
 * isolated, and what any of them allows is allowed; what one denies is denied before. Source: Cilium, "Layer 3
 * Policies", "Layer 4 Policies", "Deny Policies". */
namespace portolan::policy {

namespace {

constexpr std::string_view spaceKey = "io.kubernetes.pod.namespace", spaceLabels = "io.cilium.k8s.namespace.labels.",
                           accountKey = "io.cilium.k8s.policy.serviceaccount",
                           clusterKey = "io.cilium.k8s.policy.cluster";

/** Keys may begin with where a label is from: "k8s:app", "any:app". */
std::string_view plainKey(std::string_view key)
{
    const auto colon = key.find(':');
    return colon == std::string_view::npos ? key : key.substr(colon + 1);
}

const std::string_view *valueOf(std::string_view key, const SubjectKind &kind, const Labels &ofSpace)
{
    static constexpr std::string_view standard = "default";
    key = plainKey(key);
    if (key == spaceKey)
        return &kind.space;
    if (key == accountKey)
        return &kind.serviceAccount;
    if (key == clusterKey)
        return &standard;
    if (key.starts_with(spaceLabels))
        return find(ofSpace, key.substr(spaceLabels.size()));
    return find(kind.labels, key);
}

bool holds(const Value &selector, const SubjectKind &kind, const Labels &ofSpace)
{
    const auto pairs = selector["matchLabels"].members();
    const auto expressions = selector["matchExpressions"].items();
    return std::ranges::all_of(pairs,
                               [&](const Member &pair) {
                                   const std::string_view *value = valueOf(pair.key, kind, ofSpace);
                                   return value && *value == pair.value.text();
                               }) &&
           std::ranges::all_of(expressions, [&](const Value &one) {
               const std::string_view *value = valueOf(one["key"].text(), kind, ofSpace);
               const std::string_view wanted = one["operator"].text();
               const auto values = one["values"].items();
               const bool isListed =
                   value && std::ranges::any_of(values, [&](const Value &each) { return each.text() == *value; });
               return wanted == "Exists"         ? value != nullptr
                      : wanted == "DoesNotExist" ? value == nullptr
                      : wanted == "In"           ? isListed
                                                 : wanted == "NotIn" && !isListed;
           });
}

bool namesSpace(const Value &selector)
{
    const auto isSpace = [](std::string_view key) {
        return plainKey(key) == spaceKey || plainKey(key).starts_with(spaceLabels);
    };
    const auto pairs = selector["matchLabels"].members();
    const auto expressions = selector["matchExpressions"].items();
    return std::ranges::any_of(pairs, [&](const Member &pair) { return isSpace(pair.key); }) ||
           std::ranges::any_of(expressions, [&](const Value &one) { return isSpace(one["key"].text()); });
}

class Reader {
public:
    explicit Reader(RuleBook &book) : m_book(book) {}

    void add(const Object &object)
    {
        m_space = object.space;
        m_reference = refTo(object).text();
        if (object.spec().isObject())
            addSpec(object.spec(), {});
        const auto specs = object["specs"].items();
        for (std::size_t i = 0; i < specs.size(); ++i)
            addSpec(specs[i], "specs[" + std::to_string(i) + "] ");
    }

private:
    std::uint32_t chosen(const Value &selector)
    {
        // A namespaced policy means pods of its own namespace, unless a peer names another.
        const std::string_view own = namesSpace(selector) ? std::string_view() : m_space;
        return m_book.selectors.add(
            "cilium" + keyOf(selector), own,
            [selector](const SubjectKind &kind, const Labels &ofSpace) { return holds(selector, kind, ofSpace); });
    }

    std::uint32_t everyPod()
    {
        return m_book.selectors.add("cilium all", {}, [](const SubjectKind &, const Labels &) { return true; });
    }

    void addEntity(Rule &rule, std::string_view entity)
    {
        if (entity == "all") {
            rule.peers.isAny = true;
        } else if (entity == "world" || entity == "world-ipv4" || entity == "world-ipv6") {
            rule.peers.isOutside = true;
        } else if (entity == "cluster") {
            rule.peers.selectors.push_back(everyPod());
            rule.peers.isAnyPod = true;
        } else if (entity != "none" && entity != "health" && entity != "init" && entity != "unmanaged") {
            rule.unsure = "the entity " + std::string(entity) + " is not evaluated";
        }
    }

    void addBlocks(Rule &rule, const Value &blocks, const Value &sets)
    {
        for (const Value &block : blocks.items()) {
            if (const auto range = parseBlock(block.text()))
                rule.peers.blocks.push_back({*range, {}});
        }
        for (const Value &set : sets.items()) {
            const auto range = parseBlock(set["cidr"].text());
            if (!range) {
                rule.unsure = "groups of CIDRs are not evaluated";
                continue;
            }
            Block made{*range, {}};
            for (const Value &part : set["except"].items()) {
                if (const auto without = parseBlock(part.text()))
                    made.except.push_back(*without);
            }
            rule.peers.blocks.push_back(std::move(made));
        }
    }

    /** A rule that names no peer means all of them, if it names ports; one with nothing in it allows nothing. */
    void addPeers(Rule &rule, const Value &item, bool isIngress)
    {
        const std::string side = isIngress ? "from" : "to";
        for (const Value &endpoint : item[side + "Endpoints"].items())
            rule.peers.selectors.push_back(chosen(endpoint));
        for (const Value &entity : item[side + "Entities"].items())
            addEntity(rule, entity.text());
        addBlocks(rule, item[side + "CIDR"], item[side + "CIDRSet"]);
        const bool isNamed = !item[side + "Endpoints"].isNull() || !item[side + "Entities"].isNull() ||
                             !item[side + "CIDR"].isNull() || !item[side + "CIDRSet"].isNull();
        for (const std::string_view field : {"toFQDNs", "toServices", "toGroups", "fromGroups", "fromRequires",
                                             "toRequires", "fromNodes", "toNodes"}) {
            if (item[field].isNull())
                continue;
            rule.unsure = std::string(field) + " is not evaluated";
            rule.peers.isAny = true;
        }
        if (!rule.unsure.empty())
            rule.peers.isAny = true;
        rule.peers.isAny = rule.peers.isAny || (!isNamed && item["toPorts"].size() > 0);
    }

    static void addPort(RulePorts &ports, const Value &port)
    {
        const std::string_view text = port["port"].text(), protocol = port["protocol"].text();
        std::uint16_t first = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), first);
        const bool isNumber = error == std::errc() && end == text.data() + text.size();
        const auto last =
            static_cast<std::uint16_t>(std::clamp<std::int64_t>(port["endPort"].integer(first), first, 65535));
        for (const auto &[name, one] :
             {std::pair("TCP", Protocol::TCP), std::pair("UDP", Protocol::UDP), std::pair("SCTP", Protocol::SCTP)}) {
            if (!protocol.empty() && protocol != "ANY" && protocol != name)
                continue;
            if (!isNumber)
                ports.named.push_back({text, one, 0});
            else
                ports.ports.add(first == 0 ? PortSet::of(one, 1, 65535) : PortSet::of(one, first, last));
        }
    }

    void addPorts(Rule &rule, const Value &item)
    {
        rule.ports.isAny = item["toPorts"].size() == 0;
        if (item["icmps"].size() > 0 && rule.ports.isAny) {
            rule.ports.isAny = false;  // it is about ICMP alone
            return;
        }
        for (const Value &part : item["toPorts"].items()) {
            if (part["ports"].size() == 0)
                rule.ports.isAny = true;
            for (const Value &port : part["ports"].items())
                addPort(rule.ports, port);
            if (part["rules"].isObject())
                rule.note = "it has rules for layer 7, which are not looked at";
        }
    }

    std::vector<Rule> rulesOf(const Value &items, const std::string &section, bool isIngress, Action action)
    {
        std::vector<Rule> rules;
        for (std::size_t i = 0; i < items.size(); ++i) {
            Rule rule;
            rule.action = action;
            rule.reference = m_reference + ' ' + section + '[' + std::to_string(i) + ']';
            addPeers(rule, items.at(i), isIngress);
            addPorts(rule, items.at(i));
            rules.push_back(std::move(rule));
        }
        return rules;
    }

    void addSpec(const Value &spec, const std::string &prefix)
    {
        if (spec["nodeSelector"].isObject()) {
            m_book.notEvaluated.push_back(m_reference + ": it holds for nodes, which are not evaluated");
            return;
        }
        const std::uint32_t subjects = chosen(spec["endpointSelector"]);
        Policy allowing;
        allowing.reference = m_reference;
        allowing.subjects = subjects;
        const bool isIngress = !spec["ingress"].isNull() || !spec["ingressDeny"].isNull();
        const bool isEgress = !spec["egress"].isNull() || !spec["egressDeny"].isNull();
        allowing.hasIngress = isIngress;
        allowing.hasEgress = isEgress;
        allowing.ingress = rulesOf(spec["ingress"], prefix + "ingress", true, Action::Allow);
        allowing.egress = rulesOf(spec["egress"], prefix + "egress", false, Action::Allow);
        allowing.order = 1000;
        Policy denying = allowing;
        denying.ingress = rulesOf(spec["ingressDeny"], prefix + "ingressDeny", true, Action::Deny);
        denying.egress = rulesOf(spec["egressDeny"], prefix + "egressDeny", false, Action::Deny);
        denying.hasIngress = !denying.ingress.empty();
        denying.hasEgress = !denying.egress.empty();
        if (denying.hasIngress || denying.hasEgress)
            m_book.tier(defaultTier - 1, "cilium deny", false).policies.push_back(std::move(denying));
        const Value isolates = spec["enableDefaultDeny"];
        addOpen(allowing, isolates);
    }

    /** Who is not isolated by the policy may still be by another one, and then its rules count. */
    void addOpen(const Policy &policy, const Value &isolates)
    {
        Tier &tier = m_book.tier(defaultTier, "default", true);
        const bool ingress = isolates["ingress"].boolean(true), egress = isolates["egress"].boolean(true);
        for (const bool isIngress : {true, false}) {
            Policy part = policy;
            part.hasIngress = policy.hasIngress && isIngress;
            part.hasEgress = policy.hasEgress && !isIngress;
            part.isolates = isIngress ? ingress : egress;
            if (part.hasIngress || part.hasEgress)
                tier.policies.push_back(std::move(part));
        }
    }

    RuleBook &m_book;
    std::string_view m_space;
    std::string m_reference;
};

}  // namespace

void addCiliumPolicies(RuleBook &book, const ClusterSnapshot &snapshot)
{
    Reader reader(book);
    for (const Kind kind : {Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy}) {
        for (const ObjectPtr &object : snapshot.of(kind))
            reader.add(*object);
    }
}

}  // namespace portolan::policy
