// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kube/absence.h"
#include "kube/objectref.h"
#include "kube/snapshot.h"
#include "roles/serverflags.h"

namespace portolan::roles {

/** What detectors ask of a snapshot, worked out once. Lives as long as the snapshot. */
class Survey {
public:
    explicit Survey(const ClusterSnapshot &snapshot);

    const ClusterSnapshot &snapshot() const { return m_snapshot; }
    const ServerFlags &flags() const { return m_flags; }
    /** Some node's kubelet is one of K3s ("+k3s"). */
    bool isK3s() const { return m_isK3s; }

    /** DaemonSets, Deployments and StatefulSets with a container, init containers included, whose image has `part` in
     *  its repository: "calico/node" finds "quay.io/calico/node:v3.30" and "rancher/mirrored-calico-node:v3.30" does
     *  not match, name it as well. Sorted by reference. */
    std::vector<const Object *> workloadsWithImage(std::string_view part) const;
    /** By kind and name, in any namespace; null if there is none. */
    const Object *workload(Kind kind, std::string_view name) const;
    /** The tag of the first container whose image's repository has `part` in it; empty without tag. */
    static std::string versionOf(const Object &workload, std::string_view part);
    /** From the workload's status: failing without a ready pod, warning with too few, unknown for a manifest. */
    static State stateOf(const Object &workload);
    /** Nodes with a ready pod of the workload, sorted. Cost: linear in pods. */
    std::vector<std::string> nodesOf(const Object &workload) const;

private:
    struct Image {
        const Object *workload;
        std::string_view repository;
    };
    void addImages(const Object &workload);

    const ClusterSnapshot &m_snapshot;
    ServerFlags m_flags;
    std::vector<const Object *> m_workloads;
    std::vector<Image> m_images;  ///< of all containers: some forty images are asked for
    bool m_isK3s = false;
};

/** The part of an image's name between registry and tag: "rancher/mirrored-calico-node". */
[[nodiscard]] std::string_view repositoryOf(std::string_view image);
[[nodiscard]] std::string_view tagOf(std::string_view image);

}  // namespace portolan::roles
