// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include "policy/ciliumselector.h"
#include "policy/rules.h"

/* cilium.io/v2: CiliumNetworkPolicy and the cluster-wide one. They add to NetworkPolicies: whom either selects is
 * isolated, and what any of them allows is allowed; what one denies is denied before. Source: Cilium, "Layer 3
 * Policies", "Layer 4 Policies", "Deny Policies", "Policy Enforcement Modes". */
namespace portolan::policy {

namespace {

/** Whom one rule means: by labels and places; by address, whoever has it; and who may be meant besides. */
struct Peers {
    RulePeers plain, addressed, doubtful;
    std::string why;

    Peers()
    {
        plain.scope = BlockScope::Outside;  // blocks mean neither pods nor nodes
        doubtful.scope = BlockScope::Outside;
        addressed.scope = BlockScope::Everybody;
    }
    void doubt(std::string reason) { why = std::move(reason); }
};

class Reader {
public:
    Reader(RuleBook &book, const ClusterSnapshot &snapshot) : m_book(book), m_snapshot(snapshot)
    {
        for (const ObjectPtr &map : snapshot.of(Kind::ConfigMap)) {
            if (map->name == "cilium-config" && !map->root["data"]["cluster-name"].text().empty())
                m_cluster = map->root["data"]["cluster-name"].text();
        }
    }

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
    std::uint32_t chosen(const Value &selector, std::string_view space)
    {
        return m_book.selectors.add("cilium" + keyOf(selector), space,
                                    [selector, cluster = m_cluster](const SubjectKind &kind, const Labels &ofSpace) {
                                        return matchesCilium(selector, kind, ofSpace, cluster);
                                    });
    }

    /** A namespaced policy means pods of its own namespace, unless a peer names another. */
    void addEndpoints(Peers &peers, const Value &selector)
    {
        if (const std::string_view entity = reservedName(selector); !entity.empty())
            return addEntity(peers, entity);
        const bool isAnySpace = m_space.empty() || namesNamespace(selector);
        peers.plain.selectors.push_back(chosen(selector, isAnySpace ? std::string_view() : m_space));
        peers.plain.isAnyPod = peers.plain.isAnyPod || (m_space.empty() && selector["matchLabels"].size() == 0 &&
                                                        selector["matchExpressions"].size() == 0);
    }

    void addEveryPod(RulePeers &peers)
    {
        peers.isAnyPod = true;
        peers.selectors.push_back(
            m_book.selectors.add("cilium all", {}, [](const SubjectKind &, const Labels &) { return true; }));
    }

    void addEntity(Peers &peers, std::string_view entity)
    {
        RulePeers &plain = peers.plain;
        if (entity == "all") {
            plain.isAny = true;
        } else if (entity == "world") {
            plain.isOutside = true;
        } else if (entity == "world-ipv4" || entity == "world-ipv6") {
            plain.blocks.push_back({*parseBlock(entity == "world-ipv4" ? "0.0.0.0/0" : "::/0"), {}});
        } else if (entity == "cluster") {
            addEveryPod(plain);
            plain.isOwnNode = plain.isOtherNode = true;
        } else if (entity == "host") {
            plain.isOwnNode = true;
        } else if (entity == "remote-node") {
            plain.isOtherNode = true;
        } else if (entity == "kube-apiserver") {
            addApiServer(peers);
        } else if (entity != "none" && entity != "health" && entity != "init" && entity != "unmanaged" &&
                   entity != "ingress") {  // of these no pod is one, nor an address that is known
            peers.doubtful.isAny = true;
            peers.doubt("the entity " + std::string(entity) + " is not evaluated");
        }
    }

    void addApiServer(Peers &peers)
    {
        const auto before = peers.addressed.blocks.size();
        const auto add = [&](const Value &address) {
            if (const auto block = parseBlock(address.text()))
                peers.addressed.blocks.push_back({*block, {}});
        };
        for (const ObjectPtr &slice : m_snapshot.of(Kind::EndpointSlice)) {
            if (slice->space != "default" || slice->label("kubernetes.io/service-name") != "kubernetes")
                continue;
            for (const Value &endpoint : slice->root["endpoints"].items()) {
                for (const Value &address : endpoint["addresses"].items())
                    add(address);
            }
        }
        if (const Object *endpoints = m_snapshot.find(Kind::Endpoints, "default", "kubernetes")) {
            for (const Value &subset : endpoints->root["subsets"].items()) {
                for (const Value &address : subset["addresses"].items())
                    add(address["ip"]);
            }
        }
        if (peers.addressed.blocks.size() > before)
            return;
        peers.doubtful.isOutside = peers.doubtful.isOwnNode = peers.doubtful.isOtherNode = true;
        peers.doubt("the addresses of the API server are not known");
    }

