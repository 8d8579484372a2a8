// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/podreason.h"

#include <algorithm>

#include "explain/phrase.h"

namespace portolan {

namespace {

/** What a reason of the API means, and what to look at. */
struct Meaning {
    std::string_view reason;
    std::string_view text;
};
constexpr Meaning meanings[] = {
    {"CrashLoopBackOff",
     "a container starts and ends again and again; its log of the run before says why (kubectl logs --previous)"},
    {"ImagePullBackOff",
     "the image of a container can't be pulled; check its name, its tag and the registry's credentials"},
    {"ErrImagePull",
     "the image of a container can't be pulled; check its name, its tag and the registry's credentials"},
    {"InvalidImageName", "the image name of a container can't be parsed; correct it"},
    {"ErrImageNeverPull",
     "the image is not on the node and imagePullPolicy is Never; load it there or change the policy"},
    {"CreateContainerConfigError",
     "a container can't be created from its configuration; often a ConfigMap or Secret that it names is missing"},
    {"CreateContainerError", "the container runtime could not create a container"},
    {"RunContainerError", "the container runtime could not start a container"},
    {"Unschedulable", "the scheduler finds no node for it"},
    {"SchedulingGated", "spec.schedulingGates keeps it from being scheduled until they are removed"},
    {"ContainerCreating", "its containers are being set up on the node"},
    {"PodInitializing", "its init containers have not finished"},
    {"ContainersNotInitialized", "its init containers have not finished"},
    {"OOMKilled", "a container used more memory than its limit and was killed; raise the limit or use less"},
    {"Error", "a container ended with an error; its log says why"},
    {"Completed", "its containers have ended"},
    {"PodCompleted", "its containers have ended"},
    {"Evicted", "the kubelet evicted it because the node ran short of a resource"},
    {"NodeLost", "its node has stopped reporting"},
    {"NodeAffinity", "the node does not fit the pod's node selector or affinity any more"},
    {"DeadlineExceeded", "it ran longer than activeDeadlineSeconds"},
    {"ReadinessGatesNotReady", "a condition that its readiness gates wait for is not True"},
};

std::string_view meaningOf(std::string_view reason)
{
    const auto found = std::ranges::find(meanings, reason, &Meaning::reason);
    return found != std::end(meanings) ? found->text : std::string_view();
}

bool hasReadinessProbe(const Pod &pod)
{
    return pod.pod && std::ranges::any_of(pod.pod->containers, &Container::hasReadinessProbe);
}

bool isNotReady(const Object &node)
{
    return std::ranges::any_of(node.status()["conditions"].items(), [](const Value &condition) {
        return condition["type"].text() == "Ready" && condition["status"].text() != "True";
    });
}

/** The node of a pod that says nothing itself, where that node is not ready: its pods are marked not ready then. */
const Object *lostNodeOf(const ClusterSnapshot &snapshot, const Pod &pod)
{
    const Object *node = pod.reason.empty() && !pod.node.empty() ? snapshot.find(Kind::Node, {}, pod.node) : nullptr;
    return node && isNotReady(*node) ? node : nullptr;
}

std::string notReadyText(const ClusterSnapshot &snapshot, const Pod &pod)
{
    if (pod.isReady || !pod.hasStatus)
        return {};
    if (const Object *node = lostNodeOf(snapshot, pod))
        return text("its node ", node->name,
                    " is not ready, and the pods of such a node are marked not ready; look at the node");
    if (pod.phase != PodPhase::Running)
        return {};
    if (pod.containersReady >= containersThatStay(pod))
        return "its containers are ready, but the pod is not, and its status does not say why";
    return hasReadinessProbe(pod) ? "it runs, but a container is not ready; it has a readiness probe, so see whether "
                                    "that succeeds (kubectl describe pod)"
                                  : "it runs, but a container is not ready";
}

/** The scheduler's messages go on about preemption; the first sentence says it. */
std::string firstSentence(std::string_view message)
{
    const auto end = message.find(". ");
    return oneLine(end == std::string_view::npos ? message : message.substr(0, end), 240);
}

}  // namespace

std::size_t containersThatStay(const Pod &pod)
{
    const auto stays = [](const Container &container) { return !container.isInit || container.isSidecar; };
    return pod.pod ? static_cast<std::size_t>(std::ranges::count_if(pod.pod->containers, stays)) : 0;
}

std::string shortPodReason(const ClusterSnapshot &snapshot, const Pod &pod)
{
    if (!pod.reason.empty())
        return oneLine(pod.reason, 80);
    const Object *node = lostNodeOf(snapshot, pod);
    return node ? text("node ", node->name, " is not ready") : std::string();
}

std::string podReason(const ClusterSnapshot &snapshot, const Pod &pod)
{
    if (pod.isTerminating)
        return "it is being deleted, and Services send it no new connections";
    const std::string message = firstSentence(pod.message);
    if (pod.reason.empty())
        return message.empty() ? notReadyText(snapshot, pod) : message;
    const std::string_view meaning = meaningOf(pod.reason);
    const std::string other = meaning.empty() ? notReadyText(snapshot, pod) : std::string(meaning);
    const std::string said = oneLine(pod.reason, 80);
    const std::string all = other.empty() ? said : text(said, ": ", other);
    return message.empty() ? all : text(all, "; the API says: ", message);
}

}  // namespace portolan
