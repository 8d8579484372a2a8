// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/frontdoor.h"

#include <algorithm>

namespace portolan::roles {

namespace {

constexpr std::string_view isDefaultClass = "ingressclass.kubernetes.io/is-default-class";

const Object *definitionOf(const Survey &survey, std::string_view group)
{
    if (group.empty())
        return nullptr;
    for (const ObjectPtr &definition : survey.snapshot().of(Kind::CustomResourceDefinition)) {
        if (definition->spec()["group"].text() == group)
            return definition.get();
    }
    return nullptr;
}

void addClasses(Component &component, const std::vector<const Object *> &classes)
{
    std::string names;
    for (const Object *one : classes) {
        addWord(names, one->name);
        component.evidence.push_back({refTo(*one), "/spec/controller", std::string(one->spec()["controller"].text()),
                                      "claims Ingresses of this class"});
        if (one->annotation(isDefaultClass) == "true")
            component.evidence.push_back({refTo(*one), "/metadata/annotations" + pointerStep(isDefaultClass), "true",
                                          "new Ingresses without a class get this one"});
    }
    addSetting(component, "class", names);
}

/** A class whose controller is not seen: left over if one would see it. */
void judgeByClasses(Component &component, const Survey &survey)
{
    if (seesWorkloads(survey)) {
        component.confidence = Confidence::Leftover;
        component.remark = "Class without controller: nothing runs that would serve it.";
        return;
    }
    component.confidence = Confidence::Inferred;
    component.remark = "Its class is all that is seen of it.";
}

bool selects(const Object &service, const Object &workload)
{
    const auto wanted = service.spec()["selector"].members();
    const Value labels = workload.spec()["template"]["metadata"]["labels"];
    return service.space == workload.space && !wanted.empty() && std::ranges::all_of(wanted, [&](const Member &pair) {
               return labels[pair.key].isText() && labels[pair.key] == pair.value;
           });
}

/** How far a Service reaches; 0: it is no way in for clients. */
int reachOf(const Object &service)
{
    const std::string_view type = service.spec()["type"].text();
    if (type == "LoadBalancer")
        return 3;
    if (type == "NodePort")
        return 2;
    const auto ports = service.spec()["ports"].items();
    return std::ranges::any_of(ports, [](const Value &port) { return port["port"].integer() == 80; }) ? 1 : 0;
}

}  // namespace

std::vector<const Object *> ingressClassesOf(const Survey &survey, const Controller &controller, const Running &running)
{
    std::vector<const Object *> classes;
    for (const ObjectPtr &one : survey.snapshot().of(Kind::IngressClass)) {
        const std::string_view claim = one->spec()["controller"].text();
        const bool isOwn = ingressController(claim) == &controller ||
                           std::ranges::any_of(running.workloads, [claim](const Object *workload) {
                               return !claim.empty() && argumentOf(*workload, "controller-class") == claim;
                           });
        if (isOwn)
            classes.push_back(one.get());
    }
    return classes;
}

Component ingressComponent(const Survey &survey, const Controller &controller, const Running &running,
                           const std::vector<const Object *> &classes)
{
    Component component = componentOf(NetworkRole::Ingress, controller.component, running);
    const Object *definition = definitionOf(survey, controller.definitions);
    const bool isLeft = definition && seesWorkloads(survey);
    if (running.how == Running::How::Absent && classes.empty() && !isLeft)
        component.name = {};
    addClasses(component, classes);
    addEntryService(component, survey, running.workloads);
    if (running.isThere()) {
        if (classes.empty() && whyUnseen(survey, Kind::IngressClass).empty())
            component.remark += (component.remark.empty() ? "" : " ") + std::string("No IngressClass is its own.");
    } else if (!classes.empty()) {
        judgeByClasses(component, survey);
    } else if (isLeft && running.how == Running::How::Absent) {
        component.remark = "Only its custom resource definitions are there.";
        component.evidence.push_back(
            {refTo(*definition), "/spec/group", std::string(controller.definitions), "its custom resources"});
    }
    return component;
}

void addEntryService(Component &component, const Survey &survey, const std::vector<const Object *> &workloads)
{
    const Object *best = nullptr;
    for (const ObjectPtr &service : survey.snapshot().of(Kind::Service)) {
        const bool isTheirs =
            std::ranges::any_of(workloads, [&](const Object *workload) { return selects(*service, *workload); });
        if (isTheirs && reachOf(*service) > (best ? reachOf(*best) : 0))
            best = service.get();
    }
    if (best)
        addSetting(component, "service", std::string(best->space) + '/' + std::string(best->name));
}

}  // namespace portolan::roles
