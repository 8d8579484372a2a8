// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/outside.h"

#include <algorithm>

#include "roles/addressrange.h"
#include "topology/outside.h"

namespace portolan::relations {

namespace {

/** An annotation that asks for an internal load balancer, and its value that does. */
struct Wish {
    std::string_view key;
    std::string_view value;  ///< empty: any but "false"
};

constexpr Wish internalWishes[] = {
    {"service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"},
    {"service.beta.kubernetes.io/aws-load-balancer-internal", {}},
    {"networking.gke.io/load-balancer-type", "Internal"},
    {"cloud.google.com/load-balancer-type", "Internal"},
    {"service.beta.kubernetes.io/azure-load-balancer-internal", "true"},
    {"service.beta.kubernetes.io/oci-load-balancer-internal", "true"},
    {"oci-network-load-balancer.oraclecloud.com/internal", "true"},
    {"service.beta.kubernetes.io/openstack-internal-load-balancer", "true"},
    {"service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "private"},
    {"service.beta.kubernetes.io/cce-load-balancer-internal-vpc", "true"},
    {"service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", {}},
    {"service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "intranet"},
    {"service.beta.kubernetes.io/do-loadbalancer-network", "INTERNAL"},
    {"load-balancer.hetzner.cloud/disable-public-network", "true"},
};

constexpr Wish publicWish{"service.beta.kubernetes.io/aws-load-balancer-scheme", "internet-facing"};

bool has(const Object &object, const Wish &wish)
{
    const std::string_view value = object.annotation(wish.key);
    return wish.value.empty() ? !value.empty() && value != "false" : value == wish.value;
}

/** By its form alone: AWS gives such names to load balancers without public addresses. */
bool isInternalName(std::string_view host)
{
    return host.starts_with("internal-") && host.ends_with(".elb.amazonaws.com");
}

Clients clientsOf(std::string_view address)
{
    if (roles::isPrivate(address) || isInternalName(address))
        return Clients::OfPrivateNetwork;
    return roles::isInRange(address, address) ? Clients::Any : Clients::Unsaid;
}

}  // namespace

VertexIndex outside(GraphBuilder &graph, Clients clients)
{
    const bool isPrivate = clients == Clients::OfPrivateNetwork;
    const VertexIndex v = graph.add(isPrivate ? privateOutsideId : outsideId, VertexType::Outside);
    graph[v].name = "Outside";
    if (isPrivate)
        graph[v].detail = "private network";
    else if (clients == Clients::Any || graph[v].detail.empty())
        graph[v].detail = clients == Clients::Any ? "any client" : "clients";
    return v;
}

Clients whoReachesNodes(const ClusterSnapshot &snapshot)
{
    Clients all = Clients::Unsaid;
    for (const ObjectPtr &node : snapshot.of(Kind::Node)) {
        for (const Value &entry : node->status()["addresses"].items()) {
            const Clients clients = clientsOf(entry["address"].text());
            if (clients == Clients::Any)
                return Clients::Any;
            if (clients == Clients::OfPrivateNetwork)
                all = clients;
        }
    }
    return all;
}

void connectOutside(GraphBuilder &graph, VertexIndex to, Clients clients, const Because &because)
{
    Edge edge;
    edge.from = outside(graph, clients);
    edge.to = to;
    edge.type = EdgeType::Exposes;
    graph.connect(edge, {because});
}

void connectOutside(GraphBuilder &graph, VertexIndex to, const Object &object, std::string_view address,
                    std::string_view path)
{
    const Clients byAddress = clientsOf(address);
    const Because there{refTo(object), path, address};
    const auto wish = std::ranges::find_if(internalWishes, [&](const Wish &one) { return has(object, one); });
    if (byAddress == Clients::OfPrivateNetwork || wish == std::end(internalWishes)) {
        const bool isPublic = byAddress == Clients::Unsaid && has(object, publicWish);
        return connectOutside(graph, to, isPublic ? Clients::Any : byAddress, there);
    }
    Edge edge;
    edge.from = outside(graph, Clients::OfPrivateNetwork);
    edge.to = to;
    edge.type = EdgeType::Exposes;
    const std::string key = "/metadata/annotations" + pointerStep(wish->key);
    graph.connect(edge, {there, {refTo(object), key, object.annotation(wish->key)}});
}

}  // namespace portolan::relations
