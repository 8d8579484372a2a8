// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "roles/running.h"

/** What the detectors of networks, service proxies and policy controllers share. */
namespace portolan::roles {

/** The value of "key: value" in a text of lines, as configuration files have it: without quotes, comments left out.
 *  Empty if there is none. */
[[nodiscard]] std::string_view lineValue(std::string_view text, std::string_view key);

/** The value of "key":"value" or "key":1 in a text of JSON that is known to be flat where it matters. */
[[nodiscard]] std::string_view jsonValue(std::string_view json, std::string_view key);

/** The ConfigMap of this name beside a workload, else in kube-system; null if there is none, or it may not be read. */
[[nodiscard]] const Object *configBeside(const Survey &survey, const Running &running, std::string_view name);

/** A proof that an annotation of a node has a value. */
[[nodiscard]] Proof annotationProof(const Object &node, std::string_view key, std::string_view means);

/** A setting together with the field that it was read from, unless the field is empty. */
void addProven(Component &component, std::string_view key, const Object &object, const std::string &path,
               std::string_view means);

/** Whether a DaemonSet is Canal: Calico's agent and Flannel in one pod. */
[[nodiscard]] bool isCanal(const Object &workload);
[[nodiscard]] Running canalAgents(const Survey &survey);
[[nodiscard]] Running calicoAgents(const Survey &survey);
/** Calico's objects of this kind by name "default"; null if there is none. */
[[nodiscard]] const Object *calicoDefault(const Survey &survey, Kind kind);

/** Some flag of a K3s server turns off what K3s would run inside its process. */
[[nodiscard]] Proof flagProof(const Survey &survey, std::string_view flag, std::string_view means);

/** "12 pods" but for the number alone: how many objects of these kinds there are. */
[[nodiscard]] std::string countOf(const Survey &survey, std::initializer_list<Kind> kinds);

}  // namespace portolan::roles
