// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/corefile.h"
#include "roles/detectors.h"
#include "roles/running.h"

/* Source: Kubernetes, "Using NodeLocal DNSCache in Kubernetes Clusters". */
namespace portolan::roles {

void detectNodeLocalDns(const Survey &survey, Roles &roles)
{
    const Running running = runningImage(survey, "k8s-dns-node-cache", "the image of NodeLocal DNSCache");
    if (running.how == Running::How::Absent)
        return;
    Component component = componentOf(NetworkRole::Dns, "node-local-dns", running);
    std::string listen;
    for (const Object *workload : running.workloads) {
        listen = argumentOf(*workload, "localip");
        if (!listen.empty())
            break;
    }
    for (std::size_t comma = listen.find(','); comma != std::string::npos; comma = listen.find(',', comma))
        listen[comma] = ' ';
    addSetting(component, "listen", listen);
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
