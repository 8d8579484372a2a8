// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <tuple>

#include "topology/relations/pods.h"
#include "topology/relations/relations.h"

namespace portolan::relations {

namespace {

constexpr Kind workloadKinds[] = {
    Kind::Deployment, Kind::StatefulSet,          Kind::DaemonSet, Kind::Job, Kind::CronJob,
    Kind::ReplicaSet, Kind::ReplicationController};

/** The owner reference to the workload that made this one; null if there is none. (A Job of K3s' Helm controller is
 * owned by its HelmChart, which is no workload.) */
Value controllerOf(const Object &object)
{
    for (const Value &owner : object.meta()["ownerReferences"].items()) {
        const KindInfo *kind = kindByReference(owner["kind"].text());
        if (owner["controller"].boolean() && kind &&
            std::ranges::find(workloadKinds, kind->kind) != std::end(workloadKinds))
            return owner;
    }
    return {};
}

/** How many pods a workload asks for. */
std::int64_t wanted(const Object &workload)
{
    switch (workload.kind) {
        case Kind::DaemonSet:
            return workload.status()["desiredNumberScheduled"].integer();
        case Kind::Job:
            return workload.spec()["completions"].integer(1);
        case Kind::CronJob:
            return 0;
        default:
            return workload.spec()["replicas"].integer(1);
    }
}

/** Finds the workload on top of an owner reference, and makes one where no object describes it. */
class Owners {
public:
    explicit Owners(GraphBuilder &graph) : m_graph(graph) {}

    VertexIndex of(const Pod &pod)
    {
        if (pod.ownerName.empty() || pod.ownerKind == "Node")
            return none;
        const Key key{pod.space, pod.ownerKind, pod.ownerName};
        if (key == m_lastKey)  // pods of one owner mostly follow each other
            return m_last;
        const auto [at, isNew] = m_known.try_emplace(key, none);
        if (isNew)
            at->second = top(pod);
        m_lastKey = key;
        m_last = at->second;
        return m_last;
    }

private:
    using Key = std::tuple<std::string_view, std::string_view, std::string_view>;

    VertexIndex top(const Pod &pod)
    {
        const KindInfo *kind = kindByReference(pod.ownerKind);
        if (!kind)
            return inferred(
                pod, std::string(pod.ownerKind) + '/' + std::string(pod.space) + '/' + std::string(pod.ownerName),
                pod.ownerName);
        const Object *owner = m_graph.snapshot().find(kind->kind, pod.space, pod.ownerName);
        if (owner)
            return top(*owner);
        // The Deployment controller sets this label to the last part of its ReplicaSets' names.
        const std::string_view hash = valueOf(*pod.labels, "pod-template-hash");
        if (kind->kind == Kind::ReplicaSet && !hash.empty() && pod.ownerName.size() > hash.size() + 1 &&
            pod.ownerName.ends_with(hash)) {
            const std::string_view deployment = pod.ownerName.substr(0, pod.ownerName.size() - hash.size() - 1);
            if (const VertexIndex known = m_graph.find(reference(Kind::Deployment, pod.space, deployment));
                known != none)
                return known;
            return inferred(pod, reference(Kind::Deployment, pod.space, deployment), deployment);
        }
        return inferred(pod, reference(kind->kind, pod.space, pod.ownerName), pod.ownerName);
    }

    /** The last one above; owners that own each other have none, so the first one stays. */
    VertexIndex top(const Object &owner)
    {
        constexpr int mostSteps = 16;
        const Object *highest = &owner;
        for (int step = 0;; ++step) {
            const Value above = controllerOf(*highest);
            const KindInfo *kind = kindByReference(above["kind"].text());
            const Object *next =
                kind ? m_graph.snapshot().find(kind->kind, highest->space, above["name"].text()) : nullptr;
            if (!next)
                break;
            highest = step < mostSteps ? next : &owner;
            if (highest == &owner)
                break;
        }
        const VertexIndex v = m_graph.find(highest->kind, highest->space, highest->name);
        return v != none ? v : m_graph.add(VertexType::Workload, refTo(*highest));
    }

    VertexIndex inferred(const Pod &pod, const std::string &id, std::string_view name)
    {
        const VertexIndex v = m_graph.add(id, VertexType::Workload);
        Vertex &vertex = m_graph[v];
        vertex.space = pod.space;
        vertex.name = m_graph.text(name);
        vertex.isInferred = true;
        m_graph.explain(v, {{refTo(pod), "/metadata/ownerReferences/0/name", pod.ownerName}});
        return v;
    }

