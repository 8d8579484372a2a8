// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "explain/absence.h"
#include "explain/endpoints.h"
#include "explain/families.h"
#include "explain/meshtext.h"
#include "explain/phrase.h"
#include "explain/podreason.h"

namespace portolan {

namespace {

/** What each kind of workload does, by the API's specification. */
std::string purposeOf(Kind kind, const Draft &draft)
{
    const std::string wanted =
        counted(static_cast<std::size_t>(std::max<std::int64_t>(0, draft.spec()["replicas"].integer(1))), "pod");
    switch (kind) {
        case Kind::Deployment:
            return text("A Deployment that keeps ", wanted, " of one template running");
        case Kind::ReplicaSet:
            return text("A ReplicaSet that keeps ", wanted, " of one template running");
        case Kind::ReplicationController:
            return text("A ReplicationController that keeps ", wanted, " of one template running");
        case Kind::StatefulSet:
            return text("A StatefulSet that keeps ", wanted, " with fixed names running");
        case Kind::DaemonSet:
            return "A DaemonSet that runs one pod on each node that it fits";
        case Kind::Job:
            return "A Job that runs pods until they have finished their work";
        case Kind::CronJob: {
            const std::string schedule = oneLine(draft.spec()["schedule"].text(), 60);
            return text("A CronJob that starts a Job ",
                        schedule.empty() ? "on a schedule" : text("on the schedule ", schedule));
        }
        default:
            return text("A ", info(kind).name, " that owns pods");
    }
}

bool runsToCompletion(Kind kind)
{
    return kind == Kind::Job || kind == Kind::CronJob;
}

std::string podsText(const Vertex &vertex)
{
    if (vertex.podCount == 0)
        return "it has no pods now.";
    if (vertex.podCount == 1)
        return vertex.podsReady == 1 ? "its pod is ready." : "its pod is not ready.";
    if (vertex.podCount == vertex.podsReady)
        return vertex.podCount == 2 ? "both are ready." : text("all ", grouped(vertex.podCount), " are ready.");
    if (vertex.podsReady == 0)
        return text("none of its ", counted(vertex.podCount, "pod"), " is ready.");
    return text(grouped(vertex.podsReady), " of ", grouped(vertex.podCount), vertex.podsReady == 1 ? " is" : " are",
                " ready.");
}

std::string plannedText(const Vertex &vertex)
{
    return vertex.podCount == 0 ? std::string("a manifest describes it and no cluster has seen it; it plans no pods.")
                                : text("a manifest describes it and no cluster has seen it; on the chart it counts as ",
                                       counted(vertex.podCount, "planned pod"), ".");
}

/** "it has completed 1 of 1.", by the Job's own count. */
std::string jobText(const Draft &draft)
{
    const Value status = draft.status();
    std::string all = text("it has completed ", std::to_string(status["succeeded"].integer()), " of ",
                           std::to_string(draft.spec()["completions"].integer(1)));
    if (status["failed"].integer() > 0)
        all += text(", ", std::to_string(status["failed"].integer()), " failed");
    if (status["active"].integer() > 0)
        all += text(", ", std::to_string(status["active"].integer()), " under way");
    return all + ".";
}

std::string nowText(const Draft &draft, Kind kind)
{
    if (draft.vertex().isPlanned)
        return plannedText(draft.vertex());
    if (kind == Kind::Job)
        return jobText(draft);
    return kind == Kind::CronJob && draft.vertex().podCount == 0 ? "no pod of it runs now." : podsText(draft.vertex());
}

std::string scaledDown(const Draft &draft, Kind kind)
{
    const bool hasReplicas = kind == Kind::Deployment || kind == Kind::ReplicaSet || kind == Kind::StatefulSet;
    return hasReplicas && draft.spec()["replicas"].isInteger() && draft.spec()["replicas"].integer() == 0
               ? "It is scaled to zero, so it runs nothing on purpose."
               : "";
}

std::vector<VertexIndex> troubledPods(const Draft &draft)
{
    std::vector<VertexIndex> pods;
    for (const VertexIndex child : draft.graph().children(draft.self())) {
        const Vertex &pod = draft.vertex(child);
        if (pod.type == VertexType::Pod && pod.state != State::Fine)
            pods.push_back(child);
    }
    return pods;
}

std::size_t wantedPods(const Draft &draft, Kind kind)
{
    const Value wanted = kind == Kind::DaemonSet ? draft.status()["desiredNumberScheduled"] : draft.spec()["replicas"];
    const auto asked = static_cast<std::size_t>(std::max<std::int64_t>(0, wanted.integer()));
    return std::max<std::size_t>(draft.vertex().podCount, asked);
}

std::string missingText(const Draft &draft, Kind kind)
{
    const std::size_t wanted = wantedPods(draft, kind);
    const std::size_t there = draft.vertex().podCount;
    if (there >= wanted || runsToCompletion(kind))
        return {};
    const Absence absence = absenceOf(draft.snapshot(), Kind::Pod, draft.vertex().space);
    if (absence != Absence::NotThere)
        return text("its pods are not known: ", unreadText(draft.snapshot(), Kind::Pod, draft.vertex().space));
    return text(counted(wanted - there, "pod"), " of ", grouped(wanted), wanted - there == 1 ? " is" : " are",
                " missing altogether");
}

void sayReason(Draft &draft, Kind kind)
{
    if (draft.vertex().state == State::Fine)
        return;
    const auto pods = troubledPods(draft);
    std::string why = missingText(draft, kind);
    if (!pods.empty()) {
        const std::string reasons = reasonsOf(draft.graph(), pods);
        const Pod *first = draft.vertex(pods.front()).object.pod;
        const std::string says = pods.size() == 1 && first ? podReason(draft.snapshot(), *first) : reasons;
        const std::string who = pods.size() > 1 ? text(counted(pods.size(), "pod"), " are not ready")
                                                : text("pod ", draft.vertex(pods.front()).name);
        why += text(why.empty() ? "" : "; ", who,
                    says.empty() ? (pods.size() > 1 ? "" : " is not ready") : text(": ", says));
    }
    draft.because(why);
}

Value templateOf(const Draft &draft, Kind kind)
{
    return kind == Kind::CronJob ? draft.spec()["jobTemplate"]["spec"]["template"] : draft.spec()["template"];
}

std::string labelsText(const Value &labels)
{
    std::vector<std::string> pairs;
    for (const Member &member : labels.members())
        pairs.push_back(text(member.key, "=", member.value.text()));
    return joined(pairs, ",");
}

std::string portsText(const Value &container)
{
    std::vector<std::string> ports;
    for (const Value &port : container["ports"].items()) {
        const std::string_view protocol = port["protocol"].text();
        ports.push_back(text(port["name"].text(), port["name"].text().empty() ? "" : " ",
                             std::to_string(port["containerPort"].integer()),
                             protocol.empty() || protocol == "TCP" ? "" : text("/", protocol)));
    }
    return ports.empty() ? std::string() : text(" (", listed(ports, 6), ")");
}

void addTemplate(Draft &draft, Kind kind)
{
    const Value pod = templateOf(draft, kind);
    if (!runsToCompletion(kind))  // a Job's are its controller's marks
        draft.fact("Pod labels", labelsText(pod["metadata"]["labels"]));
    for (const Value &container : pod["spec"]["containers"].items())
        draft.fact("Container", text(container["name"].text(), ": ", container["image"].text(), portsText(container)));
    if (pod["spec"]["hostNetwork"].boolean())
        draft.note("Network", "the nodes' own (hostNetwork)");
}

/** "agent-1 2, agent-2 1". */
std::string nodesText(const Draft &draft)
{
    std::map<std::string_view, std::size_t> byNode;
    for (const VertexIndex child : draft.graph().children(draft.self())) {
        if (const Pod *pod = draft.vertex(child).object.pod; pod && !pod->node.empty())
            ++byNode[pod->node];
    }
    std::vector<std::string> parts;
    for (const auto &[node, count] : byNode)
        parts.push_back(count == 1 ? std::string(node) : text(node, " ", grouped(count), "×"));
    return listed(parts, 6);
}

void addFacts(Draft &draft, Kind kind)
{
    const Vertex &vertex = draft.vertex();
    draft.fact("Kind", info(kind).name);
    if (vertex.isPlanned)
        draft.note("Planned", counted(vertex.podCount, "pod"));
    else if (!runsToCompletion(kind))
        draft.note("Ready", text(grouped(vertex.podsReady), " of ", grouped(wantedPods(draft, kind))));
    else
        draft.note("Pods", text(grouped(vertex.podCount),
                                vertex.podCount == 0 ? "" : text(", ", grouped(vertex.podsReady), " ready")));
    draft.fact("Schedule", draft.spec()["schedule"].text());
    draft.fact("Service name", draft.spec()["serviceName"].text());
    draft.fact("On", nodesText(draft));
    addTemplate(draft, kind);
}

/** K3s' ServiceLB names the Service that a DaemonSet of its own is for. */
std::string serviceLbText(const Object &set)
{
    const std::string_view service = set.label("svccontroller.k3s.cattle.io/svcname");
    if (service.empty())
        return {};
    const std::string_view space = set.label("svccontroller.k3s.cattle.io/svcnamespace");
    return text("ServiceLB made it for Service ", service, space.empty() ? "" : text(" of ", space),
                ": its pods reserve the Service's ports on their nodes and pass on what arrives there.");
}

/** A StatefulSet's pods get their own DNS names from the Service that it names. */
std::string governingText(const Draft &draft)
{
    const std::string_view service = draft.spec()["serviceName"].text();
    if (service.empty() || draft.snapshot().find(Kind::Service, draft.vertex().space, service))
        return {};
    return text("Its pods get DNS names of their own from Service ", service, "; ",
                absentText(draft.snapshot(), Kind::Service, draft.vertex().space, service), ".");
}

/** Which of its pods are in a service mesh, and how. */
void sayMesh(Draft &draft)
{
    std::map<std::string_view, std::size_t> members;
    const auto pods = draft.graph().children(draft.self());
    for (const VertexIndex v : pods) {
        const Pod *pod = draft.vertex(v).object.pod;
        if (const std::string_view mesh = pod ? meshOf(*pod) : std::string_view(); !mesh.empty())
            ++members[mesh];
    }
    for (const auto &[mesh, count] : members) {
        const bool isAll = count == pods.size();
        draft.say(isAll ? text(count == 1 ? "Its pod is" : "Its pods are", " in the mesh: ", mesh, ".")
                        : text(grouped(count), " of ", counted(pods.size(), "pod"), count == 1 ? " is" : " are",
                               " in the mesh: ", mesh, "."));
        draft.note("Mesh", isAll ? std::string(mesh) : text(mesh, ", ", grouped(count), " of ", grouped(pods.size())));
    }
}

void explainOwnerWithoutObject(Draft &draft)
{
    const std::string_view kindName = draft.vertex().id.substr(0, draft.vertex().id.find('/'));
    const KindInfo *kind = kindByReference(kindName);
    const bool isGone = kind && absenceOf(draft.snapshot(), kind->kind, draft.vertex().space) == Absence::NotThere;
    const std::string why = !kind ? text("objects of kind ", kindName, " are not read")
                            : isGone
                                ? absentText(draft.snapshot(), kind->kind, draft.vertex().space, draft.vertex().name)
                                : unreadText(draft.snapshot(), kind->kind, draft.vertex().space);
    draft.say(text("A ", kindName, " that only its pods tell of, by their owner references: ", why, "."));
    draft.say(capitalized(podsText(draft.vertex())));
    draft.note("Ready", text(grouped(draft.vertex().podsReady), " of ", grouped(draft.vertex().podCount)));
    draft.fact("On", nodesText(draft));
}

}  // namespace

void explainWorkload(Draft &draft)
{
    if (!draft.object()) {
        explainOwnerWithoutObject(draft);
        sayReason(draft, Kind::Pod);
        return;
    }
    const Kind kind = draft.vertex().object.kind;
    draft.say(text(purposeOf(kind, draft), ": ", nowText(draft, kind)));
    draft.say(scaledDown(draft, kind));
    draft.say(serviceLbText(*draft.object()));
    draft.say(governingText(draft));
    sayMesh(draft);
    sayReason(draft, kind);
    addFacts(draft, kind);
    if (const Value replicas = draft.spec()["replicas"]; replicas.isInteger())
        draft.prove(draft.vertex().object, "/spec/replicas", std::to_string(replicas.integer()));
}

}  // namespace portolan
