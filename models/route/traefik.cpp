// SPDX-License-Identifier: GPL-3.0-or-later
#include "route/traefik.h"

#include <algorithm>
#include <charconv>

#include "kube/absence.h"

namespace portolan::route {

namespace {

bool isTraefik(std::string_view image)
{
    const auto tag = image.find('@') != std::string_view::npos ? image.find('@') : image.rfind(':');
    const std::string_view name = image.substr(0, tag);
    return name.ends_with("/traefik") || name == "traefik" || name.ends_with("mirrored-library-traefik");
}

/** The arguments of Traefik's container, "" for each that is no text; nothing if it is not there. */
Value argumentsOf(const ClusterSnapshot &snapshot)
{
    for (const Kind kind : {Kind::Deployment, Kind::DaemonSet}) {
        for (const ObjectPtr &workload : snapshot.of(kind)) {
            for (const Value &container : workload->spec()["template"]["spec"]["containers"].items()) {
                if (isTraefik(container["image"].text()))
                    return container["args"];
            }
        }
    }
    return {};
}

std::uint16_t portOf(std::string_view address)
{
    std::uint16_t port = 0;
    const auto colon = address.rfind(':');
    if (colon != std::string_view::npos)
        std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
    return port;
}

bool isTrue(std::string_view value)
{
    return value.empty() || value == "true" || value == "1";
}

EntryPoint &entryPointNamed(TraefikSettings &settings, const std::string &name)
{
    const auto found = std::ranges::find(settings.entryPoints, name, &EntryPoint::name);
    if (found != settings.entryPoints.end())
        return *found;
    settings.entryPoints.push_back({name, 0, false, false, {}, "https", true});
    return settings.entryPoints.back();
}

void readEntryPoint(TraefikSettings &settings, std::string_view option, std::string_view value)
{
    const auto dot = option.find('.');
    EntryPoint &entry = entryPointNamed(settings, std::string(option.substr(0, dot)));
    const std::string field = dot == std::string_view::npos ? std::string() : lower(option.substr(dot + 1));
    if (field == "address")
        entry.port = portOf(value);
    else if (field == "asdefault")
        entry.isDefault = isTrue(value);
    else if (field == "http.tls" || field.starts_with("http.tls."))
        entry.hasTls = entry.hasTls || isTrue(value) || field != "http.tls";
    else if (field == "http.redirections.entrypoint.to")
        entry.redirectTo = value;
    else if (field == "http.redirections.entrypoint.scheme")
        entry.redirectScheme = value;
    else if (field == "http.redirections.entrypoint.permanent")
        entry.isRedirectPermanent = isTrue(value);
}

void readOption(TraefikSettings &settings, std::string_view argument)
{
    while (argument.starts_with('-'))
        argument.remove_prefix(1);
    const auto equals = argument.find('=');
    const std::string_view value = equals == std::string_view::npos ? std::string_view() : argument.substr(equals + 1);
    const std::string name = lower(argument.substr(0, equals));
    if (name.starts_with("entrypoints."))
        readEntryPoint(settings, argument.substr(12, equals == std::string_view::npos ? equals : equals - 12), value);
    else if (name == "providers.kubernetescrd.allowemptyservices" ||
             name == "providers.kubernetesingress.allowemptyservices")
        settings.allowsEmptyServices = isTrue(value);
    else if (name == "providers.kubernetescrd.allowcrossnamespace")
        settings.allowsCrossNamespace = isTrue(value);
    else if (name == "providers.kubernetescrd.allowexternalnameservices" ||
             name == "providers.kubernetesingress.allowexternalnameservices")
        settings.allowsExternalNames = isTrue(value);
    else if (name == "providers.kubernetesingress.strictprefixmatching")
        settings.hasStrictPrefixes = isTrue(value);
    else if (name == "providers.kubernetesingress.ingressclass")
        settings.ingressClass = value;
    else if (name == "serverstransport.insecureskipverify")
        settings.trustsAll = isTrue(value);
    else if (name == "core.defaultrulesyntax")
        settings.isVersion2 = value == "v2";
}

}  // namespace

Error left(std::string why)
{
    return {Error::Kind::Config, std::move(why), {}};
}

const EntryPoint *TraefikSettings::entryPoint(std::string_view name) const
{
    const auto found = std::ranges::find(entryPoints, name, &EntryPoint::name);
    return found == entryPoints.end() ? nullptr : &*found;
}

std::vector<std::string> TraefikSettings::defaults() const
{
    std::vector<std::string> names;
    const bool isChosen = std::ranges::any_of(entryPoints, &EntryPoint::isDefault);
    for (const EntryPoint &entry : entryPoints) {
        if (isChosen ? entry.isDefault : entry.name != "traefik")
            names.push_back(entry.name);
    }
    return names;
}

TraefikSettings traefikSettings(const ClusterSnapshot &snapshot)
{
    TraefikSettings settings;
    const Value arguments = argumentsOf(snapshot);
    settings.isSeen = arguments.size() > 0;
    if (settings.isSeen)
        settings.allowsEmptyServices = false;  // Traefik's own default; K3s' chart says otherwise
    for (const Value &argument : arguments.items())
        readOption(settings, argument.text());
    if (settings.entryPoints.empty())
        settings.entryPoints = {{"web", 8000, false, false, {}, "https", true},
                                {"websecure", 8443, true, false, {}, "https", true}};
    std::ranges::sort(settings.entryPoints, {}, &EntryPoint::name);
    return settings;
}

TraefikBuild::TraefikBuild(const ClusterSnapshot &snapshot, const ServiceEndpoints &endpoints,
                           const TraefikSettings &settings)
    : m_snapshot(snapshot), m_endpoints(endpoints), m_settings(settings)
{
}

Router TraefikBuild::router(const Object &object, int rule, int path) const
{
    Router made;
    made.match.object = refTo(object);
    made.match.rule = rule;
    made.match.path = path;
    return made;
}

void TraefikBuild::add(Router router, bool isVersion2)
{
    if (router.entryPoints.empty())
        router.entryPoints = m_settings.defaults();
    std::erase_if(router.entryPoints, [&](const std::string &name) { return !m_settings.entryPoint(name); });
    if (router.entryPoints.empty() && router.fault.empty())
        router.fault = "none of its entry points is there";
    if (router.priority == 0)
        router.priority = static_cast<std::int64_t>(router.rule.size());
    router.match.priority = router.priority;
    auto condition = compileRule(router.rule, isVersion2);
    if (condition)
        router.condition = std::move(condition).value();
    else if (router.fault.empty())
        router.fault = condition.error().detail;
    m_routers.push_back(std::move(router));
}

RouteBackend TraefikBuild::backendOf(const Object &service, const ServicePort &port) const
{
    RouteBackend backend;
    backend.space = service.space;
    backend.service = service.name;
    backend.port = port.port;
    for (const Endpoint &endpoint : m_endpoints.of(service, port).endpoints) {
        if (endpoint.isReady)
            backend.endpoints.push_back(hostAndPort(endpoint));
    }
    return backend;
}

/** The servers of one port of a Service; an error where Traefik leaves the route out. */
auto TraefikBuild::servers(std::string_view space, std::string_view name, const Value &port, bool isByName,
                           bool isNative) const -> Built
{
    const std::string title = std::string(space) + '/' + std::string(name);
    const Object *service = m_snapshot.find(Kind::Service, space, name);
    if (!service)
        return left("Service " + title + " does not exist");
    const bool isExternal = service->spec()["type"].text() == "ExternalName";
    if (isExternal && !m_settings.allowsExternalNames)
        return left("Service " + title + " is of type ExternalName, which Traefik refuses unless it is allowed to");
    for (const ServicePort &own : ServiceEndpoints::portsOf(*service)) {
        const bool isIt =
            port.isInteger() ? own.port == port.integer() : isByName && !own.name.empty() && own.name == port.text();
        if (!isIt)
            continue;
        Target target;
        target.backend = backendOf(*service, own);
        if (isExternal)
            target.backend.endpoints = {std::string(service->spec()["externalName"].text()) + ':' +
                                        std::to_string(own.port)};
        if (isNative)
            target.backend.endpoints = {hostAndPort(service->spec()["clusterIP"].text(), own.port)};
        if (target.backend.endpoints.empty()) {
            if (!m_endpoints.of(*service, own).isKnown)
                target.caveat = "the endpoints of Service " + title + " were not read";
            else if (!m_settings.allowsEmptyServices)
                return left("Service " + title + " has no ready endpoint");
            else
                target.status = 503;
        } else if (own.port == 443 || own.name.starts_with("https")) {
            // Certificates are seldom made out for the addresses of pods.
            target.caveat = "Traefik speaks TLS to Service " + title + " and is taken not to trust its certificate";
            if (!m_settings.trustsAll)
                target.status = 500;
        }
        return target;
    }
    return left("Service " + title + " has no such port");
}

}  // namespace portolan::route
