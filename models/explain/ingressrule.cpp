// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/phrase.h"
#include "explain/rulereaders.h"

namespace portolan {

namespace {

std::string hostText(std::string_view host)
{
    return host.empty() ? "any host" : std::string(host);
}

/** An Ingress' wildcard covers less than a wildcard certificate's or a Gateway's. */
std::string hostNote(std::string_view host)
{
    return host.starts_with("*.") ? text("the * of ", host, " stands for exactly one label") : std::string();
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
    if (type == "Prefix" && path.ends_with('/'))
        return text("for Traefik, ", path.substr(0, path.size() - 1), " without the slash does not fit");
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
    rule.what = requestsText(hostText(host.text()), pathText(type, path));
    rule.note = joined({hostNote(host.text()), pathNote(type, path, controller)}, "; ");
    rule.facts.emplace_back("Host", orElse(host.text(), "any"));
    rule.facts.emplace_back("Path", orElse(path, "/"));
    rule.facts.emplace_back("Path type", type);
    rule.facts.emplace_back("TLS Secret", tlsSecretFor(ingress, host.text()));
    rule.backends.push_back(ingressBackend(entry["backend"], ingress.space));
    rule.backends.back().path = text(rule.path, "/backend/service/name");
    return rule;
}

}  // namespace portolan
