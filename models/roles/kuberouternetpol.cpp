// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "roles/detectors.h"
#include "roles/network.h"

/* Source: K3s, "Network Policy Controller" and pkg/agent/netpol: kube-router's controller inside the k3s process, on by
 * default; the API does not show it. */
namespace portolan::roles {

namespace {

std::string noFlag(const std::string &differing)
{
    return differing.empty() ? "no flag switches the policy controller off"
                             : "not every server switches the policy controller off";
}

std::string_view whySwitchedOff(const Survey &survey)
{
    return seesWorkloads(survey) ? "K3s was told not to start its policy controller, and nothing is seen that takes "
                                   "its place: policies have no effect then"
                                 : "K3s was told not to start its policy controller, and what else runs is not seen";
}

}  // namespace

void detectKubeRouterNetpol(const Survey &survey, Roles &roles)
{
    if (!survey.isK3s())
        return;
    const bool hasOther = std::ranges::any_of(roles.components, [](const Component &component) {
        return component.role == NetworkRole::NetworkPolicy && component.confidence != Confidence::Leftover;
    });
    const std::string differing = differingFlag(survey, "disable-network-policy", "false");
    if (survey.flags().isOn("disable-network-policy") && differing.empty()) {
        if (!hasOther)
            roles.unknown.push_back({NetworkRole::NetworkPolicy, std::string(whySwitchedOff(survey))});
        return;
    }
    if (hasOther && !survey.flags().isVisible())
        return;
    Component controller;
    controller.role = NetworkRole::NetworkPolicy;
    controller.name = "kube-router-netpol";
    controller.isDefault = true;
    controller.confidence = Confidence::Assumed;
    addSetting(controller, "embedded", "true");
    addSetting(controller, "policies", countOf(survey, {Kind::NetworkPolicy}));
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node))
        controller.nodes.emplace_back(node->name);
    if (const Object *server = survey.flags().server())
        controller.evidence.push_back({refTo(*server), std::string(nodeArgsPathOf(*server)), {}, noFlag(differing)});
    controller.remark =
        !differing.empty() ? differing
        : hasOther ? "Another component enforces policies too, and no flag of the servers switches this one off."
                   : "It runs inside the k3s process, where the API does not show it.";
    roles.components.push_back(std::move(controller));
}

}  // namespace portolan::roles
