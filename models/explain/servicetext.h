// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "kube/snapshot.h"
#include "topology/graph.h"

namespace portolan {

enum class ServiceShape { ClusterIp, Headless, NodePort, LoadBalancer, ExternalName };

[[nodiscard]] ServiceShape shapeOf(const Object &service);
/** "ClusterIP", "headless ClusterIP" …, as a noun phrase for "A … Service". */
[[nodiscard]] std::string_view nameOf(ServiceShape shape);

/** The virtual addresses; empty for headless Services and for manifests that no cluster has seen. */
[[nodiscard]] std::vector<std::string> clusterAddressesOf(const Object &service);
/** What status.loadBalancer lists: addresses and host names. */
[[nodiscard]] std::vector<std::string> outerAddressesOf(const Object &service);

/** "port 80", "ports 80 and 443", "53/UDP": how clients of the Service name its ports. */
[[nodiscard]] std::string portsOf(const Object &service);
/** The numbers of the node ports, as text. */
[[nodiscard]] std::vector<std::string> nodePortsOf(const Object &service);
/** "http 8080 → 8080", "dns 53 → 53/UDP, node port 30053". */
[[nodiscard]] std::string portText(const Value &port, ServiceShape shape);
/** "10.43.7.31:8080", "10.43.201.9 on ports 80 and 443". */
[[nodiscard]] std::string dialText(const std::string &address, const Object &service);

/** "app=web,tier=front". */
[[nodiscard]] std::string selectorOf(const Object &service);
/** The pods of the namespace that carry every label of the selector. */
[[nodiscard]] std::vector<const Pod *> podsOf(const ClusterSnapshot &snapshot, const Object &service);
[[nodiscard]] std::size_t podsMatching(const ClusterSnapshot &snapshot, const Object &service);

/** A port whose targetPort is a name that no pod of the selector gives to a port of that protocol: it has no endpoints.
 *  "port 80 goes to the container port named web, and no pod that it selects names one so"; empty if there is none. */
[[nodiscard]] std::string namedPortTrouble(const ClusterSnapshot &snapshot, const Object &service);
/** Whether the text is an IPv4 or IPv6 address. */
[[nodiscard]] bool isAddress(std::string_view text);

/** What gave the Service its outer address, as far as an object says it. */
struct AddressGiver {
    std::string who;                     ///< "ServiceLB", "MetalLB, from pool home"; empty: nobody who is known
    std::vector<std::string> sentences;  ///< how the address comes to its nodes
    std::vector<Proof> because;          ///< the first one decides
};
[[nodiscard]] AddressGiver addressGiverOf(const TopologyGraph &graph, const Object &service);
/** Why a LoadBalancer Service has no address, as far as the objects tell. */
[[nodiscard]] std::string pendingReason(const TopologyGraph &graph, const Object &service);
/** What keeps a pod of ServiceLB for this Service from being ready; empty if all are, or none is there. */
[[nodiscard]] std::string waitingServiceLb(const ClusterSnapshot &snapshot, const Object &service);
/** Whether a pod is one of ServiceLB's for this Service. */
[[nodiscard]] bool isServiceLbPod(const Pod &pod, const Object &service);

}  // namespace portolan
