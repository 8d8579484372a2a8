// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "trace/cidr.h"
#include "trace/walk.h"

/* Where packets begin and end: pods, nodes, and the world outside. */
namespace portolan::trace {

namespace {

std::string title(const Pod &pod)
{
    return std::string(pod.space) + '/' + std::string(pod.name);
}

bool declares(const Pod &pod, std::uint16_t port, Protocol protocol)
{
    return std::ranges::any_of(pod.pod->containers, [&](const Container &container) {
        return std::ranges::any_of(
            container.ports, [&](const ContainerPort &own) { return own.port == port && own.protocol == protocol; });
    });
}

bool declaresAny(const Pod &pod)
{
    return std::ranges::any_of(pod.pod->containers,
                               [](const Container &container) { return !container.ports.empty(); });
}

}  // namespace

Branches Walk::fromPod(const Pod &pod)
{
    if (pod.pod->hostNetwork) {
        const Object *node = m_ground.node(pod.node);
        if (node)
            return fromNode(*node);
        return stop(Verdict::Unknown, placeOf(pod), {}, "The pod shares the network of a node that was not read.", {});
    }
    if (m_packet.dst == pod.ip || m_packet.dst == pod.secondIp.view()) {
        step(placeOf(pod), "lo", HopAction::Send, "A pod reaches itself over its own loopback.");
        return arriveAtPod(pod);
    }
    step(placeOf(pod), "eth0", HopAction::Send, "The pod sends it.");
    return leavePod(pod);
}

Branches Walk::leavePod(const Pod &pod)
{
    const Object *node = m_ground.node(pod.node);
    if (!node)
        return stop(Verdict::Unknown, placeOf(pod), "eth0",
                    pod.node.empty() ? "The pod runs on no node yet." : "Its node was not read.", {});
    if (m_ground.translator() == Translator::Socket) {
        const Translation translation = translate(m_ground, *node, m_packet, Sender{false, true});
        if (translation.kind != Translation::Kind::None) {
            Branches all;
            if (translation.kind != Translation::Kind::To)
                return translated(*node, Entry::Pod, &pod, translation);
            for (const Endpoint &endpoint : translation.to) {
                Walk way = *this;
                way.m_packet.dst = endpoint.address;
                way.m_packet.dport = endpoint.port;
                Hop &hop = way.step(placeOf(pod), {}, HopAction::Dnat,
                                    "When the pod connects, a program in the kernel puts the address of an endpoint in "
                                    "the place of the Service's, before there is a packet.");
                hop.because = {{endpoint.source, endpoint.path, std::string(endpoint.address), "endpoint"}};
                for (const Endpoint &other : translation.to)
                    hop.alternatives.push_back({other.pod ? placeOf(*other.pod) : hostAndPort(other),
                                                1.0 / static_cast<double>(translation.to.size())});
                way.step(placeOf(*node), "veth", HopAction::Route, "The node's end of the pod's interface.", 2);
                for (Branch &branch : way.onNode(*node, Entry::Pod, &pod))
                    all.push_back(std::move(branch));
            }
            return all;
        }
    }
    const bool isOnLink = m_ground.dataPlane() == DataPlane::Bridge && m_ground.isOwnRange(*node, m_packet.dst);
    if (isOnLink && !m_ground.podWith(m_packet.dst) && !m_ground.isLocal(*node, m_packet.dst)) {
        m_hops.back().says = "The address is of the pod's own range, so it asks its neighbours, and nobody has it.";
        m_mend.emplace_back("Use the address of a pod that is there.");
        return end(Verdict::NoRoute);
    }
    step(placeOf(*node), "veth", HopAction::Route, "The node's end of the pod's interface.", 2);
    return onNode(*node, Entry::Pod, &pod);
}

/** A process has its address from the way it takes: the bridge's towards the node's pods, the tunnel's towards others'.
 */
Branches Walk::fromNode(const Object &node)
{
    const Pod *to = m_ground.podWith(m_packet.dst);
    const Object *other = to ? m_ground.node(to->node) : m_ground.nodeOfRange(m_packet.dst);
    const bool isHere = other == &node;
    std::string own = isHere ? m_ground.bridgeOf(node, m_packet.dst) : std::string();
    if (other && !isHere && m_ground.overlay().between(node, *other).isTunnel)
        own = m_ground.tunnelOf(node, m_packet.dst);
    if (own.empty())
        own = m_ground.uplinkOf(node, m_packet.dst);
    m_packet.src = own;
    step(placeOf(node), {}, HopAction::Send, "A process in the node's own network sends it.");
    return onNode(node, Entry::Self, nullptr);
}

Branches Walk::fromOutside(const Object *via)
{
    step("outside", "uplink", HopAction::Send, "Somebody outside of the cluster sends it.");
    if (!via) {
        if (const Object *node = m_ground.nodeWith(m_packet.dst); node && !m_ground.isPodAddress(m_packet.dst)) {
            via = node;
            if (m_ground.isOnlyOutside(*node, m_packet.dst)) {
                // Such an address is often not on the node but in front of it: the packet arrives for the inner one.
                const std::string inner = m_ground.uplinkOf(*node, m_packet.dst);
                if (!inner.empty() && inner != m_packet.dst) {
                    m_packet.dst = inner;
                    Hop &hop =
                        step("outside", {}, HopAction::Dnat,
                             "An ExternalIP is assumed to be translated in front of the node, to its InternalIP.");
                    hop.certainty = Confidence::Assumed;
                }
            }
        }
    }
    if (!via) {
        const Protocol protocol = protocolOf(m_packet.protocol);
        const Offer *offer = m_ground.offer(m_packet.dst, m_packet.dport, protocol);
        const auto owners = m_ground.servicesWith(m_packet.dst);
        if (offer && offer->by != Offer::By::ClusterIp)
            return toBalancedAddress(*offer);
        const bool isBalanced = !owners.empty() && !m_ground.isServiceAddress(m_packet.dst);
        if (isBalanced)
            return stop(Verdict::Unknown, "outside", {},
                        "The address belongs to a Service that does not offer this port; what its load balancer does "
                        "then is not visible.",
                        {});
        return arriveOutside();
    }
    step(placeOf(*via), "uplink", HopAction::Route, "The node gets it.");
    return onNode(*via, Entry::Uplink, nullptr);
}

/** An address that no node has: some node gets the packet, by announcement or from a load balancer outside. */
Branches Walk::toBalancedAddress(const Offer &offer)
{
    const Object *announced = m_ground.balancers().announcementOf(*offer.service);
    if (const Object *node = announced ? m_ground.node(announced->status()["node"].text()) : nullptr) {
        Hop &hop =
            step(placeOf(*node), "uplink", HopAction::Route, "This node announces the address, so it gets the packet.");
        hop.because.push_back({refTo(*announced), "/status/node", std::string(node->name), "announces the address"});
        return onNode(*node, Entry::Uplink, nullptr);
    }
    Branches all;
    for (const ObjectPtr &node : m_ground.snapshot().of(Kind::Node)) {
        Walk way = *this;
        Hop &hop = way.step(placeOf(*node), "uplink", HopAction::Route,
                            "Some node gets the packet; which one is decided outside of what the API shows.");
        hop.certainty = Confidence::Assumed;
        Branches branches = way.onNode(*node, Entry::Uplink, nullptr);
        // A load balancer does not send to nodes that drop it: with the policy Local it asks them.
        const bool isAsked = ServiceEndpoints::policiesOf(*offer.service).isExternalLocal;
        for (Branch &branch : branches) {
            if (!(isAsked && branch.verdict == Verdict::Dropped))
                all.push_back(std::move(branch));
        }
    }
    if (all.empty())
        return stop(Verdict::Unknown, "outside", {}, "No node is known to take packets for this address.", {});
    return all;
}

Branches Walk::arriveOutside()
{
    const bool isOurs = m_ground.isServiceAddress(m_packet.dst) || m_ground.isPodAddress(m_packet.dst);
    if (isOurs) {
        step("outside", "uplink", HopAction::Reject,
             "The address is of the cluster's own ranges; outside of the nodes nobody has a route to it, unless "
             "somebody made one.");
        m_hops.back().certainty = Confidence::Assumed;
        m_mend.emplace_back(
            m_ground.isServiceAddress(m_packet.dst)
                ? "Use an address and port that a Service offers."
                : "Reach the pod through a Service that is open to the outside, or give the client a route.");
        // A socket for datagrams is not told that a network can't be reached.
        return end(m_packet.protocol == "UDP" ? Verdict::Dropped : Verdict::NoRoute);
    }
    step("outside", "uplink", HopAction::Route, "The network outside of the nodes carries it on.");
    Hop &hop = step("outside", "uplink", HopAction::Deliver,
                    "The packet leaves the cluster; whether somebody answers there, the API does not tell.");
    hop.certainty = Confidence::Assumed;
    m_caveats.emplace_back(
        "What happens outside of the cluster is not visible: the packet is taken for delivered once it has left.");
    return end(Verdict::Delivered);
}

Branches Walk::arriveAtPod(const Pod &pod)
{
    if (m_forwards < 4) {
        if (const Object *service = m_ground.servedBy(pod)) {
            ++m_forwards;
            step(placeOf(pod), "eth0", HopAction::Route,
                 "ServiceLB's pod has no process: rules in its network send the packet on.");
            return throughServiceLb(pod, *service);
        }
    }
    Confidence certainty = Confidence::Confirmed;
    std::string says;
    const bool isListened = m_packet.protocol == "ICMP" || isListening(pod, certainty, says);
    Hop &hop = step(placeOf(pod), m_hops.back().device == "lo" ? "lo" : "eth0",
                    isListened ? HopAction::Deliver : HopAction::Reject,
                    m_packet.protocol == "ICMP" ? "The pod's kernel answers." : says);
    hop.certainty = std::max(certainty, hop.certainty);
    if (!isListened) {
        m_mend.push_back("Use a port that Pod " + title(pod) + " listens on.");
        return end(Verdict::Refused);
    }
    return end(Verdict::Delivered, &pod);
}

/** Containers may listen on ports that they don't declare, so a port that nobody declares is closed only as far as can
 *  be seen. */
bool Walk::isListening(const Pod &pod, Confidence &certainty, std::string &says) const
{
    const std::string port = m_packet.protocol + " port " + std::to_string(m_packet.dport);
    if (declares(pod, m_packet.dport, protocolOf(m_packet.protocol))) {
        says = "A container declares " + port + ": it answers.";
        return true;
    }
    const bool isTarget = std::ranges::any_of(m_hops, [&](const Hop &hop) { return hop.does == HopAction::Dnat; });
    if (isTarget || !declaresAny(pod)) {
        certainty = isTarget ? Confidence::Inferred : Confidence::Assumed;
        says = isTarget ? "No container declares " + port + ", but the Service sends there: it is taken to listen."
                        : "The pod declares no ports at all: it is taken to listen on " + port + '.';
        return true;
    }
    certainty = Confidence::Assumed;
    says = "No container declares " + port + ": as far as can be seen nobody listens, and the kernel refuses at once.";
    return false;
}

/** In the pod's own network: the port becomes the Service's, or with the policy Local the NodePort of this node; the
 *  source becomes the pod. */
Branches Walk::throughServiceLb(const Pod &pod, const Object &service)
{
    const auto ranges = service.spec()["loadBalancerSourceRanges"].items();
    const bool isLetIn = ranges.empty() || std::ranges::any_of(ranges, [&](const Value &range) {
                             return isInRanges(m_packet.src, range.text());
                         });
    if (!isLetIn)
        return stop(Verdict::Dropped, placeOf(pod), "eth0",
                    "The source is in none of the ranges that Service " + std::string(service.space) + '/' +
                        std::string(service.name) + " lets in: ServiceLB's pod drops it.",
                    "Add the source to spec.loadBalancerSourceRanges of the Service.");
    const Value spec = service.spec();
    const bool isLocal = spec["externalTrafficPolicy"].text() == "Local";
    for (const ServicePort &port : ServiceEndpoints::portsOf(service)) {
        if (port.port != m_packet.dport || port.protocol != protocolOf(m_packet.protocol))
            continue;
        const Object *node = m_ground.node(pod.node);
        m_packet.dst = isLocal && node ? m_ground.uplinkOf(*node, pod.ip) : std::string(spec["clusterIP"].text());
        m_packet.dport = isLocal ? port.nodePort : port.port;
        m_packet.src = pod.ip;
        m_packet.sport = 0;
        Hop &hop = step(
            placeOf(pod), "eth0", HopAction::Dnat,
            isLocal
                ? "It sends to the NodePort of its own node, with its own address as the source: the client's is lost."
                : "It sends to the Service's ClusterIP, with its own address as the source: the client's is lost.");
        hop.because.push_back(
            {refTo(service), "/spec/externalTrafficPolicy", isLocal ? "Local" : "Cluster", "where ServiceLB sends to"});
        return leavePod(pod);
    }
    return stop(Verdict::Unknown, placeOf(pod), "eth0", "The Service does not have this port any more.", {});
}

/** What listens on a node and is no pod, as far as objects or the distribution's documentation say; empty: unknown. */
std::string Walk::knownListener(const Object &node, std::vector<Proof> &because) const
{
    const auto named = m_ground.snapshot().of(Kind::EndpointSlice);
    for (const ObjectPtr &slice : named) {
        for (const Value &port : (*slice)["ports"].items()) {
            if (port["port"].integer() != m_packet.dport ||
                protocolOf(port["protocol"].text()) != protocolOf(m_packet.protocol))
                continue;
            const auto endpoints = (*slice)["endpoints"].items();
            for (std::size_t i = 0; i < endpoints.size(); ++i) {
                if (m_ground.nodeWith(endpoints[i]["addresses"].at(0).text()) != &node)
                    continue;
                because.push_back({refTo(*slice), "/endpoints/" + std::to_string(i) + "/addresses/0",
                                   std::string(endpoints[i]["addresses"].at(0).text()), "an endpoint on this node"});
                return "It is an endpoint of Service " + std::string(slice->space) + '/' +
                       std::string(slice->label("kubernetes.io/service-name")) + '.';
            }
        }
    }
    if (m_packet.dport == 10250 && m_packet.protocol == "TCP")
        return "The kubelet listens on this port.";
    return {};
}

Branches Walk::arriveAtNode(const Object &node, Entry entry, const Pod *from)
{
    Branches ended;
    if (entry == Entry::Pod && from && !mayForward(node, entry, from, nullptr, ended))
        return ended;
    const std::string device = entry == Entry::Self ? "lo" : deviceOf(entry);
    if (entry == Entry::Self)
        step(placeOf(node), "lo", HopAction::Route, "The node reaches itself over its loopback.");
    if (m_packet.protocol == "ICMP") {
        step(placeOf(node), device, HopAction::Deliver, "The node's kernel answers.");
        return end(Verdict::Delivered);
    }
    if (const Pod *pod = m_ground.listenerOn(node, m_packet.dport, protocolOf(m_packet.protocol))) {
        step(placeOf(node), device, HopAction::Deliver,
             "Pod " + title(*pod) + ", in the node's own network, has this port: it answers.");
        return end(Verdict::Delivered, pod);
    }
    std::vector<Proof> because;
    if (const std::string listener = knownListener(node, because); !listener.empty()) {
        step(placeOf(node), device, HopAction::Deliver, listener).because = because;
        return end(Verdict::Delivered);
    }
    Branches branches =
        stop(Verdict::Refused, placeOf(node), device,
             "The address is the node's own, and nothing that the API shows has " + m_packet.protocol + " port " +
                 std::to_string(m_packet.dport) + " there: the kernel refuses, unless some other process listens.",
             "Use a port that something on the node answers for: a NodePort, a hostPort, or a pod in its network.");
    branches.front().hops.back().certainty = Confidence::Assumed;
    return branches;
}

}  // namespace portolan::trace