    void addBlock(RulePeers &peers, std::string_view text, const Value &except)
    {
        const auto range = parseBlock(text);
        if (!range)
            return;
        Block made{*range, {}};
        for (const Value &part : except.items()) {
            if (const auto without = parseBlock(part.text()))
                made.except.push_back(*without);
        }
        peers.blocks.push_back(std::move(made));
    }

    void addGroup(RulePeers &peers, const Object &group, const Value &except)
    {
        for (const Value &block : group.spec()["externalCIDRs"].items())
            addBlock(peers, block.text(), except);
    }

    void addBlocks(Peers &peers, const Value &blocks, const Value &sets)
    {
        for (const Value &block : blocks.items())
            addBlock(peers.plain, block.text(), {});
        for (const Value &set : sets.items()) {
            const std::string_view name = set["cidrGroupRef"].text();
            const Object *group = name.empty() ? nullptr : m_snapshot.find(Kind::CiliumCIDRGroup, {}, name);
            if (group) {
                addGroup(peers.plain, *group, set["except"]);
            } else if (!name.empty()) {
                peers.doubtful.isOutside = true;
                peers.doubt("CiliumCIDRGroup/" + std::string(name) + " was not read");
            } else if (set["cidrGroupSelector"].isObject()) {
                for (const ObjectPtr &one : m_snapshot.of(Kind::CiliumCIDRGroup)) {
                    if (matches(set["cidrGroupSelector"], labelsOf(one->meta()["labels"])))
                        addGroup(peers.plain, *one, set["except"]);
                }
            } else {
                addBlock(peers.plain, set["cidr"].text(), set["except"]);
            }
        }
    }

    /** The pods behind a Service; of one without a selector, what somebody wrote into its endpoints. */
    void addService(Peers &peers, const Object &service)
    {
        const Value selector = service.spec()["selector"];
        if (selector.size() == 0) {
            peers.doubtful.isOutside = true;
            return peers.doubt("endpoints of " + refTo(service).text() + " are not evaluated");
        }
        peers.plain.selectors.push_back(m_book.selectors.add(
            "service" + keyOf(selector), service.space, [selector](const SubjectKind &kind, const Labels &) {
                const auto pairs = selector.members();
                return std::ranges::all_of(pairs, [&](const Member &pair) {
                    const std::string_view *value = find(kind.labels, pair.key);
                    return value && *value == pair.value.text();
                });
            }));
    }

    void addServices(Peers &peers, const Value &services)
    {
        for (const Value &one : services.items()) {
            const Value named = one["k8sService"], selected = one["k8sServiceSelector"];
            bool isFound = false;
            for (const ObjectPtr &service : m_snapshot.of(Kind::Service)) {
                const Value wish = named.isObject() ? named : selected;
                const std::string_view wished = wish["namespace"].text();
                const std::string_view space = wished.empty() ? m_space : wished;
                if (!space.empty() && service->space != space)
                    continue;
                const Labels labels = labelsOf(service->meta()["labels"]);
                const bool isMeant =
                    named.isObject()
                        ? service->name == named["serviceName"].text()
                        : matchesCilium(selected["selector"], [&](std::string_view key) { return find(labels, key); });
                if (!isMeant)
                    continue;
                isFound = true;
                addService(peers, *service);
            }
            if (isFound || selected.isObject())
                continue;
            peers.doubtful.isAny = true;
            peers.doubt("the Service " + std::string(named["serviceName"].text()) + " was not read");
        }
    }

