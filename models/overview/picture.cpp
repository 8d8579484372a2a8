// SPDX-License-Identifier: GPL-3.0-or-later
#include "overview/picture.h"

#include "overview/example.h"
#include "overview/overview.h"

namespace portolan {

namespace {

using overview::Example;
using Sign = PictureStep::Sign;

std::string at(std::string_view address, std::uint16_t port)
{
    const bool isV6 = address.find(':') != std::string_view::npos;
    const std::string host = isV6 ? '[' + std::string(address) + ']' : std::string(address);
    return port == 0 ? std::string(address) : host + ':' + std::to_string(port);
}

std::string full(std::string_view space, std::string_view name)
{
    return std::string(space) + '/' + std::string(name);
}

PictureStep podStep(const Pod &pod, std::uint16_t port, std::string onward = {})
{
    return {Sign::Pod, "Pod " + std::string(pod.name), at(pod.ip, port), std::move(onward)};
}

/** What the network of this cluster calls the device of its tunnel, where documents fix the name. */
std::string deviceOf(const Component &cni)
{
    if (!cni.setting("device").empty())
        return std::string(cni.setting("device"));
    const std::string_view encapsulation = cni.setting("encapsulation");
    if (cni.name == "calico" && encapsulation.starts_with("VXLAN"))
        return "vxlan.calico";
    if (cni.name == "calico" && encapsulation.starts_with("IPIP"))
        return "tunl0";
    if (cni.name == "cilium" && cni.setting("routingMode") != "native")
        return cni.setting("tunnelProtocol") == "geneve" ? "cilium_geneve" : "cilium_vxlan";
    return {};
}

PictureEnd endOf(const Object &node, const Pod &pod, const Component &cni)
{
    PictureEnd end;
    end.machine = node.name;
    end.address = overview::addressOf(node);
    end.pod = pod.name;
    end.podAddress = pod.ip;
    const bool hasBridge = cni.name == "flannel" || cni.name == "canal";
    const std::string gateway = overview::gatewayOf(node.spec()["podCIDR"].text());
    if (cni.name == "flannel" && hasBridge && !gateway.empty())
        end.bridge = "cni0 " + gateway;
    end.device = deviceOf(cni);
    return end;
}

/** "VXLAN", "IPIP": how a network wraps packets; empty if it does not, or if nothing says so. */
std::string wrapOf(const Component &cni)
{
    const std::string_view backend = cni.setting("backend"), encapsulation = cni.setting("encapsulation");
    if (backend == "vxlan" || encapsulation.starts_with("VXLAN"))
        return "VXLAN";
    if (backend == "wireguard")
        return "WireGuard";
    if (encapsulation.starts_with("IPIP"))
        return "IP in IP";
    if (cni.name == "cilium" && cni.setting("routingMode") == "tunnel")
        return cni.setting("tunnelProtocol") == "geneve" ? "Geneve" : "VXLAN";
    return {};
}

RolePicture network(const Component &cni, const Example &example)
{
    RolePicture picture;
    if (!example.isComplete() || example.client->node == example.server->node)
        return picture;
    picture.ends = {endOf(*example.clientNode, *example.client, cni), endOf(*example.serverNode, *example.server, cni)};
    const std::string wrap = wrapOf(cni), port(cni.setting("port")), vni(cni.setting("vni"));
    const std::string inner = std::string(example.client->ip) + " \u2192 " + at(example.server->ip, example.podPort);
    picture.inner = inner;
    if (wrap.empty()) {
        picture.wire = "routed";
        return picture;
    }
    picture.wire = wrap + (port.empty() ? "" : ", UDP " + port);
    picture.wrapping.push_back(picture.ends[0].address + " \u2192 " + picture.ends[1].address);
    if (!port.empty())
        picture.wrapping.push_back("UDP " + port);
    picture.wrapping.push_back(wrap + (vni.empty() ? "" : ' ' + vni));
    return picture;
}

RolePicture proxy(const Component &component, const Example &example)
{
    RolePicture picture;
    if (!example.client || !example.server)
        return picture;
    const std::string_view address = example.service->spec()["clusterIP"].text();
    const std::string rules =
        component.name == "kube-proxy" ? "kube-proxy's rules" : std::string(titleOfComponent(component.name));
    picture.steps = {podStep(*example.client, 0, "to " + at(address, example.servicePort)),
                     {Sign::Service, rules + " on " + std::string(example.client->node),
                      "Service " + full(example.service->space, example.service->name), "one ready endpoint is chosen"},
                     podStep(*example.server, example.podPort)};
    return picture;
}

RolePicture names(const Component &dns, const Example &example)
{
    RolePicture picture;
    const std::string_view address = dns.setting("clusterIp");
    if (!example.client || !example.service || address.empty())
        return picture;
    const std::string_view domain = dns.setting("domain");
    const std::string name = std::string(example.service->name) + '.' + std::string(example.service->space) + ".svc" +
                             (domain.empty() ? "" : '.' + std::string(domain));
    picture.steps = {podStep(*example.client, 0, name + "?"),
                     {Sign::Dns, std::string(titleOfComponent(dns.name)), at(address, 53), "answers"},
                     {Sign::Service, "Service " + full(example.service->space, example.service->name),
                      std::string(example.service->spec()["clusterIP"].text()), ""}};
    return picture;
}

/** The first Service with an address for clients outside. */
const Object *balanced(const ClusterSnapshot &snapshot)
{
    for (const ObjectPtr &service : snapshot.of(Kind::Service)) {
        if (service->spec()["type"].text() == "LoadBalancer" && service->status()["loadBalancer"]["ingress"].size() > 0)
            return service.get();
    }
    return nullptr;
}

RolePicture balancer(const TopologyGraph &graph, const Component &component)
{
    RolePicture picture;
    const Object *service = balanced(*graph.snapshot);
    if (!service)
        return picture;
    const Value first = service->status()["loadBalancer"]["ingress"].at(0);
    const std::string address(first["ip"].text().empty() ? first["hostname"].text() : first["ip"].text());
    const auto port = static_cast<std::uint16_t>(service->spec()["ports"].at(0)["port"].integer());
    const std::string cluster(service->spec()["clusterIP"].text());
    picture.steps = {{Sign::Outside, "Client", "", "to " + at(address, port)},
                     {Sign::LoadBalancer, std::string(titleOfComponent(component.name)),
                      component.name == "klipper-lb" ? "host port " + std::to_string(port) : address,
                      "on the machine that it reaches"},
                     {Sign::Service, "Service " + full(service->space, service->name), at(cluster, port),
                      "one ready endpoint is chosen"},
                     {Sign::Pod, "a pod of it", "", ""}};
    return picture;
}

/** The first rule of an Ingress that leads to a Service. */
RolePicture door(const TopologyGraph &graph, const Component &component)
{
    RolePicture picture;
    for (const ObjectPtr &ingress : graph.snapshot->of(Kind::Ingress)) {
        const Value rule = ingress->spec()["rules"].at(0), path = rule["http"]["paths"].at(0);
        const std::string service(path["backend"]["service"]["name"].text());
        if (service.empty())
            continue;
        const std::string host(rule["host"].text()), where(path["path"].text());
        picture.steps = {
            {Sign::Outside, "Client", "", (host.empty() ? "any host" : host) + where},
            {Sign::Door, std::string(titleOfComponent(component.name)),
             "Ingress " + full(ingress->space, ingress->name), "endpoints of " + full(ingress->space, service)},
            {Sign::Pod, "a ready pod", "", ""}};
        break;
    }
    return picture;
}

RolePicture policy(const TopologyGraph &graph, const Example &example)
{
    RolePicture picture;
    const std::size_t policies = graph.snapshot->of(Kind::NetworkPolicy).size();
    if (!example.client || !example.server)
        return picture;
    picture.steps = {podStep(*example.client, 0, "a new connection"),
                     {Sign::Policy, "rules on " + std::string(example.server->node),
                      std::to_string(policies) + (policies == 1 ? " NetworkPolicy" : " NetworkPolicies"),
                      "if a rule allows it, or none selects the pod"},
                     podStep(*example.server, example.podPort)};
    return picture;
}

RolePicture addresses(const Example &example)
{
    RolePicture picture;
    if (!example.server)
        return picture;
    const Object &service = *example.service;
    picture.steps = {
        {Sign::Dns, std::string(service.name) + '.' + std::string(service.space), "a name that stays", "resolves to"},
        {Sign::Service, "ClusterIP", at(service.spec()["clusterIP"].text(), example.servicePort), "stands for"},
        podStep(*example.server, example.podPort)};
    return picture;
}

}  // namespace

RolePicture rolePictureOf(const TopologyGraph &graph, std::string_view topic)
{
    const Example example = overview::exampleIn(graph);
    if (topic == name(NetworkRole::ServiceNetwork))
        return addresses(example);
    for (std::size_t r = 0; r < networkRoleCount; ++r) {
        const auto role = static_cast<NetworkRole>(r);
        const Component *component = name(role) == topic ? graph.roles->filling(role) : nullptr;
        if (!component || component->isSupposed)
            continue;
        switch (role) {
            case NetworkRole::Cni:
                return network(*component, example);
            case NetworkRole::ServiceProxy:
                return proxy(*component, example);
            case NetworkRole::Dns:
                return names(*component, example);
            case NetworkRole::LoadBalancer:
                return balancer(graph, *component);
            case NetworkRole::Ingress:
                return door(graph, *component);
            case NetworkRole::NetworkPolicy:
                return policy(graph, example);
            default:
                return {};
        }
    }
    return {};
}

}  // namespace portolan
