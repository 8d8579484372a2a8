// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "topology/graph.h"

namespace portolan {

/** Who must reach whom on which port for a component of this cluster to work. */
struct PortRule {
    std::string protocol;           ///< TCP, UDP, SCTP, ICMP or "IP:4"
    std::string port;               ///< "8472", "2379-2380"; empty for ICMP and IP protocols
    std::vector<std::string> from;  ///< "Node/agent-0", sorted; or one of "clients", "pods", "routers"
    std::vector<std::string> to;
    std::string fromWords, toWords;  ///< "agents", "all nodes"
    std::string component;           ///< as detect names it; the distribution's name for what it needs itself
    std::string why;                 ///< one sentence
    std::string source;              ///< title of a document; or the object that says so
    bool isRequired = true;          ///< else only if it is used
    bool isSupposed = false;

    bool operator==(const PortRule &) const = default;
};

/** Whether this is "8472" or "2379-2380", with numbers that ports can have: settings of a cluster may hold anything. */
[[nodiscard]] bool isPortRange(std::string_view text);

/** Sorted by port, protocol, from, to. What stays on one machine is left out, and what nobody is there for.
 *  Cost: linear in Services. */
[[nodiscard]] std::vector<PortRule> portRules(const TopologyGraph &graph, const Knowledge &knowledge);

/** "6443 tcp · 8472 udp": the ports between machines that something cannot do without. */
[[nodiscard]] std::string portsInShort(const std::vector<PortRule> &rules);

}  // namespace portolan
