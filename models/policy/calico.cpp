// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include "policy/calicoselector.h"
#include "policy/rules.h"

/* projectcalico.org: NetworkPolicy and GlobalNetworkPolicy in their tiers, together with NetworkPolicies of Kubernetes,
 * which stand in the tier "default" with order 1000. Source: Calico, "Network policy", "Tier". */
namespace portolan::policy {

namespace {

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

LabelSource labelsOfSpace(const SubjectKind &kind, const Labels &ofSpace)
{
    return [&](std::string_view key) -> const std::string_view * {
        return key == "projectcalico.org/name" ? &kind.space : find(ofSpace, key);
    };
}

/** Reads the policies of one kind. */
class Reader {
public:
    Reader(RuleBook &book, const ClusterSnapshot &snapshot) : m_book(book), m_snapshot(snapshot) {}

    void add(const Object &object)
    {
        const Value spec = object.spec();
        m_space = object.space;  // empty: of the whole cluster
        m_reference = refTo(object).text();
        for (const std::string_view field : {"doNotTrack", "preDNAT", "applyOnForward"}) {
            if (spec[field].boolean())
                return skip("it holds for hosts (" + std::string(field) + "), which are not evaluated");
        }
        Policy policy;
        policy.reference = m_reference;
        policy.subjects = chosen(spec["selector"].text(), spec["namespaceSelector"], spec["serviceAccountSelector"]);
        const Value types = spec["types"];
        const auto has = [&](std::string_view type) {
            const auto items = types.items();
            return std::ranges::any_of(items, [&](const Value &one) { return one.text() == type; });
        };
        policy.hasIngress =
            types.size() == 0 ? spec["egress"].size() == 0 || spec["ingress"].size() > 0 : has("Ingress");
        policy.hasEgress = types.size() == 0 ? spec["egress"].size() > 0 : has("Egress");
        policy.ingress = rulesOf(spec["ingress"], "ingress", "source");
        policy.egress = rulesOf(spec["egress"], "egress", "destination");
        policy.order = spec["order"].isNull() ? 1e9 : spec["order"].number();
        tierOf(spec["tier"].text()).policies.push_back(std::move(policy));
    }

private:
    void skip(const std::string &why) { m_book.notEvaluated.push_back(m_reference + ": " + why); }

    Tier &tierOf(std::string_view name)
    {
        if (name.empty() || name == "default")
            return m_book.tier(defaultTier, "default", true);
        const Object *tier = m_snapshot.find(Kind::Tier, {}, name);
        const Value order = tier ? tier->spec()["order"] : Value();
        const bool isPassing = tier && tier->spec()["defaultAction"].text() == "Pass";
        return m_book.tier(order.isNull() ? 1e9 : order.number(), std::string(name), !isPassing);
    }

    /** Whom a selector chooses; what can't be understood chooses nobody, and is said not to be evaluated. */
    std::uint32_t chosen(std::string_view selector, const Value &spaces, const Value &accounts)
    {
        auto pods = compileSelector(selector), inSpaces = compileSelector(spaces.text());
        const bool isWrong = !pods || !inSpaces || !accounts.text().empty();
        if (isWrong) {
            skip("a selector of it is not evaluated");
            return m_book.selectors.add({}, {}, [](const SubjectKind &, const Labels &) { return false; });
        }
        const bool hasSpaces = spaces.isText() && !spaces.text().empty();
        const std::string_view own = hasSpaces ? std::string_view() : m_space;
        return m_book.selectors.add("calico" + std::string(selector) + '/' + std::string(spaces.text()), own,
                                    [test = pods.value(), spaceTest = inSpaces.value(), hasSpaces](
                                        const SubjectKind &kind, const Labels &ofSpace) {
                                        return test(labelsOf(kind)) &&
                                               (!hasSpaces || spaceTest(labelsOfSpace(kind, ofSpace)));
                                    });
    }

    void addNets(Rule &rule, const Value &entity)
    {
        std::vector<AddressRange> except;
        for (const Value &net : entity["notNets"].items()) {
            if (const auto range = parseBlock(net.text()))
                except.push_back(*range);
        }
        for (const Value &net : entity["nets"].items()) {
            if (const auto range = parseBlock(net.text()))
                rule.peers.blocks.push_back({*range, except});
        }
        if (entity["nets"].size() == 0 && !except.empty()) {
            for (const std::string_view all : {"0.0.0.0/0", "::/0"})
                rule.peers.blocks.push_back({*parseBlock(all), except});
        }
    }

