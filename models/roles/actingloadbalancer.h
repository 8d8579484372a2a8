// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "roles/roles.h"

namespace portolan {

/** Who gives one Service of type LoadBalancer its address. */
struct ActingLoadBalancer {
    std::string_view component;  ///< as in Component::name, "calico" among them; empty: nobody who is known
    /** Confirmed: it left its mark on the Service, or the class says so; inferred: the address is of its pool, or it is
     *  the only one there; conflict: several left marks. */
    Confidence confidence = Confidence::Inferred;
    std::vector<Proof> because;            ///< the first one decides
    std::vector<std::string_view> rivals;  ///< further components with marks of their own on the Service
    bool isClassUnknown = false;           ///< spec.loadBalancerClass names nobody that is known
};

/** Answers for all Services of a snapshot. Lives as long as both that it is made of.
 *  Cost: making it is linear in DaemonSets and in MetalLB's statuses; an answer, in the pools and the Service's
 *  addresses. Sources: K3s, pkg/cloudprovider/servicelb.go; MetalLB, "Usage"; Cilium, "LoadBalancer IP Address
 *  Management"; Kubernetes API reference, `spec.loadBalancerClass`. */
class ActingLoadBalancers {
public:
    ActingLoadBalancers(const ClusterSnapshot &snapshot, const Roles &roles);

    /** Nobody, for a Service of another type. */
    [[nodiscard]] ActingLoadBalancer of(const Object &service) const;
    /** MetalLB's word on who announces it: a ServiceL2Status, else a ServiceBGPStatus; null if there is none. */
    [[nodiscard]] const Object *announcementOf(const Object &service) const;
    /** The pool of this component that the Service's first address is of; null if none has it. */
    [[nodiscard]] const Object *poolOf(const Object &service, std::string_view component) const;
    /** What takes the Service over from whatever serves it, as somebody supposes; null if nobody does. */
    [[nodiscard]] const Component *supposedFor(const Object &service) const;

private:
    using Key = std::pair<std::string_view, std::string_view>;  ///< namespace and name of a Service
    void byClass(const Object &service, ActingLoadBalancer &acting) const;
    void addMarks(const Object &service, std::vector<std::pair<std::string_view, Proof>> &marks) const;
    void byAddress(const Object &service, ActingLoadBalancer &acting) const;
    void byNode(const Object &service, ActingLoadBalancer &acting) const;
    void byElimination(ActingLoadBalancer &acting) const;

    const ClusterSnapshot &m_snapshot;
    const Roles &m_roles;
    std::map<Key, const Object *> m_serviceLbSets;
    std::map<Key, const Object *> m_metalLbStatuses;
};

}  // namespace portolan
