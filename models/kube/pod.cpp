// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/pod.h"

#include <algorithm>

namespace portolan {

bool Container::operator==(const Container &other) const
{
    return name == other.name && image == other.image && isInit == other.isInit && isSidecar == other.isSidecar &&
           hasReadinessProbe == other.hasReadinessProbe && std::ranges::equal(ports, other.ports) &&
           std::ranges::equal(args, other.args);
}

bool PodTemplate::operator==(const PodTemplate &other) const
{
    return hostNetwork == other.hostNetwork && dnsPolicy == other.dnsPolicy && serviceAccount == other.serviceAccount &&
           subdomain == other.subdomain && std::ranges::equal(containers, other.containers);
}

}  // namespace portolan
