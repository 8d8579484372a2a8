// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoints/endpoints.h"

#include <algorithm>

namespace portolan {

namespace {

Protocol protocolOf(std::string_view text)
{
    return text == "UDP" ? Protocol::UDP : text == "SCTP" ? Protocol::SCTP : Protocol::TCP;
}

std::uint16_t portNumber(const Value &value)
{
    const std::int64_t number = value.integer();
    return number > 0 && number <= 65535 ? static_cast<std::uint16_t>(number) : std::uint16_t(0);
}

/** The number of the port that a slice or Endpoints gives for a Service's port; 0: it has none for it. */
std::uint16_t portNamed(const Value &ports, const ServicePort &wanted)
{
    for (const Value &port : ports.items()) {
        if (port["name"].text() == wanted.name && protocolOf(port["protocol"].text()) == wanted.protocol)
            return portNumber(port["port"]);
    }
    return 0;
}

std::vector<std::string> namesIn(const Value &hints)
{
    std::vector<std::string> names;
    for (const Value &hint : hints.items())
        names.emplace_back(hint["name"].text());
    return names;
}

bool isSelected(const Value &selector, const Pairs &labels)
{
    return std::ranges::all_of(selector.members(), [&](const Member &wanted) {
        return std::ranges::any_of(labels, [&](const auto &label) {
            return label.first == wanted.key && label.second == wanted.value.text();
        });
    });
}

/** As the controller does: a name is searched in the pod's containers and sidecars, with the port's protocol. */
std::uint16_t targetPortOf(const Pod &pod, const ServicePort &port)
{
    if (!port.targetPort.isText())
        return port.targetPort.isNull() ? port.port : portNumber(port.targetPort);
    for (const Container &container : pod.pod->containers) {
        if (container.isInit && !container.isSidecar)
            continue;
        for (const ContainerPort &own : container.ports) {
            if (own.name == port.targetPort.text() && own.protocol == port.protocol)
                return own.port;
        }
    }
    return 0;
}

bool byAddress(const Endpoint &a, const Endpoint &b)
{
    return std::tie(a.address, a.port) < std::tie(b.address, b.port);
}

}  // namespace

std::string hostAndPort(std::string_view address, std::uint16_t port)
{
    const bool isV6 = address.find(':') != std::string_view::npos;
    std::string text = isV6 ? '[' + std::string(address) + ']' : std::string(address);
    return text + ':' + std::to_string(port);
}

std::string hostAndPort(const Endpoint &endpoint)
{
    return hostAndPort(endpoint.address, endpoint.port);
}

ServiceEndpoints::ServiceEndpoints(const ClusterSnapshot &snapshot) : m_snapshot(snapshot)
{
    for (const ObjectPtr &slice : snapshot.of(Kind::EndpointSlice))
        m_slices[{slice->space, slice->label("kubernetes.io/service-name")}].push_back(slice.get());
    for (const Pod &pod : snapshot.pods) {
        const bool isOver = pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
        if (pod.pod->hostNetwork || isOver)
            continue;
        if (!pod.ip.empty())
            m_podByAddress.emplace(pod.ip, &pod);
        if (!pod.secondIp.view().empty())
            m_podByAddress.emplace(pod.secondIp.view(), &pod);
    }
    for (const ObjectPtr &node : snapshot.of(Kind::Node))
        m_zoneOf[node->name] = node->label("topology.kubernetes.io/zone");
}

std::vector<ServicePort> ServiceEndpoints::portsOf(const Object &service)
{
    std::vector<ServicePort> ports;
    const auto items = service.spec()["ports"].items();
    for (std::size_t i = 0; i < items.size(); ++i)
        ports.push_back({items[i]["name"].text(), protocolOf(items[i]["protocol"].text()), portNumber(items[i]["port"]),
                         portNumber(items[i]["nodePort"]), items[i]["targetPort"], i});
    return ports;
}

TrafficPolicies ServiceEndpoints::policiesOf(const Object &service)
{
    const Value spec = service.spec();
    const std::string_view type = spec["type"].text();
    TrafficPolicies policies;
    policies.isInternalLocal = spec["internalTrafficPolicy"].text() == "Local";
    policies.isExternalLocal = spec["externalTrafficPolicy"].text() == "Local";
    policies.isExternal = type == "NodePort" || type == "LoadBalancer" || spec["externalIPs"].size() > 0;
    return policies;
}

bool ServiceEndpoints::hasSource(const Object &service) const
{
    return m_slices.contains({service.space, service.name}) ||
           m_snapshot.find(Kind::Endpoints, service.space, service.name) != nullptr;
}

bool ServiceEndpoints::hasEndpoints(const Object &service) const
{
    const auto slices = m_slices.find({service.space, service.name});
    return slices != m_slices.end() &&
           std::ranges::any_of(slices->second, [](const Object *slice) { return (*slice)["endpoints"].size() > 0; });
}

EndpointList ServiceEndpoints::of(const Object &service, const ServicePort &port) const
{
    EndpointList list;
    if (service.spec()["type"].text() == "ExternalName")
        return list;
    if (const auto slices = m_slices.find({service.space, service.name}); slices != m_slices.end()) {
        for (const Object *slice : slices->second)
            addOfSlice(list, *slice, port);
    } else if (const Object *endpoints = m_snapshot.find(Kind::Endpoints, service.space, service.name)) {
        addOfEndpoints(list, *endpoints, port);
    } else {
        list.why = absenceOf(m_snapshot, Kind::EndpointSlice, service.space);
        list.isKnown = list.why == Absence::NotThere;
        if (!list.isKnown && service.spec()["selector"].size() > 0 &&
            absenceOf(m_snapshot, Kind::Pod, service.space) == Absence::NotThere) {
            addSelected(list, service, port);
            list.bySelector = list.isKnown = true;
        }
    }
    std::ranges::sort(list.endpoints, byAddress);
    return list;
}

void ServiceEndpoints::addOfSlice(EndpointList &list, const Object &slice, const ServicePort &port) const
{
    const std::uint16_t number = portNamed(slice["ports"], port);
    if (number == 0)
        return;
    const auto items = slice["endpoints"].items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value &item = items[i], conditions = item["conditions"];
        Endpoint endpoint;
        endpoint.address = item["addresses"].at(0).text();
        if (endpoint.address.empty())
            continue;
        endpoint.port = number;
        endpoint.node = item["nodeName"].text();
        endpoint.pod = targetOf(slice, item["targetRef"]);
        endpoint.isReady = conditions["ready"].boolean(true);
        endpoint.isTerminating = conditions["terminating"].boolean();
        endpoint.isServing = conditions["serving"].boolean(endpoint.isReady);
        endpoint.zoneHints = namesIn(item["hints"]["forZones"]);
        endpoint.nodeHints = namesIn(item["hints"]["forNodes"]);
        endpoint.source = refTo(slice);
        endpoint.path = "/endpoints/" + std::to_string(i) + "/addresses/0";
        list.endpoints.push_back(std::move(endpoint));
    }
}

