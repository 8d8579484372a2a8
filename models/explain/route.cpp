// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/absence.h"
#include "explain/families.h"
#include "explain/phrase.h"
#include "explain/routerule.h"
#include "explain/servicetext.h"

namespace portolan {

namespace {

std::string callOf(const RouteBackend &backend, std::string_view space)
{
    return text(backend.kindText, " ", backend.name, backend.space == space ? "" : text(" of ", backend.space),
                backend.port.empty() ? "" : text(", port ", backend.port));
}

std::string shareOf(const RouteBackend &backend)
{
    return backend.weight < 0 ? std::string() : text(" (weight ", std::to_string(backend.weight), ")");
}

std::string backendsText(const RouteRule &rule, std::string_view space)
{
    if (rule.backends.empty())
        return {};
    const bool isSplit = rule.backends.size() > 1;
    std::vector<std::string> names;
    for (const RouteBackend &backend : rule.backends)
        names.push_back(text(callOf(backend, space), isSplit ? shareOf(backend) : ""));
    return listed(names, 3);
}

std::string portsOffered(const Object &service)
{
    std::vector<std::string> ports;
    for (const Value &port : service.spec()["ports"].items())
        ports.push_back(text(std::to_string(port["port"].integer()),
                             port["name"].text().empty() ? "" : text(" (", port["name"].text(), ")")));
    return listed(ports, 6);
}

bool offers(const Object &service, const std::string &wanted)
{
    return std::ranges::any_of(service.spec()["ports"].items(), [&](const Value &port) {
        return port["name"].text() == wanted || std::to_string(port["port"].integer()) == wanted;
    });
}

/** What is wrong with one backend; empty if nothing is. */
std::string backendTrouble(const Draft &draft, const RouteBackend &backend)
{
    const bool isKnownKind = backend.kindText == "Service" || backend.kindText == "TraefikService";
    // "api@internal" is Traefik's own.
    if (!isKnownKind || backend.name.empty() || backend.name.find('@') != std::string::npos)
        return {};
    const Object *service = draft.snapshot().find(backend.kind, backend.space, backend.name);
    if (!service) {
        const bool isSure = absenceOf(draft.snapshot(), backend.kind, backend.space) == Absence::NotThere;
        return text(absentText(draft.snapshot(), backend.kind, backend.space, backend.name),
                    isSure ? ": create it, or correct the name" : "");
    }
    if (backend.kind != Kind::Service || backend.port.empty() || offers(*service, backend.port) ||
        shapeOf(*service) == ServiceShape::ExternalName)
        return {};
    const std::string ports = portsOffered(*service);
    return text("Service ", backend.name, " has no port ", backend.port, "; ",
                ports.empty() ? "it names no ports" : text("its ports are ", ports),
                ". A route names the Service's own port, not the container's");
}

bool isTraefikKind(const Draft &draft)
{
    const Kind kind = draft.vertex().object.kind;
    return kind == Kind::IngressRoute || kind == Kind::IngressRouteTCP || kind == Kind::IngressRouteUDP;
}

std::vector<std::string> missingMiddlewares(const Draft &draft, const RouteRule &rule)
{
    const Kind kind = draft.vertex().object.kind == Kind::IngressRouteTCP ? Kind::MiddlewareTCP : Kind::Middleware;
    std::vector<std::string> all;
    for (const NamedObject &middleware : rule.middlewares) {
        // "name@provider" names one that no object of the cluster describes.
        if (middleware.name.find('@') == std::string::npos &&
            !draft.snapshot().find(kind, middleware.space, middleware.name))
            all.push_back(absentText(draft.snapshot(), kind, middleware.space, middleware.name));
    }
    return all;
}

/** Endpoints of the Services behind: the vertices at the far end know how they are. */
std::vector<std::string> troublesBehind(const Draft &draft)
{
    std::vector<std::string> all;
    for (const EdgeIndex e : draft.graph().outgoing(draft.self())) {
        const Vertex &end = draft.vertex(draft.graph().edges[e].to);
        if (draft.graph().edges[e].type == EdgeType::Routes && end.type == VertexType::Service &&
            end.state != State::Fine && end.object.object && !end.reason.empty())
            all.push_back(text("Service ", end.name, " behind it: ", end.reason));
    }
    return all;
}

std::string conditionTrouble(const Object &route)
{
    for (const Value &parent : route.status()["parents"].items()) {
        for (const Value &condition : parent["conditions"].items()) {
            if (condition["status"].text() == "True" || condition["type"].text().empty())
                continue;
            const std::string message = oneLine(condition["message"].text(), 200);
            return text("for ",
                        parent["parentRef"]["name"].text().empty()
                            ? "its parent"
                            : text("Gateway ", parent["parentRef"]["name"].text()),
                        ", condition ", condition["type"].text(), " is ", condition["status"].text(),
                        condition["reason"].text().empty() ? "" : text(" (", condition["reason"].text(), ")"),
                        message.empty() ? "" : text("; the API says: ", message));
        }
    }
    return {};
}

/** Why no controller is known to serve an Ingress; empty if one is. */
std::string classTrouble(const Draft &draft)
{
    const Object *object = draft.object();
    if (object->kind != Kind::Ingress)
        return {};
    const std::string_view name = ingressClassOf(*object);
    if (name.empty())
        return "it names no class, and no default class was read that would be filled in, so no controller is known to "
               "serve it";
    if (draft.snapshot().find(Kind::IngressClass, {}, name))
        return {};
    std::vector<std::string> classes;
    for (const ObjectPtr &one : draft.snapshot().of(Kind::IngressClass))
        classes.emplace_back(one->name);
    return text(absentText(draft.snapshot(), Kind::IngressClass, {}, name),
                classes.empty() ? "" : text(", so no controller is known to serve it; there is ", listed(classes, 4)));
}

/** Gateways that a route of the Gateway API names as parents, and that were not read. */
std::string parentTrouble(const Draft &draft)
{
    for (const Value &parent : draft.spec()["parentRefs"].items()) {
        const std::string_view kind = parent["kind"].text();
        const std::string_view space =
            parent["namespace"].text().empty() ? draft.vertex().space : parent["namespace"].text();
        if ((kind.empty() || kind == "Gateway") && !draft.snapshot().find(Kind::Gateway, space, parent["name"].text()))
            return absentText(draft.snapshot(), Kind::Gateway, space, parent["name"].text());
    }
    return {};
}

void sayReason(Draft &draft, const RouteRule &rule)
{
    if (draft.vertex().state == State::Fine || !draft.object())
        return;
    const bool hasRouter = std::ranges::any_of(draft.graph().incoming(draft.self()), [&](EdgeIndex e) {
        return draft.graph().edges[e].type == EdgeType::Routes;
    });
    std::vector<std::string> troubles{hasRouter ? "" : classTrouble(draft)};
    for (const RouteBackend &backend : rule.backends)
        troubles.push_back(backendTrouble(draft, backend));
    const auto middlewares = missingMiddlewares(draft, rule);
    troubles.insert(troubles.end(), middlewares.begin(), middlewares.end());
    troubles.push_back(parentTrouble(draft));
    troubles.push_back(conditionTrouble(*draft.object()));
    std::erase(troubles, std::string());
    const bool isBroken = !troubles.empty();
    if (!isBroken && !draft.vertex().isPlanned)
        troubles = troublesBehind(draft);
    std::string why = joined(troubles, "; ");
    if (isTraefikKind(draft) && isBroken)
        why += ". Traefik leaves out a rule that it can't build, and a broader rule may answer in its place";
    draft.because(why);
}

std::string classSentence(const Draft &draft)
{
    const Object *object = draft.object();
    if (!object || object->kind != Kind::Ingress)
        return {};
    const std::string_view name = ingressClassOf(*object);
    if (name.empty())
        return "It names no class.";
    return draft.snapshot().find(Kind::IngressClass, {}, name) ? std::string() : text("Its class is ", name, ".");
}

std::string_view kindOf(const Draft &draft)
{
    return draft.object() ? info(draft.vertex().object.kind).name : std::string_view("Route");
}

void sayMiddlewares(Draft &draft, const RouteRule &rule)
{
    std::vector<std::string> names;
    for (const NamedObject &middleware : rule.middlewares)
        names.push_back(middleware.name);
    if (!names.empty())
        draft.say(
            text("On the way they pass ", names.size() == 1 ? "middleware " : "middlewares ", listed(names, 4), "."));
    draft.fact("Middlewares", listed(names, 6));
}

}  // namespace

void explainRoute(Draft &draft)
{
    const RouteRule rule = ruleOf(draft.graph(), draft.vertex());
    if (rule.what.empty())
        return draft.say(text("A route of ", kindOf(draft), " ",
                              draft.vertex().object.isNull() ? draft.vertex().name : draft.vertex().object.name(),
                              "."));
    // What is broken, planned or not served by anybody known goes nowhere yet.
    const bool isServed = draft.vertex().state == State::Fine || draft.vertex().state == State::Warning;
    const std::string verb = rule.backends.empty() ? "have no backend" : isServed ? "go to " : "are meant for ";
    const std::string fate = rule.answer.empty() ? text(verb, backendsText(rule, draft.vertex().space)) : rule.answer;
    draft.say(text(capitalized(rule.what), " ", fate, "."));
    std::vector<std::string> more{rule.note.empty() ? "" : stopped(capitalized(rule.note)), classSentence(draft)};
    draft.say(joined(more, " "));
    sayReason(draft, rule);
    draft.fact("Object", text(kindOf(draft), " ", draft.object()->name));
    for (const auto &[label, value] : rule.facts)
        draft.fact(label, value);
    for (const RouteBackend &backend : rule.backends)
        draft.fact("Backend", text(callOf(backend, draft.vertex().space), shareOf(backend)));
    sayMiddlewares(draft, rule);
    for (const RouteBackend &backend : rule.backends)
        draft.prove(draft.vertex().object, backend.path, backend.name);
}

}  // namespace portolan
