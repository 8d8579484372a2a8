// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "route/gatewayapi.h"
#include "route/traefik.h"

/* Source: Traefik 3.7, pkg/provider/kubernetes/gateway, and measurements. */
namespace portolan::route {

namespace {

std::string matcher(std::string_view name, std::string_view argument)
{
    return std::string(name) + "(\"" + std::string(argument) + "\")";
}

std::string matcher(std::string_view name, std::string_view first, std::string_view second)
{
    return std::string(name) + "(\"" + std::string(first) + "\",\"" + std::string(second) + "\")";
}

std::string escaped(std::string_view host)
{
    std::string out;
    for (const char c : host) {
        if (c == '.')
            out += "\\\\";
        out += c;
    }
    return out;
}

std::string hostRule(const std::vector<std::string> &hosts, std::int64_t &priority)
{
    std::string rule;
    for (const std::string &host : hosts) {
        priority = std::max(priority, static_cast<std::int64_t>(host.size()));
        rule += rule.empty() ? "" : " || ";
        if (host.starts_with("*."))
            rule += matcher("HostRegexp", "^[a-z0-9-\\\\.]+" + escaped(std::string_view(host).substr(1)) + '$');
        else
            rule += matcher("Host", host);
    }
    return hosts.size() > 1 ? '(' + rule + ')' : rule;
}

std::string pathRule(const Value &path, std::int64_t &priority)
{
    const std::string_view type = path["type"].text(), given = path["value"].text();
    const std::string_view value = given.empty() ? std::string_view("/") : given;
    if (type == "Exact") {
        priority += 100'000;
        return matcher("Path", value);
    }
    if (type == "RegularExpression") {
        priority += 10'000 + static_cast<std::int64_t>(value.size()) * 100;
        return matcher("PathRegexp", value);
    }
    if (value == "/") {
        priority += 1;
        return matcher("PathPrefix", "/");
    }
    priority += 10'000 + static_cast<std::int64_t>(value.size()) * 100;
    const std::string whole(value.ends_with('/') ? value.substr(0, value.size() - 1) : value);
    return '(' + matcher("Path", whole) + " || " + matcher("PathPrefix", whole + '/') + ')';
}

/** A GRPCRoute's method as a path: "/service/method". */
std::string grpcRule(const Value &method, std::int64_t &priority)
{
    const std::string service(method["service"].text()), name(method["method"].text());
    if (service.empty() && name.empty()) {
        priority += 1;
        return matcher("PathPrefix", "/");
    }
    priority += 10'000 + static_cast<std::int64_t>(service.size() + name.size()) * 100;
    if (method["type"].text() == "RegularExpression")
        return matcher("PathRegexp",
                       "/" + (service.empty() ? "[^/]+" : service) + "/" + (name.empty() ? "[^/]+" : name));
    if (name.empty())
        return matcher("PathPrefix", "/" + service + "/");
    if (service.empty())
        return matcher("PathRegexp", "/[^/]+/" + name);
    return matcher("Path", "/" + service + "/" + name);
}

/** The conditions of one match, joined, with what they count. */
std::string matchRule(const Value &match, bool isGrpc, std::int64_t &priority)
{
    std::string rule = isGrpc ? grpcRule(match["method"], priority) : pathRule(match["path"], priority);
    if (!isGrpc && match["method"].isText()) {
        rule += " && " + matcher("Method", match["method"].text());
        priority += 1000;
    }
    for (const Value &header : match["headers"].items()) {
        const bool isRegex = header["type"].text() == "RegularExpression";
        rule += " && " + matcher(isRegex ? "HeaderRegexp" : "Header", header["name"].text(), header["value"].text());
        priority += 100;
    }
    for (const Value &parameter : match["queryParams"].items()) {
        const bool isRegex = parameter["type"].text() == "RegularExpression";
        rule +=
            " && " + matcher(isRegex ? "QueryRegexp" : "Query", parameter["name"].text(), parameter["value"].text());
        priority += 10;
    }
    return rule;
}

}  // namespace

/** A Gateway's listener is one of Traefik's entry points if their ports are the same. */
auto TraefikBuild::listeners() const -> std::vector<Listener>
{
    std::vector<Listener> all;
    for (const ObjectPtr &gateway : m_snapshot.of(Kind::Gateway)) {
        const Object *gatewayClass =
            m_snapshot.find(Kind::GatewayClass, {}, gateway->spec()["gatewayClassName"].text());
        if (!gatewayClass || gatewayClass->spec()["controllerName"].text() != "traefik.io/gateway-controller")
            continue;
        for (const Value &listener : gateway->spec()["listeners"].items()) {
            const std::string_view protocol = listener["protocol"].text();
            if (protocol != "HTTP" && protocol != "HTTPS")
                continue;
            for (const EntryPoint &entry : m_settings.entryPoints) {
                if (entry.port == listener["port"].integer())
                    all.push_back({gateway.get(), listener, entry.name});
            }
        }
    }
    return all;
}

void TraefikBuild::addGatewayRoutes()
{
    const auto all = listeners();
    for (const Kind kind : {Kind::HTTPRoute, Kind::GRPCRoute}) {
        for (const ObjectPtr &route : m_snapshot.of(kind)) {
            for (const Listener &listener : all) {
                if (isAttached(m_snapshot, *listener.gateway, listener.spec, *route))
                    addGatewayRoute(listener, *route);
            }
        }
    }
}

void TraefikBuild::addGatewayRoute(const Listener &listener, const Object &route)
{
    const auto hosts = commonHosts(listener.spec["hostname"].text(), route.spec()["hostnames"]);
    const auto rules = route.spec()["rules"].items();
    for (std::size_t i = 0; hosts && i < rules.size(); ++i)
        addGatewayRule(listener, route, *hosts, static_cast<int>(i));
}

void TraefikBuild::addGatewayRule(const Listener &listener, const Object &route, const std::vector<std::string> &hosts,
                                  int index)
{
    const Value rules = route.spec()["rules"], rule = rules.at(static_cast<std::size_t>(index));
    const bool isGrpc = route.kind == Kind::GRPCRoute;
    const std::size_t count = std::max<std::size_t>(rule["matches"].size(), 1);  // none means all requests
    for (std::size_t m = 0; m < count; ++m) {
        const Value match = rule["matches"].at(m);
        Router made = router(route, index, static_cast<int>(m));
        std::int64_t priority = static_cast<std::int64_t>(rules.size()) - index, hostPriority = 0;
        const std::string conditions = matchRule(match, isGrpc, priority);
        const std::string host = hostRule(hosts, hostPriority);
        made.rule = host.empty() ? conditions : host + " && " + conditions;
        made.priority = priority + hostPriority;
        made.entryPoints = {listener.entryPoint};
        made.hasTls = listener.spec["protocol"].text() == "HTTPS";
        made.gateway = std::string(listener.gateway->space) + '/' + std::string(listener.gateway->name);
        int status = 0;
        made.fault = addFilters(route, rule, match["path"], made.middlewares, status);
        made.target = status != 0 ? Target::answering(status, "a filter of the route is not supported")
                                  : gatewayTarget(route, rule);
        add(std::move(made), false);
    }
}

/** A filter that can't be loaded answers with 500; a middleware that does not exist takes the route away. */
std::string TraefikBuild::addFilters(const Object &route, const Value &rule, const Value &path,
                                     std::vector<Middleware> &list, int &status) const
{
    for (const Value &filter : rule["filters"].items()) {
        const std::string_view type = filter["type"].text();
        const std::string_view value = path["value"].text();
        const std::string prefix(value.empty() ? std::string_view("/") : value);
        if (type == "RequestRedirect") {
            list.push_back(
                {Middleware::Does::RequestRedirect, "RequestRedirect", "filter", filter["requestRedirect"], prefix});
        } else if (type == "URLRewrite") {
            list.push_back({Middleware::Does::UrlRewrite, "URLRewrite", "filter", filter["urlRewrite"], prefix});
        } else if (type == "ExtensionRef") {
            const Value reference = filter["extensionRef"];
            if (reference["group"].text() != "traefik.io" || reference["kind"].text() != "Middleware") {
                status = 500;
                continue;
            }
            if (std::string fault = addMiddleware(route.space, reference["name"].text(), list, 0); !fault.empty())
                return fault;
        } else if (type != "RequestHeaderModifier" && type != "ResponseHeaderModifier") {
            status = 500;
        }
    }
    return {};
}

Target TraefikBuild::gatewayTarget(const Object &route, const Value &rule) const
{
    const Value backends = rule["backendRefs"];
    if (backends.size() == 0)
        return Target::answering(500, "the rule names no backend");
    Target target;
    for (const Value &backend : backends.items()) {
        Target part = gatewayBackend(route, backend);
        part.weight = static_cast<int>(std::clamp<std::int64_t>(backend["weight"].integer(1), 0, 1'000'000));
        target.parts.push_back(std::move(part));
    }
    return target;
}

Target TraefikBuild::gatewayBackend(const Object &route, const Value &backend) const
{
    const std::string_view group = backend["group"].text(), given = backend["kind"].text(),
                           name = backend["name"].text();
    const std::string_view kind = given.empty() ? std::string_view("Service") : given;
    const std::string_view own = backend["namespace"].text();
    const std::string_view space = own.empty() ? route.space : own;
    const std::string title = std::string(kind) + ' ' + std::string(space) + '/' + std::string(name);
    if (space != route.space && !isReferenceGranted(m_snapshot, route, group, kind, space, name))
        return Target::answering(500, "no ReferenceGrant lets the route use " + title);
    if (kind == "TraefikService" && group == "traefik.io") {
        if (name.find('@') != std::string_view::npos)
            return Target::answering(404, "what " + std::string(name) + " answers is not evaluated");
        auto target = traefikService(space, name, 0);
        return target ? std::move(target).value() : Target::answering(500, target.error().detail);
    }
    if (kind != "Service" || !group.empty())
        return Target::answering(500, "the kind " + std::string(kind) + " is not known");
    const Object *service = m_snapshot.find(Kind::Service, space, name);
    if (service && service->spec()["type"].text() != "ExternalName" && backend["port"].isInteger()) {
        for (const ServicePort &port : ServiceEndpoints::portsOf(*service)) {
            if (port.port == backend["port"].integer() && !m_endpoints.hasSource(*service))
                return Target::answering(500, title + " has no EndpointSlice");
        }
    }
    TraefikSettings lenient = m_settings;
    lenient.allowsEmptyServices = true;
    auto target = TraefikBuild(m_snapshot, m_endpoints, lenient).servers(space, name, backend["port"], false, false);
    return target ? std::move(target).value() : Target::answering(500, target.error().detail);
}

}  // namespace portolan::route
