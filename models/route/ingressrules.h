// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "endpoints/endpoints.h"
#include "route/router.h"

namespace portolan::route {

/** One path of an Ingress, as the API's own rules read it. */
struct IngressPath {
    const Object *ingress = nullptr;
    int rule = -1, path = -1;  ///< -1: the default backend
    std::string host, text;    ///< host may begin with "*."
    enum class Type { Exact, Prefix, Regex } type = Type::Prefix;
    Value backend;
};

/** The paths of Ingresses that a controller serves. `isNginx`: with the annotations and habits of ingress-nginx. */
class IngressRules {
public:
    IngressRules(const ClusterSnapshot &snapshot, const ServiceEndpoints &endpoints, bool isNginx,
                 const std::function<bool(const Object &)> &isMine);

    [[nodiscard]] FrontDoorAnswer answer(const FrontDoorRequest &request) const;
    [[nodiscard]] std::vector<RouteEntry> entries() const;

private:
    void add(const Object &ingress);
    /** The best path for a host and path; null if there is none. */
    const IngressPath *best(const std::string &host, const std::string &path) const;
    FrontDoorAnswer answered(const IngressPath &path, const FrontDoorRequest &request) const;
    bool redirects(const IngressPath &path, const FrontDoorRequest &request, FrontDoorAnswer &answer) const;
    Target targetOf(const IngressPath &path) const;

    const ClusterSnapshot &m_snapshot;
    const ServiceEndpoints &m_endpoints;
    bool m_isNginx;
    std::vector<IngressPath> m_paths;
};

}  // namespace portolan::route
