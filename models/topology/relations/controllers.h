// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "topology/builder.h"

namespace portolan::relations {

/** An ingress controller that we know by the string with which it claims classes. Source: the projects' documentation
 * and charts; K3s' mirrors put a path before the image's name. */
struct KnownController {
    std::string_view claims;  ///< IngressClass spec.controller, up to a last part that may vary
    std::string_view name;
    std::string_view label;  ///< value of app.kubernetes.io/name on its pods; empty: told by the image only
    std::string_view image;  ///< part of the image's name
};
[[nodiscard]] const KnownController *knownController(std::string_view claim);
[[nodiscard]] const KnownController &traefik();

/** The vertex of the controller that claims this string; made with what the input has of it. `source` is the object
 * that names it. */
[[nodiscard]] VertexIndex controllerVertex(GraphBuilder &graph, std::string_view claim, const ObjectRef &source,
                                           std::string_view path);

/** Ties the addresses of the Services whose endpoints are the controller's pods to the controller. Once per controller.
 */
void exposeController(GraphBuilder &graph, VertexIndex controller);

}  // namespace portolan::relations