    /** A rule that names no peer means all of them, if it names ports; an empty list of them, and a rule with nothing
     * in it, means nobody. */
    Peers peersOf(const Value &item, bool isIngress)
    {
        const std::string side = isIngress ? "from" : "to";
        Peers peers;
        for (const Value &endpoint : item[side + "Endpoints"].items())
            addEndpoints(peers, endpoint);
        for (const Value &entity : item[side + "Entities"].items())
            addEntity(peers, entity.text());
        addBlocks(peers, item[side + "CIDR"], item[side + "CIDRSet"]);
        addServices(peers, item["toServices"]);
        bool isNamed = !item["toServices"].isNull();
        for (const std::string_view field : {"Endpoints", "Entities", "CIDR", "CIDRSet"})
            isNamed = isNamed || !item[side + std::string(field)].isNull();
        for (const std::string_view field : {"toFQDNs", "toGroups", "fromGroups"}) {
            if (item[field].isNull())
                continue;
            isNamed = true;
            peers.doubtful.isOutside = true;  // addresses of pods are never meant by these
            peers.doubt(std::string(field) + " is not evaluated");
        }
        if (const std::string field = side + "Nodes"; !item[field].isNull()) {
            isNamed = true;
            peers.doubtful.isOwnNode = peers.doubtful.isOtherNode = true;
            peers.doubt(field + " is not evaluated");
        }
        if (const std::string field = side + "Requires"; item[field].size() > 0) {
            isNamed = true;
            peers.doubtful = peers.plain;
            peers.doubtful.isAny = true;
            peers.plain = {};
            peers.doubt(field + " is not evaluated");
        }
        peers.plain.isAny = peers.plain.isAny || (!isNamed && item["toPorts"].size() > 0);
        return peers;
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

    static void addPorts(Rule &rule, const Value &item)
    {
        rule.ports.isAny = item["toPorts"].size() == 0 && item["icmps"].size() == 0;  // else it is about ICMP alone
        for (const Value &part : item["toPorts"].items()) {
            for (const Value &port : part["ports"].items())
                addPort(rule.ports, port);
            if (part["rules"].size() > 0 || part["serverNames"].size() > 0 || part["listener"].isObject())
                rule.note = "it has rules for layer 7, which are not looked at";
        }
        if (item["authentication"]["mode"].text() == "required")
            rule.note = "it asks both ends to prove who they are, which is not looked at";
    }

    std::vector<Rule> rulesOf(const Value &items, const std::string &section, bool isIngress, Action action)
    {
        std::vector<Rule> rules;
        for (std::size_t i = 0; i < items.size(); ++i) {
            Rule rule;
            rule.action = action;
            rule.reference = m_reference + ' ' + section + '[' + std::to_string(i) + ']';
            addPorts(rule, items.at(i));
            Peers peers = peersOf(items.at(i), isIngress);
            if (!peers.addressed.blocks.empty()) {
                rule.peers = std::move(peers.addressed);
                rules.push_back(rule);
            }
            rule.peers = std::move(peers.plain);
            addRule(rules, std::move(rule), peers.doubtful, std::move(peers.why));
        }
        return rules;
    }

    void addSpec(const Value &spec, const std::string &prefix)
    {
        if (!spec["endpointSelector"].isObject()) {
            m_book.notEvaluated.push_back(m_reference + (spec["nodeSelector"].isObject()
                                                             ? ": it holds for nodes, which are not evaluated"
                                                             : ": it selects neither endpoints nor nodes"));
            return;
        }
        Policy allowing;
        allowing.reference = m_reference;
        allowing.subjects = chosen(spec["endpointSelector"], m_space);
        allowing.order = 1000;
        Policy denying = allowing;
        denying.ingress = rulesOf(spec["ingressDeny"], prefix + "ingressDeny", true, Action::Deny);
        denying.egress = rulesOf(spec["egressDeny"], prefix + "egressDeny", false, Action::Deny);
        denying.hasIngress = !denying.ingress.empty();
        denying.hasEgress = !denying.egress.empty();
        allowing.ingress = rulesOf(spec["ingress"], prefix + "ingress", true, Action::Allow);
        allowing.egress = rulesOf(spec["egress"], prefix + "egress", false, Action::Allow);
        addAllowing(allowing, Direction::Ingress, denying.hasIngress, spec["enableDefaultDeny"]["ingress"]);
        addAllowing(allowing, Direction::Egress, denying.hasEgress, spec["enableDefaultDeny"]["egress"]);
        if (denying.hasIngress || denying.hasEgress)
            m_book.tier(defaultTier - 1, "cilium deny", false).policies.push_back(std::move(denying));
    }

    /** Rules that allow, and rules that deny, isolate whom they are for, unless the policy says otherwise. Who is not
     * isolated by it may be by another one, and then its rules count. */
    void addAllowing(const Policy &policy, Direction direction, bool denies, const Value &isolates)
    {
        Policy part = policy;
        const bool hasRules = !policy.rules(direction).empty();
        part.isolates = isolates.boolean(hasRules || denies);
        if (!hasRules && !part.isolates)
            return;
        part.hasIngress = direction == Direction::Ingress;
        part.hasEgress = direction == Direction::Egress;
        (part.hasIngress ? part.egress : part.ingress).clear();
        m_book.tier(defaultTier, "default", true).policies.push_back(std::move(part));
    }

    RuleBook &m_book;
    const ClusterSnapshot &m_snapshot;
    std::string_view m_cluster = "default";
    std::string_view m_space;
    std::string m_reference;
};

}  // namespace

void addCiliumPolicies(RuleBook &book, const ClusterSnapshot &snapshot)
{
    Reader reader(book, snapshot);
    for (const Kind kind : {Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy}) {
        for (const ObjectPtr &object : snapshot.of(kind))
            reader.add(*object);
    }
}

}  // namespace portolan::policy
