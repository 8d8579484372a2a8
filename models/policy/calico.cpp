// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "policy/calicorules.h"

/* projectcalico.org: NetworkPolicy and GlobalNetworkPolicy in their tiers, together with NetworkPolicies of Kubernetes,
 * which stand in the tier "default" with order 1000. Staged policies are not enforced, and so not read. Source: Calico,
 * "Network policy", "Tier". */
namespace portolan::policy {

namespace {

constexpr double last = std::numeric_limits<double>::infinity(), first = -last;

bool names(const Value &types, std::string_view type)
{
    const auto items = types.items();
    return std::ranges::any_of(items, [&](const Value &one) { return one.text() == type; });
}

/** Reads the policies of one snapshot. */
class Reader {
public:
    Reader(RuleBook &book, const ClusterSnapshot &snapshot) : m_book(book), m_snapshot(snapshot) {}

    void add(const Object &object)
    {
        const Value spec = object.spec();
        Policy policy;
        policy.reference = refTo(object).text();
        for (const std::string_view field : {"doNotTrack", "preDNAT"}) {
            if (spec[field].boolean()) {
                m_book.notEvaluated.push_back(policy.reference + ": it holds for hosts (" + std::string(field) +
                                              "), which are not evaluated");
                return;
            }
        }
        addSubjects(policy, spec, object.space);
        const Value types = spec["types"];
        const bool hasEgress = spec["egress"].size() > 0;
        policy.hasIngress = types.size() == 0 ? !hasEgress || spec["ingress"].size() > 0 : names(types, "Ingress");
        policy.hasEgress = types.size() == 0 ? hasEgress : names(types, "Egress");
        CalicoRules rules(m_book, m_snapshot, object.space, policy.reference);
        policy.ingress = rules.ingress(spec["ingress"]);
        policy.egress = rules.egress(spec["egress"]);
        policy.order = spec["order"].isNull() ? last : spec["order"].number();
        Tier &tier = tierOf(spec["tier"].text(), policy);
        if (!policy.unsure.empty())
            m_book.notEvaluated.push_back(policy.reference + ": " + policy.unsure);
        tier.policies.push_back(std::move(policy));
    }

private:
    /** Whom it selects; where that is not known, it may be any pod. */
    void addSubjects(Policy &policy, const Value &spec, std::string_view space)
    {
        const auto chosen =
            chosenByCalico(m_book, spec["selector"].text(), spec["namespaceSelector"].text(), {}, space);
        if (chosen) {
            policy.subjects = chosen.value();
        } else {
            policy.unsure = "its selector can't be understood";
            policy.subjects = chosenByCalico(m_book, {}, {}, {}, space).value();
        }
        if (!spec["serviceAccountSelector"].text().empty())
            policy.unsure = "labels of ServiceAccounts are not evaluated";
    }

    /** A tier that was not read may stand anywhere: asked before all others, its policies leave their subjects'
     * verdicts open. */
    Tier &tierOf(std::string_view name, Policy &policy)
    {
        if (name.empty() || name == "default")
            return m_book.tier(defaultTier, "default", true);
        const Object *tier = m_snapshot.find(Kind::Tier, {}, name);
        if (!tier) {
            policy.unsure = "its tier was not read";
            return m_book.tier(first, std::string(name), true);
        }
        const Value order = tier->spec()["order"];
        return m_book.tier(order.isNull() ? last : order.number(), std::string(name),
                           tier->spec()["defaultAction"].text() != "Pass");
    }

    RuleBook &m_book;
    const ClusterSnapshot &m_snapshot;
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
