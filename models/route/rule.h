// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "route/route.h"
#include "route/url.h"

namespace portolan::route {

/** A request as rules see it. */
struct Seen {
    const FrontDoorRequest *request = nullptr;
    std::string host;  ///< canonical
    UrlPath path;
    std::string routing;  ///< the path that rules compare
};

[[nodiscard]] Seen seenBy(const FrontDoorRequest &request);

/** A condition on a request: matchers joined by and, or, not. */
class Condition {
public:
    virtual ~Condition() = default;
    [[nodiscard]] virtual bool holds(const Seen &seen) const = 0;
};
using ConditionPtr = std::shared_ptr<const Condition>;

/** Compiles a rule of Traefik. `isVersion2`: matchers take lists, and paths may have variables in braces. Errors:
 * Config, in words that name what is wrong. Rules nested deeper than 100 levels are refused. Source: Traefik, "Rules &
 * Priority"; "Rule syntax migration". */
[[nodiscard]] Result<ConditionPtr> compileRule(std::string_view rule, bool isVersion2);

}  // namespace portolan::route
