// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/ground.h"

#include <algorithm>

#include "roles/servicelb.h"
#include "topology/podranges.h"
#include "trace/cidr.h"

namespace portolan::trace {

namespace {

bool isAmong(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, name) != names.end();
}

bool isRunning(const Pod &pod)
{
    return pod.phase == PodPhase::Running || pod.phase == PodPhase::Unknown;
}

bool isForAddress(std::string_view hostIp, std::string_view address)
{
    return hostIp.empty() || hostIp == "0.0.0.0" || hostIp == "::" || hostIp == address;
}

}  // namespace

Ground::Ground(const TopologyGraph &graph)
    : m_graph(graph),
      m_endpoints(*graph.snapshot),
      m_overlay(*graph.snapshot, *graph.roles),
      m_balancers(*graph.snapshot, *graph.roles)
{
    choosePlanes();
    for (const ObjectPtr &node : snapshot().of(Kind::Node))
        addNode(*node);
    for (const ObjectPtr &service : snapshot().of(Kind::Service))
        addService(*service);
    for (const Pod &pod : snapshot().pods)
        addPod(pod);
}

void Ground::choosePlanes()
{
    const Component *network = m_overlay.network();
    const std::string_view cni = network ? network->name : std::string_view();
    m_dataPlane = isAmong(cni, {"flannel", "canal", "kube-router", "weave"}) ? DataPlane::Bridge
                  : isAmong(cni, {"calico", "kindnet"})                      ? DataPlane::Routed
                  : cni == "cilium"                                          ? DataPlane::Ebpf
                                                                             : DataPlane::Unknown;
    const Component *proxy = roles().filling(NetworkRole::ServiceProxy);
    if (!proxy)
        return;
    m_translator = proxy->name == "kube-proxy"                            ? Translator::KubeProxy
                   : isAmong(proxy->name, {"cilium-ebpf", "calico-ebpf"}) ? Translator::Socket
                                                                          : Translator::Unknown;
}

void Ground::addNode(const Object &node)
{
    for (const Value &address : node.status()["addresses"].items()) {
        const std::string_view type = address["type"].text();
        if (type == "InternalIP" || type == "ExternalIP")
            m_nodeByAddress.emplace(std::string(address["address"].text()), &node);
    }
    for (const std::string_view range : podRangesOf(m_graph, node).ranges) {
        m_rangesOf[node.name].emplace_back(range);
        for (const std::string &own : {bridgeOf(node, range), tunnelOf(node, range)}) {
            if (!own.empty())
                m_nodeByAddress.emplace(own, &node);
        }
    }
    if (const std::string tunnel = tunnelOf(node, {}); !tunnel.empty())
        m_nodeByAddress.emplace(tunnel, &node);
}

void Ground::addService(const Object &service)
{
    const Value spec = service.spec();
    if (spec["type"].text() == "ExternalName")
        return;
    std::vector<std::pair<std::string, Offer>> addresses;
    const auto add = [&](std::string_view address, Offer::By by, std::string path) {
        if (!isAddress(address))
            return;
        addresses.emplace_back(address, Offer{&service, {}, by, std::move(path)});
        auto &owners = m_servicesByAddress[std::string(address)];
        if (owners.empty() || owners.back() != &service)
            owners.push_back(&service);
    };
    add(spec["clusterIP"].text(), Offer::By::ClusterIp, "/spec/clusterIP");
    for (std::size_t i = 1; i < spec["clusterIPs"].size(); ++i)
        add(spec["clusterIPs"].at(i).text(), Offer::By::ClusterIp, "/spec/clusterIPs/" + std::to_string(i));
    for (std::size_t i = 0; i < spec["externalIPs"].size(); ++i)
        add(spec["externalIPs"].at(i).text(), Offer::By::ExternalIp, "/spec/externalIPs/" + std::to_string(i));
    const Value ingress = service.status()["loadBalancer"]["ingress"];
    for (std::size_t i = 0; i < ingress.size(); ++i) {
        if (ingress.at(i)["ipMode"].text() != "Proxy")  // then kube-proxy leaves it to the load balancer
            add(ingress.at(i)["ip"].text(), Offer::By::LoadBalancer,
                "/status/loadBalancer/ingress/" + std::to_string(i) + "/ip");
    }
    for (const ServicePort &port : ServiceEndpoints::portsOf(service)) {
        for (auto &[address, offer] : addresses) {
            offer.port = port;
            m_offers.emplace(Place{address, {port.port, port.protocol}}, offer);
        }
        if (port.nodePort != 0)
            m_nodePorts.emplace(
                std::pair(port.nodePort, port.protocol),
                Offer{&service, port, Offer::By::NodePort, "/spec/ports/" + std::to_string(port.index) + "/nodePort"});
    }
}

void Ground::addPod(const Pod &pod)
{
    if (pod.node.empty() || !isRunning(pod))
        return;
    if (pod.pod->hostNetwork) {
        m_hostPods[pod.node].push_back(&pod);
        return;
    }
    const bool hasHostPort = std::ranges::any_of(pod.pod->containers, [](const Container &container) {
        return std::ranges::any_of(container.ports, [](const ContainerPort &port) { return port.hostPort != 0; });
    });
    if (hasHostPort)
        m_hostPortPods[pod.node].push_back(&pod);
}

