// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/phrase.h"
#include "explain/podreason.h"
#include "explain/servicetext.h"
#include "roles/servicelb.h"

namespace portolan {

bool isServiceLbPod(const Pod &pod, const Object &service)
{
    return pod.labels && valueOf(*pod.labels, roles::serviceLbName) == service.name &&
           valueOf(*pod.labels, roles::serviceLbNamespace) == service.space;
}

namespace {

/** A port of the Service that the pod holds on its node; 0 if none. */
std::uint16_t heldPort(const Pod &pod, const Object &service)
{
    if (!pod.pod || pod.node.empty())
        return 0;
    for (const Container &container : pod.pod->containers) {
        for (const ContainerPort &port : container.ports) {
            const auto isSame = [&](const Value &own) { return own["port"].integer() == port.hostPort; };
            if (port.hostPort != 0 && std::ranges::any_of(service.spec()["ports"].items(), isSame))
                return port.hostPort;
        }
    }
    return 0;
}

/** Who else has a port of the Service on a node: "Port 443 is held by the ServiceLB pods of Service traefik …". */
std::string portHoldersText(const ClusterSnapshot &snapshot, const Object &service)
{
    std::vector<std::string> holders;
    std::uint16_t port = 0;
    for (const Pod &pod : snapshot.pods) {
        const std::uint16_t held = isServiceLbPod(pod, service) ? std::uint16_t{0} : heldPort(pod, service);
        if (held == 0 || (port != 0 && held != port))
            continue;
        port = held;
        const std::string_view other = valueOf(*pod.labels, "svccontroller.k3s.cattle.io/svcname");
        std::string holder = other.empty() ? text("pod ", pod.name, " of ", pod.space)
                                           : text("the ServiceLB pods of Service ", other, " of ",
                                                  valueOf(*pod.labels, "svccontroller.k3s.cattle.io/svcnamespace"));
        if (std::ranges::find(holders, holder) == holders.end())
            holders.push_back(std::move(holder));
    }
    return holders.empty() ? std::string()
                           : text("Port ", std::to_string(port), " of nodes is held by ", listed(holders, 3),
                                  ": use another port, or other nodes for one of the two");
}

}  // namespace

std::string waitingServiceLb(const ClusterSnapshot &snapshot, const Object &service)
{
    for (const Pod &pod : snapshot.pods) {
        if (!pod.isReady && isServiceLbPod(pod, service)) {
            const bool wantsPort = pod.message.find("free ports") != std::string_view::npos;
            const std::string holders = wantsPort ? portHoldersText(snapshot, service) : std::string();
            return text("pod ", pod.name, " is not: ", podReason(snapshot, pod), holders.empty() ? "" : ". ", holders);
        }
    }
    return {};
}
}  // namespace portolan
