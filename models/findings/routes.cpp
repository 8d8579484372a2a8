// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/search.h"
#include "route/route.h"

/* Traefik's own routes. Source: Traefik 3.7, "Kubernetes IngressRoute", "Migration". */
namespace portolan::findings {

namespace {

bool isVersion2(std::string_view match)
{
    for (const std::string_view word : {"HostHeader(", "Headers(", "HeadersRegexp("}) {
        if (match.find(word) != std::string_view::npos)
            return true;
    }
    return match.find("`, `") != std::string_view::npos && match.starts_with("Host(");
}

void findOldGroup(Search &search, const Object &route)
{
    const Component *traefik = search.roles().find(NetworkRole::Ingress, "traefik");
    if (!route.root["apiVersion"].text().starts_with("traefik.containo.us/") || !traefik ||
        !traefik->version.starts_with("3"))
        return;
    search.prove(search.add("IN-18", Severity::Error, {refTo(route)},
                            "IngressRoute " + titleOf(route) + " is of the group traefik.containo.us, which Traefik " +
                                traefik->version + " does not read.",
                            "Create it anew in traefik.io/v1alpha1."),
                 route, "/apiVersion");
}

}  // namespace

void findRouteFaults(Search &search)
{
    for (const ObjectPtr &route : search.snapshot().of(Kind::IngressRoute))
        findOldGroup(search, *route);
    if (search.snapshot().of(Kind::IngressRoute).empty())
        return;
    const FrontDoors doors(search.graph().snapshot, search.graph().roles);
    for (const RouteEntry &entry : doors.routes()) {
        if (entry.object.kind != Kind::IngressRoute || entry.fault.empty())
            continue;
        const std::string_view space = entry.object.space();
        const bool isSeen = search.isRead(Kind::Service, space) && search.isRead(Kind::IngressRoute, space);
        if (isVersion2(entry.match))
            search.add("IN-19", Severity::Error, {entry.object},
                       "A rule of IngressRoute " + titleOf(*entry.object.object) +
                           " is in the syntax of Traefik 2, which version 3 does not read: " + entry.match + '.',
                       "Write it in the syntax of version 3, or set syntax: v2 for the time being.");
        else if (isSeen)
            search.add("IN-20", Severity::Error, {entry.object},
                       "Traefik leaves the rule " + entry.match + " of IngressRoute " + titleOf(*entry.object.object) +
                           " out: " + entry.fault + ". A broader rule may answer in its place.",
                       "Mend the reference.");
    }
}

}  // namespace portolan::findings
