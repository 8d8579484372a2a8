// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/phrase.h"
#include "explain/rulereaders.h"

namespace portolan {

namespace {

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
    return joined(parts, " and ");
}

constexpr std::size_t matchesTold = 3;

std::string gatewayMatches(const Value &rule, const RoutePlace &place)
{
    const auto matches = rule["matches"].items();
    if (place.item != RoutePlace::none && place.item < matches.size())
        return gatewayMatch(matches[place.item]);
    std::vector<std::string> all;
    for (const Value &match : matches)
        all.push_back(gatewayMatch(match));
    if (all.size() > matchesTold) {
        const std::size_t more = all.size() - matchesTold;
        all.resize(matchesTold);
        all.push_back(text("by ", counted(more, "further match")));
    }
    return std::ranges::find(all, std::string()) != all.end() ? std::string() : joined(all, ", or ");
}

RouteBackend gatewayBackend(const Value &reference, std::string_view space)
{
    RouteBackend one;
    one.kindText = orElse(reference["kind"].text(), "Service");
    one.kind = one.kindText == "TraefikService" ? Kind::TraefikService : Kind::Service;
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

/** "https://shop.example": where a RequestRedirect filter sends clients, as far as it says. */
std::string redirectText(const Value &redirect)
{
    const std::string_view scheme = redirect["scheme"].text();
    const std::string_view host = redirect["hostname"].text();
    if (host.empty())
        return scheme.empty() ? "are redirected" : text("are redirected to ", scheme);
    return text("are redirected to ", scheme, scheme.empty() ? "" : "://", host);
}

}  // namespace

RouteRule gatewayRule(const Object &route, const RoutePlace &place)
{
    RouteRule rule;
    const Value entry = place.of(route);
    const bool isHttp = route.kind == Kind::HTTPRoute || route.kind == Kind::GRPCRoute;
    const std::string hosts = hostnamesOf(route);
    const std::string_view noun = isHttp ? "requests" : route.kind == Kind::UDPRoute ? "datagrams" : "connections";
    if (isHttp)
        rule.what = requestsText(orElse(hosts, "any host of its listeners"), gatewayMatches(entry, place));
    else
        rule.what = hosts.empty() ? text("all ", noun, " of its listeners") : text(noun, " for ", hosts);
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
        if (filter["requestRedirect"].isObject())
            rule.answer = redirectText(filter["requestRedirect"]);
        const Value extension = filter["extensionRef"];
        if (extension["kind"].text() == "Middleware")
            rule.middlewares.push_back({std::string(route.space), std::string(extension["name"].text())});
    }
    rule.facts.emplace_back("Filters", listed(filters, 6));
    return rule;
}

}  // namespace portolan
