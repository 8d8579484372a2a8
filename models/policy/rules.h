// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "policy/addresses.h"
#include "policy/portset.h"
#include "policy/subjects.h"

namespace portolan::policy {

enum class Direction : std::uint8_t { Ingress, Egress };
enum class Action : std::uint8_t {
    Allow,
    Deny,
    Pass  ///< to the next tier
};

/** A set of subjects. */
using Test = std::function<bool(const SubjectKind &, const Labels &ofSpace)>;

/** All the sets that policies name, each once. */
class SelectorTable {
public:
    struct Entry {
        std::string_view space;  ///< the only namespace that it may choose from; empty: any
        Test test;
    };
    /** `key`: texts that are equal choose the same; empty: it is not shared. */
    std::uint32_t add(const std::string &key, std::string_view space, Test test);
    const std::vector<Entry> &entries() const { return m_entries; }

private:
    std::vector<Entry> m_entries;
    std::map<std::string, std::uint32_t> m_known;
};

/** Whom blocks of addresses may mean. */
enum class BlockScope : std::uint8_t {
    ByOption,   ///< addresses outside; pods if PolicyOptions say so
    Everybody,  ///< whoever has the address
    Outside     ///< neither pods nor nodes
};

/** Whom a rule is about. */
struct RulePeers {
    bool isAny = false;                           ///< everybody, inside and outside
    bool isAnyPod = false;                        ///< every pod of the cluster, also one that is not known
    bool isOutside = false;                       ///< every address outside of the cluster, neither pods nor nodes
    bool isOwnNode = false, isOtherNode = false;  ///< the node that the subject is on; each other one
    std::vector<std::uint32_t> selectors;
    std::vector<Block> blocks;
    BlockScope scope = BlockScope::ByOption;
    bool isBoth = false;                      ///< who is selected must be in a block as well
    std::vector<std::uint32_t> notSelectors;  ///< who is meant all the same is not, if one of these selects it …
    std::vector<Block> notBlocks;             ///< … or one of these has its address
};

struct RulePorts {
    bool isAny = false;
    PortSet ports;
    std::vector<NamedPort> named;  ///< without numbers: the receiving pod gives them
};

struct Rule {
    Action action = Action::Allow;
    RulePeers peers;
    RulePorts ports;
    std::string reference;    ///< "NetworkPolicy/shop/web ingress[0]"
    std::string unsure = {};  ///< what of it is not evaluated; empty: it is, wholly
    std::string note = {};    ///< what more it asks of traffic that it lets through, such as paths of HTTP
};

/** One policy, whatever its kind. */
struct Policy {
    std::string reference;
    std::uint32_t subjects = 0;  ///< in the table of selectors
    bool hasIngress = false, hasEgress = false;
    std::vector<Rule> ingress, egress;
    double order = 0;         ///< in its tier; those of equal order by reference
    bool isolates = true;     ///< in a tier that denies the rest: whom it selects is denied what no rule allows
    std::string unsure = {};  ///< why it may select more, or others, than it says, or nobody; empty: it does not

    bool has(Direction direction) const { return direction == Direction::Ingress ? hasIngress : hasEgress; }
    const std::vector<Rule> &rules(Direction direction) const
    {
        return direction == Direction::Ingress ? ingress : egress;
    }
};

/** Policies that are asked in their order; the first rule that fits decides. */
struct Tier {
    double order = 0;
    std::string name;
    bool deniesRest = false;  ///< whom a policy selects, and no rule fits, is denied; else the next tier is asked
    std::vector<Policy> policies;
};

/** What reading the policies of a snapshot gave. */
struct RuleBook {
    SelectorTable selectors;
    std::map<std::pair<double, std::string>, Tier> tiers;  ///< by order and name
    std::vector<std::string> notEvaluated;                 ///< by reference, and what of them

    Tier &tier(double order, const std::string &name, bool deniesRest);
};

/** The tier of NetworkPolicies: whom one selects is isolated. Others stand before or behind it. */
inline constexpr double defaultTier = 1'000'000;

/** Who administers the cluster is asked before it and, as a baseline, behind it. */
inline constexpr double adminTier = 1'000, baselineTier = 10'000'000;

/** One for each API; each adds its policies. */
void addNetworkPolicies(RuleBook &book, const ClusterSnapshot &snapshot);
void addAdminPolicies(RuleBook &book,
                      const ClusterSnapshot &snapshot);  ///< also the cluster-wide ones that follow them
void addCalicoPolicies(RuleBook &book, const ClusterSnapshot &snapshot);
void addCiliumPolicies(RuleBook &book, const ClusterSnapshot &snapshot);

/** Adds a rule; `doubtful`: whom it may mean besides, and why that is not known (empty: nobody). */
void addRule(std::vector<Rule> &rules, Rule rule, const RulePeers &doubtful, std::string why);

/** A text that is equal for equal values: the key of a selector. */
[[nodiscard]] std::string keyOf(const Value &value);

}  // namespace portolan::policy
