// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "roles/detectors.h"
#include "roles/frontdoor.h"

/* Source: Contour, documentation of Ingress classes: it goes by the class's name, "contour" unless its option
 * --ingress-class-name says another, and does not look at spec.controller. */
namespace portolan::roles {

namespace {

std::vector<const Object *> classesNamed(const Survey &survey, const Running &running)
{
    std::vector<const Object *> classes;
    for (const Object *workload : running.workloads) {
        const std::string_view option = argumentOf(*workload, "ingress-class-name");
        const std::string_view name = option.empty() ? std::string_view("contour") : option;
        const Object *found = survey.snapshot().find(Kind::IngressClass, {}, name);
        if (found && std::ranges::find(classes, found) == classes.end())
            classes.push_back(found);
    }
    return classes;
}

}  // namespace

void detectContour(const Survey &survey, Roles &roles)
{
    const Controller &contour = controller("contour");
    const Running running = runningImage(survey, contour.images, "Contour's image",
                                         [](const Object &workload) { return workload.kind == Kind::Deployment; });
    const std::vector<const Object *> classes = classesNamed(survey, running);
    Component component = ingressComponent(survey, contour, running, classes);
    if (component.name.empty())
        return;
    if (!running.workloads.empty()) {
        const std::string_view space = running.workloads.front()->space;
        const Running proxies = runningImage(survey, contour.dataPlane, "Envoy, which carries Contour's traffic",
                                             [space](const Object &workload) { return workload.space == space; });
        for (const Object *workload : proxies.workloads)
            component.workloads.push_back(refTo(*workload));
        component.evidence.insert(component.evidence.end(), proxies.evidence.begin(), proxies.evidence.end());
        addEntryService(component, survey, proxies.workloads);
    }
    for (const Object *one : classes) {
        if (ingressController(one->spec()["controller"].text()))
            component.remark = "Another controller claims its class " + std::string(one->name) +
                               " as well: Contour goes by the class's name alone.";
    }
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
