// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "kube/object.h"

namespace portolan::roles {

/** A product that answers for Ingresses or for Gateways, known by the string with which it claims classes. */
struct Controller {
    std::string_view component;                ///< as the contract names it
    std::string_view title;                    ///< as people write it
    std::string_view ingressClaim;             ///< IngressClass spec.controller; a further part may follow a '/'
    std::string_view gatewayClaim;             ///< GatewayClass spec.controllerName
    std::span<const std::string_view> images;  ///< of what reads the objects (running.h, isImageOf)
    std::string_view definitions = {};         ///< API group of its own custom resources; empty: none that tells
    std::string_view dataPlane = {};           ///< image of what carries the traffic, where that is another workload
};

[[nodiscard]] std::span<const Controller> controllers();
[[nodiscard]] const Controller &controller(std::string_view component);  ///< of the list
/** The one that claims classes with this string; null if it is not known. */
[[nodiscard]] const Controller *ingressController(std::string_view claim);
[[nodiscard]] const Controller *gatewayController(std::string_view claim);
/** Whether a container of this workload has the image of what carries the controller's traffic. */
[[nodiscard]] bool carriesTraffic(const Object &workload, const Controller &controller);

}  // namespace portolan::roles
