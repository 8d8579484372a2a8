// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "roles/actingloadbalancer.h"
#include "roles/detectors.h"
#include "roles/running.h"

/* Source: Kubernetes, "Cloud Controller Manager"; the providers' own documentation of spec.providerID. */
namespace portolan::roles {

namespace {

constexpr std::string_view manager = "cloud-controller-manager";

/** "hcloud" of hcloud://1234, for the clouds whose scheme is documented. Oracle's cloud writes the instance's OCID
 *  without a scheme. */
std::string_view schemeOf(const Object &node)
{
    const std::string_view id = node.spec()["providerID"].text();
    if (id.starts_with("ocid1.instance."))
        return "oci";
    for (const std::string_view scheme : {"aws", "azure", "gce", "oci", "hcloud", "hrobot", "digitalocean"}) {
        if (id.starts_with(scheme) && id.substr(scheme.size()).starts_with("://"))
            return scheme;
    }
    return {};
}

Proof providerProof(const Survey &survey)
{
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node)) {
        if (const std::string_view scheme = schemeOf(*node); !scheme.empty())
            return {refTo(*node), "/spec/providerID", std::string(scheme), "the cloud that the node is of"};
    }
    return {};
}

/** "hcloud" of "hetznercloud/hcloud-cloud-controller-manager"; empty where the image does not say it. */
std::string_view providerOf(const Running &running)
{
    if (running.evidence.empty())
        return {};
    std::string_view name = repositoryOf(running.evidence.front().value);
    name = name.substr(name.rfind('/') + 1);
    if (name == "aws-load-balancer-controller")
        return "aws";
    return name.ends_with(manager) && name.size() > manager.size() + 1
               ? name.substr(0, name.size() - manager.size() - 1)
               : std::string_view();
}

/** The first Service whose address nobody else in the cluster gave. */
const Object *servedService(const Survey &survey, const Roles &roles)
{
    const ActingLoadBalancers acting(survey.snapshot(), roles);
    for (const ObjectPtr &service : survey.snapshot().of(Kind::Service)) {
        const bool hasAddress = service->status()["loadBalancer"]["ingress"].size() > 0;
        if (hasAddress && service->spec()["type"].text() == "LoadBalancer" && acting.of(*service).component.empty())
            return service.get();
    }
    return nullptr;
}

}  // namespace

/** A manager may run for nodes alone: only a Service with an address of nobody else shows that it fills the role. */
void detectCloudProvider(const Survey &survey, Roles &roles)
{
    constexpr std::array<std::string_view, 2> images{manager, "aws-load-balancer-controller"};
    const Running running = runningImage(survey, images, "the image of a cloud's controller");
    const Proof provider = providerProof(survey);
    const Object *service = servedService(survey, roles);
    const bool isOnlyNamed = running.how == Running::How::Absent;
    if (isOnlyNamed && (provider.object.isNull() || !service))
        return;
    Component component = componentOf(NetworkRole::LoadBalancer, "cloud-provider", running);
    if (isOnlyNamed)
        component.confidence = Confidence::Inferred;
    else if (component.confidence == Confidence::Confirmed && !service)
        component.confidence = Confidence::Inferred;
    const std::string_view named = providerOf(running);
    addSetting(component, "provider", named.empty() ? std::string_view(provider.value) : named);
    if (!provider.object.isNull())
        component.evidence.push_back(provider);
    if (service)
        component.evidence.push_back(
            {refTo(*service), "/status/loadBalancer/ingress", {}, "an address that nobody else in the cluster gave"});
    roles.components.push_back(std::move(component));
}

/** The role is exclusive for each Service: two that wrote one Service's status disagree about its address. */
void settleLoadBalancers(const Survey &survey, Roles &roles)
{
    const ActingLoadBalancers acting(survey.snapshot(), roles);
    for (const ObjectPtr &service : survey.snapshot().of(Kind::Service)) {
        const ActingLoadBalancer found = acting.of(*service);
        if (found.rivals.empty() || service->status()["loadBalancer"]["ingress"].size() == 0)
            continue;
        for (Component &component : roles.components) {
            const bool isRival = component.name == found.component ||
                                 std::ranges::find(found.rivals, component.name) != found.rivals.end();
            if (component.role != NetworkRole::LoadBalancer || !isRival || component.confidence == Confidence::Conflict)
                continue;
            component.confidence = Confidence::Conflict;
            component.remark = "Another load balancer acts on Service " + std::string(service->space) + '/' +
                               std::string(service->name) + " as well.";
        }
    }
    constexpr Kind kinds[] = {Kind::Service, Kind::DaemonSet, Kind::Deployment};
    addUnknown(roles, survey, NetworkRole::LoadBalancer, kinds);
}

}  // namespace portolan::roles
