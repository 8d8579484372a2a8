// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "topology/relations/relations.h"
#include "topology/relations/selection.h"

namespace portolan::relations {

namespace {

bool isClusterDns(const Object &service)
{
    return service.label("k8s-app") == "kube-dns" && service.space == "kube-system" &&
           service.name != "kube-dns-upstream";
}

/** What to show under the name: where clients reach it. */
std::string summary(const Object &service)
{
    const Value spec = service.spec();
    if (spec["type"].text() == "ExternalName")
        return "to " + std::string(spec["externalName"].text());
    const Value port = spec["ports"].at(0)["port"];
    const std::string ports = port.isNull() ? std::string() : ":" + std::to_string(port.integer());
    const std::string_view address = spec["clusterIP"].text();
    if (address == "None")
        return "headless " + ports;
    return address.empty() ? "planned " + ports : std::string(address) + ports;
}

void addExternalName(GraphBuilder &graph, VertexIndex service, const Object &object)
{
    const std::string_view target = object.spec()["externalName"].text();
    if (object.spec()["type"].text() != "ExternalName" || target.empty())
        return;
    const VertexIndex v = graph.add("External/" + std::string(target), VertexType::External);
    graph[v].name = target;
    graph[v].detail = "external name";
    graph.explain(v, {{refTo(object), "/spec/externalName", target}});
    Edge edge;
    edge.from = service;
    edge.to = v;
    edge.type = EdgeType::Resolves;
    graph.connect(edge, {{refTo(object), "/spec/externalName", target}});
}

}  // namespace

void addServices(GraphBuilder &graph)
{
    std::vector<VertexIndex> services;
    for (const ObjectPtr &service : graph.snapshot().of(Kind::Service)) {
        const VertexIndex v =
            graph.add(isClusterDns(*service) ? VertexType::Dns : VertexType::Service, refTo(*service));
        graph[v].detail = graph.text(summary(*service));
        services.push_back(v);
    }
    Selection selection(graph);
    for (const VertexIndex v : services) {
        selection.select(v);
        addExternalName(graph, v, *graph[v].object.object);
    }
}

VertexIndex serviceVertex(GraphBuilder &graph, std::string_view space, std::string_view name)
{
    const std::string id = reference(Kind::Service, space, name);
    if (const VertexIndex known = graph.find(id); known != none)
        return known;
    const VertexIndex v = graph.add(id, VertexType::Service);
    Vertex &vertex = graph[v];
    vertex.space = graph.text(space);
    vertex.name = graph.text(name);
    vertex.isInferred = true;
    const Missing absent = missing(graph.snapshot(), Kind::Service, space);
    vertex.state = absent.state;
    vertex.reason = absent.reason;
    return v;
}

bool hasPort(const Object *service, const Value &port, std::uint16_t &number)
{
    number = static_cast<std::uint16_t>(port.integer());
    if (!service || port.isNull())
        return true;
    for (const Value &candidate : service->spec()["ports"].items()) {
        if (port.isText() ? candidate["name"].text() == port.text() : candidate["port"].integer() == port.integer()) {
            number = static_cast<std::uint16_t>(candidate["port"].integer());
            return true;
        }
    }
    return false;
}

}  // namespace portolan::relations