void ServiceEndpoints::addOfEndpoints(EndpointList &list, const Object &endpoints, const ServicePort &port) const
{
    const auto subsets = endpoints["subsets"].items();
    for (std::size_t s = 0; s < subsets.size(); ++s) {
        const std::uint16_t number = portNamed(subsets[s]["ports"], port);
        for (const std::string_view sort : {"addresses", "notReadyAddresses"}) {
            const auto items = subsets[s][sort].items();
            for (std::size_t i = 0; number != 0 && i < items.size(); ++i) {
                Endpoint endpoint;
                endpoint.address = items[i]["ip"].text();
                endpoint.port = number;
                endpoint.node = items[i]["nodeName"].text();
                endpoint.pod = targetOf(endpoints, items[i]["targetRef"]);
                endpoint.isReady = endpoint.isServing = sort == "addresses";
                endpoint.source = refTo(endpoints);
                endpoint.path =
                    "/subsets/" + std::to_string(s) + '/' + std::string(sort) + '/' + std::to_string(i) + "/ip";
                list.endpoints.push_back(std::move(endpoint));
            }
        }
    }
}

void ServiceEndpoints::addSelected(EndpointList &list, const Object &service, const ServicePort &port) const
{
    const Value selector = service.spec()["selector"];
    const bool countsUnready = service.spec()["publishNotReadyAddresses"].boolean();
    for (const Pod &pod : m_snapshot.pods) {
        const bool isOver = pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
        if (pod.space != service.space || pod.ip.empty() || isOver || !isSelected(selector, *pod.labels))
            continue;
        const std::uint16_t number = targetPortOf(pod, port);
        if (number == 0)
            continue;
        Endpoint endpoint;
        endpoint.address = pod.ip;
        endpoint.port = number;
        endpoint.node = pod.node;
        endpoint.pod = &pod;
        endpoint.isServing = pod.isReady || countsUnready;
        endpoint.isTerminating = pod.isTerminating;
        endpoint.isReady = endpoint.isServing && !pod.isTerminating;
        endpoint.source = refTo(pod);
        endpoint.path = "/status/podIP";
        list.endpoints.push_back(std::move(endpoint));
    }
}

const Pod *ServiceEndpoints::targetOf(const Object &source, const Value &target) const
{
    if (target["kind"].text() != "Pod")
        return nullptr;
    const std::string_view space = target["namespace"].text();
    return m_snapshot.findPod(space.empty() ? source.space : space, target["name"].text());
}

Choice ServiceEndpoints::chosenOn(std::string_view node, const EndpointList &list,
                                  const TrafficPolicies &policies) const
{
    std::vector<Candidate> candidates;
    for (const Endpoint &endpoint : list.endpoints)
        candidates.push_back({hostAndPort(endpoint), endpoint.zoneHints, endpoint.nodeHints, endpoint.isReady,
                              endpoint.isServing, endpoint.isTerminating, !node.empty() && endpoint.node == node});
    const auto zone = m_zoneOf.find(node);
    return chooseEndpoints(candidates, policies, std::string(node),
                           zone == m_zoneOf.end() ? std::string() : std::string(zone->second));
}

const Pod *ServiceEndpoints::podWith(std::string_view address) const
{
    const auto found = m_podByAddress.find(address);
    return found == m_podByAddress.end() ? nullptr : found->second;
}

}  // namespace portolan
