// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/routerule.h"

#include <charconv>

#include "explain/phrase.h"
#include "explain/routeplace.h"

namespace portolan {

namespace {

std::string numberOrName(const Value &value)
{
    return value.isInteger() ? std::to_string(value.integer()) : std::string(value.text());
}

std::string hostText(std::string_view host)
{
    return host.empty() ? "any host" : std::string(host);
}

std::string_view orElse(std::string_view value, std::string_view otherwise)
{
    return value.empty() ? otherwise : value;
}

// --- Ingress

std::string pathText(std::string_view type, std::string_view path)
{
    if (type == "Exact")
        return text("whose path is exactly ", orElse(path, "/"));
    if (path.empty() || path == "/")
        return "whatever their path";
    if (type == "Prefix")
        return text("whose path is ", path, " or below it");
    return text("whose path fits ", path);
}

bool isTraefik(std::string_view controller)
{
    return controller == "traefik.io/ingress-controller";
}

std::string pathNote(std::string_view type, std::string_view path, std::string_view controller)
{
    const bool isWhole = path.empty() || path == "/";
    if (type == "Exact" || (type == "Prefix" && (isWhole || !isTraefik(controller))))
        return {};
    if (type == "Prefix")
        return text("Traefik compares letter by letter unless strictPrefixMatching is on, so ", path, "x fits as well");
    if (isTraefik(controller))
        return isWhole ? ""
                       : text(
                             "pathType ImplementationSpecific leaves the comparison to the controller; Traefik treats "
                             "it as Prefix, letter by letter");
    return "pathType ImplementationSpecific leaves the comparison to the controller";
}

RouteBackend ingressBackend(const Value &backend, std::string_view space)
{
    RouteBackend one;
    const Value service = backend["service"];
    if (service.isObject()) {
        one.name = service["name"].text();
        one.port =
            numberOrName(service["port"]["number"].isInteger() ? service["port"]["number"] : service["port"]["name"]);
    } else if (backend["serviceName"].isText()) {  // extensions/v1beta1
        one.name = backend["serviceName"].text();
        one.port = numberOrName(backend["servicePort"]);
    } else {
        one.kindText = backend["resource"]["kind"].text();
        one.name = backend["resource"]["name"].text();
    }
    one.kindText = orElse(one.kindText, "Service");
    one.space = space;
    return one;
}

std::string tlsSecretFor(const Object &ingress, std::string_view host)
{
    for (const Value &tls : ingress.spec()["tls"].items()) {
        if (tls["hosts"].size() == 0)
            return std::string(orElse(tls["secretName"].text(), "not named"));
        for (const Value &name : tls["hosts"].items()) {
            if (name.text() == host)
                return std::string(orElse(tls["secretName"].text(), "not named"));
        }
    }
    return {};
}

RouteRule ingressRule(const ClusterSnapshot &snapshot, const Object &ingress, const RoutePlace &place)
{
    RouteRule rule;
    const Value entry = place.of(ingress);
    const Value host = ingress.spec()["rules"].at(place.rule)["host"];
    const std::string_view controller = ingressControllerOf(snapshot, ingress);
    rule.facts.emplace_back("Class", ingressClassOf(ingress));
    rule.facts.emplace_back("Controller", controller);
    rule.path = place.pointer();
    if (place.isDefault) {
        rule.what = "requests that no rule of it fits";
        if (isTraefik(controller) && ingress.spec()["rules"].size() > 0)
            rule.note = "Traefik uses a default backend only in an Ingress without rules, so it does not use this one";
        rule.backends.push_back(ingressBackend(entry, ingress.space));
        rule.backends.back().path = text(rule.path, "/service/name");
        return rule;
    }
    const std::string_view path = entry["path"].text();
    const std::string_view type = orElse(entry["pathType"].text(), "ImplementationSpecific");
    rule.what = text("requests for ", hostText(host.text()), " ", pathText(type, path));
    rule.note = pathNote(type, path, controller);
    rule.facts.emplace_back("Host", orElse(host.text(), "any"));
    rule.facts.emplace_back("Path", orElse(path, "/"));
    rule.facts.emplace_back("Path type", type);
    rule.facts.emplace_back("TLS Secret", tlsSecretFor(ingress, host.text()));
    rule.backends.push_back(ingressBackend(entry["backend"], ingress.space));
    rule.backends.back().path = text(rule.path, "/backend/service/name");
    return rule;
}

// --- Traefik's own kinds

RouteBackend traefikBackend(const Value &service, std::string_view space)
{
    RouteBackend one;
    one.kindText = orElse(service["kind"].text(), "Service");
    one.kind = one.kindText == "TraefikService" ? Kind::TraefikService : Kind::Service;
    one.name = service["name"].text();
    one.space = orElse(service["namespace"].text(), space);
    one.port = numberOrName(service["port"]);
    one.weight = service["weight"].integer(-1);
    return one;
}

std::string entryPointsOf(const Object &route)
{
    std::vector<std::string> names;
    for (const Value &name : route.spec()["entryPoints"].items())
        names.emplace_back(name.text());
    return listed(names, 6);
}

RouteRule traefikRule(const Object &route, const RoutePlace &place)
{
    RouteRule rule;
    const Value entry = place.of(route);
    const std::string_view match = entry["match"].text();
    const std::string entryPoints = entryPointsOf(route);
    const bool isUdp = route.kind == Kind::IngressRouteUDP;
    const std::string where =
        entryPoints.empty()
            ? " on Traefik's entry points"
            : text(" on entry point", entryPoints.find(' ') == std::string::npos ? " " : "s ", entryPoints);
    const std::string_view noun = isUdp                                 ? "datagrams"
                                  : route.kind == Kind::IngressRouteTCP ? "connections"
                                                                        : "requests";
    rule.what = match.empty() ? text("all ", noun, where) : text(noun, where, " that fit ", match);
    rule.path = place.pointer();
    rule.facts = {{"Rule", std::string(match)}, {"Entry points", entryPoints}};
    if (entry["priority"].isInteger() && entry["priority"].integer() != 0)
        rule.facts.emplace_back("Priority", std::to_string(entry["priority"].integer()));
    else if (!match.empty())
        rule.facts.emplace_back("Priority", "not set: by the length of the rule");
    if (route.spec()["tls"].isObject())
        rule.facts.emplace_back("TLS", orElse(route.spec()["tls"]["secretName"].text(), "on"));
    for (const Value &service : entry["services"].items()) {
        rule.backends.push_back(traefikBackend(service, route.space));
        rule.backends.back().path = text(rule.path, "/services/", std::to_string(rule.backends.size() - 1), "/name");
    }
    for (const Value &middleware : entry["middlewares"].items())
        rule.middlewares.push_back(
            {std::string(orElse(middleware["namespace"].text(), route.space)), std::string(middleware["name"].text())});
    return rule;
}

// --- Gateway API

std::string hostnamesOf(const Object &route)
{
    std::vector<std::string> names;
    for (const Value &name : route.spec()["hostnames"].items())
        names.emplace_back(name.text());
    return listed(names, 3);
}

std::string gatewayMatch(const Value &match)
{
    std::vector<std::string> parts;
    const std::string_view path = match["path"]["value"].text();
    const std::string_view type = orElse(match["path"]["type"].text(), "PathPrefix");
    if (!path.empty())
        parts.push_back(type == "RegularExpression" ? text("whose path fits the expression ", path)
                                                    : pathText(type == "Exact" ? "Exact" : "Prefix", path));
    if (const std::string_view method = match["method"].text(); !method.empty())
        parts.push_back(text("with method ", method));
    if (match["method"].isObject())  // GRPCRoute
        parts.push_back(text("for ", orElse(match["method"]["service"].text(), "any service"), "/",
                             orElse(match["method"]["method"].text(), "any method")));
    for (const Value &header : match["headers"].items())
        parts.push_back(text("with header ", header["name"].text()));
    for (const Value &parameter : match["queryParams"].items())
        parts.push_back(text("with parameter ", parameter["name"].text()));
    return parts.empty() ? "whatever their path" : joined(parts, " and ");
}

std::string gatewayMatches(const Value &rule, const RoutePlace &place)
{
    const auto matches = rule["matches"].items();
    if (place.item != RoutePlace::none && place.item < matches.size())
        return gatewayMatch(matches[place.item]);
    std::vector<std::string> all;
    for (const Value &match : matches)
        all.push_back(gatewayMatch(match));
    return all.empty()
               ? "whatever their path"
               : joined({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(all.size(), 3))},
                        ", or ");
}

RouteBackend gatewayBackend(const Value &reference, std::string_view space)
{
    RouteBackend one;
    one.kindText = orElse(reference["kind"].text(), "Service");
    one.name = reference["name"].text();
    one.space = orElse(reference["namespace"].text(), space);
    one.port = numberOrName(reference["port"]);
    one.weight = reference["weight"].integer(-1);
    return one;
}

std::string parentsOf(const Object &route)
{
    std::vector<std::string> names;
    for (const Value &parent : route.spec()["parentRefs"].items())
        names.push_back(
            text(orElse(parent["kind"].text(), "Gateway"), " ", parent["name"].text(),
                 parent["sectionName"].text().empty() ? "" : text(", listener ", parent["sectionName"].text())));
    return listed(names, 4);
}

RouteRule gatewayRule(const Object &route, const RoutePlace &place)
{
    RouteRule rule;
    const Value entry = place.of(route);
    const bool isHttp = route.kind == Kind::HTTPRoute || route.kind == Kind::GRPCRoute;
    const std::string hosts = hostnamesOf(route);
    const std::string_view noun = isHttp ? "requests" : route.kind == Kind::UDPRoute ? "datagrams" : "connections";
    rule.what = isHttp
                    ? text(noun, " for ", orElse(hosts, "any host of its listeners"), " ", gatewayMatches(entry, place))
                : hosts.empty() ? text("all ", noun, " of its listeners")
                                : text(noun, " for ", hosts);
    rule.path = place.pointer();
    rule.facts = {{"Hosts", hosts}, {"Parent", parentsOf(route)}};
    for (const Value &reference : entry["backendRefs"].items()) {
        rule.backends.push_back(gatewayBackend(reference, route.space));
        rule.backends.back().path = text("/spec/rules/", std::to_string(place.rule), "/backendRefs/",
                                         std::to_string(rule.backends.size() - 1), "/name");
    }
    std::vector<std::string> filters;
    for (const Value &filter : entry["filters"].items()) {
        filters.emplace_back(filter["type"].text());
        const Value extension = filter["extensionRef"];
        if (extension["kind"].text() == "Middleware")
            rule.middlewares.push_back({std::string(route.space), std::string(extension["name"].text())});
    }
    rule.facts.emplace_back("Filters", listed(filters, 6));
    return rule;
}

}  // namespace

std::string_view ingressClassOf(const Object &ingress)
{
    return orElse(ingress.spec()["ingressClassName"].text(), ingress.annotation("kubernetes.io/ingress.class"));
}

std::string_view ingressControllerOf(const ClusterSnapshot &snapshot, const Object &ingress)
{
    const Object *found = snapshot.find(Kind::IngressClass, {}, ingressClassOf(ingress));
    return found ? found->spec()["controller"].text() : std::string_view();
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
