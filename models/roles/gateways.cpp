// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "roles/ciliumagents.h"
#include "roles/detectors.h"
#include "roles/frontdoor.h"
#include "roles/traefik.h"

/* Source: Gateway API, "GatewayClass": a controller that will serve a class sets its condition Accepted to True. The
 * custom resource definitions alone serve nobody. */
namespace portolan::roles {

namespace {

Proof accepted(const Object &gatewayClass)
{
    const auto conditions = gatewayClass.status()["conditions"].items();
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        if (conditions[i]["type"].text() == "Accepted" && conditions[i]["status"].text() == "True")
            return {refTo(gatewayClass), "/status/conditions/" + std::to_string(i) + "/status", "True",
                    "its controller has accepted the class"};
    }
    return {};
}

bool usesClass(const Survey &survey, const std::vector<const Object *> &classes)
{
    const ObjectTable &gateways = survey.snapshot().of(Kind::Gateway);
    return std::any_of(gateways.begin(), gateways.end(), [&](const ObjectPtr &gateway) {
        const std::string_view name = gateway->spec()["gatewayClassName"].text();
        return std::ranges::any_of(classes, [name](const Object *one) { return one->name == name; });
    });
}

/** The classes' words about themselves, then whether what runs agrees. */
void judge(Component &component, const Survey &survey, const Running &running,
           const std::vector<const Object *> &classes)
{
    const bool isAccepted =
        std::ranges::any_of(classes, [](const Object *one) { return !accepted(*one).object.isNull(); });
    const bool isPlanned = std::ranges::all_of(classes, [](const Object *one) { return isManifest(*one); });
    if (!running.isThere() && seesWorkloads(survey)) {
        component.confidence = Confidence::Leftover;
        component.remark = "Class without controller: nothing runs that would serve it.";
    } else if (isAccepted) {
        component.confidence = running.how == Running::How::Ready ? Confidence::Confirmed : Confidence::Inferred;
        if (running.how == Running::How::Unready)
            component.remark = "None of its pods is ready.";
        else if (!usesClass(survey, classes) && whyUnseen(survey, Kind::Gateway).empty())
            component.remark = "No Gateway uses its class.";
    } else if (isPlanned) {
        component.confidence = Confidence::Inferred;
        component.remark = running.isThere() ? "" : "Its class is all that is seen of it.";
    } else {
        component.confidence = Confidence::Leftover;
        component.remark = "No controller has accepted its class.";
    }
}

/** Its options come from the command line or from elsewhere, never from both: a command line with providers shows them
 *  all. Source: Traefik, "Install Configuration Overview". */
void remarkOnTraefik(Component &component)
{
    if (component.workloads.empty() || component.setting("providers").empty() ||
        hasTraefikGatewayProvider(*component.workloads.front().object))
        return;
    component.confidence = Confidence::Leftover;
    component.remark = "Class without controller: Traefik runs, and its Gateway provider is off.";
}

/** A class stays accepted after the option was switched off. Source: Cilium, "Gateway API Support". */
void remarkOnCilium(Component &component, const Survey &survey, const Running &agents)
{
    const Object *config = ciliumConfig(survey, agents);
    if (!config || !agents.isThere())
        return;
    Proof on = ciliumOption(config, "enable-gateway-api", "true", "Cilium serves Gateways");
    if (!on.object.isNull()) {
        component.evidence.push_back(std::move(on));
        return;
    }
    component.confidence = Confidence::Leftover;
    component.remark = "Class without controller: Cilium runs, and its Gateway API support is not switched on.";
}

void detect(const Survey &survey, Roles &roles, const Controller &known, const std::vector<const Object *> &classes)
{
    const Running running = runningImage(survey, known.images, "the controller's image");
    Component component = componentOf(NetworkRole::Gateway, known.component, running);
    component.remark.clear();
    std::string names;
    for (const Object *one : classes) {
        addWord(names, one->name);
        component.evidence.push_back(
            {refTo(*one), "/spec/controllerName", std::string(known.gatewayClaim), "claims Gateways of this class"});
        if (Proof proof = accepted(*one); !proof.object.isNull())
            component.evidence.push_back(std::move(proof));
    }
    addSetting(component, "class", names);
    judge(component, survey, running, classes);
    if (known.component == "traefik") {
        addTraefikSettings(component);
        addEntryService(component, survey, running.workloads);
        remarkOnTraefik(component);
    } else if (known.component == "cilium") {
        remarkOnCilium(component, survey, running);
    }
    roles.components.push_back(std::move(component));
}

void addForeign(const Survey &survey, Roles &roles)
{
    for (const ObjectPtr &one : survey.snapshot().of(Kind::GatewayClass)) {
        const std::string_view claim = one->spec()["controllerName"].text();
        if (claim.empty() || gatewayController(claim) || claim.starts_with("istio.io/"))
            continue;
        roles.unknown.push_back({NetworkRole::Gateway, "the controller of class " + std::string(one->name) +
                                                           " is not known: " + std::string(claim)});
        return;
    }
}

}  // namespace

void detectGateways(const Survey &survey, Roles &roles)
{
    for (const Controller &known : controllers()) {
        std::vector<const Object *> classes;
        for (const ObjectPtr &one : survey.snapshot().of(Kind::GatewayClass)) {
            if (gatewayController(one->spec()["controllerName"].text()) == &known)
                classes.push_back(one.get());
        }
        if (!classes.empty())
            detect(survey, roles, known, classes);
    }
    if (roles.filling(NetworkRole::Gateway))
        return;
    constexpr Kind kinds[] = {Kind::GatewayClass};
    const std::size_t before = roles.unknown.size();
    addForeign(survey, roles);
    if (roles.unknown.size() == before)
        addUnknown(roles, survey, NetworkRole::Gateway, kinds);
}

}  // namespace portolan::roles
