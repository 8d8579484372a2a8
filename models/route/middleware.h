// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "kube/value.h"
#include "route/route.h"
#include "route/url.h"

namespace portolan::route {

/** What happens to a request between the rule that it meets and the backend. */
struct Middleware {
    enum class Does {
        RedirectScheme,
        RedirectRegex,
        StripPrefix,
        StripPrefixRegex,
        ReplacePath,
        ReplacePathRegex,
        AddPrefix,
        RequestRedirect,  ///< of the Gateway API
        UrlRewrite,       ///< of the Gateway API
        Other             ///< it does not change where the request goes, as far as is known
    };
    Does does = Does::Other;
    std::string name;  ///< "namespace/name", or of a filter its type
    std::string kind;  ///< "stripPrefix"
    Value spec;
    std::string matchedPrefix;  ///< of the Gateway API: the path that the rule matched
};

/** A request on its way through middlewares. */
struct Passing {
    std::string scheme, host, method, query;
    UrlPath path;
    std::string newHost;  ///< that the backend sees, where one is set
    RouteRedirect redirect;
    std::vector<std::string> caveats;
};

/** Applies one; false: it has answered, by a redirect. Regular expressions are those of PCRE, where Traefik has RE2.
 *  Source: Traefik, "HTTP Middlewares" and pkg/middlewares; Gateway API, HTTPRouteFilter. */
[[nodiscard]] bool apply(const Middleware &middleware, Passing &passing);

/** Why a middleware can't be built, for one whose regular expressions or fields are wrong; empty: it can. */
[[nodiscard]] std::string faultOf(const Middleware &middleware);

}  // namespace portolan::route
