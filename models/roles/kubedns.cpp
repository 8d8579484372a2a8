// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/detectors.h"
#include "roles/dnsservice.h"
#include "roles/running.h"

/* Source: kubernetes/dns, README: three containers, of which kubedns watches the API. */
namespace portolan::roles {

void detectKubeDns(const Survey &survey, Roles &roles)
{
    const Running running = runningImage(survey, "k8s-dns-kube-dns", "kube-dns's image");
    if (running.how == Running::How::Absent)
        return;
    Component component = componentOf(NetworkRole::Dns, "kube-dns", running);
    addServiceAddress(component, clusterDnsService(survey));
    roles.components.push_back(std::move(component));
}

/** The role is exclusive: one of them answers at the address that pods ask. A cache on the nodes is none of them. */
void settleDns(const Survey &survey, Roles &roles)
{
    std::vector<Component *> running;
    for (Component &component : roles.components) {
        const bool isServer = component.role == NetworkRole::Dns && component.name != "node-local-dns";
        if (isServer && component.confidence == Confidence::Confirmed)
            running.push_back(&component);
    }
    if (running.size() > 1) {
        for (Component *component : running) {
            component->confidence = Confidence::Conflict;
            component->remark = "Both CoreDNS and kube-dns run, and one Service stands for the cluster's DNS.";
        }
    }
    constexpr Kind kinds[] = {Kind::Deployment};
    addUnknown(roles, survey, NetworkRole::Dns, kinds);
}

}  // namespace portolan::roles
