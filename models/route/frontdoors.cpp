// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "route/ingressrules.h"
#include "route/route.h"
#include "route/traefik.h"

namespace portolan {

using namespace route;

namespace {

constexpr std::string_view classController(std::string_view component)
{
    return component == "traefik"         ? "traefik.io/ingress-controller"
           : component == "ingress-nginx" ? "k8s.io/ingress-nginx"
                                          : "";
}

std::string titleOf(const Router &router)
{
    return router.match.object.text();
}

std::string queryOf(const FrontDoorRequest &request)
{
    std::string text;
    for (const auto &[name, value] : request.query)
        text += (text.empty() ? "" : "&") + name + (value.empty() ? "" : '=' + value);
    return text;
}

}  // namespace

struct FrontDoors::Parts {
    Parts(SnapshotPtr held, RolesPtr who)
        : snapshot(std::move(held)), roles(std::move(who)), endpoints(*snapshot), settings(traefikSettings(*snapshot))
    {
    }

    /** Whose answer is asked for. */
    std::string controllerFor(const FrontDoorRequest &request) const;
    bool isOf(const Object &ingress, std::string_view controller) const;
    const std::vector<Router> &traefikRouters() const;
    FrontDoorAnswer byTraefik(const FrontDoorRequest &request) const;
    std::vector<const Router *> matching(const FrontDoorRequest &request, const EntryPoint &entry) const;
    const EntryPoint *entryPointOf(const FrontDoorRequest &request) const;
    FrontDoorAnswer passed(const Router &router, const FrontDoorRequest &request) const;
    bool redirectsAtDoor(const EntryPoint &entry, const FrontDoorRequest &request, FrontDoorAnswer &answer) const;
    IngressRules rulesOf(std::string_view controller) const;

