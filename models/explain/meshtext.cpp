// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/meshtext.h"

#include <algorithm>

namespace portolan {

namespace {

bool hasProxy(const Pod &pod, std::string_view proxy)
{
    const auto &containers = pod.pod->containers;
    const bool isThere = std::ranges::any_of(containers, [&](const Container &one) { return one.name == proxy; });
    return isThere &&
           std::ranges::any_of(containers, [&](const Container &one) { return !one.isInit && one.name != proxy; });
}

}  // namespace

std::string_view meshOf(const Pod &pod)
{
    if (!pod.pod)
        return {};
    if (hasProxy(pod, "istio-proxy"))
        return "Istio sidecar";
    if (hasProxy(pod, "linkerd-proxy"))
        return "Linkerd";
    const bool isAmbient = pod.annotations && valueOf(*pod.annotations, "ambient.istio.io/redirection") == "enabled";
    return isAmbient ? "Istio ambient" : std::string_view();
}

}  // namespace portolan
