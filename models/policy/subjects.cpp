// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/subjects.h"

#include <algorithm>

#include "kube/absence.h"

namespace portolan::policy {

namespace {

constexpr std::string_view nameLabel = "kubernetes.io/metadata.name";

/** Where a pod names no ServiceAccount, the API server names this one. */
std::string_view accountOr(std::string_view name)
{
    return name.empty() ? std::string_view("default") : name;
}

Protocol protocolOf(std::string_view text)
{
    return text == "UDP" ? Protocol::UDP : text == "SCTP" ? Protocol::SCTP : Protocol::TCP;
}

std::vector<NamedPort> portsOf(const PodTemplate &pod)
{
    std::vector<NamedPort> ports;
    for (const Container &container : pod.containers) {
        for (const ContainerPort &port : container.ports) {
            if (!port.name.empty() && (!container.isInit || container.isSidecar))
                ports.push_back({port.name, port.protocol, port.port});
        }
    }
    return ports;
}

std::vector<NamedPort> portsOf(const Value &podSpec)
{
    std::vector<NamedPort> ports;
    for (const Value &container : podSpec["containers"].items()) {
        for (const Value &port : container["ports"].items()) {
            if (!port["name"].text().empty())
                ports.push_back({port["name"].text(), protocolOf(port["protocol"].text()),
                                 static_cast<std::uint16_t>(port["containerPort"].integer())});
        }
    }
    return ports;
}

/** The Deployment above a ReplicaSet, the CronJob above a Job; else the owner itself. */
std::pair<std::string_view, std::string_view> topOwner(const ClusterSnapshot &snapshot, const Pod &pod)
{
    std::string_view kind = pod.ownerKind, name = pod.ownerName;
    for (int step = 0; step < 4; ++step) {
        const KindInfo *known = kindByReference(kind);
        const Object *owner = known ? snapshot.find(known->kind, pod.space, name) : nullptr;
        if (!owner)
            break;
        Value above;
        for (const Value &one : owner->meta()["ownerReferences"].items()) {
            if (one["controller"].boolean())
                above = one;
        }
        const std::string_view next = above["kind"].text();
        if (next != "Deployment" && next != "CronJob" && next != "StatefulSet" && next != "DaemonSet")
            break;
        kind = next;
        name = above["name"].text();
    }
    return name.empty() ? std::pair(std::string_view("Pod"), pod.name) : std::pair(kind, name);
}

void appendKey(std::string &key, std::string_view part)
{
    key += part;
    key += '\0';
}

std::string keyOf(const SubjectKind &kind)
{
    std::string key;
    appendKey(key, kind.space);
    appendKey(key, kind.isHostNetwork ? "host" : "");
    appendKey(key, kind.serviceAccount);
    for (const auto &[name, value] : kind.labels) {
        appendKey(key, name);
        appendKey(key, value);
    }
    appendKey(key, {});
    for (const NamedPort &port : kind.ports) {
        appendKey(key, port.name);
        key += std::to_string(static_cast<int>(port.protocol)) + ':' + std::to_string(port.port) + ';';
    }
    return key;
}

}  // namespace

Subjects::Subjects(const ClusterSnapshot &snapshot)
{
    for (const ObjectPtr &space : snapshot.of(Kind::Namespace)) {
        Labels labels = labelsOf(space->meta()["labels"]);
        std::erase_if(labels, [](const auto &label) { return label.first == nameLabel; });
        labels.emplace_back(nameLabel, space->name);
        std::ranges::sort(labels);
        m_spaces[space->name] = std::move(labels);
    }
    for (const Pod &pod : snapshot.pods) {
        if (pod.phase != PodPhase::Succeeded && pod.phase != PodPhase::Failed)
            add(snapshot, pod);
    }
    for (const Kind kind : {Kind::Deployment, Kind::StatefulSet, Kind::DaemonSet, Kind::ReplicaSet,
                            Kind::ReplicationController, Kind::Job, Kind::CronJob}) {
        for (const ObjectPtr &workload : snapshot.of(kind)) {
            if (isManifest(*workload))
                addPlanned(*workload, workload->spec()["replicas"].integer(1));
        }
    }
    for (std::uint32_t i = 0; i < m_subjects.size(); ++i)
        m_byName.emplace(std::pair(m_subjects[i].space, std::string_view(m_subjects[i].name)), i);
    for (const Subject &subject : m_subjects) {
        Labels &labels = m_spaces[subject.space];
        if (labels.empty())
            labels.emplace_back(nameLabel, subject.space);
    }
}

std::uint32_t Subjects::kindOf(SubjectKind kind, const std::string &key)
{
    const auto [at, isNew] = m_kindByKey.try_emplace(key, static_cast<std::uint32_t>(m_kinds.size()));
    if (isNew)
        m_kinds.push_back(std::move(kind));
    return at->second;
}

void Subjects::add(const ClusterSnapshot &snapshot, const Pod &pod)
{
    SubjectKind kind{pod.space, labelsOf(*pod.labels), portsOf(*pod.pod), pod.pod->hostNetwork,
                     accountOr(pod.pod->serviceAccount)};
    const std::string key = keyOf(kind);
    Subject subject;
    subject.name = pod.name;
    subject.space = pod.space;
    subject.pod = &pod;
    subject.kind = kindOf(std::move(kind), key);
    std::tie(subject.workloadKind, subject.workloadName) = topOwner(snapshot, pod);
    for (const std::string_view text : {pod.ip, pod.secondIp.view()}) {
        if (const auto address = text.empty() ? std::nullopt : parseAddress(text))
            subject.addresses.push_back(*address);
    }
    const auto index = static_cast<std::uint32_t>(m_subjects.size());
    if (!pod.pod->hostNetwork) {
        if (!pod.ip.empty())
            m_byAddress.emplace(pod.ip, index);
        if (!pod.secondIp.view().empty())
            m_byAddress.emplace(pod.secondIp.view(), index);
    }
    m_subjects.push_back(std::move(subject));
}

void Subjects::addPlanned(const Object &workload, std::int64_t replicas)
{
    if (replicas <= 0)
        return;
    const Value outer = workload.kind == Kind::CronJob ? workload.spec()["jobTemplate"]["spec"]["template"]
                                                       : workload.spec()["template"];
    const Value spec = outer["spec"];
    SubjectKind kind{workload.space, labelsOf(outer["metadata"]["labels"]), portsOf(spec),
                     spec["hostNetwork"].boolean(), accountOr(spec["serviceAccountName"].text())};
    const std::string key = keyOf(kind);
    Subject subject;
    subject.name = std::string(workload.name) + (workload.kind == Kind::StatefulSet ? "-0" : "");
    subject.space = workload.space;
    subject.workload = &workload;
    subject.kind = kindOf(std::move(kind), key);
    subject.workloadKind = info(workload.kind).name;
    subject.workloadName = workload.name;
    m_subjects.push_back(subject);
    constexpr std::int64_t most = 1000;  // a manifest may ask for any number
    for (std::int64_t i = 1; workload.kind == Kind::StatefulSet && i < std::min(replicas, most); ++i) {
        subject.name = std::string(workload.name) + '-' + std::to_string(i);
        m_subjects.push_back(subject);
    }
}

const Subject *Subjects::find(std::string_view space, std::string_view name) const
{
    const auto found = m_byName.find({space, name});
    return found == m_byName.end() ? nullptr : &m_subjects[found->second];
}

const Subject *Subjects::of(const Pod &pod) const
{
    return find(pod.space, pod.name);
}

const Subject *Subjects::withAddress(std::string_view address) const
{
    const auto found = m_byAddress.find(address);
    return found == m_byAddress.end() ? nullptr : &m_subjects[found->second];
}

const Labels &Subjects::labelsOfSpace(std::string_view space) const
{
    static const Labels nothing;
    const auto found = m_spaces.find(space);
    return found == m_spaces.end() ? nothing : found->second;
}

}  // namespace portolan::policy
