// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/controllers.h"

#include <algorithm>

#include "roles/controllers.h"
#include "roles/title.h"
#include "roles/traefik.h"

namespace portolan::relations {

namespace {

bool isWorkloadOf(const Vertex &vertex, const roles::Controller &known)
{
    const Object *workload = vertex.object.object;
    if (vertex.type != VertexType::Workload || !workload)
        return false;
    const bool isKind = workload->kind == Kind::Deployment || workload->kind == Kind::DaemonSet;
    return isKind && roles::carriesTraffic(*workload, known);
}

/** "web websecure" of "web:8000 websecure:8443". */
std::string entryPointNames(const Object &workload)
{
    const std::string points = roles::traefikEntryPoints(workload);
    std::string names;
    bool isName = true;
    for (const char c : points) {
        isName = c == ' ' || (isName && c != ':');
        if (isName)
            names += c;
    }
    return names;
}

void adoptWorkload(GraphBuilder &graph, VertexIndex controller, const roles::Controller &known)
{
    for (VertexIndex w = 0; w < graph.size(); ++w) {
        if (!isWorkloadOf(graph[w], known))
            continue;
        Vertex &vertex = graph[controller];
        vertex.object = graph[w].object;
        vertex.space = graph[w].space;
        vertex.state = graph[w].state;
        vertex.reason = graph[w].reason;
        vertex.isPlanned = graph[w].isPlanned;
        const std::string points = entryPointNames(*graph[w].object.object);
        vertex.detail = points.empty() ? graph[w].detail : graph.text(points);
        return;
    }
}

/** What would take the place of a controller; null if nobody supposes anything of the sort. */
const Component *supposedFor(const Roles &roles, const roles::Controller *known)
{
    const Component *now = roles.filling(NetworkRole::Ingress);
    if (!known || !now || !now->isSupposed)
        return nullptr;
    const bool isReplaced = std::ranges::any_of(roles.replaced, [&](const Component &component) {
        return component.role == NetworkRole::Ingress && component.name == known->component;
    });
    return isReplaced ? now : nullptr;
}

/** Stands where the replaced one did: the routes are the same, what runs it no object says. */
void suppose(GraphBuilder &graph, VertexIndex controller, const Component &supposed)
{
    Vertex &vertex = graph[controller];
    vertex.name = graph.text(std::string(titleOfComponent(supposed.name)) + " (supposed)");
    vertex.detail = "would serve these routes";
    vertex.state = State::Fine;
    vertex.reason = {};
    vertex.object = {};
    vertex.space = {};
    vertex.evidenceCount = 0;
    vertex.isPlanned = false;
    vertex.isSupposed = true;
}

}  // namespace

VertexIndex controllerVertex(GraphBuilder &graph, std::string_view claim, const ObjectRef &source,
                             std::string_view path)
{
    const std::string id = "IngressController/" + std::string(claim);
    if (const VertexIndex known = graph.find(id); known != none)
        return known;
    const VertexIndex v = graph.add(id, VertexType::IngressController);
    const roles::Controller *known = roles::ingressController(claim);
    graph[v].name = known ? known->title : graph.text(claim);
    graph[v].detail = "no workload in the input";
    graph[v].state = State::Unknown;
    graph[v].reason = "no workload in the input";
    graph[v].object = source;
    graph.explain(v, {{source, path, claim}});
    if (known)
        adoptWorkload(graph, v, *known);
    const Component *supposed = supposedFor(graph.roles(), known);
    exposeController(graph, v, supposed != nullptr);
    if (supposed)
        suppose(graph, v, *supposed);
    return v;
}

void exposeController(GraphBuilder &graph, VertexIndex controller, bool isSupposed)
{
    const VertexIndex workload = graph.find(graph[controller].object.text());
    if (workload == none || graph[workload].type != VertexType::Workload)
        return;
    std::vector<VertexIndex> services;
    for (const Edge &edge : graph.edges()) {
        const bool isItsPod =
            edge.type == EdgeType::Selects && (edge.to == workload || graph[edge.to].parent == workload);
        if (isItsPod && std::ranges::find(services, edge.from) == services.end())
            services.push_back(edge.from);
    }
    const std::vector<Edge> exposing = [&] {
        std::vector<Edge> found;
        for (const Edge &edge : graph.edges()) {
            if (edge.type == EdgeType::Exposes && std::ranges::find(services, edge.to) != services.end())
                found.push_back(edge);
        }
        return found;
    }();
    for (Edge edge : exposing) {
        const ObjectRef service = graph[edge.to].object;
        const std::string_view selector = service.object->spec()["selector"].members().empty()
                                              ? std::string_view()
                                              : service.object->spec()["selector"].members().front().key;
        const std::string path = "/spec/selector" + pointerStep(selector);
        const std::string value(service.object->root.pointer(path).text());
        edge.to = controller;
        edge.isSupposed |= isSupposed;
        edge.state = edge.isSupposed ? State::Fine : graph[controller].state;
        if (edge.isSupposed) {
            graph.connect(edge, {});
            continue;
        }
        graph.connect(edge, {{service, "/spec/type", service.object->spec()["type"].text()}, {service, path, value}});
    }
}

}  // namespace portolan::relations
