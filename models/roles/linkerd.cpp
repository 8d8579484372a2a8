// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "roles/detectors.h"
#include "roles/meshcoverage.h"

/* Source: Linkerd, "Automatic Proxy Injection" and "Architecture". */
namespace portolan::roles {

namespace {

Proof asksForProxies(const Object &space)
{
    constexpr std::string_view inject = "linkerd.io/inject";
    const std::string_view value = space.annotation(inject);
    if (value != "enabled" && value != "ingress")
        return {};
    return {refTo(space), "/metadata/annotations" + pointerStep(inject), std::string(value),
            "new pods here get Linkerd's proxy"};
}

}  // namespace

void detectLinkerd(const Survey &survey, Roles &roles)
{
    constexpr std::array<std::string_view, 2> images{"linkerd/controller", "linkerd/policy-controller"};
    const Running control = runningImage(survey, images, "the image of Linkerd's control plane");
    const std::string_view space =
        control.evidence.empty() ? std::string_view("linkerd") : control.evidence.front().object.space();
    const MeshCoverage coverage = proxyCoverage(survey, asksForProxies, "linkerd-proxy", space);
    if (control.how == Running::How::Absent && coverage.isNone())
        return;
    Component component = componentOf(NetworkRole::Mesh, "linkerd", control);
    addCoverage(component, coverage);
    judgeCoverage(component, survey, control, coverage);
    roles.components.push_back(std::move(component));
}

void settleMesh(const Survey &survey, Roles &roles)
{
    constexpr Kind kinds[] = {Kind::Deployment, Kind::Pod};
    addUnknown(roles, survey, NetworkRole::Mesh, kinds);
}

}  // namespace portolan::roles
