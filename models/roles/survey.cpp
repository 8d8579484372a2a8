// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/survey.h"

#include <algorithm>

namespace portolan::roles {

namespace {

constexpr Kind workloadKinds[] = {Kind::DaemonSet, Kind::Deployment, Kind::StatefulSet};

template <typename Predicate>
Value containerWhere(const Object &workload, Predicate predicate)
{
    const Value spec = workload.spec()["template"]["spec"];
    for (const Value containers : {spec["containers"], spec["initContainers"]}) {
        for (const Value &container : containers.items()) {
            if (predicate(container))
                return container;
        }
    }
    return {};
}

Value containerWithImage(const Object &workload, std::string_view part)
{
    return containerWhere(workload, [part](const Value &container) {
        return repositoryOf(container["image"].text()).find(part) != std::string_view::npos;
    });
}

}  // namespace

std::string_view repositoryOf(std::string_view image)
{
    image = image.substr(0, image.find('@'));
    const auto slash = image.find('/');
    const std::string_view first = image.substr(0, slash);
    const bool hasRegistry =
        slash != std::string_view::npos && (first.find('.') != std::string_view::npos ||
                                            first.find(':') != std::string_view::npos || first == "localhost");
    if (hasRegistry)
        image.remove_prefix(slash + 1);
    return image.substr(0, image.find(':'));
}

std::string_view tagOf(std::string_view image)
{
    image = image.substr(0, image.find('@'));
    const auto slash = image.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? image : image.substr(slash + 1);
    const auto colon = last.find(':');
    return colon == std::string_view::npos ? std::string_view() : last.substr(colon + 1);
}

Survey::Survey(const ClusterSnapshot &snapshot) : m_snapshot(snapshot), m_flags(ServerFlags::of(snapshot))
{
    for (const Kind kind : workloadKinds) {
        for (const ObjectPtr &workload : snapshot.of(kind)) {
            m_workloads.push_back(workload.get());
            addImages(*workload);
        }
    }
    const ObjectTable &nodes = snapshot.of(Kind::Node);
    m_isK3s = std::any_of(nodes.begin(), nodes.end(), [](const ObjectPtr &node) {
        return node->status()["nodeInfo"]["kubeletVersion"].text().find("+k3s") != std::string_view::npos;
    });
}

std::vector<const Object *> Survey::workloadsWithImage(std::string_view part) const
{
    std::vector<const Object *> found;
    for (const Image &image : m_images) {
        const bool isKnown = !found.empty() && found.back() == image.workload;
        if (!isKnown && image.repository.find(part) != std::string_view::npos)
            found.push_back(image.workload);
    }
    return found;
}

void Survey::addImages(const Object &workload)
{
    const Value spec = workload.spec()["template"]["spec"];
    for (const Value containers : {spec["containers"], spec["initContainers"]}) {
        for (const Value &container : containers.items()) {
            if (const std::string_view image = repositoryOf(container["image"].text()); !image.empty())
                m_images.push_back({&workload, image});
        }
    }
}

const Object *Survey::workload(Kind kind, std::string_view name) const
{
    const auto found = std::ranges::find_if(
        m_workloads, [&](const Object *workload) { return workload->kind == kind && workload->name == name; });
    return found != m_workloads.end() ? *found : nullptr;
}

std::string Survey::versionOf(const Object &workload, std::string_view part)
{
    return std::string(tagOf(containerWithImage(workload, part)["image"].text()));
}

State Survey::stateOf(const Object &workload)
{
    if (isManifest(workload))
        return State::Unknown;
    const Value status = workload.status();
    const bool isDaemonSet = workload.kind == Kind::DaemonSet;
    const std::int64_t wanted =
        isDaemonSet ? status["desiredNumberScheduled"].integer() : workload.spec()["replicas"].integer(1);
    const std::int64_t ready = status[isDaemonSet ? "numberReady" : "readyReplicas"].integer();
    if (ready >= wanted)
        return State::Fine;
    return ready > 0 ? State::Warning : State::Failing;
}

/** A Deployment's pods belong to its ReplicaSets, whose names begin with its own. */
std::vector<std::string> Survey::nodesOf(const Object &workload) const
{
    const bool isDeployment = workload.kind == Kind::Deployment;
    const std::string prefix = std::string(workload.name) + '-';
    std::vector<std::string> nodes;
    for (const Pod &pod : m_snapshot.pods) {
        const bool isIts = isDeployment ? pod.ownerKind == "ReplicaSet" && pod.ownerName.starts_with(prefix) &&
                                              pod.ownerName.find('-', prefix.size()) == std::string_view::npos
                                        : pod.ownerKind == info(workload.kind).name && pod.ownerName == workload.name;
        if (isIts && pod.space == workload.space && pod.isReady && !pod.node.empty())
            nodes.emplace_back(pod.node);
    }
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    return nodes;
}

}  // namespace portolan::roles
