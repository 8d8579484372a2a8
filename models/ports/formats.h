// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/portrules.h"

/** Port rules as files that firewalls read: what must be let in on the machines of this cluster. Addresses are those of
 *  the Nodes; what is no address, port or protocol is left out. */
namespace portolan {

/** A table of its own, `inet portolan`: it accepts, and drops nothing until somebody takes the comment signs away. */
[[nodiscard]] std::string portsForNftables(const std::vector<PortRule> &rules, const TopologyGraph &graph);
/** Lines of ufw, by the machines on which to run them. */
[[nodiscard]] std::string portsForUfw(const std::vector<PortRule> &rules, const TopologyGraph &graph);
/** Lines of firewall-cmd, likewise. */
[[nodiscard]] std::string portsForFirewalld(const std::vector<PortRule> &rules, const TopologyGraph &graph);

}  // namespace portolan
