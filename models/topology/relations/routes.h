// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "topology/builder.h"

namespace portolan::relations {

/** A Route vertex of one rule of an object. `where` tells the object's rules apart: "shop.example/api". A second rule
 * with the same `where` gets its own vertex. */
[[nodiscard]] VertexIndex addRoute(GraphBuilder &graph, const Object &object, std::string_view where,
                                   std::string_view name, std::string_view detail);

/** From who routes to the route. */
void connectRouter(GraphBuilder &graph, VertexIndex router, VertexIndex route, const Object &source,
                   const std::string &path, std::string_view value);

/** From the route to a Service, with what is wrong with it: it is missing, or has no such port. `port` is null if none
 * is named. */
void connectBackend(GraphBuilder &graph, VertexIndex route, std::string_view space, std::string_view service,
                    const Value &port, const Object &source, const std::string &path);

/** Says of a vertex that the object which it names is not there, as far as that is known: "Gateway edge does not
 * exist", "Gateway edge not in the input". */
void worsenByAbsent(GraphBuilder &graph, VertexIndex vertex, Kind kind, std::string_view space, std::string_view name,
                    const ObjectRef &source, const std::string &path);

}  // namespace portolan::relations
