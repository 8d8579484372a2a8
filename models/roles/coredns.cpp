// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/corefile.h"
#include "roles/detectors.h"
#include "roles/dnsservice.h"
#include "roles/running.h"

/* CoreDNS keeps its forerunner's names for the Service and the label: the image tells which of the two it is.
 * Source: K3s, manifests/coredns.yaml; CoreDNS, plugins kubernetes and forward. */
namespace portolan::roles {

namespace {

void addConfiguration(Component &component, const Survey &survey, std::string_view space)
{
    const Object *config = survey.snapshot().find(Kind::ConfigMap, space, "coredns");
    if (!config)
        return;
    const std::string_view corefile = (*config)["data"]["Corefile"].text();
    addSetting(component, "domain", domainOf(corefile));
    addSetting(component, "upstream", upstreamOf(corefile));
    if (survey.snapshot().find(Kind::ConfigMap, space, "coredns-custom"))
        addSetting(component, "custom", "true");
    component.evidence.push_back({refTo(*config), "/data/Corefile", {}, "CoreDNS's configuration"});
}

/** A CoreDNS elsewhere may answer for other names than the cluster's. */
Running runningCoreDns(const Survey &survey)
{
    constexpr std::string_view image = "coredns", means = "CoreDNS's image";
    Running running = runningImage(survey, image, means, [](const Object &workload) {
        return workload.space == "kube-system" || isClusterDns(workload);
    });
    if (running.how != Running::How::Absent || seesWorkloads(survey))
        return running;
    running = runningImage(survey, image, means);
    const bool isItsPlace = !running.evidence.empty() && running.evidence.front().object.space() == "kube-system";
    return isItsPlace ? running : Running();
}

/** Nothing that runs it can be seen: its Service says its name by a label, or it is what K3s installs. */
void assumeDefault(const Survey &survey, Roles &roles, const Object *service)
{
    constexpr std::string_view label = "kubernetes.io/name";
    const bool isNamed = service && service->label(label) == "CoreDNS";
    if (seesWorkloads(survey) || survey.flags().isDisabled("coredns") || (!isNamed && !survey.isK3s()))
        return;
    Component component;
    component.role = NetworkRole::Dns;
    component.name = "coredns";
    component.isDefault = survey.isK3s();
    component.confidence = isNamed ? Confidence::Inferred : Confidence::Assumed;
    if (isNamed)
        component.evidence.push_back(
            {refTo(*service), "/metadata/labels" + pointerStep(label), "CoreDNS", "the Service says who answers"});
    addServiceAddress(component, service);
    roles.components.push_back(std::move(component));
}

}  // namespace

void detectCoreDns(const Survey &survey, Roles &roles)
{
    const Running running = runningCoreDns(survey);
    const Object *service = clusterDnsService(survey);
    if (running.how == Running::How::Absent)
        return assumeDefault(survey, roles, service);
    Component component = componentOf(NetworkRole::Dns, "coredns", running);
    const ObjectRef first = component.evidence.front().object;
    component.isDefault = survey.isK3s() && first.space() == "kube-system" && !survey.flags().isDisabled("coredns");
    addServiceAddress(component, service);
    if (first.kind == Kind::Deployment)
        addSetting(component, "replicas", std::to_string(first.object->spec()["replicas"].integer(1)));
    addConfiguration(component, survey, first.space());
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
