// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "route/traefik.h"

/* Source: Traefik 3.7, pkg/provider/kubernetes/crd, and measurements. */
namespace portolan::route {

namespace {

constexpr int mostLevels = 10;  // of TraefikServices and chains that name each other

struct KnownMiddleware {
    std::string_view field;
    Middleware::Does does;
};
constexpr KnownMiddleware knownMiddlewares[] = {{"redirectScheme", Middleware::Does::RedirectScheme},
                                                {"redirectRegex", Middleware::Does::RedirectRegex},
                                                {"stripPrefix", Middleware::Does::StripPrefix},
                                                {"stripPrefixRegex", Middleware::Does::StripPrefixRegex},
                                                {"replacePath", Middleware::Does::ReplacePath},
                                                {"replacePathRegex", Middleware::Does::ReplacePathRegex},
                                                {"addPrefix", Middleware::Does::AddPrefix}};
/** Those that may answer themselves, or send the request elsewhere. The others leave its way alone. */
constexpr std::string_view deciding[] = {"basicAuth", "digestAuth",  "forwardAuth",    "ipWhiteList", "ipAllowList",
                                         "rateLimit", "inFlightReq", "circuitBreaker", "plugin",      "errors"};

std::string_view spaceOf(const Value &reference, std::string_view own)
{
    const std::string_view space = reference["namespace"].text();
    return space.empty() ? own : space;
}

}  // namespace

Middleware middlewareOf(const Object &object, std::string name)
{
    Middleware middleware;
    middleware.name = std::move(name);
    for (const Member &member : object.spec().members()) {
        middleware.kind = member.key;
        middleware.spec = member.value;
        for (const KnownMiddleware &known : knownMiddlewares) {
            if (known.field == member.key)
                middleware.does = known.does;
        }
    }
    return middleware;
}

/** Why it can't be built; empty if it was added. */
std::string TraefikBuild::addMiddleware(std::string_view space, std::string_view name, std::vector<Middleware> &list,
                                        int depth) const
{
    const std::string title = std::string(space) + '/' + std::string(name);
    const Object *object = m_snapshot.find(Kind::Middleware, space, name);
    if (!object)
        return "Middleware " + title + " does not exist";
    if (depth > mostLevels)
        return "Middleware " + title + " names itself";
    if (const Value chain = object->spec()["chain"]; chain.isObject()) {
        for (const Value &part : chain["middlewares"].items()) {
            const std::string_view other = spaceOf(part, space);
            if (other != space && !m_settings.allowsCrossNamespace)
                return "Middleware " + title + " names one of another namespace";
            if (std::string fault = addMiddleware(other, part["name"].text(), list, depth + 1); !fault.empty())
                return fault;
        }
        return {};
    }
    Middleware middleware = middlewareOf(*object, title);
    if (std::string fault = faultOf(middleware); !fault.empty())
        return fault;
    const bool isHarmless = middleware.does == Middleware::Does::Other &&
                            std::ranges::find(deciding, middleware.kind) == std::end(deciding);
    if (!isHarmless)
        list.push_back(std::move(middleware));
    return {};
}

void TraefikBuild::addIngressRoutes()
{
    for (const ObjectPtr &object : m_snapshot.of(Kind::IngressRoute)) {
        const bool isOld = object->root["apiVersion"].text().starts_with("traefik.containo.us/");
        const std::string_view name = object->annotation("kubernetes.io/ingress.class");
        const bool isMine =
            m_settings.ingressClass.empty() ? name.empty() || name == "traefik" : name == m_settings.ingressClass;
        if (isOld || !isMine)
            continue;
        const auto routes = object->spec()["routes"].items();
        for (std::size_t i = 0; i < routes.size(); ++i)
            addRoute(*object, routes[i], static_cast<int>(i));
    }
}

void TraefikBuild::addRoute(const Object &object, const Value &route, int index)
{
    Router made = router(object, index, -1);
    made.rule = route["match"].text();
    made.priority = route["priority"].integer();
    for (const Value &entry : object.spec()["entryPoints"].items())
        made.entryPoints.emplace_back(entry.text());
    made.hasTls = object.spec()["tls"].isObject();
    if (const std::string_view kind = route["kind"].text(); kind != "Rule" && !kind.empty())
        made.fault = "its kind is not Rule";
    for (const Value &reference : route["middlewares"].items()) {
        const std::string_view name = reference["name"].text(), space = spaceOf(reference, object.space);
        std::string fault;
        if (name.find('@') != std::string_view::npos)
            made.middlewares.push_back({Middleware::Does::Other, std::string(name), "middleware", {}, {}});
        else if (space != object.space && !m_settings.allowsCrossNamespace)
            fault = "Middleware " + std::string(name) + " is in another namespace";
        else
            fault = addMiddleware(space, name, made.middlewares, 0);
        if (!fault.empty() && made.fault.empty())
            made.fault = fault;
    }
    const Value services = route["services"];
    const Built target = services.size() == 0   ? Built(left("it names no Service"))
                         : services.size() == 1 ? serviceOf(object.space, services.at(0), 0)
                                                : weighted(object.space, services, 0);
    if (target)
        made.target = target.value();
    else if (made.fault.empty())
        made.fault = target.error().detail;
    made.target.weight = 1;
    const bool isVersion2 = m_settings.isVersion2 ? route["syntax"].text() != "v3" : route["syntax"].text() == "v2";
    add(std::move(made), isVersion2);
}

auto TraefikBuild::weighted(std::string_view space, const Value &services, int depth) const -> Built
{
    Target target;
    for (const Value &service : services.items()) {
        auto part = serviceOf(space, service, depth);
        if (!part)
            return part;  // one that can't be built takes the others with it
        Target built = std::move(part).value();
        built.weight = static_cast<int>(std::clamp<std::int64_t>(service["weight"].integer(1), 0, 1'000'000));
        target.parts.push_back(std::move(built));
    }
    return target;
}

auto TraefikBuild::serviceOf(std::string_view space, const Value &reference, int depth) const -> Built
{
    const std::string_view name = reference["name"].text(), kind = reference["kind"].text();
    if (name.find('@') != std::string_view::npos)
        return name == "noop@internal"
                   ? Built(Target::answering(418))
                   : Built(Target::answering(404, "what " + std::string(name) + " answers is not evaluated"));
    const std::string_view other = spaceOf(reference, space);
    if (other != space && !m_settings.allowsCrossNamespace)
        return left(std::string(name) + " is in another namespace, which Traefik is not allowed to use");
    if (kind == "TraefikService")
        return traefikService(other, name, depth + 1);
    if (!kind.empty() && kind != "Service")
        return left("the kind " + std::string(kind) + " is not known");
    const Value transport = reference["serversTransport"];
    if (transport.isText() && transport.text().find('@') == std::string_view::npos &&
        !m_snapshot.find(Kind::ServersTransport, other, transport.text()))
        return left("ServersTransport " + std::string(other) + '/' + std::string(transport.text()) + " does not exist");
    auto built = servers(other, name, reference["port"], true, reference["nativeLB"].boolean());
    const bool isOverTls = built && built.value().status == 500;
    if (!isOverTls || (!transport.isText() && reference["scheme"].text() != "http"))
        return built;
    Target target = std::move(built).value();  // whom it trusts stands in its ServersTransport
    target.status = 200;
    return target;
}

auto TraefikBuild::traefikService(std::string_view space, std::string_view name, int depth) const -> Built
{
    const std::string title = std::string(space) + '/' + std::string(name);
    const Object *object = m_snapshot.find(Kind::TraefikService, space, name);
    if (!object)
        return left("TraefikService " + title + " does not exist");
    if (depth > mostLevels)
        return left("TraefikService " + title + " names itself");
    const Value spec = object->spec();
    if (spec["weighted"].isObject())
        return weighted(space, spec["weighted"]["services"], depth);
    if (spec["mirroring"].isObject()) {
        for (const Value &mirror : spec["mirroring"]["mirrors"].items()) {
            if (auto copy = serviceOf(space, mirror, depth); !copy)
                return copy;
        }
        auto main = serviceOf(space, spec["mirroring"], depth);
        if (!main)
            return main;
        Target target = std::move(main).value();
        target.caveat =
            "TraefikService " + title + " sends copies of requests to its mirrors, whose answers don't count";
        return target;
    }
    return left("TraefikService " + title + " is of a type that is not evaluated");
}

}  // namespace portolan::route
