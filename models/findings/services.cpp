// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "findings/search.h"
#include "policy/addresses.h"

/* Services and what they select. Sources: Kubernetes API reference, Service v1; "DNS for Services and Pods". */
namespace portolan::findings {

namespace {

bool isExternalName(const Object &service)
{
    return service.spec()["type"].text() == "ExternalName";
}

/** Whether some workload of the namespace would make pods for the selector, and how many it is asked for. */
bool isScaledToZero(Search &search, std::string_view space, const Value &selector)
{
    for (const Kind kind : {Kind::Deployment, Kind::StatefulSet, Kind::ReplicaSet}) {
        for (const ObjectPtr &workload : search.snapshot().of(kind)) {
            const Value labels = workload->spec()["template"]["metadata"]["labels"];
            const auto pairs = selector.members();
            const bool isMeant = workload->space == space && std::ranges::all_of(pairs, [&](const Member &pair) {
                                     return labels[pair.key].text() == pair.value.text();
                                 });
            if (isMeant && workload->spec()["replicas"].integer(1) == 0)
                return true;
        }
    }
    return false;
}

void findSelected(Search &search, const Object &service)
{
    const Value selector = service.spec()["selector"];
    const bool isSeen = search.isRead(Kind::Pod, service.space) && !search.isYoung(service) && !isManifest(service);
    if (isExternalName(service) || selector.size() == 0 || !isSeen)
        return;
    const auto pods = search.selectedBy(service.space, selector);
    if (pods.empty()) {
        const bool isZero = isScaledToZero(search, service.space, selector);
        Finding &finding = search.add("SV-01", isZero ? Severity::Info : Severity::Error, {refTo(service)},
                                      "Service " + titleOf(service) + " selects no pod: none in its namespace has " +
                                          pairsOf(selector) +
                                          (isZero ? ". The workload that makes such pods is scaled to 0."
                                                  : ". Connections to it are refused at once."),
                                      isZero ? "Scale the workload up when the Service is wanted."
                                             : "Compare spec.selector with the labels in the pods' template.");
        search.prove(finding, service, "/spec/selector");
        return;
    }
    std::set<std::pair<std::string_view, std::string_view>> owners;
    for (const Pod *pod : pods) {
        if (const auto *subject = search.policies().subjects().of(*pod))
            owners.insert({subject->workloadKind, subject->workloadName});
    }
    if (owners.size() > 1) {
        std::vector<std::string> names;
        for (const auto &[kind, name] : owners)
            names.push_back(std::string(kind) + ' ' + std::string(name));
        search.add("SV-21", Severity::Info, {refTo(service)},
                   "Service " + titleOf(service) + " selects pods of " + std::to_string(owners.size()) +
                       " workloads (" + listed(names) + "): requests go to all of them.",
                   "If that is not meant, add a label to the selector that only one of them has.");
    }
}

void findExternalName(Search &search, const Object &service)
{
    if (!isExternalName(service))
        return;
    const std::string name(service.spec()["externalName"].text());
    if (policy::parseAddress(name)) {
        Finding &finding = search.add("SV-12", Severity::Error, {refTo(service)},
                                      "The externalName of Service " + titleOf(service) + " is the address " + name +
                                          ": DNS publishes it as a name made of digits, which does not resolve.",
                                      "Use a Service without selector and an EndpointSlice with the address.");
        search.prove(finding, service, "/spec/externalName");
        return;
    }
    const std::string &domain = search.roles().facts.domain.value;
    const std::string suffix = ".svc." + (domain.empty() ? std::string("cluster.local") : domain);
    std::string inside = name.ends_with('.') ? name.substr(0, name.size() - 1) : name;
    if (inside.ends_with(suffix)) {
        inside.resize(inside.size() - suffix.size());
        const auto dot = inside.rfind('.');
        const std::string space = dot == std::string::npos ? std::string() : inside.substr(dot + 1);
        const std::string target = inside.substr(0, dot);
        const bool isName = dot != std::string::npos && target.find('.') == std::string::npos;
        if (isName && search.isRead(Kind::Service, space) && !search.snapshot().find(Kind::Service, space, target)) {
            Finding &finding = search.add(
                "SV-14", Severity::Error, {refTo(service)},
                "Service " + titleOf(service) + " is a name for " + space + '/' + target + ", which does not exist.",
                "Point externalName to a Service that is there.");
            search.prove(finding, service, "/spec/externalName");
        }
    }
    if (service.spec()["ports"].size() > 0)
        search.add(
            "SV-13", Severity::Info, {refTo(service)},
            "Service " + titleOf(service) +
                " is of type ExternalName and lists ports: they do nothing, clients use the port they are given.",
            "Leave the ports out, or use a Service without selector.");
}

void findPorts(Search &search, const Object &service)
{
    const Value spec = service.spec(), selector = spec["selector"];
    const bool isHeadless = spec["clusterIP"].text() == "None";
    const auto pods = selector.size() > 0 ? search.selectedBy(service.space, selector) : std::vector<const Pod *>();
    for (const ServicePort &port : ServiceEndpoints::portsOf(service)) {
        const std::string path = "/spec/ports/" + std::to_string(port.index) + "/targetPort";
        if (isHeadless && port.targetPort.isInteger() && port.targetPort.integer() != port.port) {
            Finding &finding = search.add(
                "SV-10", Severity::Warning, {refTo(service)},
                "Service " + titleOf(service) + " is headless, and its port " + std::to_string(port.port) +
                    " differs from targetPort " + std::to_string(port.targetPort.integer()) +
                    ": nobody translates ports, so clients of " + std::to_string(port.port) + " reach a wrong port.",
                "Make both the port that the containers listen on.");
            search.prove(finding, service, path);
        }
        if (!port.targetPort.isText() || pods.empty() || !search.isRead(Kind::Pod, service.space))
            continue;
        std::size_t fitting = 0;
        bool isOtherProtocol = false;
        std::set<std::string> names;
        for (const Pod *pod : pods) {
            bool isHere = false;
            for (const Container &container : pod->pod->containers) {
                for (const ContainerPort &own : container.ports) {
                    if (container.isInit && !container.isSidecar)
                        continue;
                    isHere = isHere || (own.name == port.targetPort.text() && own.protocol == port.protocol);
                    isOtherProtocol =
                        isOtherProtocol || (own.name == port.targetPort.text() && own.protocol != port.protocol);
                    if (!own.name.empty())
                        names.insert(std::string(own.name));
                }
            }
            fitting += isHere ? 1 : 0;
        }
        const std::string name(port.targetPort.text());
        const std::string known =
            names.empty() ? "they name none" : "they name " + listed({names.begin(), names.end()});
        if (fitting == 0) {
            Finding &finding =
                search.add(isOtherProtocol ? "SV-05" : "SV-03", Severity::Error, {refTo(service)},
                           "Service " + titleOf(service) + " sends to the port named " + name +
                               ", and no container of its pods has one" +
                               (isOtherProtocol ? " with that protocol" : ": " + known) + ". The port has no endpoint.",
                           "Name the container's port " + name + ", or set targetPort to what is there.");
            search.prove(finding, service, path);
        } else if (fitting < pods.size()) {
            Finding &finding = search.add("SV-04", Severity::Warning, {refTo(service)},
                                          "Only " + std::to_string(fitting) + " of the " + std::to_string(pods.size()) +
                                              " pods of Service " + titleOf(service) + " have a port named " + name +
                                              ": the others get no traffic for it.",
                                          "Align the pods' templates.");
            search.prove(finding, service, path);
        }
    }
}

void findExposure(Search &search, const Object &service)
{
    if (service.spec()["externalIPs"].size() == 0)
        return;
    Finding &finding =
        search.add("SV-15", Severity::Warning, {refTo(service)},
                   "Service " + titleOf(service) +
                       " has externalIPs: whoever may create Services can take traffic for any address that way.",
                   "Use a Service of type LoadBalancer with a pool of addresses.");
    search.prove(finding, service, "/spec/externalIPs");
}

void findGoverning(Search &search)
{
    for (const ObjectPtr &set : search.snapshot().of(Kind::StatefulSet)) {
        const std::string name(set->spec()["serviceName"].text());
        if (name.empty() || !search.isRead(Kind::Service, set->space))
            continue;
        const Object *service = search.snapshot().find(Kind::Service, set->space, name);
        if (service && service->spec()["clusterIP"].text() == "None")
            continue;
        Finding &finding = search.add(
            "SV-11", Severity::Warning, {refTo(*set)},
            "The governing Service " + std::string(set->space) + '/' + name + " of StatefulSet " + titleOf(*set) +
                (service ? " is not headless" : " does not exist") + ": its pods have no names of their own in DNS.",
            "Create a headless Service of that name with the pods' labels.");
        search.prove(finding, *set, "/spec/serviceName");
    }
}

void findOrphans(Search &search)
{
    for (const ObjectPtr &slice : search.snapshot().of(Kind::EndpointSlice)) {
        const std::string_view name = slice->label("kubernetes.io/service-name");
        if (name.empty() || !search.isRead(Kind::Service, slice->space) ||
            search.snapshot().find(Kind::Service, slice->space, name))
            continue;
        Finding &finding =
            search.add("SV-08", Severity::Info, {refTo(*slice)},
                       "EndpointSlice " + titleOf(*slice) + " belongs to Service " + std::string(slice->space) + '/' +
                           std::string(name) + ", which does not exist.",
                       "Delete the slice, or create the Service.");
        search.prove(finding, *slice, "/metadata/labels/kubernetes.io~1service-name");
    }
}

}  // namespace

void findServiceFaults(Search &search)
{
    for (const ObjectPtr &service : search.snapshot().of(Kind::Service)) {
        findSelected(search, *service);
        findExternalName(search, *service);
        findPorts(search, *service);
        findExposure(search, *service);
    }
    findGoverning(search);
    findOrphans(search);
}

}  // namespace portolan::findings
