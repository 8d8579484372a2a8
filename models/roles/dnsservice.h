// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "roles/roles.h"
#include "roles/survey.h"

namespace portolan::roles {

/** The Service that pods ask for names, whoever answers: "kube-dns" in kube-system, or the first there with the label
 *  k8s-app=kube-dns (charts give it other names). Null if there is none. */
[[nodiscard]] const Object *clusterDnsService(const Survey &survey);
/** Whether a workload's pods carry the label that the Service of the cluster's DNS selects by. */
[[nodiscard]] bool isClusterDns(const Object &workload);
void addServiceAddress(Component &component, const Object *service);

}  // namespace portolan::roles
