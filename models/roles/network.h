// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

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

/** Images of the agents; "hardened" are those that RKE2 builds, "oke-public" is Oracle's cloud's own. Source: RKE2,
 *  scripts/build-images; the DaemonSets of clusters of OKE. */
inline constexpr std::array<std::string_view, 2> calicoImages{"calico/node", "rancher/hardened-calico"};
inline constexpr std::array<std::string_view, 5> flannelImages{
    "flannel-io/flannel", "flannel/flannel", "coreos/flannel", "rancher/hardened-flannel", "oke-public-flannel"};

/** Whether a DaemonSet is Canal: Calico's agent and Flannel in one pod. */
[[nodiscard]] bool isCanal(const Object &workload);
[[nodiscard]] Running canalAgents(const Survey &survey);
[[nodiscard]] Running calicoAgents(const Survey &survey);
/** Calico's objects of this kind by name "default"; null if there is none. */
[[nodiscard]] const Object *calicoDefault(const Survey &survey, Kind kind);
/** The value of an environment variable of what runs, and where it stands; a null object if it is not kept. */
[[nodiscard]] Proof variableOf(const Running &running, std::string_view name, std::string_view means);

/** That a server was started with a flag; a null object where none was. */
[[nodiscard]] Proof flagProof(const Survey &survey, std::string_view flag, std::string_view means);
/** That a server was started with a flag without value, and not with "false". */
[[nodiscard]] Proof switchProof(const Survey &survey, std::string_view flag, std::string_view means);
/** A sentence about servers that don't agree about a flag; those that don't give it have `otherwise`. Empty where they
 *  agree. */
[[nodiscard]] std::string differingFlag(const Survey &survey, std::string_view flag, std::string_view otherwise);

void addRemark(Component &component, std::string_view sentence);

/** "12 pods" but for the number alone: how many objects of these kinds there are. */
[[nodiscard]] std::string countOf(const Survey &survey, std::initializer_list<Kind> kinds);

}  // namespace portolan::roles
