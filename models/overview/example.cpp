// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/example.h"

namespace portolan::overview {

namespace {

bool isOrdinary(const Pod &pod)
{
    return pod.isReady && !pod.pod->hostNetwork && !pod.ip.empty() && !pod.node.empty();
}

/** A ready pod of another workload in the namespace, on another machine than the server if there is one. */
const Pod *clientFor(const ClusterSnapshot &snapshot, const Pod &server)
{
    const Pod *near = nullptr;
    for (const Pod &pod : snapshot.pods) {
        if (!isOrdinary(pod) || pod.space != server.space || pod.ownerName == server.ownerName)
            continue;
        const Pod *kept = snapshot.findPod(pod.space, pod.name);
        if (pod.node != server.node)
            return kept;
        near = near ? near : kept;
    }
    return near;
}

std::uint16_t numberOf(const Value &value)
{
    const std::int64_t number = value.integer();
    return number > 0 && number < 65536 ? static_cast<std::uint16_t>(number) : std::uint16_t(0);
}

/** The first ready endpoint of a slice that is a pod. */
const Pod *serverIn(const ClusterSnapshot &snapshot, const Object &slice)
{
    const Value endpoints = slice["endpoints"];
    for (const Value &endpoint : endpoints.items()) {
        if (!endpoint["conditions"]["ready"].boolean(true) || endpoint["targetRef"]["kind"].text() != "Pod")
            continue;
        const Pod *pod = snapshot.findPod(slice.space, endpoint["targetRef"]["name"].text());
        if (pod && isOrdinary(*pod))
            return pod;
    }
    return nullptr;
}

const Object *nodeOf(const ClusterSnapshot &snapshot, const Pod *pod)
{
    return pod ? snapshot.find(Kind::Node, {}, pod->node) : nullptr;
}

Example exampleOf(const ClusterSnapshot &snapshot, const Object &slice)
{
    Example example;
    example.service = snapshot.find(Kind::Service, slice.space, slice.label("kubernetes.io/service-name"));
    if (!example.service || example.service->spec()["clusterIP"].text().empty() ||
        example.service->spec()["clusterIP"].text() == "None")
        return {};
    example.server = serverIn(snapshot, slice);
    if (!example.server)
        return {};
    example.client = clientFor(snapshot, *example.server);
    example.servicePort = numberOf(example.service->spec()["ports"].at(0)["port"]);
    example.podPort = numberOf(slice["ports"].at(0)["port"]);
    example.clientNode = nodeOf(snapshot, example.client);
    example.serverNode = nodeOf(snapshot, example.server);
    return example;
}

int worth(const Example &example)
{
    return !example.server ? 0 : !example.isComplete() ? 1 : example.client->node == example.server->node ? 2 : 3;
}

}  // namespace

Example exampleIn(const TopologyGraph &graph)
{
    Example best;
    for (const ObjectPtr &slice : graph.snapshot->of(Kind::EndpointSlice)) {
        if (slice->space == "kube-system" || slice->space == "default")
            continue;
        const Example example = exampleOf(*graph.snapshot, *slice);
        if (worth(example) > worth(best))
            best = example;
        if (worth(best) == 3)
            break;
    }
    return best;
}

std::string_view addressOf(const Object &node, std::string_view type)
{
    const Value addresses = node.status()["addresses"];
    for (const Value &address : addresses.items()) {
        if (address["type"].text() == type)
            return address["address"].text();
    }
    return {};
}

std::string gatewayOf(std::string_view cidr)
{
    const auto dot = cidr.rfind('.');
    return cidr.find(':') == std::string_view::npos && dot != std::string_view::npos
               ? std::string(cidr.substr(0, dot)) + ".1"
               : std::string();
}

}  // namespace portolan::overview
