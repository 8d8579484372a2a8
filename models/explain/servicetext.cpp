// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/servicetext.h"

#include <algorithm>

#include "explain/phrase.h"

namespace portolan {

ServiceShape shapeOf(const Object &service)
{
    const std::string_view type = service.spec()["type"].text();
    if (type == "ExternalName")
        return ServiceShape::ExternalName;
    if (type == "LoadBalancer")
        return ServiceShape::LoadBalancer;
    if (type == "NodePort")
        return ServiceShape::NodePort;
    return service.spec()["clusterIP"].text() == "None" ? ServiceShape::Headless : ServiceShape::ClusterIp;
}

std::string_view nameOf(ServiceShape shape)
{
    switch (shape) {
        case ServiceShape::ClusterIp:
            return "ClusterIP";
        case ServiceShape::Headless:
            return "headless";
        case ServiceShape::NodePort:
            return "NodePort";
        case ServiceShape::LoadBalancer:
            return "LoadBalancer";
        case ServiceShape::ExternalName:
            return "ExternalName";
    }
    return "";
}

std::vector<std::string> clusterAddressesOf(const Object &service)
{
    std::vector<std::string> all;
    const auto add = [&](std::string_view address) {
        if (!address.empty() && address != "None" && std::ranges::find(all, address) == all.end())
            all.emplace_back(address);
    };
    add(service.spec()["clusterIP"].text());
    for (const Value &address : service.spec()["clusterIPs"].items())
        add(address.text());
    return all;
}

std::vector<std::string> outerAddressesOf(const Object &service)
{
    std::vector<std::string> all;
    for (const Value &entry : service.status()["loadBalancer"]["ingress"].items()) {
        const std::string_view address = entry["ip"].text().empty() ? entry["hostname"].text() : entry["ip"].text();
        if (!address.empty())
            all.emplace_back(address);
    }
    return all;
}

namespace {

std::string numberOrName(const Value &value)
{
    return value.isInteger() ? std::to_string(value.integer()) : std::string(value.text());
}

std::string_view protocolOf(const Value &port)
{
    const std::string_view protocol = port["protocol"].text();
    return protocol.empty() ? "TCP" : protocol;
}

std::string withProtocol(const std::string &number, const Value &port)
{
    return protocolOf(port) == "TCP" ? number : text(number, "/", protocolOf(port));
}

std::vector<std::string> portNumbersOf(const Object &service)
{
    std::vector<std::string> numbers;
    for (const Value &port : service.spec()["ports"].items()) {
        if (port["port"].isInteger())
            numbers.push_back(withProtocol(numberOrName(port["port"]), port));
    }
    return numbers;
}

}  // namespace

std::string portsOf(const Object &service)
{
    const auto numbers = portNumbersOf(service);
    if (numbers.empty())
        return {};
    return text(numbers.size() == 1 ? "port " : "ports ", listed(numbers));
}

std::vector<std::string> nodePortsOf(const Object &service)
{
    std::vector<std::string> numbers;
    for (const Value &port : service.spec()["ports"].items()) {
        if (port["nodePort"].integer() > 0)
            numbers.push_back(withProtocol(numberOrName(port["nodePort"]), port));
    }
    return numbers;
}

std::string portText(const Value &port, ServiceShape shape)
{
    std::string all = port["name"].text().empty() ? std::string() : text(port["name"].text(), " ");
    const std::string number = numberOrName(port["port"]);
    const std::string target = numberOrName(port["targetPort"]);
    all += number;
    // Without a targetPort the API sets it to the port; a headless Service translates nothing.
    if (shape != ServiceShape::Headless && shape != ServiceShape::ExternalName)
        all += text(" → ", target.empty() ? number : target);
    all = withProtocol(std::move(all), port);
    if (port["nodePort"].integer() > 0)
        all += text(", node port ", numberOrName(port["nodePort"]));
    return all;
}

std::string dialText(const std::string &address, const Object &service)
{
    const auto numbers = portNumbersOf(service);
    if (numbers.size() != 1)
        return numbers.empty() ? address : text(address, " on ", portsOf(service));
    return address.find(':') == std::string::npos ? text(address, ":", numbers[0])
                                                  : text("[", address, "]:", numbers[0]);
}

std::string selectorOf(const Object &service)
{
    std::vector<std::string> pairs;
    for (const Member &member : service.spec()["selector"].members())
        pairs.push_back(text(member.key, "=", member.value.text()));
    return joined(pairs, ",");
}

std::vector<const Pod *> podsOf(const ClusterSnapshot &snapshot, const Object &service)
{
    const auto selector = service.spec()["selector"].members();
    const auto matches = [&](const Pod &pod) {
        return pod.space == service.space && pod.labels && std::ranges::all_of(selector, [&](const Member &wanted) {
                   return valueOf(*pod.labels, wanted.key) == wanted.value.text();
               });
    };
    std::vector<const Pod *> pods;
    if (selector.empty())
        return pods;
    for (const Pod &pod : snapshot.pods) {
        if (matches(pod))
            pods.push_back(&pod);
    }
    return pods;
}

std::size_t podsMatching(const ClusterSnapshot &snapshot, const Object &service)
{
    return podsOf(snapshot, service).size();
}

namespace {

bool namesPort(const Pod &pod, std::string_view name, std::string_view protocol)
{
    const Protocol wanted = protocol == "UDP" ? Protocol::UDP : protocol == "SCTP" ? Protocol::SCTP : Protocol::TCP;
    return pod.pod && std::ranges::any_of(pod.pod->containers, [&](const Container &container) {
               return std::ranges::any_of(container.ports, [&](const ContainerPort &port) {
                   return port.name == name && port.protocol == wanted;
               });
           });
}

std::string portNamesOf(const std::vector<const Pod *> &pods)
{
    std::vector<std::string> names;
    for (const Pod *pod : pods) {
        for (const Container &container : pod->pod ? pod->pod->containers : std::vector<Container>()) {
            for (const ContainerPort &port : container.ports) {
                if (!port.name.empty() && std::ranges::find(names, port.name) == names.end())
                    names.emplace_back(port.name);
            }
        }
    }
    return listed(names, 4);
}

}  // namespace

std::string namedPortTrouble(const ClusterSnapshot &snapshot, const Object &service)
{
    const auto pods = podsOf(snapshot, service);
    for (const Value &port : service.spec()["ports"].items()) {
        const std::string_view name = port["targetPort"].text();
        const auto fits = [&](const Pod *pod) { return namesPort(*pod, name, port["protocol"].text()); };
        if (name.empty() || pods.empty() || std::ranges::any_of(pods, fits))
            continue;
        const std::string names = portNamesOf(pods);
        return text("port ", numberOrName(port["port"]), " goes to the container port named ", name,
                    ", and none of its pods names one so", names.empty() ? "" : text(" (they have ", names, ")"),
                    ": correct targetPort or the container's port name");
    }
    return {};
}

bool isAddress(std::string_view text)
{
    const bool isV6 = text.find(':') != std::string_view::npos &&
                      text.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
    const bool isV4 =
        std::ranges::count(text, '.') == 3 && text.find_first_not_of("0123456789.") == std::string_view::npos;
    return isV4 || isV6;
}

}  // namespace portolan
