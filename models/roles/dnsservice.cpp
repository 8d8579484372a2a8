// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/dnsservice.h"

#include "roles/running.h"

namespace portolan::roles {

const Object *clusterDnsService(const Survey &survey)
{
    if (const Object *service = survey.snapshot().find(Kind::Service, "kube-system", "kube-dns"))
        return service;
    for (const ObjectPtr &service : survey.snapshot().of(Kind::Service)) {
        if (service->space == "kube-system" && service->label("k8s-app") == "kube-dns")
            return service.get();
    }
    return nullptr;
}

bool isClusterDns(const Object &workload)
{
    return workload.spec()["template"]["metadata"]["labels"]["k8s-app"].text() == "kube-dns";
}

void addServiceAddress(Component &component, const Object *service)
{
    if (!service)
        return;
    const std::string_view address = service->spec()["clusterIP"].text();
    addSetting(component, "clusterIp", address);
    component.evidence.push_back(
        {refTo(*service), address.empty() ? "" : "/spec/clusterIP", std::string(address), "the address that pods ask"});
}

}  // namespace portolan::roles
