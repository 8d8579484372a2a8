// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "endpoints/endpoints.h"
#include "findings/finding.h"
#include "kube/absence.h"
#include "policy/policy.h"
#include "roles/serverflags.h"

namespace portolan::findings {

/** What the rules of all groups ask, worked out once, and where they put what they find. */
class Search {
public:
    explicit Search(const TopologyGraph &graph);

    const ClusterSnapshot &snapshot() const { return *m_graph.snapshot; }
    const Roles &roles() const { return *m_graph.roles; }
    const TopologyGraph &graph() const { return m_graph; }
    const ServiceEndpoints &endpoints() const { return m_endpoints; }
    const Policies &policies() const { return m_policies; }
    const roles::ServerFlags &flags() const { return m_flags; }

    /** Whether all objects of the kind in the namespace were read: only then one that is not here is missing. */
    bool isRead(Kind kind, std::string_view space = {}) const;
    /** Made less than a minute before the snapshot: still coming up. */
    bool isYoung(const Object &object) const;
    bool isK3s() const;
    std::vector<const Pod *> podsIn(std::string_view space) const;
    /** Pods that a selector of pairs chooses; those that are over don't count. */
    std::vector<const Pod *> selectedBy(std::string_view space, const Value &selector) const;
    /** Nodes that pods may be scheduled to. */
    std::vector<const Object *> schedulableNodes() const;

    Finding &add(std::string_view rule, Severity severity, std::vector<ObjectRef> objects, std::string message,
                 std::string remedy);
    /** Evidence: the field as it stands. */
    void prove(Finding &finding, const Object &object, std::string path, std::string means = {});
    std::vector<Finding> take() { return std::move(m_found); }

private:
    const TopologyGraph &m_graph;
    ServiceEndpoints m_endpoints;
    Policies m_policies;
    roles::ServerFlags m_flags;
    std::map<std::string_view, std::vector<const Pod *>> m_podsOf;
    mutable std::map<std::pair<Kind, std::string>, bool> m_isRead;
    std::vector<Finding> m_found;
};

// The groups, one for each file.
void findServiceFaults(Search &search);
void findEndpointFaults(Search &search);
void findLoadBalancerFaults(Search &search);
void findPoolFaults(Search &search);
void findIngressFaults(Search &search);
void findRouteFaults(Search &search);
void findGatewayFaults(Search &search);
void findNodeFaults(Search &search);
void findNetworkFaults(Search &search);
void findK3sFaults(Search &search);
void findDnsFaults(Search &search);
void findPolicyFaults(Search &search);
void findMeshFaults(Search &search);

[[nodiscard]] std::string titleOf(const Object &object);  ///< "shop/web", or the name alone
[[nodiscard]] std::string titleOf(const Pod &pod);
/** "a, b and 3 more" */
[[nodiscard]] std::string listed(const std::vector<std::string> &names, std::size_t most = 3);
/** "app=web, tier=x" of a selector of pairs. */
[[nodiscard]] std::string pairsOf(const Value &selector);

}  // namespace portolan::findings
