// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/decode/poddecoder.h"

#include <algorithm>

#include "kube/redact.h"
#include "kube/time.h"

namespace portolan {

using cursor::eachItem;
using cursor::eachMember;

namespace {

/** Annotations of network components (reference, C.4) that pods carry. Calico's say again what the status says. */
bool isOfNetwork(std::string_view key)
{
    constexpr std::string_view prefixes[] = {"k8s.v1.cni.cncf.io/",
                                             "kubernetes.io/config.source",
                                             "kubernetes.io/config.mirror",
                                             "ovn.kubernetes.io/",
                                             "k8s.ovn.org/",
                                             "kube-router.io/",
                                             "sidecar.istio.io/",
                                             "ambient.istio.io/",
                                             "istio.io/",
                                             "linkerd.io/",
                                             "config.linkerd.io/",
                                             "viz.linkerd.io/",
                                             "network.cilium.io/",
                                             "io.cilium",
                                             "policy.cilium.io/",
                                             "svccontroller.k3s.cattle.io/",
                                             "traffic.sidecar.istio.io/",
                                             "kubernetes.io/ingress-bandwidth",
                                             "kubernetes.io/egress-bandwidth"};
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return key.starts_with(prefix); });
}

std::uint16_t portNumber(cursor::ondemand::value &value)
{
    const std::int64_t number = cursor::integer(value);
    return number > 0 && number <= 65535 ? static_cast<std::uint16_t>(number) : std::uint16_t(0);
}

Protocol protocolOf(std::string_view text)
{
    return text == "UDP" ? Protocol::UDP : text == "SCTP" ? Protocol::SCTP : Protocol::TCP;
}

}  // namespace

Pod PodDecoder::decode(cursor::ondemand::object &object, const Origin &origin, Batch &into, cursor::Failure &failure)
{
    m_pod = Pod();
    m_pod.origin = origin;
    m_failure = &failure;
    m_pools = into.pools.get();
    m_containers.clear();
    m_ends.clear();
    m_ports.clear();
    m_args.clear();
    m_template = {};
    m_hostname = {};
    m_status.reset();
    eachMember(object, failure, [&](std::string_view key, Source &field) {
        if (key == "metadata")
            metadata(field);
        else if (key == "spec")
            spec(field);
        else if (key == "status")
            m_status.decode(field, m_pod, *m_failure);
    });
    if (!failure)
        finish(into);
    return m_pod;
}

void PodDecoder::metadata(Source &value)
{
    eachMember(value, *m_failure, [&](std::string_view key, Source &field) {
        if (key == "name")
            m_pod.name = cursor::text(field);
        else if (key == "namespace")
            m_pod.space = m_pools->text(cursor::text(field));
        else if (key == "labels")
            m_pod.labels = pairs(field, false);
        else if (key == "annotations")
            m_pod.annotations = pairs(field, true);
        else if (key == "ownerReferences")
            eachItem(field, *m_failure, [&](Source &item) { owner(item); });
        else if (key == "creationTimestamp")
            m_pod.created = secondsOf(cursor::text(field));
        else if (key == "deletionTimestamp")
            m_pod.isTerminating = !cursor::text(field).empty();
    });
}

void PodDecoder::owner(Source &value)
{
    std::string_view kind, name;
    bool isController = false;
    eachMember(value, *m_failure, [&](std::string_view key, Source &field) {
        if (key == "kind")
            kind = cursor::text(field);
        else if (key == "name")
            name = cursor::text(field);
        else if (key == "controller")
            isController = cursor::boolean(field);
    });
    if (!isController)
        return;
    m_pod.ownerKind = m_pools->text(kind);
    m_pod.ownerName = name;
}

const Pairs *PodDecoder::pairs(Source &value, bool onlyOfNetwork)
{
    m_pairs.clear();
    cursor::ondemand::object object;
    if (*m_failure || !cursor::isType(value, cursor::JsonType::object))
        return nullptr;
    if ((*m_failure = value.get_object().get(object)))
        return nullptr;
    for (auto result : object) {
        cursor::ondemand::field field;
        if ((*m_failure = std::move(result).get(field)))
            return nullptr;
        if (onlyOfNetwork && !isOfNetwork(cursor::rawKey(field)))
            continue;
        std::string_view key;
        if ((*m_failure = cursor::unescapedKey(field, key)))
            return nullptr;
        Source text = field.value();
        if (cursor::isType(text, cursor::JsonType::string))
            m_pairs.emplace_back(key, cursor::text(text));
    }
    if (!std::ranges::is_sorted(m_pairs, {}, &Pairs::value_type::first))
        std::ranges::stable_sort(m_pairs, {}, &Pairs::value_type::first);
    return m_pairs.empty() ? nullptr : m_pools->pairs(m_pairs);
}

