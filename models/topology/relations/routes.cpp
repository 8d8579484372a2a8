// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/routes.h"

#include "topology/relations/relations.h"

namespace portolan::relations {

VertexIndex addRoute(GraphBuilder &graph, const Object &object, std::string_view where, std::string_view name,
                     std::string_view detail)
{
    const std::string base = refTo(object).text() + ':' + std::string(where);
    std::string id = base;
    for (int again = 2; graph.find(id) != none; ++again)
        id = base + '#' + std::to_string(again);
    const VertexIndex v = graph.add(id, VertexType::Route);
    Vertex &vertex = graph[v];
    vertex.object = refTo(object);
    vertex.space = object.space;
    vertex.name = graph.text(name);
    vertex.detail = graph.text(detail);
    vertex.isPlanned = isManifest(object);
    return v;
}

void connectRouter(GraphBuilder &graph, VertexIndex router, VertexIndex route, const Object &source,
                   const std::string &path, std::string_view value)
{
    Edge edge;
    edge.from = router;
    edge.to = route;
    edge.type = EdgeType::Routes;
    graph.connect(edge, {{refTo(source), path, value}});
}

void worsenByAbsent(GraphBuilder &graph, VertexIndex vertex, Kind kind, std::string_view space, std::string_view name,
                    const ObjectRef &source, const std::string &path)
{
    const Missing absent = missing(graph.snapshot(), kind, space);
    const std::string reason =
        std::string(info(kind).name) + ' ' + std::string(name) + ' ' + std::string(absent.reason);
    graph.worsen(vertex, absent.state, reason, {{source, path, name}});
}

void connectBackend(GraphBuilder &graph, VertexIndex route, std::string_view space, std::string_view service,
                    const Value &port, const Object &source, const std::string &path)
{
    if (service.empty())
        return;
    const VertexIndex to = serviceVertex(graph, space, service);
    Edge edge;
    edge.from = route;
    edge.to = to;
    edge.type = EdgeType::Routes;
    const bool portIsThere = hasPort(graph[to].object.object, port, edge.port);
    const std::string name(service);
    if (graph[to].state == State::Failing)
        graph.worsen(route, State::Failing, "Service " + name + ": " + std::string(graph[to].reason),
                     {{refTo(source), path, service}});
    else if (!portIsThere)
        graph.worsen(route, State::Failing, "Service " + name + " has no port " + textOf(port),
                     {{refTo(source), path, service}});
    else if (graph[to].isInferred)
        graph.worsen(route, State::Unknown, "Service " + name + ": " + std::string(graph[to].reason));
    edge.state = !portIsThere ? State::Failing : graph[to].state;
    graph.connect(edge, {{refTo(source), path, service}});
}

}  // namespace portolan::relations
