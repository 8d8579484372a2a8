// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <limits>

#include "route/traefik.h"

/* Source: Traefik 3.7, pkg/provider/kubernetes/ingress, and measurements. */
namespace portolan::route {

namespace {

constexpr std::string_view prefix = "traefik.ingress.kubernetes.io/";

std::string_view annotated(const Object &object, std::string_view name)
{
    return object.annotation(std::string(prefix) + std::string(name));
}

std::vector<std::string> listOf(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
        while (part.starts_with(' '))
            part.remove_prefix(1);
        while (part.ends_with(' '))
            part.remove_suffix(1);
        if (!part.empty())
            parts.emplace_back(part);
    }
    return parts;
}

std::string matcher(std::string_view name, std::string_view argument)
{
    return std::string(name) + "(\"" + std::string(argument) + "\")";
}

}  // namespace

/** Those of a class that Traefik has, and those without class and without the old annotation. */
bool TraefikBuild::isMine(const Object &ingress) const
{
    const Value className = ingress.spec()["ingressClassName"];
    const std::string_view annotation = ingress.annotation("kubernetes.io/ingress.class");
    if (className.isText()) {
        const Object *known = m_snapshot.find(Kind::IngressClass, {}, className.text());
        if (!known)
            return className.text() == "traefik" && m_snapshot.of(Kind::IngressClass).empty();
        const bool isNamed = m_settings.ingressClass.empty() || m_settings.ingressClass == className.text();
        return isNamed && known->spec()["controller"].text() == "traefik.io/ingress-controller";
    }
    return annotation == m_settings.ingressClass || (m_settings.ingressClass.empty() && annotation == "traefik");
}

void TraefikBuild::addIngresses()
{
    for (const ObjectPtr &ingress : m_snapshot.of(Kind::Ingress)) {
        if (isMine(*ingress))
            addIngress(*ingress);
    }
}

auto TraefikBuild::ingressTarget(const Object &ingress, const Value &backend) const -> Built
{
    const Value service = backend["service"], port = service["port"];
    if (!service.isObject())
        return left("its backend is no Service");
    const Object *object = m_snapshot.find(Kind::Service, ingress.space, service["name"].text());
    const bool isNative = object && annotated(*object, "service.nativelb") == "true";
    return servers(ingress.space, service["name"].text(), port["number"].isInteger() ? port["number"] : port["name"],
                   true, isNative);
}

void TraefikBuild::readAnnotations(const Object &ingress, Router &router)
{
    router.entryPoints = listOf(annotated(ingress, "router.entrypoints"));
    router.hasTls = annotated(ingress, "router.tls") == "true";
    const std::string_view priority = annotated(ingress, "router.priority");
    std::from_chars(priority.data(), priority.data() + priority.size(), router.priority);
    for (const std::string &name : listOf(annotated(ingress, "router.middlewares"))) {
        std::string fault = "Middleware " + name + " does not exist";
        for (const ObjectPtr &object : m_snapshot.of(Kind::Middleware)) {
            if (name == std::string(object->space) + '-' + std::string(object->name) + "@kubernetescrd")
                fault = addMiddleware(object->space, object->name, router.middlewares, 0);
        }
        if (!fault.empty() && router.fault.empty())
            router.fault = fault;
    }
}

void TraefikBuild::addIngress(const Object &ingress)
{
    const auto rules = ingress.spec()["rules"].items();
    const auto addTarget = [this](Router &router, const Built &target) {
        if (target)
            router.target = target.value();
        else if (router.fault.empty())
            router.fault = target.error().detail;
    };
    const Value standard = ingress.spec()["defaultBackend"];
    if (rules.empty() && standard.isObject()) {
        Router made = router(ingress, -1, -1);
        readAnnotations(ingress, made);
        made.rule = matcher("PathPrefix", "/");
        made.priority = std::numeric_limits<std::int32_t>::min();
        addTarget(made, ingressTarget(ingress, standard));
        if (m_hasDefaultBackend && made.fault.empty())
            made.fault = "another Ingress has the default backend already";
        m_hasDefaultBackend = m_hasDefaultBackend || made.fault.empty();
        add(std::move(made), false);
    }
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const auto paths = rules[r]["http"]["paths"].items();
        for (std::size_t p = 0; p < paths.size(); ++p) {
            Router made = router(ingress, static_cast<int>(r), static_cast<int>(p));
            readAnnotations(ingress, made);
            const std::string_view host = rules[r]["host"].text(), path = paths[p]["path"].text();
            const std::string_view type = paths[p]["pathType"].text(), own = annotated(ingress, "router.pathmatcher");
            if (!host.empty())
                made.rule = matcher("Host", host);
            if (!path.empty()) {
                made.rule += made.rule.empty() ? "" : " && ";
                const bool isElementWise = type == "Prefix" && m_settings.hasStrictPrefixes && path != "/";
                const std::string whole(path.ends_with('/') ? path.substr(0, path.size() - 1) : path);
                if (isElementWise)
                    made.rule += '(' + matcher("Path", whole) + " || " + matcher("PathPrefix", whole + '/') + ')';
                else
                    made.rule += matcher(type == "Exact"                   ? "Path"
                                         : type == "Prefix" || own.empty() ? "PathPrefix"
                                                                           : own,
                                         path);
            }
            addTarget(made, ingressTarget(ingress, paths[p]["backend"]));
            add(std::move(made), false);
        }
    }
}

}  // namespace portolan::route
