// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kube/objectref.h"
#include "roles/roles.h"

namespace portolan {

/** What a client asks the front door for. */
struct FrontDoorRequest {
    std::string scheme = "http", host, path = "/", method = "GET";  ///< path: as in the request line, without the query
    std::multimap<std::string, std::string> headers, query;         ///< a name may come more than once
    std::string client;                                             ///< its address; empty: not said
    std::string gateway;                                            ///< "namespace/name"; empty: any
    std::string entrypoint;                                         ///< of Traefik; empty: as the scheme has it
    std::string controller;                                         ///< as `detect` names it; empty: who is there
};

/** A Service that answers, or may. */
struct RouteBackend {
    std::string space, service;
    std::uint16_t port = 0;
    int weight = 1;
    std::vector<std::string> endpoints;  ///< "10.42.0.3:80", sorted
    bool operator==(const RouteBackend &) const = default;
};

/** Which rule of which object a request met. */
struct RouteMatch {
    ObjectRef object;
    int rule = -1, path = -1;  ///< indices in the object; -1: it has no such part
    std::int64_t priority = 0;
};

struct RouteRedirect {
    std::string scheme, host;
    std::uint16_t port = 0;  ///< 0: the scheme's own
    std::string path, query;
    int status = 0;  ///< 0: it does not redirect
};

/** What the front door itself answers: 404 without a route, 500 and 503 without a backend, 3xx a redirect, else 200. */
struct FrontDoorAnswer {
    int status = 404;
    std::vector<RouteBackend> backends;
    RouteMatch matched;
    RouteRedirect redirect;
    std::string rewrittenHost, rewrittenPath;  ///< as the backend sees them; the host only where it is changed
    std::vector<std::string> caveats;
    std::string controller;  ///< who answered, as `detect` names it; "" is the API's own rules
};

/** One line of the list of routes. */
struct RouteEntry {
    ObjectRef object;
    std::string controller;
    std::vector<std::string> entrypoints;
    std::string match;
    std::int64_t priority = 0;
    bool hasTls = false;
    std::vector<std::string> middlewares;
    std::vector<RouteBackend> backends;
    std::string fault;  ///< why the controller leaves the route out; empty: it serves it
};

/** Which backend answers a request, by Ingresses, Traefik's IngressRoutes and routes of the Gateway API, as the
 *  controller that serves them does it: Traefik, ingress-nginx, or for the others what the APIs say.
 *
 *  Lives as long as the snapshot. Cost: making it is linear in routes and slices; an answer in the routes of the host's
 *  controller. Sources: Traefik 3.7, its providers, muxer and middlewares, and measurements of it; "Ingress";
 * ingress-nginx, "Regular expressions in paths"; Gateway API, HTTPRoute. */
class FrontDoors {
public:
    FrontDoors(SnapshotPtr snapshot, RolesPtr roles);
    ~FrontDoors();
    [[nodiscard]] FrontDoorAnswer answer(const FrontDoorRequest &request) const;
    [[nodiscard]] std::vector<RouteEntry> routes() const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace portolan
