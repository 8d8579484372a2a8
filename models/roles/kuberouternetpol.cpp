// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "roles/detectors.h"
#include "roles/network.h"

/* Source: K3s, "Network Policy Controller" and pkg/agent/netpol: kube-router's controller inside the k3s process, on by
 * default; the API does not show it. */
namespace portolan::roles {

void detectKubeRouterNetpol(const Survey &survey, Roles &roles)
{
    if (!survey.isK3s())
        return;
    const bool hasOther = std::ranges::any_of(roles.components, [](const Component &component) {
        return component.role == NetworkRole::NetworkPolicy && component.confidence == Confidence::Confirmed;
    });
    const Proof off = flagProof(survey, "disable-network-policy", "K3s does not start its policy controller");
    if (!off.object.isNull()) {
        if (!hasOther)
            roles.unknown.push_back(
                {NetworkRole::NetworkPolicy,
                 "K3s was told not to start its policy controller, and nothing is seen that takes its "
                 "place: policies have no effect"});
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
        controller.evidence.push_back(
            {refTo(*server), std::string(nodeArgsPath), {}, "no flag switches the policy controller off"});
    controller.remark =
        hasOther ? "Another component enforces policies too, and no flag of the servers switches this one off."
                 : "It runs inside the k3s process, where the API does not show it.";
    roles.components.push_back(std::move(controller));
}

}  // namespace portolan::roles
