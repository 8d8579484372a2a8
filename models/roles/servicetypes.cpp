// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/servicetypes.h"

#include "roles/detectors.h"
#include "roles/survey.h"

namespace portolan {

namespace {

std::size_t &countOf(ServiceTypes &types, const Value &spec)
{
    const std::string_view type = spec["type"].text();
    if (type == "ExternalName")
        return types.externalName;
    if (type == "LoadBalancer")
        return types.loadBalancer;
    if (type == "NodePort")
        return types.nodePort;
    return spec["clusterIP"].text() == "None" ? types.headless : types.clusterIp;
}

}  // namespace

ServiceTypes countServiceTypes(const ClusterSnapshot &snapshot)
{
    ServiceTypes types;
    for (const ObjectPtr &service : snapshot.of(Kind::Service)) {
        const Value spec = service->spec();
        ++countOf(types, spec);
        if (spec["type"].text() != "ExternalName" && spec["selector"].size() == 0)
            ++types.withoutSelector;
        if (spec["externalIPs"].size() > 0)
            ++types.externalIps;
    }
    return types;
}

void roles::countServices(const Survey &survey, Roles &found)
{
    found.services = countServiceTypes(survey.snapshot());
}

}  // namespace portolan
