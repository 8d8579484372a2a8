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

std::string notReadyText(const Pod &pod)
{
    if (pod.isReady || !pod.hasStatus)
        return {};
    if (pod.phase == PodPhase::Running && hasReadinessProbe(pod))
        return "it runs, but a container is not ready; it has a readiness probe, so see whether that succeeds (kubectl "
               "describe pod)";
    return pod.phase == PodPhase::Running ? "it runs, but a container is not ready" : "";
}

}  // namespace

std::string podReason(const Pod &pod)
{
    if (pod.isTerminating)
        return "it is being deleted, and Services send it no new connections";
    const std::string message = oneLine(pod.message, 240);
    if (pod.reason.empty())
        return message.empty() ? notReadyText(pod) : message;
    std::string_view meaning = meaningOf(pod.reason);
    const std::string other = meaning.empty() ? notReadyText(pod) : std::string(meaning);
    const std::string said = oneLine(pod.reason, 80);
    std::string all = other.empty() ? said : text(said, ": ", other);
    return message.empty() ? all : text(all, "; the API says: ", message);
}

}  // namespace portolan
