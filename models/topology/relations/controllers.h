// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "topology/builder.h"

namespace portolan::relations {

/** The vertex of the controller that claims this string; made with what the input has of it. `source` is the object
 * that names it. */
[[nodiscard]] VertexIndex controllerVertex(GraphBuilder &graph, std::string_view claim, const ObjectRef &source,
                                           std::string_view path);

/** Ties the addresses of the Services whose endpoints are the controller's pods to the controller. Once per controller.
 *  Of one that is only supposed, the edges are as well. */
void exposeController(GraphBuilder &graph, VertexIndex controller, bool isSupposed = false);

}  // namespace portolan::relations
