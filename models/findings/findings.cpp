// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "findings/search.h"

namespace portolan {

namespace {

using Group = void (*)(findings::Search &);
constexpr Group groups[] = {findings::findServiceFaults, findings::findEndpointFaults, findings::findLoadBalancerFaults,
                            findings::findPoolFaults,    findings::findIngressFaults,  findings::findRouteFaults,
                            findings::findGatewayFaults, findings::findNodeFaults,     findings::findNetworkFaults,
                            findings::findK3sFaults,     findings::findDnsFaults,      findings::findPolicyFaults,
                            findings::findMeshFaults};

}  // namespace

const FindingRule *findingRule(std::string_view id)
{
    const auto rules = findingRules();
    const auto found = std::ranges::find(rules, id, &FindingRule::id);
    return found == rules.end() ? nullptr : &*found;
}

std::vector<Finding> findFaults(const TopologyGraph &graph, std::stop_token stop)
{
    findings::Search search(graph);
    for (const Group group : groups) {
        if (stop.stop_requested())
            return {};
        group(search);
    }
    std::vector<Finding> found = search.take();
    std::ranges::stable_sort(found, [](const Finding &a, const Finding &b) {
        return std::tie(a.severity, a.rule, a.objects, a.message) < std::tie(b.severity, b.rule, b.objects, b.message);
    });
    return found;
}

}  // namespace portolan
