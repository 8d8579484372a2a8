// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/detectors.h"
#include "roles/frontdoor.h"

namespace portolan::roles {

namespace {

void detect(const Survey &survey, Roles &roles, std::string_view name, std::string_view means)
{
    const Controller &known = controller(name);
    const Running running = runningImage(survey, known.images, means);
    Component component = ingressComponent(survey, known, running, ingressClassesOf(survey, known, running));
    if (!component.name.empty())
        roles.components.push_back(std::move(component));
}

}  // namespace

/** Source: ingress-nginx, README and deploy manifests. Retired in March 2026. */
void detectIngressNginx(const Survey &survey, Roles &roles)
{
    detect(survey, roles, "ingress-nginx", "ingress-nginx's image");
}

/** Source: F5, NGINX Ingress Controller, installation with manifests. */
void detectNginxIngress(const Survey &survey, Roles &roles)
{
    detect(survey, roles, "nginx-ingress", "the image of F5's NGINX Ingress Controller");
}

/** Source: HAProxy Technologies, kubernetes-ingress, documentation. */
void detectHaproxytechIngress(const Survey &survey, Roles &roles)
{
    detect(survey, roles, "haproxytech-ingress", "the image of HAProxy Technologies' controller");
}

/** Source: HAProxy Ingress, documentation of its keys and deployment. */
void detectHaproxyIngress(const Survey &survey, Roles &roles)
{
    detect(survey, roles, "haproxy-ingress", "the image of the community's HAProxy Ingress");
}

/** Source: Kong Ingress Controller, documentation. */
void detectKong(const Survey &survey, Roles &roles)
{
    detect(survey, roles, "kong", "the image of Kong's controller");
}

/** Classes of controllers that are not known say that somebody may serve Ingresses, and not who. */
void settleIngress(const Survey &survey, Roles &roles)
{
    if (roles.filling(NetworkRole::Ingress))
        return;
    for (const ObjectPtr &one : survey.snapshot().of(Kind::IngressClass)) {
        const std::string_view claim = one->spec()["controller"].text();
        if (claim.empty() || ingressController(claim))
            continue;
        roles.unknown.push_back({NetworkRole::Ingress, "the controller of class " + std::string(one->name) +
                                                           " is not known: " + std::string(claim)});
        return;
    }
    constexpr Kind kinds[] = {Kind::Deployment, Kind::DaemonSet};
    addUnknown(roles, survey, NetworkRole::Ingress, kinds);
}

}  // namespace portolan::roles
