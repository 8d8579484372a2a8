// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/routerule.h"

#include "explain/phrase.h"
#include "explain/rulereaders.h"

namespace portolan {

std::string numberOrName(const Value &value)
{
    return value.isInteger() ? std::to_string(value.integer()) : std::string(value.text());
}

std::string pathText(std::string_view type, std::string_view path)
{
    if (type == "Exact")
        return text("whose path is exactly ", orElse(path, "/"));
    if (path.empty() || path == "/")
        return {};
    if (type == "Prefix")
        return text("whose path is ", path, " or below it");
    return text("whose path fits ", path);
}

std::string requestsText(std::string_view host, std::string_view which)
{
    return which.empty() ? text("all requests for ", host) : text("requests for ", host, " ", which);
}

RouteRule ruleOf(const TopologyGraph &graph, const Vertex &route)
{
    const Object *object = route.object.object;
    if (!object)
        return {};
    const RoutePlace place = placeOf(graph, route);
    switch (object->kind) {
        case Kind::Ingress:
            return ingressRule(*graph.snapshot, *object, place);
        case Kind::IngressRoute:
        case Kind::IngressRouteTCP:
        case Kind::IngressRouteUDP:
            return traefikRule(*object, place);
        case Kind::HTTPRoute:
        case Kind::GRPCRoute:
        case Kind::TLSRoute:
        case Kind::TCPRoute:
        case Kind::UDPRoute:
            return gatewayRule(*object, place);
        default:
            return {};
    }
}

}  // namespace portolan
