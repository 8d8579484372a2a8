// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "findings/search.h"
#include "policy/doors.h"
#include "roles/addressrange.h"

/* NetworkPolicies. Source: Kubernetes, "Network Policies". */
namespace portolan::findings {

namespace {

using policy::Direction;
using policy::Subject;

std::vector<const Subject *> subjectsOf(const Search &search, std::string_view space, const Value &selector)
{
    std::vector<const Subject *> found;
    for (const Subject &subject : search.policies().subjects().all()) {
        if (subject.space == space &&
            policy::matches(selector, search.policies().subjects().kinds()[subject.kind].labels))
            found.push_back(&subject);
    }
    return found;
}

/** Whether some pod, or some namespace, is what an element of from or to asks for. */
bool choosesAny(const Search &search, std::string_view space, const Value &peer)
{
    const Value pods = peer["podSelector"], spaces = peer["namespaceSelector"];
    const auto &subjects = search.policies().subjects();
    for (const Subject &subject : subjects.all()) {
        const auto &kind = subjects.kinds()[subject.kind];
        const bool isSpace =
            spaces.isObject() ? policy::matches(spaces, subjects.labelsOfSpace(subject.space)) : subject.space == space;
        if (isSpace && (pods.isNull() || policy::matches(pods, kind.labels)))
            return true;
    }
    return false;
}

void findPeers(Search &search, const Object &object, std::string_view section, std::string_view peers)
{
    const auto rules = object.spec()[section].items();
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const auto items = rules[r][peers].items();
        for (std::size_t p = 0; p < items.size(); ++p) {
            const std::string path = '/' + std::string("spec/") + std::string(section) + '/' + std::to_string(r) + '/' +
                                     std::string(peers) + '/' + std::to_string(p);
            const Value block = items[p]["ipBlock"];
            if (block.isObject()) {
                const std::string_view cidr = block["cidr"].text();
                const std::string_view first = cidr.substr(0, cidr.find('/'));
                for (const auto &[what, ranges] : {std::pair("pods", search.roles().facts.podCidr.value),
                                                   std::pair("Services", search.roles().facts.serviceCidr.value)}) {
                    if (!ranges.empty() && roles::isInRange(first, ranges.substr(0, ranges.find(','))))
                        search.prove(search.add("NP-09", Severity::Warning, {refTo(object)},
                                                "NetworkPolicy " + titleOf(object) + " has an ipBlock " +
                                                    std::string(cidr) + " in the range of the cluster's " + what +
                                                    (std::string_view(what) == "pods"
                                                         ? ": addresses of pods come and go."
                                                         : ": a filter never sees addresses of Services."),
                                                "Use selectors."),
                                     object, path + "/ipBlock/cidr");
                }
            } else if (items[p].size() > 0 && search.isRead(Kind::Pod) && !choosesAny(search, object.space, items[p])) {
                search.prove(
                    search.add("NP-02", Severity::Warning, {refTo(object)},
                               "A peer of NetworkPolicy " + titleOf(object) + " (" + std::string(section) + " rule " +
                                   std::to_string(r + 1) + ") chooses no pod: the rule lets nobody through by it.",
                               "Compare its selectors with the labels of pods and namespaces; a namespace's own name "
                               "is in kubernetes.io/metadata.name."),
                    object, path);
            }
        }
    }
}

/** A rule that names the Service's port, where the pods listen on another. */
void findPorts(Search &search, const Object &object, const std::vector<const Subject *> &subjects)
{
    const auto rules = object.spec()["ingress"].items();
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const auto ports = rules[r]["ports"].items();
        for (std::size_t p = 0; p < ports.size(); ++p) {
            const std::string path = "/spec/ingress/" + std::to_string(r) + "/ports/" + std::to_string(p) + "/port";
            const Value port = ports[p]["port"];
            if (port.isText()) {
                const bool isKnown = std::ranges::any_of(subjects, [&](const Subject *subject) {
                    const auto &own = search.policies().subjects().kinds()[subject->kind].ports;
                    return std::ranges::any_of(own,
                                               [&](const policy::NamedPort &one) { return one.name == port.text(); });
                });
                if (!isKnown && !subjects.empty())
                    search.prove(search.add("NP-08", Severity::Warning, {refTo(object)},
                                            "NetworkPolicy " + titleOf(object) + " allows the port named " +
                                                std::string(port.text()) +
                                                ", and no pod that it selects has one: the rule matches nothing.",
                                            "Use a name that the containers give, or the number."),
                                 object, path);
                continue;
            }
            const bool isDeclared = std::ranges::any_of(subjects, [&](const Subject *subject) {
                return subject->pod &&
                       std::ranges::any_of(subject->pod->pod->containers, [&](const Container &container) {
                           return std::ranges::any_of(
                               container.ports, [&](const ContainerPort &own) { return own.port == port.integer(); });
                       });
            });
            if (isDeclared || !ports[p]["endPort"].isNull())
                continue;
            for (const ObjectPtr &service : search.snapshot().of(Kind::Service)) {
                if (service->space != object.space || service->spec()["selector"].size() == 0)
                    continue;
                for (const ServicePort &own : ServiceEndpoints::portsOf(*service)) {
                    const auto endpoints = search.endpoints().of(*service, own).endpoints;
                    const bool isTheirs = std::ranges::any_of(endpoints, [&](const Endpoint &endpoint) {
                        return endpoint.pod && std::ranges::any_of(subjects, [&](const Subject *subject) {
                                   return subject->pod == endpoint.pod;
                               });
                    });
                    if (own.port != port.integer() || !isTheirs || endpoints.front().port == own.port)
                        continue;
                    search.prove(
                        search.add("NP-07", Severity::Error, {refTo(object), refTo(*service)},
                                   "NetworkPolicy " + titleOf(object) + " allows port " + std::to_string(own.port) +
                                       ", which is the port of Service " + titleOf(*service) +
                                       "; policies see the pods' port, " + std::to_string(endpoints.front().port) + '.',
                                   "Allow port " + std::to_string(endpoints.front().port) + '.'),
                        object, path);
                }
            }
        }
    }
}

