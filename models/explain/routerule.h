// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** What a rule names as the end of requests. */
struct RouteBackend {
    Kind kind = Kind::Service;
    std::string kindText;  ///< as the rule says it: "Service", "TraefikService"
    std::string space, name;
    std::string port;          ///< number or name; empty if none is given
    std::int64_t weight = -1;  ///< -1: not given
    std::string path;          ///< JSON Pointer of its name in the route's object
};

struct NamedObject {
    std::string space, name;
};

/** One rule of a route object, read for telling. */
struct RouteRule {
    std::string what;    ///< "requests for shop.example whose path is /api or below it"
    std::string note;    ///< what one has to know about the match; may be empty
    std::string answer;  ///< what the front door itself does with them, if it does: "are redirected to https"
    std::vector<RouteBackend> backends;
    std::vector<NamedObject> middlewares;
    std::vector<std::pair<std::string, std::string>> facts;
    std::string path;  ///< JSON Pointer of the rule in its object
};

/** The rule that a route's vertex stands for, found by its evidence and, failing that, by its id. */
[[nodiscard]] RouteRule ruleOf(const TopologyGraph &graph, const Vertex &route);

/** The class that decides who serves an Ingress: the field, or the old annotation; empty if neither is set. */
[[nodiscard]] std::string_view ingressClassOf(const Object &ingress);
/** spec.controller of that class; empty if the class is not known. */
[[nodiscard]] std::string_view ingressControllerOf(const ClusterSnapshot &snapshot, const Object &ingress);

}  // namespace portolan
