// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/state.h"
#include "kube/objectref.h"
#include "kube/snapshot.h"
#include "roles/clusterfacts.h"
#include "roles/servicetypes.h"

namespace portolan {

/** What somebody must do in a cluster for its network to work, or may do. */
enum class NetworkRole : std::uint8_t {
    Cni,
    Ingress,
    Gateway,
    Dns,
    LoadBalancer,
    ServiceNetwork,
    ServiceProxy,
    NetworkPolicy,
    Mesh
};
inline constexpr std::size_t networkRoleCount = 9;

/** How sure it is that a component fills a role. */
enum class Confidence : std::uint8_t {
    Confirmed,  ///< a running workload or a product that only this component makes is there
    Inferred,   ///< several indirect signals agree, none is conclusive
    Assumed,    ///< the distribution's documented default, which nothing contradicts and nothing shows
    Leftover,   ///< passive objects (CRDs, annotations, ConfigMaps) of a component that does not run
    Conflict    ///< one of several that claim an exclusive role
};

/** Names as in contracts ("load-balancer", "service-proxy"; "confirmed"). */
[[nodiscard]] std::string_view name(NetworkRole role);
[[nodiscard]] std::string_view name(Confidence confidence);

/** A field of an object, and what follows from it. */
struct Proof {
    ObjectRef object;
    std::string path;   ///< RFC 6901; empty: that the object is there
    std::string value;  ///< as it stands there
    std::string means;  ///< what follows, in a few words: "Flannel's backend"
};

struct Setting {
    std::string key;  ///< camelCase, stable: "backend", "vni", "clusterCidr"
    std::string value;
    bool operator==(const Setting &) const = default;
};

/** A component that fills a role, or did. */
struct Component {
    NetworkRole role = NetworkRole::Cni;
    std::string_view name;   ///< of the contract's list; lasts
    std::string version;     ///< of its image or chart; empty: not known
    bool isDefault = false;  ///< what the distribution sets up
    Confidence confidence = Confidence::Assumed;
    State state = State::Unknown;           ///< how its workloads are; Unknown where it has none that can be seen
    std::vector<Setting> settings = {};     ///< sorted by key
    std::vector<std::string> nodes = {};    ///< where it works, as far as the objects say; sorted
    std::vector<ObjectRef> workloads = {};  ///< what runs it; empty where it runs inside another process
    std::vector<ObjectRef> pods = {};       ///< what runs it where no workload tells, as of static pods; else empty
    std::vector<Proof> evidence = {};
    std::string remark = {};  ///< one sentence where the confidence alone would mislead; empty else
    bool isSupposed = false;  ///< no object says so: somebody asked what if

    std::string_view setting(std::string_view key) const;  ///< empty if it is not known
    /** Whether it works over another one that fills the role, as Multus and a node's DNS cache do. */
    bool isLayer() const;
};

/** What if another component filled a role? */
struct Supposition {
    NetworkRole role = NetworkRole::Cni;
    std::string component;  ///< as `detect` names it
    bool operator==(const Supposition &) const = default;
};

/** A role of which nothing can be said, and why. */
struct UnknownRole {
    NetworkRole role = NetworkRole::Cni;
    std::string why;
};

/** Who made the cluster: "k3s", "k3d", "rke2", "kind", "minikube", "microk8s", "docker-desktop", "kubeadm", "eks",
 *  "gke", "aks", "oke", "openshift" or "unknown". */
struct Distribution {
    std::string_view name = "unknown";
    std::string version;  ///< of Kubernetes, as the nodes say it; the lowest where they differ
    std::string why;      ///< for "unknown"
    std::vector<Proof> evidence;
};

/** Which component fills which role in one snapshot. Components are sorted by role, confidence and name,
 *  layers behind what they work over. */
struct Roles {
    SnapshotPtr snapshot;
    Distribution distribution;
    std::vector<Component> components;
    std::vector<UnknownRole> unknown;
    std::optional<Supposition> supposition;  ///< what is only supposed of this; none: it is all as the objects say
    std::vector<Component> replaced;         ///< what a supposition has taken the roles from
    ServiceTypes services;
    ClusterFacts facts;

    /** The one that fills the role, the surest first; null if none does. Leftovers and layers fill nothing. */
    const Component *filling(NetworkRole role) const;
    const Component *find(NetworkRole role, std::string_view name) const;
};
using RolesPtr = std::shared_ptr<const Roles>;

/** Works out who fills which role. Errors: none. Cost: linear in nodes and workloads; pods are looked at only where
 *  they alone tell. Source: the signals' documentation is named in each detector's file. */
[[nodiscard]] RolesPtr detectRoles(SnapshotPtr snapshot, std::stop_token stop = {});

}  // namespace portolan
