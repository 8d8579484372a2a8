// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/rules.h"

namespace portolan::policy {

/** Reads the rules of one policy of Calico. Sources: Calico, "Network policy", "Entity rules", "Network set". */
class CalicoRules {
public:
    /** `space`: the policy's; empty: it is of the whole cluster. */
    CalicoRules(RuleBook &book, const ClusterSnapshot &snapshot, std::string_view space, std::string reference)
        : m_book(book), m_snapshot(snapshot), m_space(space), m_reference(std::move(reference))
    {
    }

    [[nodiscard]] std::vector<Rule> ingress(const Value &items) { return rules(items, true); }
    [[nodiscard]] std::vector<Rule> egress(const Value &items) { return rules(items, false); }

private:
    std::vector<Rule> rules(const Value &items, bool isIngress);
    void addPeers(Rule &rule, const Value &entity);
    bool addService(std::vector<Rule> &rules, const Rule &rule, const Value &service, bool isReceiver) const;
    void addNets(RulePeers &peers, const Value &entity, bool isSelected);
    void addChosen(Rule &rule, const Value &entity);
    void addNotChosen(Rule &rule, std::string_view selector);
    void addSets(std::vector<Block> &blocks, std::string_view selector, std::string_view spaces,
                 std::string_view space) const;

    RuleBook &m_book;
    const ClusterSnapshot &m_snapshot;
    std::string_view m_space;
    std::string m_reference;
};

/** The pods that a selector, one of namespaces, and names of ServiceAccounts choose together; empty ones choose all.
 *  `space`: the only namespace, if not empty. Errors: as of compileSelector. */
[[nodiscard]] Result<std::uint32_t> chosenByCalico(RuleBook &book, std::string_view selector, std::string_view spaces,
                                                   const Value &accounts, std::string_view space);

}  // namespace portolan::policy
