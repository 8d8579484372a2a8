// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "roles/roles.h"
#include "roles/survey.h"

namespace portolan::roles {

/** Whether an image is this one, by the end of its name without registry, tag and architecture. Mirrors join the steps
 *  of a path with dashes: "cilium/cilium" is "quay.io/cilium/cilium:v1.18.1" and "rancher/mirrored-cilium-cilium", but
 *  not "cilium/cilium-envoy". */
[[nodiscard]] bool isImageOf(std::string_view image, std::string_view product);

/** What runs a component, as far as the objects say. */
struct Running {
    enum class How {
        Absent,   ///< nothing of it is there
        Planned,  ///< manifests that no cluster has seen
        Idle,     ///< a workload that asks for no pod
        Unready,  ///< pods are wanted and none is ready
        Ready,
    };
    How how = How::Absent;
    std::vector<const Object *> workloads;
    std::vector<ObjectRef> pods;     ///< where these tell, and no workload does
    std::vector<std::string> nodes;  ///< with a ready pod of it; sorted
    std::string version;
    State state = State::Unknown;
    std::vector<Proof> evidence;

    bool isThere() const { return how != How::Absent && how != How::Idle; }
};

using WorkloadTest = std::function<bool(const Object &)>;

/** The workloads with one of these images; where no workload can be read, the pods. `means`: what such an image is.
 *  Cost: linear in workloads; in pods where there are workloads, or none can be read. */
[[nodiscard]] Running runningImage(const Survey &survey, std::span<const std::string_view> images,
                                   std::string_view means, const WorkloadTest &isMeant = {});
[[nodiscard]] Running runningImage(const Survey &survey, std::string_view image, std::string_view means,
                                   const WorkloadTest &isMeant = {});
/** The pods with one of these images, static ones among them. Cost: linear in pods. */
[[nodiscard]] Running runningPods(const Survey &survey, std::span<const std::string_view> images,
                                  std::string_view means);
/** The pods that a test accepts, for what neither images nor workloads tell; the image is that of their first
 *  container. Cost: linear in pods. */
[[nodiscard]] Running runningPodsWhere(const Survey &survey, const std::function<bool(const Pod &)> &isMeant,
                                       std::string_view means);
/** Of these workloads, for what images don't tell. The evidence is that they are there. */
[[nodiscard]] Running runningAs(const Survey &survey, std::vector<const Object *> workloads, std::string_view means);

/** A component with what runs it and the confidence that follows: confirmed with a ready pod, inferred while none is
 *  ready or it is only planned, left over where nothing runs. */
[[nodiscard]] Component componentOf(NetworkRole role, std::string_view name, const Running &running);

/** Why the kind's objects may not be all here ("not permitted"); empty if they are. */
[[nodiscard]] std::string_view whyUnseen(const Survey &survey, Kind kind);
/** Whether Deployments and DaemonSets are all here: only then a workload that is not found does not exist. */
[[nodiscard]] bool seesWorkloads(const Survey &survey);
/** Says that nothing can be said of a role that nobody is known to fill, because one of these kinds can't be seen. */
void addUnknown(Roles &roles, const Survey &survey, NetworkRole role, std::span<const Kind> kinds);

/** The value of a container's option "--name=value" or "--name value" in the workload; nothing if it is not given.
 *  Options are compared without regard to case. */
[[nodiscard]] std::string_view argumentOf(const Object &workload, std::string_view option);

/** "a b" */
void addWord(std::string &words, std::string_view word);
void addSetting(Component &component, std::string_view key, std::string_view value);  ///< unless it is empty

}  // namespace portolan::roles
