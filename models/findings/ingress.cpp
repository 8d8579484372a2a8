// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "findings/search.h"
#include "kube/time.h"
#include "roles/controllers.h"

/* Ingresses and their classes. Sources: Kubernetes, "Ingress"; Traefik, "Kubernetes Ressources". */
namespace portolan::findings {

namespace {

constexpr std::string_view isDefault = "ingressclass.kubernetes.io/is-default-class";

std::vector<const Object *> defaultClasses(const Search &search)
{
    std::vector<const Object *> found;
    for (const ObjectPtr &one : search.snapshot().of(Kind::IngressClass)) {
        if (one->annotation(isDefault) == "true")
            found.push_back(one.get());
    }
    return found;
}

std::string_view claimOf(const Search &search, const Object &ingress)
{
    const std::string_view name = ingress.spec()["ingressClassName"].text();
    const Object *known = name.empty() ? nullptr : search.snapshot().find(Kind::IngressClass, {}, name);
    return known ? known->spec()["controller"].text() : std::string_view();
}

void findBackend(Search &search, const Object &ingress, const Value &backend, const std::string &path)
{
    const Value reference = backend["service"];
    const std::string name(reference["name"].text());
    if (name.empty() || !search.isRead(Kind::Service, ingress.space))
        return;
    const std::string title = std::string(ingress.space) + '/' + name;
    const Object *service = search.snapshot().find(Kind::Service, ingress.space, name);
    if (!service) {
        Finding &finding =
            search.add("IN-01", Severity::Error, {refTo(ingress)},
                       "Ingress " + titleOf(ingress) + " sends to Service " + title + ", which does not exist.",
                       "Create the Service in the Ingress' own namespace, or correct its name.");
        search.prove(finding, ingress, path + "/service/name");
        return;
    }
    const Value port = reference["port"];
    for (const ServicePort &own : ServiceEndpoints::portsOf(*service)) {
        const bool isIt =
            port["number"].isInteger() ? own.port == port["number"].integer() : own.name == port["name"].text();
        if (!isIt)
            continue;
        const EndpointList list = search.endpoints().of(*service, own);
        const bool isReady = std::ranges::any_of(list.endpoints, &Endpoint::isReady);
        if (!isReady && list.isKnown && !isManifest(*service) && service->spec()["type"].text() != "ExternalName") {
            Finding &finding = search.add("IN-03", Severity::Error, {refTo(ingress), refTo(*service)},
                                          "Ingress " + titleOf(ingress) + " sends to Service " + title +
                                              ", which has no ready endpoint: clients get 503.",
                                          "Get a pod of the Service ready.");
            search.prove(finding, ingress, path + "/service/name");
        }
        return;
    }
    Finding &finding = search.add("IN-02", Severity::Error, {refTo(ingress), refTo(*service)},
                                  "Ingress " + titleOf(ingress) + " sends to port " +
                                      portolan::textOf(port["number"].isInteger() ? port["number"] : port["name"]) +
                                      " of Service " + title + ", which it does not have.",
                                  "Name a port of the Service, not of the container.");
    search.prove(finding, ingress, path + (port["number"].isInteger() ? "/service/port/number" : "/service/port/name"));
}

void findBackends(Search &search, const Object &ingress)
{
    findBackend(search, ingress, ingress.spec()["defaultBackend"], "/spec/defaultBackend");
    const auto rules = ingress.spec()["rules"].items();
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const auto paths = rules[r]["http"]["paths"].items();
        for (std::size_t p = 0; p < paths.size(); ++p)
            findBackend(search, ingress, paths[p]["backend"],
                        "/spec/rules/" + std::to_string(r) + "/http/paths/" + std::to_string(p) + "/backend");
    }
}

void findClass(Search &search, const Object &ingress)
{
    if (!search.isRead(Kind::IngressClass))
        return;
    const std::string name(ingress.spec()["ingressClassName"].text());
    const std::string_view annotation = ingress.annotation("kubernetes.io/ingress.class");
    if (!annotation.empty()) {
        Finding &finding =
            search.add("IN-15", Severity::Info, {refTo(ingress)},
                       "Ingress " + titleOf(ingress) +
                           " names its class by the annotation kubernetes.io/ingress.class, which is deprecated.",
                       "Use spec.ingressClassName.");
        search.prove(finding, ingress, "/metadata/annotations/kubernetes.io~1ingress.class");
    }
    if (!name.empty() && !search.snapshot().find(Kind::IngressClass, {}, name)) {
        Finding &finding = search.add(
            "IN-04", Severity::Error, {refTo(ingress)},
            "Ingress " + titleOf(ingress) + " is of class " + name + ", which does not exist: no controller takes it.",
            "Use the name of an IngressClass that is there.");
        search.prove(finding, ingress, "/spec/ingressClassName");
    }
    if (!name.empty() || !annotation.empty() || isManifest(ingress))
        return;
    const auto classes = defaultClasses(search);
    const bool isTraefik =
        search.roles().filling(NetworkRole::Ingress) && search.roles().filling(NetworkRole::Ingress)->name == "traefik";
    if (classes.empty())
        search.add(
            "IN-05", isTraefik ? Severity::Info : Severity::Warning, {refTo(ingress)},
            "Ingress " + titleOf(ingress) +
                " names no class, and no class is the default: only controllers that watch such Ingresses take it.",
            "Set spec.ingressClassName.");
    else
        search.add("IN-06", isTraefik ? Severity::Info : Severity::Warning, {refTo(ingress), refTo(*classes.front())},
                   "Ingress " + titleOf(ingress) + " has no class, though " + titleOf(*classes.front()) +
                       " is the default: that one is filled in only when an Ingress is created.",
                   "Set spec.ingressClassName.");
}

void findTls(Search &search, const Object &ingress)
{
    std::set<std::string_view> ruled;
    for (const Value &rule : ingress.spec()["rules"].items())
        ruled.insert(rule["host"].text());
    const auto entries = ingress.spec()["tls"].items();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string path = "/spec/tls/" + std::to_string(i);
        if (entries[i]["secretName"].text().empty())
            search.prove(
                search.add("IN-10", Severity::Info, {refTo(ingress)},
                           "Ingress " + titleOf(ingress) +
                               " asks for TLS and names no Secret: the controller uses its default certificate.",
                           "Name a Secret, unless the controller gets certificates itself."),
                ingress, path);
        else
            search.prove(search.add("IN-09", Severity::Info, {refTo(ingress)},
                                    "The certificate of Ingress " + titleOf(ingress) + " is in Secret " +
                                        std::string(entries[i]["secretName"].text()) +
                                        ", which was not checked: Secrets are never read.",
                                    "Look whether it is there, of type kubernetes.io/tls, and valid."),
                         ingress, path + "/secretName");
        for (const Value &host : entries[i]["hosts"].items()) {
            const std::string_view text = host.text();
            const bool isCovered = ruled.contains(text) || ruled.contains({}) || text.starts_with("*.");
            if (!isCovered)
                search.prove(search.add("IN-11", Severity::Warning, {refTo(ingress)},
                                        "Ingress " + titleOf(ingress) + " has a certificate for " + std::string(text) +
                                            ", and no rule for that host.",
                                        "Align spec.tls with spec.rules."),
                             ingress, path + "/hosts");
        }
    }
}

