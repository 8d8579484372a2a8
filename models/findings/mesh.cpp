// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "findings/search.h"

/* Meshes. Sources: Istio, "Sidecar injection", "Ambient"; Linkerd, "Automatic Proxy Injection". */
namespace portolan::findings {

namespace {

bool hasContainer(const Pod &pod, std::string_view name)
{
    return std::ranges::any_of(pod.pod->containers, [&](const Container &container) { return container.name == name; });
}

void findInjection(Search &search, const Object &space)
{
    const bool isIstio = space.label("istio-injection") == "enabled" || !space.label("istio.io/rev").empty();
    const bool isLinkerd = space.annotation("linkerd.io/inject") == "enabled";
    if (!isIstio && !isLinkerd)
        return;
    const std::string_view proxy = isIstio ? "istio-proxy" : "linkerd-proxy";
    std::vector<ObjectRef> objects{refTo(space)};
    std::vector<std::string> names;
    for (const Pod *pod : search.podsIn(space.name)) {
        const bool isOut = valueOf(*pod->labels, "sidecar.istio.io/inject") == "false" ||
                           valueOf(*pod->annotations, "linkerd.io/inject") == "disabled" ||
                           valueOf(*pod->annotations, "sidecar.istio.io/inject") == "false";
        if (pod->phase != PodPhase::Running || pod->pod->hostNetwork || isOut || hasContainer(*pod, proxy) ||
            pod->ownerKind == "Job")
            continue;
        objects.push_back(refTo(*pod));
        names.push_back(titleOf(*pod));
    }
    if (!names.empty())
        search.add("MS-01", Severity::Warning, std::move(objects),
                   "Namespace " + titleOf(space) + " asks for the proxy of " + (isIstio ? "Istio" : "Linkerd") +
                       ", and " + listed(names) + " run without: they are not in the mesh.",
                   "Restart pods that are older than the label; look whether the injector runs.");
}

void findLabels(Search &search, const Object &space)
{
    if (!space.label("istio-injection").empty() && !space.label("istio.io/rev").empty())
        search.add("MS-06", Severity::Warning, {refTo(space)},
                   "Namespace " + titleOf(space) + " has both labels istio-injection and istio.io/rev.", "Keep one.");
    if (space.label("istio.io/dataplane-mode") == "ambient") {
        for (const Pod *pod : search.podsIn(space.name)) {
            if (hasContainer(*pod, "istio-proxy") && pod->phase == PodPhase::Running &&
                pod->pod->containers.size() > 1) {
                search.add(
                    "MS-02", Severity::Info, {refTo(*pod), refTo(space)},
                    "Pod " + titleOf(*pod) +
                        " has a sidecar, in a namespace of Istio's ambient mode: a pod is in one data plane only.",
                    "Choose one.");
                break;
            }
        }
    }
    const std::string_view waypoint = space.label("istio.io/use-waypoint");
    const std::string_view other = space.label("istio.io/use-waypoint-namespace");
    const std::string_view where = other.empty() ? space.name : other;
    if (!waypoint.empty() && waypoint != "none" && search.isRead(Kind::Gateway, where) &&
        !search.snapshot().find(Kind::Gateway, where, waypoint))
        search.prove(search.add("MS-04", Severity::Error, {refTo(space)},
                                "Namespace " + titleOf(space) + " wants the waypoint " + std::string(waypoint) +
                                    ", which does not exist: no rule of its layer 7 is applied.",
                                "Create the waypoint."),
                     space, "/metadata/labels/istio.io~1use-waypoint");
}

void findControl(Search &search)
{
    for (const Component &component : search.roles().components) {
        if (component.role != NetworkRole::Mesh || component.state != State::Failing)
            continue;
        search.add("MS-05", Severity::Error, component.workloads,
                   "The control plane of " + std::string(component.name) +
                       " is not ready: no proxy is injected, and certificates run out.",
                   "Look at its pods.");
    }
}

/** Meshed traffic of the ambient mode comes on a port of its own. */
void findTunnels(Search &search)
{
    for (const policy::Subject &subject : search.policies().subjects().all()) {
        const bool isAmbient =
            subject.pod && valueOf(*subject.pod->annotations, "ambient.istio.io/redirection") == "enabled";
        if (!isAmbient || !search.policies().isIsolated(subject, policy::Direction::Ingress))
            continue;
        const PortSet ports = search.policies().portsFor(subject, policy::Direction::Ingress, {}, &subject);
        PortSet open = ports;
        for (const policy::Subject &peer : search.policies().subjects().all()) {
            if (peer.pod && &peer != &subject && peer.space == subject.space)
                open.add(
                    search.policies().portsFor(subject, policy::Direction::Ingress, {nullptr, &peer, {}}, &subject));
        }
        if (open.isEmpty() || open.has(Protocol::TCP, 15008))
            continue;
        search.add("MS-03", Severity::Error, {refTo(*subject.pod)},
                   "Policies let other pods reach " + titleOf(*subject.pod) +
                       ", and not on TCP 15008, on which Istio's ambient mode brings them.",
                   "Allow TCP 15008 as well.");
    }
}

}  // namespace

void findMeshFaults(Search &search)
{
    for (const ObjectPtr &space : search.snapshot().of(Kind::Namespace)) {
        findInjection(search, *space);
        findLabels(search, *space);
    }
    findControl(search);
    findTunnels(search);
}

}  // namespace portolan::findings
