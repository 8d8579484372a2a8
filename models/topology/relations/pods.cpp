// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/pods.h"

namespace portolan::relations {

bool hasEnded(const Pod &pod)
{
    return pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
}

PodJudgement judge(const Pod &pod)
{
    if (!pod.hasStatus)
        return {State::Unknown, {}};
    if (pod.phase == PodPhase::Succeeded)
        return {State::Fine, {}};
    if (pod.isTerminating)
        return {State::Warning, "Terminating"};
    if (pod.phase == PodPhase::Failed)
        return {State::Failing, pod.reason.empty() ? "Failed" : pod.reason};
    if (pod.isReady)
        return {State::Fine, {}};
    if (pod.phase == PodPhase::Unknown)
        return {State::Unknown, pod.reason.empty() ? "Unknown" : pod.reason};
    const bool isStarting = pod.reason.empty() || pod.reason == "ContainerCreating" ||
                            pod.reason == "PodInitializing" || pod.reason == "ContainersNotReady";
    return {isStarting ? State::Warning : State::Failing, pod.reason.empty() ? "NotReady" : pod.reason};
}

}  // namespace portolan::relations