    SnapshotPtr snapshot;
    RolesPtr roles;
    ServiceEndpoints endpoints;
    TraefikSettings settings;
    mutable std::optional<std::vector<Router>> routers;
    mutable std::map<std::string, IngressRules, std::less<>> rules;
};

FrontDoors::FrontDoors(SnapshotPtr snapshot, RolesPtr roles)
    : m_parts(std::make_unique<Parts>(std::move(snapshot), std::move(roles)))
{
    (void)m_parts->traefikRouters();
}
FrontDoors::~FrontDoors() = default;

const std::vector<Router> &FrontDoors::Parts::traefikRouters() const
{
    if (!routers) {
        TraefikBuild build(*snapshot, endpoints, settings);
        build.addIngresses();
        build.addIngressRoutes();
        build.addGatewayRoutes();
        routers = build.take();
    }
    return *routers;
}

std::string FrontDoors::Parts::controllerFor(const FrontDoorRequest &request) const
{
    if (!request.controller.empty())
        return request.controller == "nginx" ? "ingress-nginx" : request.controller;
    for (const NetworkRole role : {NetworkRole::Ingress, NetworkRole::Gateway}) {
        if (const Component *component = roles->filling(role))
            return std::string(component->name);
    }
    const bool isTraefiks = !snapshot->of(Kind::IngressRoute).empty();
    return isTraefiks ? "traefik" : "";
}

/** Where no class is known, every Ingress is meant. */
bool FrontDoors::Parts::isOf(const Object &ingress, std::string_view controller) const
{
    const std::string_view wanted = classController(controller);
    const Value name = ingress.spec()["ingressClassName"];
    const Object *known = name.isText() ? snapshot->find(Kind::IngressClass, {}, name.text()) : nullptr;
    if (known && !wanted.empty())
        return known->spec()["controller"].text() == wanted;
    const std::string_view annotation = ingress.annotation("kubernetes.io/ingress.class");
    return controller != "ingress-nginx" || annotation.empty() || annotation == "nginx";
}

IngressRules FrontDoors::Parts::rulesOf(std::string_view controller) const
{
    return IngressRules(*snapshot, endpoints, controller == "ingress-nginx",
                        [&](const Object &ingress) { return isOf(ingress, controller); });
}

const EntryPoint *FrontDoors::Parts::entryPointOf(const FrontDoorRequest &request) const
{
    if (!request.entrypoint.empty())
        return settings.entryPoint(request.entrypoint);
    const bool isSecured = request.scheme == "https";
    if (const EntryPoint *usual = settings.entryPoint(isSecured ? "websecure" : "web"))
        return usual;
    const auto found = std::ranges::find_if(settings.entryPoints, [&](const EntryPoint &entry) {
        return entry.hasTls == isSecured && entry.name != "traefik" && entry.name != "metrics";
    });
    return found == settings.entryPoints.end() ? nullptr : &*found;
}

std::vector<const Router *> FrontDoors::Parts::matching(const FrontDoorRequest &request, const EntryPoint &entry) const
{
    const Seen seen = seenBy(request);
    const bool isSecured = request.scheme == "https";
    std::vector<const Router *> best;
    for (const Router &router : traefikRouters()) {
        if (!router.fault.empty() || !router.condition || (router.hasTls || entry.hasTls) != isSecured)
            continue;
        if (std::ranges::find(router.entryPoints, entry.name) == router.entryPoints.end())
            continue;
        if (!request.gateway.empty() && router.gateway != request.gateway)
            continue;
        if (!best.empty() && router.priority < best.front()->priority)
            continue;
        if (!router.condition->holds(seen))
            continue;
        if (!best.empty() && router.priority > best.front()->priority)
            best.clear();
        best.push_back(&router);
    }
    return best;
}

bool FrontDoors::Parts::redirectsAtDoor(const EntryPoint &entry, const FrontDoorRequest &request,
                                        FrontDoorAnswer &answer) const
{
    if (entry.redirectTo.empty())
        return false;
    const EntryPoint *to = settings.entryPoint(entry.redirectTo);
    std::string port = to ? std::to_string(to->port) : entry.redirectTo;
    port = port.substr(port.rfind(':') + 1);
    answer.redirect = {
        entry.redirectScheme, canonicalHost(request.host), 0, sanitized(request.path).encoded(), queryOf(request), 0};
    if (!(entry.redirectScheme == "https" && port == "443"))
        answer.redirect.port = static_cast<std::uint16_t>(std::strtoul(port.c_str(), nullptr, 10));
    const bool isGet = request.method == "GET";
    answer.redirect.status = entry.isRedirectPermanent ? (isGet ? 301 : 308) : (isGet ? 302 : 307);
    answer.status = answer.redirect.status;
    return true;
}

FrontDoorAnswer FrontDoors::Parts::passed(const Router &router, const FrontDoorRequest &request) const
{
    FrontDoorAnswer answer;
    answer.matched = router.match;
    Passing passing;
    passing.scheme = request.scheme;
    passing.host = request.host;
    passing.method = request.method;
    passing.query = queryOf(request);
    passing.path = sanitized(request.path);
    for (const Middleware &middleware : router.middlewares) {
        if (!apply(middleware, passing)) {
            answer.redirect = passing.redirect;
            answer.status = answer.redirect.status;
            answer.caveats = passing.caveats;
            return answer;
        }
    }
    Settled settled = settle(router.target);
    answer.status = settled.status;
    answer.backends = std::move(settled.backends);
    answer.caveats = std::move(passing.caveats);
    answer.caveats.insert(answer.caveats.end(), settled.caveats.begin(), settled.caveats.end());
    answer.rewrittenHost = passing.newHost;
    answer.rewrittenPath = passing.path.encoded();
    if (answer.rewrittenPath.empty())
        answer.rewrittenPath = "/";
    return answer;
}

FrontDoorAnswer FrontDoors::Parts::byTraefik(const FrontDoorRequest &request) const
{
    FrontDoorAnswer answer;
    const EntryPoint *entry = entryPointOf(request);
    if (request.path.empty()) {
        answer.status = 400;
        return answer;
    }
    if (!entry) {
        answer.caveats.emplace_back("Traefik has no such entry point");
        return answer;
    }
    if (redirectsAtDoor(*entry, request, answer))
        return answer;
    const auto best = matching(request, *entry);
    if (best.empty())
        return answer;
    answer = passed(*best.front(), request);
    if (best.size() > 1) {
        std::string others;
        for (const Router *router : best)
            others += (others.empty() ? "" : ", ") + titleOf(*router);
        answer.caveats.push_back("undetermined: rules of equal priority match (" + others +
                                 "), and Traefik may choose another one at each reload");
    }
    if (!settings.isSeen)
        answer.caveats.emplace_back("Traefik's arguments were not read: its usual entry points are assumed");
    return answer;
}

FrontDoorAnswer FrontDoors::answer(const FrontDoorRequest &request) const
{
    const std::string controller = m_parts->controllerFor(request);
    FrontDoorAnswer answer;
    if (controller == "traefik") {
        answer = m_parts->byTraefik(request);
    } else {
        auto found = m_parts->rules.find(controller);
        if (found == m_parts->rules.end())
            found = m_parts->rules.emplace(controller, m_parts->rulesOf(controller)).first;
        answer = found->second.answer(request);
        if (controller != "ingress-nginx" && !controller.empty())
            answer.caveats.push_back("what " + controller + " does beyond the Ingress API is not evaluated");
    }
    answer.controller = controller;
    return answer;
}

std::vector<RouteEntry> FrontDoors::routes() const
{
    std::vector<RouteEntry> entries;
    for (const Router &router : m_parts->traefikRouters()) {
        RouteEntry entry;
        entry.object = router.match.object;
        entry.controller = "traefik";
        entry.entrypoints = router.entryPoints;
        entry.match = router.rule;
        entry.priority = router.priority;
        entry.hasTls = router.hasTls;
        entry.fault = router.fault;
        for (const Middleware &middleware : router.middlewares)
            entry.middlewares.push_back(middleware.name);
        if (router.fault.empty())
            entry.backends = settle(router.target).backends;
        entries.push_back(std::move(entry));
    }
    FrontDoorRequest any;
    const std::string controller = m_parts->controllerFor(any);
    if (controller != "traefik") {
        for (RouteEntry &entry : m_parts->rulesOf(controller).entries()) {
            entry.controller = controller;
            entries.push_back(std::move(entry));
        }
    }
    std::ranges::stable_sort(entries, [](const RouteEntry &a, const RouteEntry &b) {
        return std::pair(a.object.text(), a.match) < std::pair(b.object.text(), b.match);
    });
    return entries;
}

}  // namespace portolan
