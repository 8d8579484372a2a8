// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>

#include "roles/detectors.h"
#include "roles/network.h"

/* Source: flannel, "Backends" and "Annotations"; K3s, "Basic Network Options": on K3s it runs inside the k3s process,
 * and what it writes on the nodes is all that shows it. */
namespace portolan::roles {

namespace {

constexpr std::string_view backendType = "flannel.alpha.coreos.com/backend-type";
constexpr std::string_view backendData = "flannel.alpha.coreos.com/backend-data";
constexpr std::array<std::string_view, 3> images{"flannel-io/flannel", "flannel/flannel", "coreos/flannel"};

struct Marks {
    std::vector<const Object *> nodes;  ///< with Flannel's annotations
    std::map<std::string_view, std::size_t> backends;
};

Marks marksIn(const Survey &survey)
{
    Marks marks;
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node)) {
        if (const std::string_view backend = node->annotation(backendType); !backend.empty()) {
            marks.nodes.push_back(node.get());
            ++marks.backends[backend];
        }
    }
    return marks;
}

/** The most frequent one; the first by name among equals. */
std::string_view backendOf(const Marks &marks)
{
    std::string_view best;
    std::size_t most = 0;
    for (const auto &[backend, count] : marks.backends) {
        if (count > most) {
            best = backend;
            most = count;
        }
    }
    return best;
}

/** What a backend's documentation fixes: its UDP port and its device. */
void addTransport(Component &flannel, std::string_view backend, std::string_view vni)
{
    if (backend == "vxlan") {
        addSetting(flannel, "port", "8472");
        addSetting(flannel, "vni", vni);
        addSetting(flannel, "device", vni.empty() ? std::string() : "flannel." + std::string(vni));
    } else if (backend == "wireguard") {
        addSetting(flannel, "port", "51820");
        addSetting(flannel, "device", "flannel-wg");
    }
}

void addMarks(Component &flannel, const Marks &marks)
{
    const std::string_view backend = backendOf(marks);
    std::string_view vni;
    for (const Object *node : marks.nodes) {
        flannel.evidence.push_back(annotationProof(*node, backendType, "Flannel's backend on this node"));
        if (vni.empty() && node->annotation(backendType) == "vxlan")
            vni = jsonValue(node->annotation(backendData), "VNI");
    }
    addSetting(flannel, "backend", backend);
    addTransport(flannel, backend, vni);
    if (marks.backends.size() > 1) {
        std::string names;
        for (const auto &[name, count] : marks.backends)
            names += (names.empty() ? "" : ", ") + std::string(name) + " on " + std::to_string(count);
        flannel.remark = "Nodes disagree about the backend: " + names + '.';
    }
}

void addPodCidr(Component &flannel, const Survey &survey)
{
    addSetting(flannel, "podCidr", survey.flags().value("cluster-cidr"));
}

/** A DaemonSet of its own, as everywhere but on K3s. */
bool addStandalone(const Survey &survey, const Marks &marks, Roles &roles)
{
    const Running agents =
        runningImage(survey, images, "Flannel's image", [](const Object &workload) { return !isCanal(workload); });
    if (!agents.isThere())
        return false;
    Component flannel = componentOf(NetworkRole::Cni, "flannel", agents);
    addSetting(flannel, "embedded", "false");
    addMarks(flannel, marks);
    if (const Object *config = configBeside(survey, agents, "kube-flannel-cfg")) {
        const std::string_view net = (*config)["data"]["net-conf.json"].text();
        if (flannel.setting("backend").empty())
            addSetting(flannel, "backend", jsonValue(net, "Type"));
        addSetting(flannel, "podCidr", jsonValue(net, "Network"));
        flannel.evidence.push_back({refTo(*config), "/data/net-conf.json", {}, "Flannel's configuration"});
    }
    roles.components.push_back(std::move(flannel));
    return true;
}

/** What is left of it on nodes where it has been switched off. */
void addLeftover(const Marks &marks, Proof why, Roles &roles)
{
    Component flannel;
    flannel.name = "flannel";
    flannel.confidence = Confidence::Leftover;
    addMarks(flannel, marks);
    flannel.evidence.push_back(std::move(why));
    flannel.remark = "Nodes still have its annotations, and it is switched off.";
    roles.components.push_back(std::move(flannel));
}

}  // namespace

void detectFlannel(const Survey &survey, Roles &roles)
{
    if (canalAgents(survey).isThere())
        return;  // the annotations are Canal's
    const Marks marks = marksIn(survey);
    if (addStandalone(survey, marks, roles))
        return;
    if (survey.flags().value("flannel-backend") == "none") {
        if (!marks.nodes.empty())
            addLeftover(marks, flagProof(survey, "flannel-backend", "K3s does not start Flannel"), roles);
        return;
    }
    if (marks.nodes.empty() && !survey.isK3s())
        return;
    Component flannel;
    flannel.name = "flannel";
    flannel.isDefault = survey.isK3s();
    addSetting(flannel, "embedded", survey.isK3s() ? "true" : "");
    for (const Object *node : marks.nodes)
        flannel.nodes.emplace_back(node->name);
    addMarks(flannel, marks);
    addPodCidr(flannel, survey);
    flannel.confidence = marks.nodes.empty() ? Confidence::Assumed : Confidence::Inferred;
    if (!survey.isK3s())
        flannel.remark = "Nodes have its annotations; what runs it is not seen.";
    else if (marks.nodes.empty())
        flannel.remark = "K3s starts it unless told otherwise; no node has its annotations yet.";
    roles.components.push_back(std::move(flannel));
}

}  // namespace portolan::roles
