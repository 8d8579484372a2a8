// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/phrase.h"
#include "explain/rulereaders.h"

namespace portolan {

namespace {

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

}  // namespace

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

}  // namespace portolan
