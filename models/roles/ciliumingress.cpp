// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/ciliumagents.h"
#include "roles/detectors.h"
#include "roles/frontdoor.h"

/* Source: Cilium, "Kubernetes Ingress Support": the option enable-ingress-controller, the class cilium, and in shared
 * mode the Service cilium-ingress beside the agents. */
namespace portolan::roles {

namespace {

void addSharedService(Component &component, const Survey &survey)
{
    for (const ObjectPtr &service : survey.snapshot().of(Kind::Service)) {
        if (service->name != "cilium-ingress")
            continue;
        addSetting(component, "service", std::string(service->space) + "/cilium-ingress");
        return;
    }
}

}  // namespace

void detectCiliumIngress(const Survey &survey, Roles &roles)
{
    const Controller &cilium = controller("cilium");
    const Running agents = ciliumAgents(survey);
    const std::vector<const Object *> classes = ingressClassesOf(survey, cilium, agents);
    const Object *config = ciliumConfig(survey, agents);
    const Proof on = ciliumOption(config, "enable-ingress-controller", "true", "Cilium serves Ingresses");
    if (classes.empty() && (on.object.isNull() || !agents.isThere()))
        return;
    Component component = ingressComponent(survey, cilium, agents, classes);
    if (!on.object.isNull()) {
        component.evidence.push_back(on);
    } else if (config && agents.isThere()) {
        component.confidence = Confidence::Leftover;
        component.remark = "Class without controller: Cilium runs, and its Ingress controller is not switched on.";
    } else if (component.confidence == Confidence::Confirmed) {
        component.confidence = Confidence::Inferred;
    }
    std::erase_if(component.settings, [](const Setting &setting) { return setting.key == "service"; });
    addSharedService(component, survey);
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
