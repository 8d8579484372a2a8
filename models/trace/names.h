// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trace/ground.h"
#include "trace/trace.h"

namespace portolan::trace {

/** What the cluster's DNS answers. */
struct NameAnswer {
    std::string rcode;  ///< "NOERROR", "NXDOMAIN"; empty: somebody else is asked, or what decides was not read
    std::vector<DnsAnswer> answers;
    std::string asked;  ///< the name that was answered, after the search list
    std::vector<Proof> because;
    std::string says;
};

/** `space`: the namespace of the pod that asks, whose search list is tried as a resolver with ndots:5 does; empty: none
 *  is. `type`: "A", "AAAA", "SRV". Source: "Kubernetes DNS-Based Service Discovery"; CoreDNS, plugins kubernetes and
 *  hosts. */
[[nodiscard]] NameAnswer resolveName(const Ground &ground, std::string_view name, std::string_view type,
                                     std::string_view space);

}  // namespace portolan::trace