    /** Sets of networks are chosen by the same selectors as pods. */
    void addSets(Rule &rule, std::string_view selector)
    {
        const auto test = compileSelector(selector);
        for (const Kind kind : {Kind::CalicoNetworkSet, Kind::GlobalNetworkSet}) {
            for (const ObjectPtr &set : m_snapshot.of(kind)) {
                const Labels labels = policy::labelsOf(set->meta()["labels"]);
                if (!test || !test.value()([&](std::string_view key) { return find(labels, key); }))
                    continue;
                for (const Value &net : set->spec()["nets"].items()) {
                    if (const auto range = parseBlock(net.text()))
                        rule.peers.blocks.push_back({*range, {}});
                }
            }
        }
    }

    void addPeers(Rule &rule, const Value &entity)
    {
        const bool hasSelector = !entity["selector"].text().empty() || !entity["namespaceSelector"].text().empty();
        const bool hasNets = entity["nets"].size() + entity["notNets"].size() > 0;
        for (const std::string_view field : {"notSelector", "serviceAccounts", "services", "domains", "notPorts"}) {
            if (!entity[field].isNull() && entity[field].size() + entity[field].text().size() > 0)
                rule.unsure = std::string(field) + " is not evaluated";
        }
        rule.peers.isAny = (!hasSelector && !hasNets) || !rule.unsure.empty();
        if (hasSelector && hasNets)
            rule.unsure = "a selector together with networks is not evaluated";
        if (hasSelector) {
            rule.peers.selectors.push_back(chosen(entity["selector"].text(), entity["namespaceSelector"], {}));
            addSets(rule, entity["selector"].text());
        }
        addNets(rule, entity);
    }

    static void addPorts(RulePorts &ports, const Value &protocol, const Value &list)
    {
        const std::string_view name = protocol.text();
        if (protocol.isNull()) {
            ports.isAny = true;
            return;
        }
        const Protocol own = name == "UDP" ? Protocol::UDP : name == "SCTP" ? Protocol::SCTP : Protocol::TCP;
        if (name != "TCP" && name != "UDP" && name != "SCTP")
            return;  // ICMP and the like: no port of these
        if (list.size() == 0)
            ports.ports.add(PortSet::of(own, 1, 65535));
        for (const Value &port : list.items()) {
            if (port.isInteger()) {
                const auto number = static_cast<std::uint16_t>(std::clamp<std::int64_t>(port.integer(), 0, 65535));
                ports.ports.add(PortSet::of(own, number, number));
                continue;
            }
            const std::string_view text = port.text();
            const auto colon = text.find(':');
            std::uint16_t first = 0, last = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + std::min(colon, text.size()), first);
            if (error != std::errc()) {
                ports.named.push_back({text, own, 0});
                continue;
            }
            last = first;
            if (colon != std::string_view::npos)
                std::from_chars(text.data() + colon + 1, text.data() + text.size(), last);
            ports.ports.add(PortSet::of(own, first, last));
            (void)end;
        }
    }

    std::vector<Rule> rulesOf(const Value &items, std::string_view section, std::string_view peers)
    {
        std::vector<Rule> rules;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Value item = items.at(i);
            const std::string_view action = item["action"].text();
            if (action == "Log")
                continue;
            Rule rule;
            rule.reference = m_reference + ' ' + std::string(section) + '[' + std::to_string(i) + ']';
            rule.action = action == "Deny" ? Action::Deny : action == "Pass" ? Action::Pass : Action::Allow;
            addPeers(rule, item[peers]);
            addPorts(rule.ports, item["protocol"], item["destination"]["ports"]);
            for (const std::string_view field : {"notProtocol", "notICMP"}) {
                if (!item[field].isNull())
                    rule.unsure = std::string(field) + " is not evaluated";
            }
            if (item["source"]["ports"].size() > 0)
                rule.unsure = "source ports are not evaluated";
            if (item["http"].isObject())
                rule.note = "it asks for HTTP methods or paths, which are not looked at";
            rules.push_back(std::move(rule));
        }
        return rules;
    }

    RuleBook &m_book;
    const ClusterSnapshot &m_snapshot;
    std::string_view m_space;
    std::string m_reference;
};

}  // namespace

void addCalicoPolicies(RuleBook &book, const ClusterSnapshot &snapshot)
{
    Reader reader(book, snapshot);
    for (const Kind kind : {Kind::CalicoNetworkPolicy, Kind::GlobalNetworkPolicy}) {
        for (const ObjectPtr &object : snapshot.of(kind))
            reader.add(*object);
    }
}

}  // namespace portolan::policy
