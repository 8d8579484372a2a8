// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "endpoints/endpoints.h"
#include "route/middleware.h"
#include "route/route.h"
#include "route/rule.h"

namespace portolan::route {

/** What answers behind a route: servers of a Service, a status, or several of them by weight. */
struct Target {
    int status = 200;                ///< of one without parts
    RouteBackend backend;            ///< of one without parts, and status 200
    std::vector<Target> parts = {};  ///< by their weights
    int weight = 1;
    std::string caveat = {};

    static Target answering(int status, std::string caveat = {});
};

/** One rule of a front door, and where it leads. */
struct Router {
    RouteMatch match;
    std::string rule;  ///< as Traefik writes it
    ConditionPtr condition;
    std::int64_t priority = 0;
    std::vector<std::string> entryPoints;
    bool hasTls = false;
    std::vector<Middleware> middlewares;
    Target target;
    std::string fault;    ///< why it is left out; empty: it is served
    std::string gateway;  ///< "namespace/name"
};

/** What a target comes to: the backends that can answer, and the status. */
struct Settled {
    int status = 200;
    std::vector<RouteBackend> backends;
    std::vector<std::string> caveats;
};
[[nodiscard]] Settled settle(const Target &target);

}  // namespace portolan::route
