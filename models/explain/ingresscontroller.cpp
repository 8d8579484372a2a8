// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/families.h"
#include "explain/phrase.h"
#include "roles/title.h"

namespace portolan {

namespace {

/** The string by which it claims classes: what stands behind the type in its id. */
std::string_view claimOf(const Vertex &controller)
{
    constexpr std::string_view prefix = "IngressController/";
    return controller.id.starts_with(prefix) ? controller.id.substr(prefix.size()) : controller.name;
}

/** The vertex of the workload that it is taken for; none if nothing that was read runs it. */
VertexIndex workloadOf(const Draft &draft)
{
    if (draft.vertex().object.isNull())
        return none;
    const VertexIndex v = draft.graph().find(draft.vertex().object.text());
    return v != none && draft.vertex(v).type == VertexType::Workload ? v : none;
}

std::vector<std::string> classesOf(const Draft &draft)
{
    std::vector<std::string> names;
    for (const ObjectPtr &one : draft.snapshot().of(Kind::IngressClass)) {
        if (one->spec()["controller"].text() == claimOf(draft.vertex()))
            names.emplace_back(one->name);
    }
    return names;
}

std::size_t countOf(const Draft &draft, VertexType type, std::span<const EdgeIndex> edges, VertexIndex Edge::*end)
{
    std::vector<VertexIndex> found;
    for (const EdgeIndex e : edges) {
        if (draft.vertex(draft.graph().edges[e].*end).type == type)
            found.push_back(draft.graph().edges[e].*end);
    }
    std::ranges::sort(found);
    return static_cast<std::size_t>(std::unique(found.begin(), found.end()) - found.begin());
}

std::string routesText(std::size_t routes)
{
    return routes == 0 ? "No Ingress or IngressRoute that was read is for it."
                       : text("It serves ", counted(routes, "route"), ".");
}

std::string runText(const Draft &draft, VertexIndex workload)
{
    if (workload == none)
        return "nothing that was read runs it";
    const Vertex &vertex = draft.vertex(workload);
    if (vertex.isPlanned)
        return text(callOf(draft.graph(), workload), " of ", vertex.space, " is to run it");
    return text(callOf(draft.graph(), workload), " of ", vertex.space, " runs it, ", grouped(vertex.podsReady), " of ",
                grouped(vertex.podCount), vertex.podCount == 1 ? " pod ready" : " pods ready");
}

std::string claimText(const Draft &draft)
{
    const auto classes = classesOf(draft);
    if (classes.empty())
        return {};
    return text("By spec.controller, ", classes.size() == 1 ? "IngressClass " : "IngressClasses ", listed(classes, 4),
                classes.size() == 1 ? " belongs" : " belong", " to it.");
}

}  // namespace

void explainIngressController(Draft &draft)
{
    const VertexIndex workload = workloadOf(draft);
    const std::size_t routes = countOf(draft, VertexType::Route, draft.graph().outgoing(draft.self()), &Edge::to);
    if (draft.vertex().isSupposed) {
        const Component *supposed = draft.graph().roles->filling(NetworkRole::Ingress);
        draft.say(text("Supposed: ", supposed ? titleOfComponent(supposed->name) : draft.vertex().name,
                       " would take requests from outside and hand them on by routes, in the place of what does so "
                       "now. What the present one's own annotations and kinds of routes ask for, it may not know."));
        return draft.fact("Routes", grouped(routes));
    }
    draft.say(text("The ingress controller ", oneLine(draft.vertex().name),
                   " takes requests from outside and hands them on by routes; ", runText(draft, workload), "."));
    draft.say(joined({claimText(draft), routesText(routes)}, " "));
    if (draft.vertex().state != State::Fine && workload == none)
        draft.because(
            "no Deployment or DaemonSet that was read is known as this controller, so whether it runs is not known");
    if (draft.vertex().state != State::Fine && workload != none)
        draft.because(text(callOf(draft.graph(), workload), ": ", draft.vertex().reason));
    draft.fact("Controller", claimOf(draft.vertex()));
    draft.fact("Classes", listed(classesOf(draft), 6));
    if (workload != none) {
        draft.fact("Entry points",
                   draft.vertex().detail.find(" of ") == std::string_view::npos ? draft.vertex().detail : "");
        draft.note("Ready",
                   text(grouped(draft.vertex(workload).podsReady), " of ", grouped(draft.vertex(workload).podCount)));
        draft.link("Workload", workload);
    }
    draft.fact("Routes", grouped(routes));
}

}  // namespace portolan