    GraphBuilder &m_graph;
    std::map<Key, VertexIndex> m_known;
    Key m_lastKey;
    VertexIndex m_last = none;
};

void addPod(GraphBuilder &graph, Owners &owners, const Pod &pod)
{
    const VertexIndex v = graph.add(VertexType::Pod, refTo(pod));
    const VertexIndex parent = owners.of(pod);
    const PodJudgement judgement = judge(pod);
    Vertex &vertex = graph[v];
    vertex.parent = parent;
    vertex.detail = pod.ip;
    vertex.isPlanned = !pod.hasStatus;
    vertex.state = judgement.state;
    vertex.reason = judgement.reason;
    if (!judgement.reason.empty() && !pod.reasonPath.empty())
        graph.explain(v, {{refTo(pod), Said::lasting(pod.reasonPath), judgement.reason}});
    if (pod.node.empty())
        return;
    VertexIndex node = graph.find(Kind::Node, {}, pod.node);
    if (node == none) {
        node = graph.add(reference(Kind::Node, {}, pod.node), VertexType::Node);
        graph[node].name = pod.node;
        graph[node].isInferred = true;
        graph[node].state = State::Unknown;
        graph.explain(node, {{refTo(pod), "/spec/nodeName", pod.node}});
    }
    Edge edge;
    edge.from = v;
    edge.to = node;
    edge.type = EdgeType::RunsOn;
    graph.connect(edge, {{refTo(pod), "/spec/nodeName", Said::lasting(pod.node)}});
}

/** Counts pods into workloads and nodes. Those that have ended count for neither. */
void count(GraphBuilder &graph)
{
    std::vector<VertexIndex> nodeOf(graph.size(), none);
    for (const Edge &edge : graph.edges()) {
        if (edge.type == EdgeType::RunsOn)
            nodeOf[edge.from] = edge.to;
    }
    for (VertexIndex v = 0; v < graph.size(); ++v) {
        const Pod *pod = graph[v].object.pod;
        if (!pod || hasEnded(*pod))
            continue;
        for (const VertexIndex holder : {graph[v].parent, nodeOf[v]}) {
            if (holder == none)
                continue;
            ++graph[holder].podCount;
            graph[holder].podsReady += pod->isReady;
        }
    }
}

void judgeJob(GraphBuilder &graph, VertexIndex v, const Object &job)
{
    const Value status = job.status();
    const auto conditions = status["conditions"].items();
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        if (conditions[i]["type"].text() == "Failed" && conditions[i]["status"].text() == "True")
            graph.worsen(v, State::Failing, "Failed",
                         {{refTo(job), "/status/conditions/" + std::to_string(i) + "/status", "True"}});
    }
    if (status["succeeded"].integer() >= wanted(job))
        graph[v].detail = "completed";
}

void plan(GraphBuilder &graph, VertexIndex v, const Object &workload)
{
    Vertex &vertex = graph[v];
    vertex.isPlanned = true;
    vertex.podCount = workload.kind == Kind::DaemonSet
                          ? 0
                          : static_cast<std::uint32_t>(std::clamp<std::int64_t>(wanted(workload), 0, 100'000));
    vertex.detail = workload.kind == Kind::DaemonSet ? "one pod a node planned"
                                                     : graph.text(std::to_string(vertex.podCount) + " planned");
    graph.worsen(v, State::Unknown, "planned");
}

void judgeReplicas(GraphBuilder &graph, VertexIndex v)
{
    Vertex &vertex = graph[v];
    const Object *workload = vertex.object.object;
    const auto asked =
        workload ? static_cast<std::uint32_t>(std::clamp<std::int64_t>(wanted(*workload), 0, 1'000'000)) : 0;
    const std::uint32_t expected = std::max(vertex.podCount, asked);
    vertex.detail = expected == 0
                        ? std::string_view("no pods")
                        : graph.text(std::to_string(vertex.podsReady) + " of " + std::to_string(expected) + " ready");
    if (vertex.podsReady < expected)
        graph.worsen(v, vertex.podsReady == 0 ? State::Failing : State::Warning, vertex.detail);
}

void judgeWorkload(GraphBuilder &graph, VertexIndex v)
{
    const Object *workload = graph[v].object.object;
    if (workload && graph[v].podCount == 0 && isManifest(*workload)) {
        plan(graph, v, *workload);
    } else if (workload && workload->kind == Kind::CronJob) {
        graph[v].detail = workload->spec()["schedule"].text();
    } else if (workload && workload->kind == Kind::Job) {
        judgeReplicas(graph, v);
        const bool isDone = workload->status()["succeeded"].integer() >= wanted(*workload);
        if (isDone) {
            graph[v].state = State::Fine;
            graph[v].reason = {};
        }
        judgeJob(graph, v, *workload);
    } else {
        judgeReplicas(graph, v);
    }
}

/** Failing pods make their workload at least a warning: the reason of the first in order is the workload's. */
void raiseByPods(GraphBuilder &graph)
{
    for (VertexIndex v = 0; v < graph.size(); ++v) {
        const Vertex &pod = graph[v];
        if (pod.type == VertexType::Pod && pod.parent != none && pod.state == State::Failing &&
            graph[pod.parent].state != State::Fine)
            graph[pod.parent].reason = pod.reason;
    }
}

}  // namespace

void addWorkloads(GraphBuilder &graph)
{
    for (const Kind kind : workloadKinds) {
        for (const ObjectPtr &workload : graph.snapshot().of(kind)) {
            if (controllerOf(*workload).isNull())
                graph.add(VertexType::Workload, refTo(*workload));
        }
    }
    Owners owners(graph);
    for (const Pod &pod : graph.snapshot().pods)
        addPod(graph, owners, pod);
    count(graph);
    for (VertexIndex v = 0; v < graph.size(); ++v) {
        if (graph[v].type == VertexType::Workload)
            judgeWorkload(graph, v);
    }
    raiseByPods(graph);
}

}  // namespace portolan::relations