void findHabits(Search &search, const Object &ingress)
{
    const std::string_view claim = claimOf(search, ingress);
    const bool isTraefik = claim == "traefik.io/ingress-controller";
    for (const Member &annotation : ingress.meta()["annotations"].members()) {
        if (claim.empty() || !annotation.key.starts_with("nginx.ingress.kubernetes.io/") ||
            claim == "k8s.io/ingress-nginx")
            continue;
        search.prove(
            search.add(claim.starts_with("nginx.org/") ? "IN-26" : "IN-14", Severity::Warning, {refTo(ingress)},
                       "Ingress " + titleOf(ingress) + " has the annotation " + std::string(annotation.key) +
                           " of ingress-nginx, and its class belongs to " + std::string(claim) + ": it has no effect.",
                       isTraefik ? "Say it with Traefik's Middlewares." : "Use the annotations of that controller."),
            ingress, "/metadata/annotations" + pointerStep(annotation.key));
        break;
    }
    const auto rules = ingress.spec()["rules"].items();
    for (std::size_t r = 0; isTraefik && r < rules.size(); ++r) {
        const auto paths = rules[r]["http"]["paths"].items();
        for (std::size_t p = 0; p < paths.size(); ++p) {
            const std::string_view path = paths[p]["path"].text();
            if (paths[p]["pathType"].text() != "Prefix" || path.ends_with('/') || path.empty())
                continue;
            search.prove(search.add("IN-13", Severity::Info, {refTo(ingress)},
                                    "Traefik takes the prefix " + std::string(path) + " of Ingress " +
                                        titleOf(ingress) + " for " + std::string(path) +
                                        "bar too: it compares characters, not elements of the path.",
                                    "Turn strictPrefixMatching on, or end the path with a slash."),
                         ingress, "/spec/rules/" + std::to_string(r) + "/http/paths/" + std::to_string(p) + "/path");
            return;
        }
    }
}

