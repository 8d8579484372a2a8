// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "roles/detectors.h"
#include "roles/running.h"

/* Source: PureLB, documentation: the allocator gives addresses, the agents put them on the nodes' interfaces. */
namespace portolan::roles {

void detectPureLb(const Survey &survey, Roles &roles)
{
    constexpr std::array<std::string_view, 2> images{"purelb/lbnodeagent", "purelb/allocator"};
    const Running running = runningImage(survey, images, "PureLB's image");
    const Object *left = survey.snapshot().find(Kind::CustomResourceDefinition, {}, "servicegroups.purelb.io");
    if (running.how == Running::How::Absent && (!left || !seesWorkloads(survey)))
        return;
    Component component = componentOf(NetworkRole::LoadBalancer, "purelb", running);
    if (running.how == Running::How::Absent) {
        component.remark = "Only its custom resource definitions are there.";
        component.evidence.push_back({refTo(*left), {}, {}, "its custom resources"});
    }
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
