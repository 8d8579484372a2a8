// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/detectors.h"
#include "roles/frontdoor.h"

/* Source: Istio, "Installing Gateways": a gateway's pods are labelled istio=ingressgateway (a chart may name them
 * otherwise: then its template asks for the injection template "gateway"). */
namespace portolan::roles {

namespace {

bool isIngressGateway(const Object &workload)
{
    const Value meta = workload.spec()["template"]["metadata"];
    const std::string_view label = meta["labels"]["istio"].text();
    if (label == "ingressgateway")
        return true;
    return meta["annotations"]["inject.istio.io/templates"].text() == "gateway" && label != "egressgateway";
}

Running ingressGateways(const Survey &survey)
{
    std::vector<const Object *> found;
    for (const Kind kind : {Kind::DaemonSet, Kind::Deployment}) {
        for (const ObjectPtr &workload : survey.snapshot().of(kind)) {
            if (isIngressGateway(*workload))
                found.push_back(workload.get());
        }
    }
    return runningAs(survey, std::move(found), "an Istio ingress gateway");
}

}  // namespace

void detectIstioIngress(const Survey &survey, Roles &roles)
{
    const Controller &istio = controller("istio");
    const Running control = runningImage(survey, istio.images, "the image of Istio's control plane");
    const std::vector<const Object *> classes = ingressClassesOf(survey, istio, control);
    Running gateways = ingressGateways(survey);
    if (gateways.how == Running::How::Absent && classes.empty())
        return;
    gateways.version = control.version;
    Component component = ingressComponent(survey, istio, gateways, classes);
    if (classes.empty() && gateways.isThere())
        component.remark.clear();  // its gateways go by Istio's own Gateway objects, without a class
    if (gateways.isThere() && !control.isThere() && seesWorkloads(survey))
        component.remark = "Its gateways run without a control plane.";
    component.evidence.insert(component.evidence.end(), control.evidence.begin(), control.evidence.end());
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
