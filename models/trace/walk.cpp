// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/walk.h"

#include <algorithm>

#include "trace/cidr.h"

namespace portolan::trace {

namespace {

constexpr std::string_view reachable = "uplink";

std::string titleOf(const Offer &offer)
{
    const std::string service = std::string(offer.service->space) + '/' + std::string(offer.service->name);
    const std::string port = std::to_string(offer.port.port);
    switch (offer.by) {
        case Offer::By::ClusterIp:
            return "the ClusterIP of Service " + service + ", port " + port;
        case Offer::By::LoadBalancer:
            return "the load balancer's address of Service " + service + ", port " + port;
        case Offer::By::ExternalIp:
            return "an external address of Service " + service + ", port " + port;
        case Offer::By::NodePort:
            return "the NodePort of Service " + service + ", port " + port;
    }
    return service;
}

Proof offerProof(const Offer &offer)
{
    return {refTo(*offer.service), offer.path, portolan::textOf(offer.service->root.pointer(offer.path)),
            "address of the Service"};
}

Proof endpointProof(const Endpoint &endpoint)
{
    return {endpoint.source, endpoint.path, std::string(endpoint.address), "endpoint"};
}

std::string nameOf(const Endpoint &endpoint)
{
    if (!endpoint.pod)
        return hostAndPort(endpoint);
    return "Pod/" + std::string(endpoint.pod->space) + '/' + std::string(endpoint.pod->name);
}

}  // namespace

std::string placeOf(const Object &node)
{
    return "Node/" + std::string(node.name);
}

std::string placeOf(const Pod &pod)
{
    return "Pod/" + std::string(pod.space) + '/' + std::string(pod.name);
}

Walk::Walk(const Ground &ground, const Guard &guard, TracePacket packet)
    : m_ground(ground), m_guard(guard), m_packet(std::move(packet))
{
}

Hop &Walk::step(std::string at, std::string device, HopAction does, std::string says, int layer)
{
    Hop hop;
    hop.at = std::move(at);
    hop.device = std::move(device);
    hop.does = does;
    hop.layer = layer;
    hop.packet = m_packet;
    hop.says = std::move(says);
    if (m_ground.dataPlane() == DataPlane::Unknown)
        hop.certainty = Confidence::Assumed;
    else if (m_ground.dataPlane() != DataPlane::Bridge)
        hop.certainty = Confidence::Inferred;
    m_hops.push_back(std::move(hop));
    return m_hops.back();
}

Branches Walk::end(Verdict verdict, const Pod *pod)
{
    Branch branch;
    branch.verdict = verdict;
    branch.hops = m_hops;
    branch.pod = pod;
    branch.packet = m_packet;
    branch.mend = m_mend;
    branch.caveats = m_caveats;
    return {branch};
}

Branches Walk::stop(Verdict verdict, std::string at, std::string device, std::string says, std::string mend)
{
    const bool isSilent = verdict == Verdict::Dropped || verdict == Verdict::Unknown;
    Hop &hop = step(std::move(at), std::move(device), isSilent ? HopAction::Drop : HopAction::Reject, std::move(says));
    hop.because = std::move(m_because);
    if (!mend.empty())
        m_mend.push_back(std::move(mend));
    return end(verdict);
}

std::string Walk::deviceOf(Entry entry) const
{
    switch (entry) {
        case Entry::Pod:
            return m_ground.dataPlane() == DataPlane::Bridge ? "cni0" : "veth";
        case Entry::Uplink:
            return "uplink";
        case Entry::Tunnel:
            return m_tunnelDevice;
        case Entry::Self:
            return {};
    }
    return {};
}

/** The order of the kernel's chains: addresses of Services, then NodePorts, then the ports of pods that their node
 *  answers for. Where a Service has the address and nobody to send to, no rule translates, and a mapped port still
 *  catches it. */
Branches Walk::onNode(const Object &node, Entry entry, const Pod *from)
{
    const bool isSocket = m_ground.translator() == Translator::Socket && (entry == Entry::Pod || entry == Entry::Self);
    const Sender sender{entry == Entry::Self, m_ground.isPodAddress(m_packet.src)};
    const Translation translation = isSocket ? Translation() : translate(m_ground, node, m_packet, sender);
    if (translation.kind == Translation::Kind::To)
        return translated(node, entry, from, translation);
    if (m_ground.isLocal(node, m_packet.dst) && m_packet.protocol != "ICMP") {
        const HostPort port = m_ground.hostPort(node, m_packet.dport, protocolOf(m_packet.protocol), m_packet.dst);
        if (port.pod)
            return mapped(node, entry, from, port);
    }
    if (translation.kind != Translation::Kind::None)
        return translated(node, entry, from, translation);
    const Pod *to = m_ground.podWith(m_packet.dst);
    const bool isBridged = to && to->node == node.name;
    if (entry == Entry::Pod && m_ground.dataPlane() == DataPlane::Bridge && !isBridged)
        step(placeOf(node), "cni0", HopAction::Route, "The pod's gateway is the bridge: the node routes the packet.");
    return routed(node, entry, from, false);
}

Branches Walk::translated(const Object &node, Entry entry, const Pod *from, const Translation &translation)
{
    const Offer &offer = *translation.offer;
    const std::string title = titleOf(offer);
    m_because.push_back(offerProof(offer));
    const std::string what = "Service " + std::string(offer.service->space) + '/' + std::string(offer.service->name);
    switch (translation.kind) {
        case Translation::Kind::Refuse:
            return stop(
                Verdict::Refused, placeOf(node), deviceOf(entry),
                "The packet is for " + title + ", which has no endpoint that is ready: kube-proxy refuses at once.",
                what + " needs a ready endpoint: look at its selector and at the readiness of its pods.");
        case Translation::Kind::Drop:
            if (translation.isOutOfRanges)
                return stop(Verdict::Dropped, placeOf(node), deviceOf(entry),
                            "The source is in none of the ranges that " + what + " lets in: the packet is dropped.",
                            "Add the source to spec.loadBalancerSourceRanges of " + what + '.');
            return stop(
                Verdict::Dropped, placeOf(node), deviceOf(entry),
                "The packet is for " + title +
                    "; its traffic policy is Local, and this node has no endpoint: it is dropped.",
                "Run a ready pod of " + what + " on " + std::string(node.name) + ", or use the policy Cluster.");
        case Translation::Kind::NotKnown:
            return stop(Verdict::Unknown, placeOf(node), deviceOf(entry),
                        "The packet is for " + title + ", whose endpoints were not read.", {});
        default:
            break;
    }
    Branches all;
    for (const Endpoint &endpoint : translation.to) {
        Walk way = *this;
        way.m_packet.dst = endpoint.address;
        way.m_packet.dport = endpoint.port;
        std::string says =
            "The packet is for " + title + "; kube-proxy's rules choose " +
            (translation.to.size() == 1 ? std::string("its only endpoint")
                                        : "one of " + std::to_string(translation.to.size()) + " endpoints") +
            (translation.isLocalOnly ? " on this node" : "") + " and put its address in.";
        Hop &hop = way.step(placeOf(node), deviceOf(entry), HopAction::Dnat, std::move(says));
        hop.because = {offerProof(offer), endpointProof(endpoint)};
        if (translation.bySelector)
            hop.certainty = Confidence::Inferred;
        for (const Endpoint &other : translation.to)
            hop.alternatives.push_back({nameOf(other), 1.0 / static_cast<double>(translation.to.size())});
        way.m_because.clear();
        const bool isMarked = translation.isMarked || isHairpin(m_packet, endpoint);
        for (Branch &branch : way.routed(node, entry, from, isMarked))
            all.push_back(std::move(branch));
    }
    return all;
}

/** The plugin portmap; it masquerades what comes from the range of the pod itself, so that the answer comes back. */
Branches Walk::mapped(const Object &node, Entry entry, const Pod *from, const HostPort &port)
{
    const std::string hostPort = std::to_string(m_packet.dport);
    const bool isOwnRange = m_ground.isOwnRange(node, m_packet.src);
    m_packet.dst = areAlike(port.pod->ip, m_packet.dst) ? port.pod->ip : port.pod->secondIp.view();
    m_packet.dport = port.port;
    Hop &hop = step(placeOf(node), deviceOf(entry), HopAction::Dnat,
                    "Port " + hostPort + " of the node is the hostPort of Pod " + std::string(port.pod->space) + '/' +
                        std::string(port.pod->name) + ": the port mapping sends the packet to the pod.");
    hop.because.push_back(
        {refTo(*port.pod),
         "/spec/containers/" + std::to_string(port.container) + "/ports/" + std::to_string(port.index) + "/hostPort",
         hostPort, "port of the node"});
    return routed(node, entry, from, isOwnRange);
}

Branches Walk::routed(const Object &node, Entry entry, const Pod *from, bool isMarked)
{
    const std::string dst = m_packet.dst;
    if (m_ground.isLocal(node, dst))
        return arriveAtNode(node, entry, from);
    const Pod *to = m_ground.podWith(dst);
    if (to && to->node == node.name)
        return toLocalPod(node, entry, from, *to, isMarked);
    if (!to && m_ground.isOwnRange(node, dst))
        return stop(Verdict::NoRoute, placeOf(node), deviceOf(entry),
                    "The address is of this node's pods, and no pod has it: the node finds no neighbour and says so.",
                    "Use the address of a pod that is there.");
    const Object *other = to ? m_ground.node(to->node) : m_ground.nodeOfRange(dst);
    if (to && !other)
        return stop(Verdict::Unknown, placeOf(node), deviceOf(entry),
                    "The pod runs on Node " + std::string(to->node) + ", which was not read.", {});
    if (other && other != &node)
        return toOtherNode(node, entry, from, *other, isMarked);
    return overUplink(node, m_ground.nodeWith(dst), entry, from, isMarked);
}

bool Walk::mayForward(const Object &node, Entry entry, const Pod *from, const Pod *to, Branches &ended)
{
    if (entry == Entry::Self || m_packet.protocol == "ICMP")
        return true;  // a node may always talk to its pods
    const Pod *source = from && from->ip == m_packet.src ? from : nullptr;
    const bool isSame = to && to == from;  // back to itself, through its own Service
    std::vector<Ruling> rulings;
    if (source)
        rulings.push_back(m_guard.egress(*source, to, m_packet));
    if (to && to->node == node.name)
        rulings.push_back(m_guard.ingress(source ? source : m_ground.podWith(m_packet.src), *to, m_packet));
    const auto passes = [](const Ruling &ruling) { return ruling.kind == Ruling::Kind::Passes; };
    for (const Ruling &ruling : rulings)
        m_caveats.insert(m_caveats.end(), ruling.caveats.begin(), ruling.caveats.end());
    if (std::ranges::all_of(rulings, passes) || (isSame && std::ranges::any_of(rulings, passes)))
        return true;
    const auto denial =
        std::ranges::find_if(rulings, [](const Ruling &ruling) { return ruling.kind == Ruling::Kind::Denied; });
    const Ruling &ruling = denial != rulings.end() ? *denial : *std::ranges::find_if_not(rulings, passes);
    const std::string side = ruling.isIngress ? "Ingress" : "Egress";
    const std::string whose = ruling.isIngress ? placeOf(*to) : placeOf(*source);
    std::string policies;
    for (const std::string &policy : ruling.policies)
        policies += (policies.empty() ? "" : ", ") + policy;
    if (ruling.kind == Ruling::Kind::NotKnown)
        ended = stop(
            Verdict::Unknown, placeOf(node), deviceOf(entry),
            side + " policies of " + whose + " that are not evaluated may concern this packet: " + policies + '.', {});
    else
        ended = stop(m_guard.isDenialTold() ? Verdict::Refused : Verdict::Dropped, placeOf(node), deviceOf(entry),
                     side + " of " + whose + " is isolated by " + policies + ", and no rule allows this packet" +
                         (m_guard.isDenialTold() ? ": it is refused at once." : ": it is dropped."),
                     "Allow it in a policy that selects " + whose + ": " +
                         (ruling.isIngress ? "ingress from " : "egress to ") +
                         (ruling.isIngress ? m_packet.src : m_packet.dst) + ", " + m_packet.protocol + " port " +
                         std::to_string(m_packet.dport) + '.');
    return false;
}

/** Flannel's rules after kube-proxy's mark: between pods nothing is changed, what leaves the pods' range is. */
bool Walk::mustMasquerade(const Object &node, Entry entry, bool isMarked) const
{
    if (isMarked)
        return true;
    if (entry == Entry::Self || isInRanges(m_packet.dst, "224.0.0.0/4,ff00::/8"))
        return false;
    const bool isFromPods = m_ground.isPodAddress(m_packet.src), isToPods = m_ground.isPodAddress(m_packet.dst);
    if (m_ground.isOwnRange(node, m_packet.dst))
        return false;
    if (m_ground.dataPlane() != DataPlane::Bridge)
        return isFromPods && !isToPods && !(m_ground.dataPlane() == DataPlane::Ebpf && m_ground.nodeWith(m_packet.dst));
    return isFromPods != isToPods;
}

void Walk::passOut(const Object &node, std::string device, const std::string &address, bool isChanged, bool isTold)
{
    if (isChanged && m_packet.src != address) {
        const std::string before = m_packet.src;
        m_packet.src = address;
        m_packet.sport = 0;
        step(placeOf(node), device, HopAction::Snat,
             (before == "internet" ? std::string("The client's address") : "The source " + before) + " becomes " +
                 (address.empty() ? "an address of the node" : address) +
                 ", the node's address on this way, so that the answer comes back here.");
    } else if (isTold) {
        step(placeOf(node), std::move(device), HopAction::Route, "The node's route to the address leads here.");
    }
}

Branches Walk::toLocalPod(const Object &node, Entry entry, const Pod *from, const Pod &to, bool isMarked)
{
    Branches ended;
    if (!mayForward(node, entry, from, &to, ended))
        return ended;
    const bool hasBridge = m_ground.dataPlane() == DataPlane::Bridge;
    const std::string own = hasBridge ? m_ground.bridgeOf(node, m_packet.dst) : m_ground.uplinkOf(node, m_packet.dst);
    const bool isBridged = entry == Entry::Pod && hasBridge;
    passOut(node, hasBridge ? "cni0" : "veth", own, mustMasquerade(node, entry, isMarked), hasBridge && !isBridged);
    step(placeOf(node), "veth", HopAction::Route,
         isBridged ? "The bridge hands the frame to the pod's interface." : "The packet goes into the pod's interface.",
         2);
    return arriveAtPod(to);
}

Branches Walk::toOtherNode(const Object &node, Entry entry, const Pod *from, const Object &other, bool isMarked)
{
    const OverlayWay way = m_ground.overlay().between(node, other);
    if (!way.isTunnel)
        return overUplink(node, &other, entry, from, isMarked);
    Branches ended;
    if (!mayForward(node, entry, from, m_ground.podWith(m_packet.dst), ended))
        return ended;
    return throughTunnel(node, other, way, mustMasquerade(node, entry, isMarked));
}

Branches Walk::throughTunnel(const Object &node, const Object &other, const OverlayWay &way, bool isMasqueraded)
{
    const OverlayEnd near = m_ground.overlay().endAt(node, way), far = m_ground.overlay().endAt(other, way);
    const std::string device(way.device.empty() ? std::string(near.device) : way.device);
    const std::string title(titleOfEncapsulation(way.encapsulation));
    std::string own = m_ground.tunnelOf(node, m_packet.dst);
    if (own.empty())
        own = m_ground.uplinkOf(node, m_packet.dst);
    if (way.mtu > 0)
        m_packet.mtu = static_cast<int>(way.mtu);
    passOut(node, device, own, isMasqueraded, true);
    m_packet.outer = OuterHeader{std::string(near.address), std::string(far.address),
                                 way.ipProtocol != 0 ? std::to_string(way.ipProtocol)
                                                     : std::string(way.protocol == Protocol::UDP ? "UDP" : "TCP"),
                                 way.port, way.vni};
    std::string says = title + " puts the packet into another one from node to node";
    if (way.port != 0)
        says += ", UDP port " + std::to_string(way.port);
    if (way.vni >= 0)
        says += ", VNI " + std::to_string(way.vni);
    if (way.overhead > 0)
        says += "; " + std::to_string(way.overhead) + " bytes more";
    if (way.mtu == 0 && way.overhead > 0)
        says += ", so that pods can send " + std::to_string(1500 - way.overhead) +
                " bytes at once where the nodes' network takes the usual 1500";
    Hop &out = step(placeOf(node), "uplink", HopAction::Encapsulate, says + '.');
    out.because = near.evidence;
    out.because.insert(out.because.end(), far.evidence.begin(), far.evidence.end());
    step(placeOf(other), "uplink", HopAction::Route, "The other node gets it.");
    m_packet.outer.reset();
    step(placeOf(other), device, HopAction::Decapsulate, "The outer header is taken off again.");
    m_tunnelDevice = device;
    return onNode(other, Entry::Tunnel, nullptr);
}

/** Without a tunnel: to another node, or, if `other` is null, out of the cluster. */
Branches Walk::overUplink(const Object &node, const Object *other, Entry entry, const Pod *from, bool isMarked)
{
    Branches ended;
    if (!mayForward(node, entry, from, m_ground.podWith(m_packet.dst), ended))
        return ended;
    passOut(node, std::string(reachable), m_ground.uplinkOf(node, m_packet.dst), mustMasquerade(node, entry, isMarked),
            true);
    if (!other)
        return arriveOutside();
    step(placeOf(*other), "uplink", HopAction::Route, "The other node gets it.");
    return onNode(*other, Entry::Uplink, nullptr);
}

}  // namespace portolan::trace
