// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/search.h"
#include "roles/controllers.h"

/* What controllers of the Gateway API say of its objects. Source: Gateway API, conditions of GatewayClass, Gateway and
 * routes. */
namespace portolan::findings {

namespace {

/** A condition of this type that is not as it should be; null if it is fine, or not given. */
Value unmet(const Value &conditions, std::string_view type, std::string_view wanted)
{
    for (const Value &condition : conditions.items()) {
        if (condition["type"].text() == type && condition["status"].text() != wanted)
            return condition;
    }
    return {};
}

std::string reasonOf(const Value &condition)
{
    const std::string reason(condition["reason"].text()), message(condition["message"].text());
    return reason + (message.empty() ? "" : (reason.empty() ? "" : ": ") + message);
}

void findClass(Search &search, const Object &gatewayClass)
{
    const Value refusal = unmet(gatewayClass.status()["conditions"], "Accepted", "True");
    if (refusal.isNull() || isManifest(gatewayClass))
        return;
    search.prove(
        search.add("IN-21", Severity::Error, {refTo(gatewayClass)},
                   "No controller has accepted GatewayClass " + titleOf(gatewayClass) + " of " +
                       std::string(gatewayClass.spec()["controllerName"].text()) + " (" + reasonOf(refusal) + ").",
                   "Install the controller, or enable its Gateway API; Traefik's is off by default."),
        gatewayClass, "/spec/controllerName");
}

void findGateway(Search &search, const Object &gateway)
{
    const std::string title = "Gateway " + titleOf(gateway);
    for (const std::string_view type : {"Accepted", "Programmed"}) {
        const Value condition = unmet(gateway.status()["conditions"], type, "True");
        if (condition.isNull())
            continue;
        search.add(
            "IN-22", Severity::Error, {refTo(gateway)},
            title + " is not " + (type == "Accepted" ? "accepted" : "programmed") + " (" + reasonOf(condition) + ").",
            "Do what the reason says.");
        break;
    }
    for (const Value &listener : gateway.status()["listeners"].items()) {
        const std::string name(listener["name"].text());
        const Value conflict = unmet(listener["conditions"], "Conflicted", "False"),
                    references = unmet(listener["conditions"], "ResolvedRefs", "True"),
                    accepted = unmet(listener["conditions"], "Accepted", "True");
        const Value worst = !conflict.isNull() ? conflict : !references.isNull() ? references : accepted;
        if (!worst.isNull())
            search.add("IN-23", Severity::Error, {refTo(gateway)},
                       "Listener " + name + " of " + title + " does not work (" + reasonOf(worst) + ").",
                       "Correct its port, its certificate, or the name it shares with another one.");
    }
}

void findRoute(Search &search, const Object &route)
{
    const std::string title = std::string(info(route.kind).name) + ' ' + titleOf(route);
    const auto parents = route.status()["parents"].items();
    if (parents.empty() && !isManifest(route) && !search.isYoung(route))
        search.add("IN-24", Severity::Error, {refTo(route)},
                   title + " is attached to nothing: no controller has answered for it.",
                   "Look at its parentRefs, and whether the Gateway's controller runs.");
    for (const Value &parent : parents) {
        const std::string name(parent["parentRef"]["name"].text());
        if (const Value refusal = unmet(parent["conditions"], "Accepted", "True"); !refusal.isNull())
            search.add("IN-24", Severity::Error, {refTo(route)},
                       title + " is not accepted by " + name + " (" + reasonOf(refusal) + ").",
                       "Compare allowedRoutes and the hostnames of the listener with the route.");
        if (const Value missing = unmet(parent["conditions"], "ResolvedRefs", "True"); !missing.isNull())
            search.add("IN-25", Severity::Error, {refTo(route)},
                       "A backend of " + title + " can't be used (" + reasonOf(missing) + ").",
                       "Create the Service, or a ReferenceGrant where it is in another namespace.");
    }
}

}  // namespace

void findGatewayFaults(Search &search)
{
    for (const ObjectPtr &one : search.snapshot().of(Kind::GatewayClass))
        findClass(search, *one);
    for (const ObjectPtr &gateway : search.snapshot().of(Kind::Gateway))
        findGateway(search, *gateway);
    for (const Kind kind : {Kind::HTTPRoute, Kind::GRPCRoute, Kind::TLSRoute, Kind::TCPRoute, Kind::UDPRoute}) {
        for (const ObjectPtr &route : search.snapshot().of(kind))
            findRoute(search, *route);
    }
}

}  // namespace portolan::findings
