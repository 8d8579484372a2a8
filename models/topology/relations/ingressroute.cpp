// SPDX-License-Identifier: GPL-3.0-or-later
#include <cctype>
#include <set>

#include "roles/controllers.h"
#include "topology/relations/controllers.h"
#include "topology/relations/relations.h"
#include "topology/relations/routes.h"

namespace portolan::relations {

namespace {

/** The first argument of a matcher in a rule: argument("Host(`a`) && Path(`/x`)", "Host") is "a". */
std::string_view argument(std::string_view rule, std::string_view matcher)
{
    for (std::size_t at = rule.find(matcher); at != std::string_view::npos; at = rule.find(matcher, at + 1)) {
        const std::size_t open = at + matcher.size();
        const bool isWhole = at == 0 || !std::isalnum(static_cast<unsigned char>(rule[at - 1]));
        if (!isWhole || open + 1 >= rule.size() || rule[open] != '(')
            continue;
        const char quote = rule[open + 1];
        if (quote != '`' && quote != '"' && quote != '\'')
            continue;
        const std::size_t end = rule.find(quote, open + 2);
        return end == std::string_view::npos ? std::string_view() : rule.substr(open + 2, end - open - 2);
    }
    return {};
}

std::string_view firstOf(std::string_view rule, std::initializer_list<std::string_view> matchers)
{
    for (const std::string_view matcher : matchers) {
        if (const auto found = argument(rule, matcher); !found.empty())
            return found;
    }
    return {};
}

/** Follows what a route names to Services: a Service itself, or a TraefikService that weighs or mirrors others. */
class Backends {
public:
    Backends(GraphBuilder &graph, VertexIndex route, std::string_view space)
        : m_graph(graph), m_route(route), m_space(space)
    {
    }

    void add(const Value &named, const Object &source, const std::string &pointer)
    {
        const std::string_view name = named["name"].text();
        const std::string_view space = named["namespace"].text().empty() ? m_space : named["namespace"].text();
        if (name.find('@') != std::string_view::npos)
            return;  // "api@internal": of Traefik itself
        if (named["kind"].text() != "TraefikService") {
            connectBackend(m_graph, m_route, space, name, named["port"], source, pointer + "/name");
            return;
        }
        const Object *service = m_graph.snapshot().find(Kind::TraefikService, space, name);
        if (!service) {
            worsenByAbsent(m_graph, m_route, Kind::TraefikService, space, name, refTo(source), pointer + "/name");
            return;
        }
        if (m_seen.insert(service).second)
            follow(*service);
    }

private:
    void follow(const Object &service)
    {
        const auto weighted = service.spec()["weighted"]["services"].items();
        for (std::size_t i = 0; i < weighted.size(); ++i)
            add(weighted[i], service, "/spec/weighted/services/" + std::to_string(i));
        const Value mirroring = service.spec()["mirroring"];
        if (mirroring.isObject())
            add(mirroring, service, "/spec/mirroring");
        const auto mirrors = mirroring["mirrors"].items();
        for (std::size_t i = 0; i < mirrors.size(); ++i)
            add(mirrors[i], service, "/spec/mirroring/mirrors/" + std::to_string(i));
    }

    GraphBuilder &m_graph;
    VertexIndex m_route;
    std::string_view m_space;
    std::set<const Object *> m_seen;
};

void checkMiddlewares(GraphBuilder &graph, VertexIndex route, const Object &object, const Value &rule,
                      const std::string &pointer, Kind kind)
{
    const auto middlewares = rule["middlewares"].items();
    for (std::size_t i = 0; i < middlewares.size(); ++i) {
        const std::string_view name = middlewares[i]["name"].text();
        const std::string_view space =
            middlewares[i]["namespace"].text().empty() ? object.space : middlewares[i]["namespace"].text();
        if (name.empty() || name.find('@') != std::string_view::npos || graph.snapshot().find(kind, space, name))
            continue;
        worsenByAbsent(graph, route, kind, space, name, refTo(object),
                       pointer + "/middlewares/" + std::to_string(i) + "/name");
    }
}

void addRoutesOf(GraphBuilder &graph, const Object &object)
{
    const Kind middleware = object.kind == Kind::IngressRoute ? Kind::Middleware : Kind::MiddlewareTCP;
    const auto rules = object.spec()["routes"].items();
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::string pointer = "/spec/routes/" + std::to_string(i);
        const std::string_view match = rules[i]["match"].text();
        const std::string_view host = firstOf(match, {"Host", "HostSNI", "HostRegexp", "HostHeader"});
        const std::string_view path = firstOf(match, {"PathPrefix", "Path", "PathRegexp"});
        const std::string_view name = !path.empty()    ? path
                                      : !match.empty() ? (host.empty() ? match : std::string_view("/"))
                                                       : object.name;
        const bool isPlain = object.kind == Kind::IngressRoute;
        const VertexIndex route = addRoute(graph, object, match.empty() ? std::to_string(i) : std::string(match),
                                           isPlain ? name : object.name, host.empty() ? "any host" : host);
        const VertexIndex controller =
            controllerVertex(graph, roles::controller("traefik").ingressClaim, refTo(object), "/kind");
        connectRouter(graph, controller, route, object, match.empty() ? "/kind" : pointer + "/match",
                      match.empty() ? info(object.kind).name : match);
        Backends backends(graph, route, object.space);
        const auto services = rules[i]["services"].items();
        for (std::size_t s = 0; s < services.size(); ++s)
            backends.add(services[s], object, pointer + "/services/" + std::to_string(s));
        checkMiddlewares(graph, route, object, rules[i], pointer, middleware);
    }
}

}  // namespace

void addIngressRoutes(GraphBuilder &graph)
{
    for (const Kind kind : {Kind::IngressRoute, Kind::IngressRouteTCP, Kind::IngressRouteUDP}) {
        for (const ObjectPtr &object : graph.snapshot().of(kind))
            addRoutesOf(graph, *object);
    }
}

}  // namespace portolan::relations
