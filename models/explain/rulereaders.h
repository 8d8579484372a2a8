// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "explain/routeplace.h"
#include "explain/routerule.h"

namespace portolan {

// One reader for each family of route kinds, in the file of its name.
[[nodiscard]] RouteRule ingressRule(const ClusterSnapshot &snapshot, const Object &ingress, const RoutePlace &place);
[[nodiscard]] RouteRule traefikRule(const Object &route, const RoutePlace &place);
[[nodiscard]] RouteRule gatewayRule(const Object &route, const RoutePlace &place);

/** "requests for shop.example whose path is /api or below it", "all requests for shop.example". */
[[nodiscard]] std::string requestsText(std::string_view host, std::string_view which);
/** "whose path is /api or below it", empty for every path; `type` is Exact, Prefix, or anything else. */
[[nodiscard]] std::string pathText(std::string_view type, std::string_view path);
[[nodiscard]] std::string numberOrName(const Value &value);
[[nodiscard]] inline std::string_view orElse(std::string_view value, std::string_view otherwise)
{
    return value.empty() ? otherwise : value;
}

}  // namespace portolan
