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
/** What its packets leave of a link's usual 1500 bytes. Source: flannel, "Backends": the overhead of each. */
std::string_view meaningOf(std::string_view backend)
{
    if (backend == "vxlan")
        return "Flannel's backend on this node; over links of 1500 bytes pods have an MTU of 1450 then, which no "
               "object shows";
    if (backend == "wireguard")
        return "Flannel's backend on this node; over links of 1500 bytes pods have an MTU of 1420 then, which no "
               "object shows";
    return "Flannel's backend on this node";
}

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

/** "host-gw on agent-1; vxlan on agent-0, server-0 and 40 more" */
std::string nodesByBackend(const Marks &marks)
{
    constexpr std::size_t most = 3;
    std::string text;
    for (const auto &[backend, count] : marks.backends) {
        text += (text.empty() ? "" : "; ") + std::string(backend) + " on";
        std::size_t named = 0;
        for (const Object *node : marks.nodes) {
            if (node->annotation(backendType) == backend && named++ < most)
                text += (named > 1 ? ", " : " ") + std::string(node->name);
        }
        if (count > most)
            text += " and " + std::to_string(count - most) + " more";
    }
    return text;
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

/** Where the VNI stands first. */
void addVniProof(Component &flannel, const Marks &marks, std::string_view vni)
{
    const auto node = std::ranges::find_if(
        marks.nodes, [vni](const Object *n) { return jsonValue(n->annotation(backendData), "VNI") == vni; });
    if (!vni.empty() && node != marks.nodes.end())
        flannel.evidence.push_back(annotationProof(**node, backendData, "the number of its VXLAN network"));
}

void addMarks(Component &flannel, const Marks &marks)
{
    const std::string_view backend = backendOf(marks);
    std::string_view vni;
    for (const Object *node : marks.nodes) {
        const std::string_view type = node->annotation(backendType);
        const bool isFirst = flannel.evidence.empty() || !flannel.evidence.back().path.ends_with("backend-type");
        flannel.evidence.push_back(
            annotationProof(*node, backendType, isFirst ? meaningOf(type) : "Flannel's backend on this node"));
        if (vni.empty() && type == "vxlan")
            vni = jsonValue(node->annotation(backendData), "VNI");
    }
    addSetting(flannel, "backend", backend);
    addTransport(flannel, backend, vni);
    addVniProof(flannel, marks, vni);
    if (marks.backends.size() > 1)
        flannel.remark = "Nodes disagree about the backend: " + nodesByBackend(marks) + '.';
}

void addPodCidr(Component &flannel, const Survey &survey)
{
    const Proof range = flagProof(survey, "cluster-cidr", "the range of pods' addresses");
    if (range.object.isNull())
        return;
    addSetting(flannel, "podCidr", survey.flags().joined("cluster-cidr"));
    flannel.evidence.push_back(range);
}

/** The backend that a flag of the servers names, as Flannel itself calls it. Source: K3s, "Basic Network Options". */
std::string_view backendByFlag(const Survey &survey)
{
    std::string_view flag = survey.flags().value("flannel-backend");
    flag = flag.substr(0, flag.find('='));
    return flag == "wireguard-native" ? "wireguard" : flag;
}

/** What the servers ask for; nodes that have not been started since have the backend that was before. */
void addFlag(Component &flannel, const Survey &survey)
{
    const std::string_view wanted = backendByFlag(survey);
    if (wanted.empty())
        return;
    flannel.evidence.push_back(flagProof(survey, "flannel-backend", "the backend that the servers ask for"));
    addRemark(flannel, differingFlag(survey, "flannel-backend", "vxlan"));
    if (wanted == "none")
        return;
    const std::string_view there = flannel.setting("backend");
    if (there.empty())
        addSetting(flannel, "backend", wanted);
    else if (there != wanted && there != "extension" && flannel.remark.empty())
        flannel.remark =
            "The servers ask for " + std::string(wanted) + ", and the nodes have " + std::string(there) + '.';
}

/** A DaemonSet of its own, as everywhere but on K3s. */
bool addStandalone(const Survey &survey, const Marks &marks, Roles &roles)
{
    const Running agents = runningImage(survey, flannelImages, "Flannel's image",
                                        [](const Object &workload) { return !isCanal(workload); });
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
void addLeftover(const Marks &marks, Proof why, std::string remark, Roles &roles)
{
    Component flannel;
    flannel.name = "flannel";
    flannel.confidence = Confidence::Leftover;
    addMarks(flannel, marks);
    if (!why.object.isNull())
        flannel.evidence.push_back(std::move(why));
    flannel.remark = std::move(remark);
    roles.components.push_back(std::move(flannel));
}

/** Every server that shows its flags was told not to start it. */
bool isSwitchedOff(const Survey &survey)
{
    const ServerFlags &flags = survey.flags();
    return flags.saying("flannel-backend", "none") && flags.differing("flannel-backend", "vxlan").empty();
}

void detectSwitchedOff(const Survey &survey, const Marks &marks, Roles &roles)
{
    if (!marks.nodes.empty())
        addLeftover(marks, flagProof(survey, "flannel-backend", "K3s does not start Flannel"),
                    "Nodes still have its annotations, and it is switched off.", roles);
}

/** Neither K3s nor a DaemonSet runs it: something of before, or something that is not seen. */
void detectMarksAlone(const Survey &survey, const Marks &marks, Roles &roles)
{
    if (!seesWorkloads(survey)) {
        Component flannel;
        flannel.name = "flannel";
        flannel.confidence = Confidence::Inferred;
        for (const Object *node : marks.nodes)
            flannel.nodes.emplace_back(node->name);
        addMarks(flannel, marks);
        addRemark(flannel, "Nodes have its annotations; what runs it is not seen.");
        roles.components.push_back(std::move(flannel));
        return;
    }
    addLeftover(marks, {}, "Nodes have its annotations, and nothing that is seen runs it.", roles);
}

void detectEmbedded(const Survey &survey, const Marks &marks, Roles &roles)
{
    Component flannel;
    flannel.name = "flannel";
    flannel.isDefault = true;
    addSetting(flannel, "embedded", "true");
    for (const Object *node : marks.nodes)
        flannel.nodes.emplace_back(node->name);
    addMarks(flannel, marks);
    addFlag(flannel, survey);
    addPodCidr(flannel, survey);
    flannel.confidence = marks.nodes.empty() ? Confidence::Assumed : Confidence::Inferred;
    if (marks.nodes.empty())
        addRemark(flannel, "K3s starts it unless told otherwise; no node has its annotations yet.");
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
    if (isSwitchedOff(survey))
        return detectSwitchedOff(survey, marks, roles);
    if (survey.isK3s())
        detectEmbedded(survey, marks, roles);
    else if (!marks.nodes.empty())
        detectMarksAlone(survey, marks, roles);
}

}  // namespace portolan::roles