/** Whether pods that are isolated for egress reach the cluster's DNS. */
void findDns(Search &search, const Object &object, const std::vector<const Subject *> &subjects)
{
    const Object *service = search.snapshot().find(Kind::Service, "kube-system", "kube-dns");
    const auto dns =
        service ? search.selectedBy("kube-system", service->spec()["selector"]) : std::vector<const Pod *>();
    const Subject *server = dns.empty() ? nullptr : search.policies().subjects().of(*dns.front());
    const auto types = object.spec()["policyTypes"].items();
    const bool isEgress = object.spec()["egress"].size() > 0 ||
                          std::ranges::any_of(types, [](const Value &type) { return type.text() == "Egress"; });
    if (!server || !isEgress || subjects.empty())
        return;
    for (const Subject *subject : subjects) {
        const PortSet ports = search.policies().portsFor(*subject, Direction::Egress, {nullptr, server, {}}, server);
        if (ports.has(Protocol::UDP, 53) || subject == server)
            continue;
        Finding &finding = search.add(
            "NP-03", Severity::Error, {refTo(object)},
            "Pods that NetworkPolicy " + titleOf(object) + " selects, such as " + std::string(subject->space) + '/' +
                subject->name + ", may not ask the cluster's DNS: no name resolves for them.",
            "Allow egress to the pods of the DNS (namespace kube-system, k8s-app=kube-dns) on port 53, UDP and TCP.");
        search.prove(finding, object, "/spec/egress");
        return;
    }
}

void findDoors(Search &search)
{
    const Component *ingress = search.roles().filling(NetworkRole::Ingress);
    const Subject *door = nullptr;
    for (const Subject &subject : search.policies().subjects().all()) {
        for (const ObjectRef &workload : ingress ? ingress->workloads : std::vector<ObjectRef>()) {
            if (subject.pod && workload.space() == subject.space && subject.workloadName == workload.name())
                door = &subject;
        }
    }
    if (!door)
        return;
    std::set<std::pair<std::string_view, std::string_view>> told;
    for (const auto &[subject, ports] : policy::doorTargets(search.snapshot(), search.policies().subjects(), false)) {
        if (!told.insert({subject->space, subject->workloadName}).second || !subject->pod)
            continue;
        const PortSet allowed = search.policies().portsFor(*subject, Direction::Ingress, {nullptr, door, {}}, subject);
        if (!ports.common(allowed).isEmpty())
            continue;
        search.add("NP-06", Severity::Error, {refTo(*subject->pod)},
                   "The ingress controller has a route to " + std::string(subject->space) + '/' +
                       std::string(subject->workloadName) +
                       ", and policies keep it from the pods: clients get 502 or 504.",
                   "Allow ingress from the namespace " + std::string(door->space) + " on the pods' port.");
    }
}

void findEnforcer(Search &search)
{
    const ObjectTable &policies = search.snapshot().of(Kind::NetworkPolicy);
    if (policies.empty() || search.roles().filling(NetworkRole::NetworkPolicy))
        return;
    const bool isUnknown = std::ranges::any_of(
        search.roles().unknown, [](const UnknownRole &one) { return one.role == NetworkRole::NetworkPolicy; });
    const bool isSeen = search.isRead(Kind::Node) && !isUnknown;
    if (isSeen)
        search.add("NP-04", Severity::Error, {refTo(**policies.begin())},
                   "There are " + std::to_string(policies.size()) +
                       " NetworkPolicies, and nothing here enforces them: they have no effect.",
                   "Enable K3s' policy controller, or a network that enforces policies.");
    else if (!isManifest(**policies.begin()))
        search.add(
            "NP-05", Severity::Info, {refTo(**policies.begin())},
            "Whether anything enforces the " + std::to_string(policies.size()) + " NetworkPolicies can't be seen here.",
            "Read nodes and workloads too.");
}

}  // namespace

void findPolicyFaults(Search &search)
{
    for (const ObjectPtr &object : search.snapshot().of(Kind::NetworkPolicy)) {
        const auto subjects = subjectsOf(search, object->space, object->spec()["podSelector"]);
        if (subjects.empty() && search.isRead(Kind::Pod, object->space) && !search.isYoung(*object))
            search.prove(search.add("NP-01", Severity::Warning, {refTo(*object)},
                                    "NetworkPolicy " + titleOf(*object) + " selects no pod: it has no effect.",
                                    "Compare its podSelector with the labels of the pods."),
                         *object, "/spec/podSelector");
        findPeers(search, *object, "ingress", "from");
        findPeers(search, *object, "egress", "to");
        findPorts(search, *object, subjects);
        findDns(search, *object, subjects);
    }
    findDoors(search);
    findEnforcer(search);
}

}  // namespace portolan::findings