const Object *Ground::node(std::string_view name) const
{
    return snapshot().find(Kind::Node, {}, name);
}

const Object *Ground::nodeWith(std::string_view address) const
{
    const auto found = m_nodeByAddress.find(std::string(address));
    return found == m_nodeByAddress.end() ? nullptr : found->second;
}

bool Ground::isOwnRange(const Object &node, std::string_view address) const
{
    const auto ranges = m_rangesOf.find(node.name);
    return ranges != m_rangesOf.end() &&
           std::ranges::any_of(ranges->second, [&](const std::string &range) { return isInRanges(address, range); });
}

const Object *Ground::nodeOfRange(std::string_view address) const
{
    for (const ObjectPtr &node : snapshot().of(Kind::Node)) {
        if (isOwnRange(*node, address))
            return node.get();
    }
    return nullptr;
}

bool Ground::isLocal(const Object &node, std::string_view address) const
{
    return nodeWith(address) == &node || address.starts_with("127.") || address == "::1";
}

bool Ground::isPodAddress(std::string_view address) const
{
    return isInRanges(address, roles().facts.podCidr.value) || podWith(address) || nodeOfRange(address);
}

bool Ground::isServiceAddress(std::string_view address) const
{
    return isInRanges(address, roles().facts.serviceCidr.value);
}

std::string Ground::uplinkOf(const Object &node, std::string_view alike) const
{
    for (const std::string_view type : {"InternalIP", "ExternalIP"}) {
        for (const Value &address : node.status()["addresses"].items()) {
            if (address["type"].text() == type && (alike.empty() || areAlike(address["address"].text(), alike)))
                return std::string(address["address"].text());
        }
    }
    return {};
}

std::string Ground::bridgeOf(const Object &node, std::string_view alike) const
{
    if (m_dataPlane != DataPlane::Bridge)
        return {};
    for (const std::string_view range : podRangesOf(m_graph, node).ranges) {
        if (alike.empty() || areAlike(range, alike))
            return addressIn(range, 1);
    }
    return {};
}

std::string Ground::tunnelOf(const Object &node, std::string_view alike) const
{
    const OverlayWay way = m_overlay.inGeneral(node);
    if (!way.isTunnel)
        return {};
    if (m_dataPlane == DataPlane::Bridge && !alike.empty() && isSixth(alike)) {
        for (const std::string_view range : podRangesOf(m_graph, node).ranges) {
            if (isSixth(range))
                return addressIn(range, 0);
        }
        return {};
    }
    return std::string(m_overlay.endAt(node, way).deviceAddress);
}

bool Ground::isOnlyOutside(const Object &node, std::string_view address) const
{
    bool isInternal = false, isExternal = false;
    for (const Value &own : node.status()["addresses"].items()) {
        const bool isIt = own["address"].text() == address;
        isInternal = isInternal || (isIt && own["type"].text() == "InternalIP");
        isExternal = isExternal || (isIt && own["type"].text() == "ExternalIP");
    }
    return isExternal && !isInternal;
}

const Offer *Ground::offer(std::string_view address, std::uint16_t port, Protocol protocol) const
{
    const auto found = m_offers.find(Place{std::string(address), {port, protocol}});
    return found == m_offers.end() ? nullptr : &found->second;
}

const Offer *Ground::nodePort(std::uint16_t port, Protocol protocol) const
{
    const auto found = m_nodePorts.find({port, protocol});
    return found == m_nodePorts.end() ? nullptr : &found->second;
}

std::vector<const Object *> Ground::servicesWith(std::string_view address) const
{
    const auto found = m_servicesByAddress.find(address);
    return found == m_servicesByAddress.end() ? std::vector<const Object *>() : found->second;
}

HostPort Ground::hostPort(const Object &node, std::uint16_t port, Protocol protocol, std::string_view address) const
{
    const auto pods = m_hostPortPods.find(node.name);
    if (pods == m_hostPortPods.end())
        return {};
    for (const Pod *pod : pods->second) {
        for (std::size_t c = 0; c < pod->pod->containers.size(); ++c) {
            const auto ports = pod->pod->containers[c].ports;
            for (std::size_t i = 0; i < ports.size(); ++i) {
                if (ports[i].hostPort == port && ports[i].protocol == protocol &&
                    isForAddress(ports[i].hostIp, address))
                    return {pod, ports[i].port, c, i};
            }
        }
    }
    return {};
}

const Pod *Ground::listenerOn(const Object &node, std::uint16_t port, Protocol protocol) const
{
    const auto pods = m_hostPods.find(node.name);
    if (pods == m_hostPods.end())
        return nullptr;
    for (const Pod *pod : pods->second) {
        for (const Container &container : pod->pod->containers) {
            for (const ContainerPort &own : container.ports) {
                if (own.port == port && own.protocol == protocol)
                    return pod;
            }
        }
    }
    return nullptr;
}

const Object *Ground::servedBy(const Pod &pod) const
{
    const std::string_view name = valueOf(*pod.labels, roles::serviceLbName);
    return name.empty() ? nullptr
                        : snapshot().find(Kind::Service, valueOf(*pod.labels, roles::serviceLbNamespace), name);
}

}  // namespace portolan::trace
