// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/routeplace.h"

#include <charconv>
#include <optional>

#include "explain/phrase.h"

namespace portolan {

namespace {

bool isTraefik(Kind kind)
{
    return kind == Kind::IngressRoute || kind == Kind::IngressRouteTCP || kind == Kind::IngressRouteUDP;
}

std::string_view ruleList(Kind kind)
{
    return isTraefik(kind) ? "/spec/routes/" : "/spec/rules/";
}

std::string_view itemList(Kind kind)
{
    return kind == Kind::Ingress ? "/http/paths/" : "/matches/";
}

/** Takes `prefix` and a number off the front of `path`. */
std::optional<std::size_t> take(std::string_view &path, std::string_view prefix)
{
    if (!path.starts_with(prefix))
        return {};
    std::size_t number = 0;
    const char *start = path.data() + prefix.size();
    const auto [end, error] = std::from_chars(start, path.data() + path.size(), number);
    if (error != std::errc() || end == start)
        return {};
    path.remove_prefix(static_cast<std::size_t>(end - path.data()));
    return number;
}

std::optional<RoutePlace> parsed(Kind kind, std::string_view path)
{
    RoutePlace place;
    place.kind = kind;
    if (path.starts_with("/spec/defaultBackend") || path.starts_with("/spec/backend")) {
        place.isDefault = true;
        return place;
    }
    const auto rule = take(path, ruleList(kind));
    if (!rule)
        return {};
    place.rule = *rule;
    const auto item = take(path, itemList(kind));
    place.item = item.value_or(kind == Kind::Ingress ? 0 : RoutePlace::none);
    return place;
}

std::optional<RoutePlace> fromEvidence(const Vertex &route, std::span<const Evidence> all)
{
    for (const Evidence &evidence : all) {
        if (evidence.object.object != route.object.object)
            continue;
        if (const auto place = parsed(route.object.kind, evidence.path))
            return place;
    }
    return {};
}

/** "Ingress/shop/shop:shop.example/api" ends in host and path. */
std::optional<RoutePlace> fromId(const Vertex &route)
{
    const Object &object = *route.object.object;
    const std::string prefix = text(route.object.text(), ":");
    if (object.kind != Kind::Ingress || !route.id.starts_with(prefix))
        return {};
    const std::string_view wanted = route.id.substr(prefix.size());
    const auto rules = object.spec()["rules"].items();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto paths = rules[i]["http"]["paths"].items();
        for (std::size_t j = 0; j < paths.size(); ++j) {
            if (text(rules[i]["host"].text(), paths[j]["path"].text()) == wanted)
                return RoutePlace{object.kind, i, j, false};
        }
    }
    return {};
}

/** A rule of the Gateway API is called by the path of its first match. */
std::optional<RoutePlace> fromName(const Vertex &route)
{
    const auto rules = route.object.object->spec()["rules"].items();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::string_view path = rules[i]["matches"].at(0)["path"]["value"].text();
        if (path == route.name || (path.empty() && route.name == "/"))
            return RoutePlace{route.object.kind, i, RoutePlace::none, false};
    }
    return {};
}

}  // namespace

Value RoutePlace::of(const Object &route) const
{
    const Value spec = route.spec();
    if (isDefault)
        return spec["defaultBackend"].isObject() ? spec["defaultBackend"] : spec["backend"];
    if (isTraefik(kind))
        return spec["routes"].at(rule);
    return kind == Kind::Ingress ? spec["rules"].at(rule)["http"]["paths"].at(item) : spec["rules"].at(rule);
}

std::string RoutePlace::pointer() const
{
    if (isDefault)
        return "/spec/defaultBackend";
    std::string path = text(ruleList(kind), std::to_string(rule));
    return item == none ? path : text(path, itemList(kind), std::to_string(item));
}

RoutePlace placeOf(const TopologyGraph &graph, const Vertex &route)
{
    if (const auto place = fromEvidence(route, graph.evidenceOf(route)))
        return *place;
    const auto self = static_cast<VertexIndex>(&route - graph.vertices.data());
    for (const auto edges : {graph.outgoing(self), graph.incoming(self)}) {
        for (const EdgeIndex e : edges) {
            if (const auto place = fromEvidence(route, graph.evidenceOf(graph.edges[e])))
                return *place;
        }
    }
    if (const auto place = route.object.object->kind == Kind::Ingress ? fromId(route) : fromName(route))
        return *place;
    RoutePlace first;
    first.kind = route.object.kind;
    first.item = first.kind == Kind::Ingress ? 0 : RoutePlace::none;
    first.isDefault = first.kind == Kind::Ingress && route.object.object->spec()["rules"].size() == 0;
    return first;
}

}  // namespace portolan