void findDuplicates(Search &search)
{
    using Key = std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>;
    std::map<Key, std::set<const Object *>> seen;
    for (const ObjectPtr &ingress : search.snapshot().of(Kind::Ingress)) {
        for (const Value &rule : ingress->spec()["rules"].items()) {
            for (const Value &path : rule["http"]["paths"].items())
                seen[{ingress->spec()["ingressClassName"].text(), rule["host"].text(), path["path"].text(),
                      path["pathType"].text()}]
                    .insert(ingress.get());
        }
    }
    for (const auto &[key, ingresses] : seen) {
        if (ingresses.size() < 2)
            continue;
        std::vector<ObjectRef> objects;
        std::vector<std::string> names;
        for (const Object *ingress : ingresses) {
            objects.push_back(refTo(*ingress));
            names.push_back(titleOf(*ingress));
        }
        std::ranges::sort(names);
        std::ranges::sort(objects, {}, [](const ObjectRef &object) { return object.text(); });
        search.add("IN-12", Severity::Warning, std::move(objects),
                   "Ingresses " + listed(names) + " have the same host " + std::string(std::get<1>(key)) +
                       " and path " + std::string(std::get<2>(key)) +
                       ": which of them answers depends on the controller, and may change.",
                   "Merge them.");
    }
}

void findClasses(Search &search)
{
    const auto classes = defaultClasses(search);
    if (classes.size() > 1) {
        std::vector<ObjectRef> objects;
        for (const Object *one : classes)
            objects.push_back(refTo(*one));
        search.add("IN-07", Severity::Warning, std::move(objects),
                   std::to_string(classes.size()) + " IngressClasses are the default; the newest one wins.",
                   "Keep one.");
    }
    for (const ObjectPtr &one : search.snapshot().of(Kind::IngressClass)) {
        const std::string claim(one->spec()["controller"].text());
        const auto *known = roles::ingressController(claim);
        const Component *component = known ? search.roles().find(NetworkRole::Ingress, known->component) : nullptr;
        const bool isMissing = known && (!component || component->confidence == Confidence::Leftover);
        if (isMissing && search.isRead(Kind::Deployment) && search.isRead(Kind::DaemonSet))
            search.prove(search.add("IN-08", Severity::Warning, {refTo(*one)},
                                    "IngressClass " + titleOf(*one) + " belongs to " + claim +
                                        ", and nothing of it runs: nobody acts on its Ingresses.",
                                    "Install the controller, or delete the class."),
                         *one, "/spec/controller");
        if (component && component->name == "ingress-nginx" && component->state == State::Fine)
            search.add("IN-16", Severity::Warning, {refTo(*one)},
                       "ingress-nginx is retired since March 2026: it gets no fixes any more.",
                       "Plan for another controller.");
    }
}

}  // namespace

void findIngressFaults(Search &search)
{
    for (const ObjectPtr &ingress : search.snapshot().of(Kind::Ingress)) {
        findBackends(search, *ingress);
        findClass(search, *ingress);
        findTls(search, *ingress);
        findHabits(search, *ingress);
    }
    findDuplicates(search);
    findClasses(search);
}

}  // namespace portolan::findings
