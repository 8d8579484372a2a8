// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "roles/controllers.h"
#include "roles/detectors.h"
#include "roles/meshcoverage.h"

/* Source: Istio, "Resource Labels", "Sidecar Injection", "Add workloads to an ambient mesh", "PeerAuthentication". */
namespace portolan::roles {

namespace {

constexpr std::string_view revision = "istio.io/rev";
constexpr std::string_view dataPlane = "istio.io/dataplane-mode";

Proof label(const Object &space, std::string_view key, std::string_view means)
{
    return {refTo(space), "/metadata/labels" + pointerStep(key), std::string(space.label(key)), std::string(means)};
}

Proof asksForSidecars(const Object &space)
{
    constexpr std::string_view injection = "istio-injection", means = "new pods here get Istio's proxy";
    if (!space.label(injection).empty())
        return space.label(injection) == "enabled" ? label(space, injection, means) : Proof();
    return space.label(revision).empty() ? Proof() : label(space, revision, means);
}

Proof asksForAmbient(const Object &space)
{
    return space.label(dataPlane) == "ambient" ? label(space, dataPlane, "pods here are in the ambient mesh") : Proof();
}

Running controlPlane(const Survey &survey)
{
    return runningImage(survey, controller("istio").images, "the image of Istio's control plane");
}

/** The mesh-wide rule stands in the control plane's namespace and selects nothing. */
void addMutualTls(Component &component, const Survey &survey, std::string_view space)
{
    for (const ObjectPtr &rule : survey.snapshot().of(Kind::PeerAuthentication)) {
        const std::string_view mode = rule->spec()["mtls"]["mode"].text();
        if (rule->space != space || mode.empty() || rule->spec()["selector"].size() > 0)
            continue;
        addSetting(component, "mtls", mode);
        component.evidence.push_back({refTo(*rule), "/spec/mtls/mode", std::string(mode), "the rule for all the mesh"});
        return;
    }
}

std::size_t waypoints(const ClusterSnapshot &snapshot)
{
    const ObjectTable &gateways = snapshot.of(Kind::Gateway);
    return static_cast<std::size_t>(std::count_if(gateways.begin(), gateways.end(), [](const ObjectPtr &gateway) {
        return gateway->spec()["gatewayClassName"].text() == "istio-waypoint";
    }));
}

}  // namespace

void detectIstio(const Survey &survey, Roles &roles)
{
    const Running control = controlPlane(survey);
    const std::string_view space =
        control.evidence.empty() ? std::string_view("istio-system") : control.evidence.front().object.space();
    const MeshCoverage coverage = proxyCoverage(survey, asksForSidecars, "istio-proxy", space);
    const bool isAmbient = runningImage(survey, "istio/ztunnel", {}).isThere();
    if (coverage.isNone() && (control.how == Running::How::Absent || isAmbient))
        return;
    Component component = componentOf(NetworkRole::Mesh, "istio", control);
    addSetting(component, "mode", "sidecar");
    addCoverage(component, coverage);
    judgeCoverage(component, survey, control, coverage);
    for (const Object *workload : control.workloads) {
        if (component.setting("revision").empty())
            addSetting(component, "revision", workload->label(revision));
    }
    addMutualTls(component, survey, space);
    roles.components.push_back(std::move(component));
}

/** In ambient mode a ztunnel on each node carries the traffic; the pods show that they are redirected to it. */
void detectIstioAmbient(const Survey &survey, Roles &roles)
{
    const Running tunnels = runningImage(survey, "istio/ztunnel", "the image of Istio's ztunnel");
    const MeshCoverage coverage = annotationCoverage(survey, asksForAmbient, "ambient.istio.io/redirection", "enabled");
    if (tunnels.how == Running::How::Absent && coverage.isNone())
        return;
    Component component = componentOf(NetworkRole::Mesh, "istio-ambient", tunnels);
    addCoverage(component, coverage);
    judgeCoverage(component, survey, tunnels, coverage);
    if (whyUnseen(survey, Kind::Gateway).empty())
        addSetting(component, "waypoints", std::to_string(waypoints(survey.snapshot())));
    const Running control = controlPlane(survey);
    if (!control.evidence.empty())
        addMutualTls(component, survey, control.evidence.front().object.space());
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
