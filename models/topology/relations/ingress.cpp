// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/controllers.h"
#include "topology/relations/relations.h"
#include "topology/relations/routes.h"

namespace portolan::relations {

namespace {

/** The class an Ingress asks for, and where it says so. */
struct Class {
    std::string_view name;
    std::string path;
};

Class classOf(const Object &ingress)
{
    if (const std::string_view name = ingress.spec()["ingressClassName"].text(); !name.empty())
        return {name, "/spec/ingressClassName"};
    constexpr std::string_view annotation = "kubernetes.io/ingress.class";
    return {ingress.annotation(annotation), "/metadata/annotations" + pointerStep(annotation)};
}

/** One way into a Service that an Ingress offers. */
struct Rule {
    std::string host, path;
    Value backend;
    std::string pointer;
};

std::vector<Rule> rulesOf(const Object &ingress)
{
    std::vector<Rule> found;
    const auto rules = ingress.spec()["rules"].items();
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const auto paths = rules[r]["http"]["paths"].items();
        for (std::size_t p = 0; p < paths.size(); ++p) {
            const std::string pointer =
                "/spec/rules/" + std::to_string(r) + "/http/paths/" + std::to_string(p) + "/backend";
            const std::string_view path = paths[p]["path"].text();
            found.push_back({std::string(rules[r]["host"].text()), std::string(path.empty() ? "/" : path),
                             paths[p]["backend"], pointer});
        }
    }
    for (const char *field : {"defaultBackend", "backend"}) {  // the second is the name of extensions/v1beta1
        if (const Value backend = ingress.spec()[field]; backend.isObject())
            found.push_back({"", "default", backend, std::string("/spec/") + field});
    }
    return found;
}

void addRule(GraphBuilder &graph, VertexIndex controller, const Object &ingress, const Class &asked, const Rule &rule)
{
    const bool isDefault = rule.path == "default";
    const VertexIndex route = addRoute(graph, ingress, rule.host + rule.path, isDefault ? "default backend" : rule.path,
                                       rule.host.empty() ? "any host" : rule.host);
    if (controller != none)
        connectRouter(graph, controller, route, ingress, asked.path, asked.name);
    else if (asked.name.empty())
        graph.worsen(route, State::Unknown, "no class and no default class in the input");
    else
        worsenByAbsent(graph, route, Kind::IngressClass, {}, asked.name, refTo(ingress), asked.path);

    const Value service = rule.backend["service"];
    if (service.isObject()) {
        const Value port = service["port"]["number"].isNull() ? service["port"]["name"] : service["port"]["number"];
        connectBackend(graph, route, ingress.space, service["name"].text(), port, ingress,
                       rule.pointer + "/service/name");
    } else {
        connectBackend(graph, route, ingress.space, rule.backend["serviceName"].text(), rule.backend["servicePort"],
                       ingress, rule.pointer + "/serviceName");
    }
}

const Object *defaultClass(const ClusterSnapshot &snapshot)
{
    const Object *found = nullptr;
    for (const ObjectPtr &one : snapshot.of(Kind::IngressClass)) {
        if (one->annotation("ingressclass.kubernetes.io/is-default-class") == "true")
            found = one.get();
    }
    return found;
}

VertexIndex controllerFor(GraphBuilder &graph, const Object &ingress, Class &asked)
{
    const Object *ingressClass =
        asked.name.empty() ? nullptr : graph.snapshot().find(Kind::IngressClass, {}, asked.name);
    // The default class is filled in when an Ingress is made: only for a manifest it says what will be.
    const bool isManifest = ingress.meta()["uid"].isNull();
    if (asked.name.empty() && isManifest && (ingressClass = defaultClass(graph.snapshot())))
        asked = {"true", "/metadata/annotations/ingressclass.kubernetes.io~1is-default-class"};
    if (!ingressClass)
        return none;
    return controllerVertex(graph, ingressClass->spec()["controller"].text(), refTo(*ingressClass), "/spec/controller");
}

}  // namespace

void addIngresses(GraphBuilder &graph)
{
    for (const ObjectPtr &ingressClass : graph.snapshot().of(Kind::IngressClass)) {
        if (const std::string_view claim = ingressClass->spec()["controller"].text(); !claim.empty())
            (void)controllerVertex(graph, claim, refTo(*ingressClass), "/spec/controller");
    }
    for (const ObjectPtr &ingress : graph.snapshot().of(Kind::Ingress)) {
        Class asked = classOf(*ingress);
        const VertexIndex controller = controllerFor(graph, *ingress, asked);
        for (const Rule &rule : rulesOf(*ingress))
            addRule(graph, controller, *ingress, asked, rule);
    }
}

}  // namespace portolan::relations
