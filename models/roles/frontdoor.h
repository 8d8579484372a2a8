// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "roles/controllers.h"
#include "roles/running.h"

/** What detectors of ingress and gateway controllers have in common. */
namespace portolan::roles {

/** IngressClasses whose spec.controller is the controller's, or what its option --controller-class says. */
[[nodiscard]] std::vector<const Object *> ingressClassesOf(const Survey &survey, const Controller &controller,
                                                           const Running &running);

/** The component in the role ingress, from what runs and the classes that are its own. With neither, what is left of
 *  its custom resources; a component without name if there is nothing at all. */
[[nodiscard]] Component ingressComponent(const Survey &survey, const Controller &controller, const Running &running,
                                         const std::vector<const Object *> &classes);

/** Sets "service" to the Service through which clients reach these workloads: one with an address outside before one
 *  with node ports, before one that offers port 80 within the cluster. */
void addEntryService(Component &component, const Survey &survey, const std::vector<const Object *> &workloads);

}  // namespace portolan::roles
