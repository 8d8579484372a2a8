// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "kube/snapshot.h"
#include "policy/rules.h"

namespace portolan {

/** A pod, one that a manifest plans, or an address outside of the pods. */
struct PolicyEnd {
    const Pod *pod = nullptr;
    const policy::Subject *subject = nullptr;  ///< instead of a pod
    std::string address = {};                  ///< instead of both
};

struct PolicyQuery {
    PolicyEnd from, to;
    Protocol protocol = Protocol::TCP;
    std::uint16_t port = 0;
    std::string portName = {};  ///< instead of the number: the receiving pod's port of this name
    bool isTranslated = false;  ///< it goes over a Service: then even a pod that meets itself is held to policies
};

/** Where implementations differ. */
struct PolicyOptions {
    bool isHostNetworkExempt =
        true;  ///< pods in their node's network are neither held to policies nor meant by selectors
    bool ipBlockMatchesPods = true;  ///< an ipBlock may mean pods by their addresses
};

enum class Allowed : std::uint8_t { No, Unknown, Yes };

/** What the policies of one end say. */
struct SideVerdict {
    Allowed allowed = Allowed::Yes;
    bool isIsolated = false;            ///< some policy selects it in this direction
    std::vector<std::string> policies;  ///< the rules that allow, or deny; of one that is only isolated, the policies
};

struct PolicyVerdict {
    Allowed allowed = Allowed::Yes;
    SideVerdict ingress, egress;
    std::vector<std::string> caveats;
};

/** Who may talk to whom under the policies of a snapshot, if somebody enforces them. Lives as long as the snapshot.
 *  Cost: making one is linear in pods, and in the selectors that may choose from their namespaces; a check in the rules
 *  that select the two ends. Sources: Kubernetes, "Network Policies"; Network Policy API. */
class Policies {
public:
    explicit Policies(SnapshotPtr snapshot, PolicyOptions options = {});

    [[nodiscard]] PolicyVerdict check(const PolicyQuery &query) const;
    /** The ports on which policies of one end surely allow the other; none of `peer` set: a pod that is not known. `to`
     *  is who receives, and gives names of ports their numbers; null: somebody outside. */
    [[nodiscard]] PortSet portsFor(const policy::Subject &subject, policy::Direction direction, const PolicyEnd &peer,
                                   const policy::Subject *to) const;

    const policy::Subjects &subjects() const { return m_subjects; }
    const policy::RuleBook &rules() const { return m_book; }
    const PolicyOptions &options() const { return m_options; }
    /** Policies, and parts of them, that are not evaluated; sorted. */
    const std::vector<std::string> &notEvaluated() const { return m_book.notEvaluated; }
    bool isIsolated(const policy::Subject &subject, policy::Direction direction) const;
    /** The policies that select it: "NetworkPolicy/shop/web". */
    std::vector<std::string> policiesOf(const policy::Subject &subject, policy::Direction direction) const;

    struct Selecting {
        const policy::Tier *tier = nullptr;
        const policy::Policy *policy = nullptr;
    };
    /** The policies that select a subject, in the order in which they are asked. */
    const std::vector<Selecting> &selecting(const policy::Subject &subject, policy::Direction direction) const;
    /** The selectors that choose a subject, sorted. */
    const std::vector<std::uint32_t> &selectorsOf(const policy::Subject &subject) const;
    /** Whether some rule names a port so. */
    bool isNamed(std::string_view port) const { return m_namedPorts.contains(port); }
    /** Pods in their node's network, where these are held to no policies. */
    bool isExempt(const policy::Subject &subject) const;

    enum class Meant : std::uint8_t { No, Maybe, Yes };
    /** `subject`: whose node is told from others; null: it is not, and rules that do may mean a node. */
    Meant meant(const policy::RulePeers &peers, const PolicyEnd &peer, const policy::Subject *subject) const;

private:
    void matchKinds();
    void findNodes();
    /** Keeps what all rules name, and what of them is not evaluated. */
    void note(const policy::Rule &rule);
    bool isSelected(const policy::Subject &subject, const std::vector<std::uint32_t> &selectors) const;
    bool isInBlocks(const policy::RulePeers &peers, const std::vector<policy::Block> &blocks,
                    const PolicyEnd &peer) const;
    /** The node that the end is, or whose network it shares; null: it is neither. */
    const std::string_view *nodeOf(const PolicyEnd &end) const;
    bool hasPort(const policy::Rule &rule, Protocol protocol, std::uint16_t port, const policy::Subject *to) const;
    PortSet portsOf(const policy::Rule &rule, const policy::Subject *to) const;
    SideVerdict decide(const policy::Subject &subject, policy::Direction direction, const PolicyEnd &peer,
                       const PolicyQuery &query, std::uint16_t port, const policy::Subject *to,
                       std::vector<std::string> &caveats) const;

    SnapshotPtr m_snapshot;
    PolicyOptions m_options;
    policy::Subjects m_subjects;
    policy::RuleBook m_book;
    bool m_hasExempt = false;
    std::map<std::string_view, std::string_view> m_nodes;  ///< names by address
    std::set<std::string_view> m_namedPorts;               ///< that some rule names
    std::vector<std::vector<std::uint32_t>> m_matched;     ///< selectors, by kind of subject; sorted
    std::vector<std::vector<Selecting>> m_selecting[2];    ///< by direction, by kind of subject
};

/** "Allowed by …", "Denied: …" for people. */
[[nodiscard]] std::string sentenceOf(const PolicyVerdict &verdict);

}  // namespace portolan
