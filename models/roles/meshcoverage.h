// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

#include "roles/running.h"

namespace portolan::roles {

/** How much of a cluster a mesh takes in. */
struct MeshCoverage {
    std::size_t spaces = 0, ofSpaces = 0;  ///< namespaces that ask for it, of all
    std::size_t pods = 0, ofPods = 0;      ///< running pods that are in it, of all running ones
    std::vector<Proof> evidence;           ///< the first namespace and the first pod

    bool isNone() const { return spaces == 0 && pods == 0; }
};

/** The proof that a namespace asks for the mesh; without object if it does not. */
using AsksForMesh = std::function<Proof(const Object &)>;

/** A pod is in the mesh if a container of it has the proxy's name and another one has not: the pods of a gateway are
 *  proxies and nothing else. Proxies are containers or native sidecars, which are init containers. Pods in `own`, the
 *  control plane's namespace, don't count. Cost: linear in pods. */
[[nodiscard]] MeshCoverage proxyCoverage(const Survey &survey, const AsksForMesh &asks, std::string_view proxy,
                                         std::string_view own);
/** A pod is in the mesh if this annotation has this value. */
[[nodiscard]] MeshCoverage annotationCoverage(const Survey &survey, const AsksForMesh &asks, std::string_view key,
                                              std::string_view value);

/** Adds the settings "namespaces" and "pods" ("12 of 40") and the evidence. */
void addCoverage(Component &component, const MeshCoverage &coverage);
/** Confidence and remark where what runs and what is covered don't agree. */
void judgeCoverage(Component &component, const Survey &survey, const Running &control, const MeshCoverage &coverage);

}  // namespace portolan::roles
