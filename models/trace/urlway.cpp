// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/urlway.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "trace/cidr.h"

namespace portolan::trace {

namespace {

/** How charts name the pods of controllers that serve Ingresses and Gateways. */
constexpr std::array<std::string_view, 8> frontDoorNames{
    "traefik", "ingress-nginx", "nginx-ingress", "haproxy-ingress",
    "contour", "kong",          "envoy-gateway", "haproxytech-ingress"};

std::string wordsOf(const RouteMatch &match)
{
    std::string text = match.object.text();
    if (match.rule >= 0)
        text += " rule " + std::to_string(match.rule + 1);
    return text;
}

std::string_view reasonOf(int status)
{
    switch (status) {
        case 404:
            return "no route matches";
        case 500:
            return "the backend of the route can't be used";
        case 502:
            return "the backend refuses the connection";
        case 503:
            return "the backend has no ready endpoint";
        default:
            return "the front door answers itself";
    }
}

}  // namespace

std::optional<AskedUrl> parseUrl(std::string_view text)
{
    AskedUrl url;
    const auto colon = text.find("://");
    if (colon == std::string_view::npos)
        return std::nullopt;
    url.scheme = text.substr(0, colon);
    if (url.scheme != "http" && url.scheme != "https")
        return std::nullopt;
    url.port = url.scheme == "https" ? 443 : 80;
    text.remove_prefix(colon + 3);
    const auto end = text.find_first_of("/?#");
    std::string_view host = text.substr(0, end);
    std::string_view rest = end == std::string_view::npos ? std::string_view() : text.substr(end);
    rest = rest.substr(0, rest.find('#'));
    if (const auto port = host.rfind(':');
        port != std::string_view::npos && host.find(']', port) == std::string_view::npos) {
        const std::string_view digits = host.substr(port + 1);
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (error != std::errc() || stop != digits.data() + digits.size() || url.port == 0)
            return std::nullopt;
        host = host.substr(0, port);
    }
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    url.host = host;
    const auto mark = rest.find('?');
    if (const std::string_view path = rest.substr(0, mark); !path.empty())
        url.path = path;
    std::string_view query = mark == std::string_view::npos ? std::string_view() : rest.substr(mark + 1);
    while (!query.empty()) {
        const auto next = query.find('&');
        const std::string_view pair = query.substr(0, next);
        query.remove_prefix(next == std::string_view::npos ? query.size() : next + 1);
        const auto equals = pair.find('=');
        url.query.emplace(pair.substr(0, equals),
                          equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    }
    return url.host.empty() ? std::nullopt : std::optional(std::move(url));
}

UrlWay::UrlWay(const Ground &ground, const Guard &guard, const FrontDoors &doors)
    : m_ground(ground), m_guard(guard), m_doors(doors)
{
}

bool UrlWay::isFrontDoor(const Pod &pod) const
{
    for (const Component &component : m_ground.roles().components) {
        const bool isDoor = component.role == NetworkRole::Ingress || component.role == NetworkRole::Gateway;
        for (const ObjectRef &workload : component.workloads) {
            const bool isOwn =
                workload.space() == pod.space &&
                (pod.name == workload.name() || (pod.name.starts_with(std::string(workload.name()) + '-')));
            if (isDoor && isOwn)
                return true;
        }
    }
    const std::string_view name = valueOf(*pod.labels, "app.kubernetes.io/name"), app = valueOf(*pod.labels, "app");
    return std::ranges::any_of(frontDoorNames, [&](std::string_view one) { return name == one || app == one; });
}

std::vector<std::string> UrlWay::addresses(const AskedUrl &url, std::vector<Proof> &because) const
{
    std::set<std::string> balanced;
    for (const ObjectPtr &service : m_ground.snapshot().of(Kind::Service)) {
        const Value ingress = service->status()["loadBalancer"]["ingress"];
        for (const ServicePort &port : ServiceEndpoints::portsOf(*service)) {
            if (port.port != url.port || port.protocol != Protocol::TCP || ingress.size() == 0)
                continue;
            const auto endpoints = m_ground.endpoints().of(*service, port).endpoints;
            const bool leadsToDoor = std::ranges::any_of(
                endpoints, [&](const Endpoint &endpoint) { return endpoint.pod && isFrontDoor(*endpoint.pod); });
            for (std::size_t i = 0; leadsToDoor && i < ingress.size(); ++i) {
                const std::string address(ingress.at(i)["ip"].text());
                if (!isAddress(address))
                    continue;
                if (balanced.empty())
                    because.push_back({refTo(*service), "/status/loadBalancer/ingress/" + std::to_string(i) + "/ip",
                                       address, "address of the front door"});
                balanced.insert(address);
            }
        }
    }
    return {balanced.begin(), balanced.end()};
}

std::string UrlWay::entryPointAt(const Pod &pod, std::uint16_t port) const
{
    for (const Container &container : pod.pod->containers) {
        for (const ContainerPort &own : container.ports) {
            if (own.port == port && (own.name == "web" || own.name == "websecure"))
                return std::string(own.name);
        }
    }
    return {};
}

Branches UrlWay::through(Branch arrived, const AskedUrl &url) const
{
    if (arrived.verdict != Verdict::Delivered || !arrived.pod || !isFrontDoor(*arrived.pod))
        return {std::move(arrived)};
    FrontDoorRequest request;
    request.scheme = url.scheme;
    request.host = url.host;
    request.path = url.path;
    request.query = url.query;
    request.client = arrived.packet.src;
    request.entrypoint = entryPointAt(*arrived.pod, arrived.packet.dport);
    const FrontDoorAnswer answer = m_doors.answer(request);
    for (const std::string &caveat : answer.caveats)
        arrived.caveats.push_back("At the front door: " + caveat + '.');

    Hop matched;
    matched.at = placeOf(*arrived.pod);
    matched.does = HopAction::Match;
    matched.layer = 7;
    matched.packet = arrived.packet;
    if (!answer.matched.object.isNull()) {
        const std::string path =
            answer.matched.rule >= 0
                ? "/spec/" + std::string(answer.matched.object.kind == Kind::IngressRoute ? "routes/" : "rules/") +
                      std::to_string(answer.matched.rule)
                : std::string("/spec");
        matched.because.push_back({answer.matched.object, path, {}, "the rule that the request meets"});
    }
    if (answer.status == 200)
        return toBackends(arrived, answer, std::move(matched));
    arrived.httpStatus = answer.status;
    if (answer.redirect.status != 0) {
        matched.says = wordsOf(answer.matched) + " sends the client elsewhere: " + std::to_string(answer.status) +
                       " to " + answer.redirect.scheme + "://" + answer.redirect.host + answer.redirect.path + '.';
    } else {
        matched.says = std::string("The front door answers with ") + std::to_string(answer.status) + ": " +
                       std::string(reasonOf(answer.status)) + '.';
        matched.does = HopAction::Reject;
        arrived.mend.push_back(answer.status == 404
                                   ? "Add a route for host " + url.host + " and path " + url.path + '.'
                                   : "Give the backend of " + wordsOf(answer.matched) + " a ready endpoint.");
    }
    arrived.hops.push_back(std::move(matched));
    return {std::move(arrived)};
}

/** The proxy makes a connection of its own: from its pod, to the address of an endpoint. */
Branches UrlWay::toBackends(const Branch &arrived, const FrontDoorAnswer &answer, Hop matched) const
{
    std::vector<HopAlternative> alternatives;
    double sum = 0;
    for (const RouteBackend &backend : answer.backends)
        sum += backend.weight;
    for (const RouteBackend &backend : answer.backends) {
        for (const std::string &endpoint : backend.endpoints)
            alternatives.push_back({endpoint, backend.weight / sum / static_cast<double>(backend.endpoints.size())});
    }
    Branches all;
    for (const RouteBackend &backend : answer.backends) {
        for (const std::string &endpoint : backend.endpoints) {
            const auto colon = endpoint.rfind(':');
            TracePacket packet{std::string(arrived.pod->ip), endpoint.substr(0, colon), "TCP", 0, 0, {}, 0};
            if (packet.dst.starts_with('['))
                packet.dst = packet.dst.substr(1, packet.dst.size() - 2);
            std::from_chars(endpoint.data() + colon + 1, endpoint.data() + endpoint.size(), packet.dport);
            Hop hop = matched;
            hop.says = wordsOf(answer.matched) + " leads to Service " + backend.space + '/' + backend.service +
                       "; the proxy takes the address of one of its endpoints, not the ClusterIP.";
            hop.alternatives = alternatives;
            if (const Object *service = m_ground.snapshot().find(Kind::Service, backend.space, backend.service))
                hop.because.push_back(
                    {refTo(*service), "/metadata/name", backend.service, "the Service behind the rule"});
            std::vector<Hop> hops = arrived.hops;
            hops.push_back(std::move(hop));
            Walk walk(m_ground, m_guard, packet);
            walk.precede(std::move(hops));
            const std::size_t opening = arrived.hops.size() + 1;
            for (Branch &branch : walk.fromPod(*arrived.pod)) {
                if (branch.hops.size() > opening) {
                    branch.hops[opening].does = HopAction::Proxy;
                    branch.hops[opening].says =
                        "The proxy opens a connection of its own: the backend sees the proxy's address.";
                }
                const bool isRefused = branch.verdict == Verdict::Refused || branch.verdict == Verdict::NoRoute;
                branch.httpStatus = branch.verdict == Verdict::Delivered ? 200 : isRefused ? 502 : 0;
                branch.caveats.insert(branch.caveats.end(), arrived.caveats.begin(), arrived.caveats.end());
                branch.isAnsweredByProxy = isRefused;
                all.push_back(std::move(branch));
            }
        }
    }
    return all;
}

}  // namespace portolan::trace
