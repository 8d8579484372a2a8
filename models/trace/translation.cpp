// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/translation.h"

#include <algorithm>

#include "trace/cidr.h"

namespace portolan::trace {

namespace {

using Kind = Translation::Kind;

bool isAllowedBySourceRanges(const Ground &ground, const Object &node, const Object &service, const TracePacket &packet)
{
    const auto ranges = service.spec()["loadBalancerSourceRanges"].items();
    // A node may use its own address as the load balancer's: kube-proxy lets it.
    const bool isOwn = packet.src == packet.dst && ground.isLocal(node, packet.src);
    return ranges.empty() || isOwn ||
           std::ranges::any_of(ranges, [&](const Value &range) { return isInRanges(packet.src, range.text()); });
}

std::vector<Endpoint> chosen(const EndpointList &list, const std::optional<std::vector<std::size_t>> &set,
                             std::string_view address)
{
    std::vector<Endpoint> endpoints;
    for (const std::size_t i : set.value_or(std::vector<std::size_t>())) {
        if (areAlike(list.endpoints[i].address, address))
            endpoints.push_back(list.endpoints[i]);
    }
    return endpoints;
}

/** From outside with a Local policy only this node's endpoints count; pods and the node itself may use any. */
Translation decide(const Ground &ground, const Object &node, const TracePacket &packet, const Sender &sender,
                   const Offer &offer)
{
    Translation translation;
    translation.offer = &offer;
    const EndpointList list = ground.endpoints().of(*offer.service, offer.port);
    const TrafficPolicies policies = ServiceEndpoints::policiesOf(*offer.service);
    const Choice choice = ground.endpoints().chosenOn(node.name, list, policies);
    translation.bySelector = list.bySelector;
    const bool isInside = offer.by == Offer::By::ClusterIp;
    const bool isFromHere = sender.isPod || sender.isNodeItself;
    translation.isLocalOnly = isInside ? policies.isInternalLocal : policies.isExternalLocal && !isFromHere;
    translation.to = chosen(list, translation.isLocalOnly ? choice.local : choice.cluster, packet.dst);
    if (isInside)
        translation.isMarked = !sender.isPod;
    else
        translation.isMarked = !policies.isExternalLocal || (sender.isNodeItself && !sender.isPod);
    if (!translation.to.empty())
        translation.kind = Kind::To;
    else if (!list.isKnown)
        translation.kind = Kind::NotKnown;
    else
        translation.kind = choice.hasAny ? Kind::Drop : Kind::Refuse;
    return translation;
}

}  // namespace

Protocol protocolOf(std::string_view text)
{
    return text == "UDP" ? Protocol::UDP : text == "SCTP" ? Protocol::SCTP : Protocol::TCP;
}

bool isHairpin(const TracePacket &packet, const Endpoint &endpoint)
{
    return packet.src == endpoint.address;
}

Translation translate(const Ground &ground, const Object &node, const TracePacket &packet, const Sender &sender)
{
    if (packet.protocol == "ICMP")
        return {};
    const Protocol protocol = protocolOf(packet.protocol);
    const Offer *offer = ground.offer(packet.dst, packet.dport, protocol);
    if (!offer && ground.isLocal(node, packet.dst))
        offer = ground.nodePort(packet.dport, protocol);
    if (!offer)
        return {};
    if (offer->by == Offer::By::LoadBalancer && !isAllowedBySourceRanges(ground, node, *offer->service, packet)) {
        Translation translation;
        translation.offer = offer;
        translation.isOutOfRanges = true;
        // An address of the node itself is left to the port mapping of ServiceLB's pod; others are dropped.
        translation.kind = ground.isLocal(node, packet.dst) ? Kind::None : Kind::Drop;
        return translation;
    }
    return decide(ground, node, packet, sender, *offer);
}

}  // namespace portolan::trace
