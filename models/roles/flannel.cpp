// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/detectors.h"

namespace portolan::roles {

namespace {

constexpr std::string_view backendType = "flannel.alpha.coreos.com/backend-type";

}  // namespace

/** On K3s Flannel runs inside the k3s process: what it writes on the nodes is all that shows it. */
void detectFlannel(const Survey &survey, Roles &roles)
{
    Component flannel;
    flannel.role = NetworkRole::Cni;
    flannel.name = "flannel";
    flannel.isDefault = survey.isK3s();
    flannel.confidence = Confidence::Inferred;
    const std::string path = "/metadata/annotations" + pointerStep(backendType);
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node)) {
        const std::string_view backend = node->annotation(backendType);
        if (backend.empty())
            continue;
        if (flannel.nodes.empty())
            flannel.settings.push_back({"backend", std::string(backend)});
        flannel.nodes.emplace_back(node->name);
        flannel.evidence.push_back({refTo(*node), path, std::string(backend), "Flannel's backend on this node"});
    }
    if (!flannel.nodes.empty())
        roles.components.push_back(std::move(flannel));
}

}  // namespace portolan::roles
