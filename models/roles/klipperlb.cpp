// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "roles/detectors.h"
#include "roles/running.h"
#include "roles/servicelb.h"

/* ServiceLB, "Klipper LB". The controller runs inside k3s; a DaemonSet for each Service is its product.
 * Source: K3s, "Networking Services" and pkg/cloudprovider/servicelb.go. The image rancher/klipper-helm is that of
 * another thing, and no name of it is asked for here. */
namespace portolan::roles {

namespace {

constexpr std::string_view enable = "svccontroller.k3s.cattle.io/enablelb";
constexpr std::string_view nodeSelector = "svccontroller.k3s.cattle.io/nodeselector";

/** Nodes with a ready pod of such a DaemonSet, in one pass. */
std::vector<std::string> nodesServing(const Survey &survey)
{
    std::vector<std::string> nodes;
    for (const Pod &pod : survey.snapshot().pods) {
        const bool isIts = pod.ownerKind == "DaemonSet" && pod.isReady && !pod.node.empty() &&
                           !valueOf(*pod.labels, serviceLbName).empty();
        if (isIts)
            nodes.emplace_back(pod.node);
    }
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
}

/** As soon as one node has the label, only those that say "true" serve. */
bool isAllowList(const Survey &survey, const std::vector<const Object *> &sets)
{
    const ObjectTable &nodes = survey.snapshot().of(Kind::Node);
    return std::ranges::any_of(sets, [](const Object *set) { return set->label(nodeSelector) == "true"; }) ||
           std::any_of(nodes.begin(), nodes.end(), [](const ObjectPtr &node) { return !node->label(enable).empty(); });
}

bool hasServiceForIt(const Survey &survey)
{
    const ObjectTable &services = survey.snapshot().of(Kind::Service);
    return std::any_of(services.begin(), services.end(), [](const ObjectPtr &service) {
        return service->spec()["type"].text() == "LoadBalancer" && service->spec()["loadBalancerClass"].isNull() &&
               !isManifest(*service);
    });
}

std::string imageVersion(const std::vector<const Object *> &sets)
{
    return Survey::versionOf(*sets.front(), "klipper-lb");
}

/** Each serves one Service: some that fail are a warning for all. */
State stateOf(const std::vector<const Object *> &sets)
{
    const auto count = [&](State state) {
        return std::ranges::count(sets, state, [](const Object *set) { return Survey::stateOf(*set); });
    };
    const auto all = static_cast<std::ptrdiff_t>(sets.size());
    for (const State state : {State::Fine, State::Failing, State::Unknown}) {
        if (count(state) == all)
            return state;
    }
    return State::Warning;
}

Component fromSets(const Survey &survey, const std::vector<const Object *> &sets)
{
    Component component;
    component.role = NetworkRole::LoadBalancer;
    component.name = "klipper-lb";
    component.confidence = Confidence::Inferred;
    component.version = imageVersion(sets);
    component.state = stateOf(sets);
    component.nodes = nodesServing(survey);
    for (const Object *set : sets) {
        component.workloads.push_back(refTo(*set));
        component.evidence.push_back({refTo(*set), "/metadata/labels" + pointerStep(serviceLbName),
                                      std::string(set->label(serviceLbName)), "ServiceLB serves this Service"});
        if (set->status()["numberReady"].integer() > 0)
            component.confidence = Confidence::Confirmed;
    }
    addSetting(component, "services", std::to_string(sets.size()));
    addSetting(component, "namespace", sets.front()->space);
    addSetting(component, "mode", isAllowList(survey, sets) ? "allow-list" : "all-nodes");
    return component;
}

/** With the cloud controller off as well, nobody takes the DaemonSets away: their pods stay. */
void judgeByFlags(Component &component, const ServerFlags &flags)
{
    const Object *server = flags.disabling("servicelb");
    if (!server)
        return;
    component.confidence = Confidence::Leftover;
    component.isDefault = false;
    component.remark = "K3s was started without ServiceLB; its DaemonSets are still there.";
    component.evidence.push_back({refTo(*server), std::string(nodeArgsPath), "servicelb", "switched off"});
}

bool isAnotherThere(const Roles &roles)
{
    return roles.filling(NetworkRole::LoadBalancer) != nullptr;
}

/** No Service that it would serve: nothing shows it, and nothing contradicts it. */
void assumeDefault(const Survey &survey, Roles &roles)
{
    const ServerFlags &flags = survey.flags();
    if (!survey.isK3s() || flags.isDisabled("servicelb") || (!flags.isVisible() && isAnotherThere(roles)))
        return;
    if (hasServiceForIt(survey) && whyUnseen(survey, Kind::DaemonSet).empty())
        return;  // it would have made a DaemonSet
    Component component;
    component.role = NetworkRole::LoadBalancer;
    component.name = "klipper-lb";
    component.isDefault = true;
    addSetting(component, "services", "0");
    if (flags.isVisible())
        component.evidence.push_back(
            {refTo(*flags.server()), std::string(nodeArgsPath), {}, "K3s was started with ServiceLB"});
    else
        component.remark = "K3s brings it; how the servers were started is not visible.";
    if (hasServiceForIt(survey))
        component.settings.clear();
    roles.components.push_back(std::move(component));
}

}  // namespace

void detectKlipperLb(const Survey &survey, Roles &roles)
{
    const std::vector<const Object *> sets = serviceLbSets(survey.snapshot());
    if (sets.empty())
        return assumeDefault(survey, roles);
    Component component = fromSets(survey, sets);
    component.isDefault = survey.isK3s();
    judgeByFlags(component, survey.flags());
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
