// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/controllers.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace portolan::relations {

namespace {

constexpr std::array controllers{
    KnownController{"traefik.io/ingress-controller", "Traefik", "traefik", "traefik"},
    KnownController{"k8s.io/ingress-nginx", "ingress-nginx", "ingress-nginx", "ingress-nginx/controller"},
    KnownController{"nginx.org/ingress-controller", "NGINX Ingress Controller", "nginx-ingress", "nginx/nginx-ingress"},
    KnownController{"haproxy.org/ingress-controller", "HAProxy Ingress", "kubernetes-ingress",
                    "haproxytech/kubernetes-ingress"},
    KnownController{"haproxy-ingress.github.io/controller", "HAProxy Ingress (community)", "haproxy-ingress",
                    "haproxy-ingress"},
    KnownController{"ingress-controllers.konghq.com/kong", "Kong", "kong", "kong/kubernetes-ingress-controller"},
    KnownController{"istio.io/ingress-controller", "Istio", "", "istio/proxyv2"},
    KnownController{"cilium.io/ingress-controller", "Cilium Ingress", "", "cilium/cilium"},
};

bool isWorkloadOf(const Vertex &vertex, const KnownController &known)
{
    const Object *workload = vertex.object.object;
    if (vertex.type != VertexType::Workload || !workload ||
        (workload->kind != Kind::Deployment && workload->kind != Kind::DaemonSet))
        return false;
    const Value pod = workload->spec()["template"];
    if (!known.label.empty() && pod["metadata"]["labels"]["app.kubernetes.io/name"].text() != known.label &&
        workload->label("app.kubernetes.io/name") != known.label)
        return false;
    return std::ranges::any_of(pod["spec"]["containers"].items(), [&](const Value &container) {
        const std::string_view image = container["image"].text();
        return image.find(known.image) != std::string_view::npos && image.find("helm") == std::string_view::npos;
    });
}

/** "web websecure" from --entryPoints.web.address=:8000/tcp; those that serve only the controller itself are left out.
 */
std::string entryPoints(const Object &workload)
{
    std::vector<std::string> names;
    for (const Value &container : workload.spec()["template"]["spec"]["containers"].items()) {
        for (const Value &argument : container["args"].items()) {
            std::string text(argument.text());
            std::ranges::transform(text, text.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            constexpr std::string_view prefix = "--entrypoints.", suffix = ".address=";
            const auto end = text.find(suffix);
            if (!text.starts_with(prefix) || end == std::string::npos)
                continue;
            const std::string name = text.substr(prefix.size(), end - prefix.size());
            if (name != "metrics" && name != "traefik")
                names.push_back(name);
        }
    }
    std::ranges::sort(names);
    std::string joined;
    for (const std::string &name : names)
        joined += (joined.empty() ? "" : " ") + name;
    return joined;
}

void adoptWorkload(GraphBuilder &graph, VertexIndex controller, const KnownController &known)
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
        const std::string points = entryPoints(*graph[w].object.object);
        vertex.detail = points.empty() ? graph[w].detail : graph.text(points);
        return;
    }
}

}  // namespace

const KnownController *knownController(std::string_view claim)
{
    const auto found = std::ranges::find_if(controllers, [&](const KnownController &known) {
        return claim == known.claims || (claim.starts_with(known.claims) && claim[known.claims.size()] == '/');
    });
    return found != controllers.end() ? &*found : nullptr;
}

const KnownController &traefik()
{
    return controllers.front();
}

VertexIndex controllerVertex(GraphBuilder &graph, std::string_view claim, const ObjectRef &source,
                             std::string_view path)
{
    const std::string id = "IngressController/" + std::string(claim);
    if (const VertexIndex known = graph.find(id); known != none)
        return known;
    const VertexIndex v = graph.add(id, VertexType::IngressController);
    const KnownController *known = knownController(claim);
    graph[v].name = known ? known->name : graph.text(claim);
    graph[v].detail = "no workload in the input";
    graph[v].state = State::Unknown;
    graph[v].reason = "no workload in the input";
    graph[v].object = source;
    graph.explain(v, {{source, path, claim}});
    if (known)
        adoptWorkload(graph, v, *known);
    exposeController(graph, v);
    return v;
}

void exposeController(GraphBuilder &graph, VertexIndex controller)
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
        edge.state = graph[controller].state;
        graph.connect(edge, {{service, "/spec/type", service.object->spec()["type"].text()}, {service, path, value}});
    }
}

}  // namespace portolan::relations
