// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "topology/graph.h"

namespace portolan {

/** Which entry of its object a route's vertex stands for: /spec/rules/1/http/paths/0 of an Ingress, /spec/routes/2 of
 * an IngressRoute, /spec/rules/0/matches/1 of an HTTPRoute. */
struct RoutePlace {
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    Kind kind = Kind::Ingress;
    std::size_t rule = 0;
    std::size_t item = none;  ///< path of an Ingress rule, match of an HTTPRoute's
    bool isDefault = false;   ///< spec.defaultBackend of an Ingress

    /** The entry itself; of an HTTPRoute the rule, whose matches it holds. */
    Value of(const Object &route) const;
    std::string pointer() const;
};

[[nodiscard]] RoutePlace placeOf(const TopologyGraph &graph, const Vertex &route);

}  // namespace portolan