void PodDecoder::spec(Source &value)
{
    eachMember(value, *m_failure, [&](std::string_view key, Source &field) {
        if (key == "containers")
            containers(field, false);
        else if (key == "initContainers")
            containers(field, true);
        else if (key == "nodeName")
            m_pod.node = m_pools->text(cursor::text(field));
        else if (key == "hostname")
            m_hostname = cursor::text(field);
        else if (key == "hostNetwork")
            m_template.hostNetwork = cursor::boolean(field);
        else if (key == "dnsPolicy")
            m_template.dnsPolicy = cursor::text(field);
        else if (key == "serviceAccountName")
            m_template.serviceAccount = cursor::text(field);
        else if (key == "subdomain")
            m_template.subdomain = cursor::text(field);
    });
}

void PodDecoder::containers(Source &value, bool isInit)
{
    eachItem(value, *m_failure, [&](Source &item) { container(item, isInit); });
}

void PodDecoder::container(Source &value, bool isInit)
{
    Container next;
    next.isInit = isInit;
    eachMember(value, *m_failure, [&](std::string_view key, Source &field) {
        if (key == "name")
            next.name = cursor::text(field);
        else if (key == "image")
            next.image = cursor::text(field);
        else if (key == "ports")
            ports(field);
        else if (key == "command" || key == "args")
            arguments(field);
        else if (key == "readinessProbe")
            next.hasReadinessProbe = cursor::isType(field, cursor::JsonType::object);
        else if (key == "restartPolicy")
            next.isSidecar = isInit && cursor::text(field) == "Always";
    });
    m_containers.push_back(next);
    m_ends.push_back({m_ports.size(), m_args.size()});
}

void PodDecoder::ports(Source &value)
{
    eachItem(value, *m_failure, [&](Source &item) {
        ContainerPort port;
        eachMember(item, *m_failure, [&](std::string_view key, Source &field) {
            if (key == "name")
                port.name = cursor::text(field);
            else if (key == "containerPort")
                port.port = portNumber(field);
            else if (key == "protocol")
                port.protocol = protocolOf(cursor::text(field));
            else if (key == "hostPort")
                port.hostPort = portNumber(field);
            else if (key == "hostIP")
                port.hostIp = cursor::text(field);
        });
        m_ports.push_back(port);
    });
}

void PodDecoder::arguments(Source &value)
{
    if (m_pod.ownerKind != "Node")
        return;
    std::string_view before;
    eachItem(value, *m_failure, [&](Source &item) {
        const std::string_view argument = cursor::text(item);
        m_args.push_back(withoutSecret(argument, before));
        before = argument;
    });
}

/** Hands each container its lists, and puts the init containers first. */
void PodDecoder::connectContainers()
{
    Ends from;
    for (std::size_t i = 0; i < m_containers.size(); ++i) {
        const Ends to = m_ends[i];
        m_containers[i].ports = std::span<const ContainerPort>(m_ports).subspan(from.ports, to.ports - from.ports);
        m_containers[i].args = std::span<const std::string_view>(m_args).subspan(from.args, to.args - from.args);
        from = to;
    }
    if (!std::ranges::is_partitioned(m_containers, &Container::isInit))
        std::ranges::stable_partition(m_containers, &Container::isInit);
    m_template.containers = m_containers;
}

void PodDecoder::finish(Batch &into)
{
    TextArena &own = *into.podTexts;
    connectContainers();
    m_status.finish(m_pod, m_template.containers, *m_pools, own);
    m_pod.pod = m_pools->podTemplate(m_template);
    m_pod.hostIp = m_pools->text(m_pod.hostIp);
    m_pod.labels = m_pod.labels ? m_pod.labels : m_pools->pairs({});
    m_pod.annotations = m_pod.annotations ? m_pod.annotations : m_pools->pairs({});
    m_pod.name = own.add(m_pod.name);
    m_pod.hostname = m_pools->ref(m_hostname);
    m_pod.ownerName = m_pod.name.starts_with(m_pod.ownerName) ? m_pod.name.substr(0, m_pod.ownerName.size())
                                                              : m_pools->text(m_pod.ownerName);
    m_pod.ip = m_pod.ip == m_pod.hostIp ? m_pod.hostIp : own.add(m_pod.ip);
}

}  // namespace portolan
