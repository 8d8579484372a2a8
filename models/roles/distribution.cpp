// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>

#include "roles/detectors.h"
#include "roles/network.h"

/* Source: what the projects write on their Nodes: K3s and RKE2 their versions, kind its provider ID, the others labels.
 */
namespace portolan::roles {

namespace {

constexpr std::string_view kubeletPath = "/status/nodeInfo/kubeletVersion";

std::string_view kubeletOf(const Object &node)
{
    return node.status()["nodeInfo"]["kubeletVersion"].text();
}

/** The first label or annotation whose key begins so. */
std::optional<Proof> marked(const Object &node, std::string_view field, std::string_view prefix)
{
    const Value all = node.meta()[field];
    for (const Member &member : all.members()) {
        if (member.key.starts_with(prefix))
            return Proof{refTo(node),
                         "/metadata/" + std::string(field) + pointerStep(member.key),
                         std::string(member.value.text()),
                         {}};
    }
    return std::nullopt;
}

std::optional<Proof> inVersion(const Object &node, std::string_view part)
{
    if (kubeletOf(node).find(part) == std::string_view::npos)
        return std::nullopt;
    return Proof{refTo(node), std::string(kubeletPath), std::string(kubeletOf(node)), {}};
}

struct Mark {
    std::string_view name;
    std::string_view where;  ///< "version", "labels", "annotations", "provider", "name", "whole name"
    std::string_view what;
};
/** In this order: k3d is K3s, and the products of clouds are kubeadm's kin. */
constexpr Mark marks[] = {
    {"k3d", "name", "k3d-"},
    {"k3s", "version", "+k3s"},
    {"rke2", "version", "+rke2"},
    {"kind", "provider", "kind://"},
    {"minikube", "labels", "minikube.k8s.io/"},
    {"microk8s", "labels", "microk8s.io/"},
    {"docker-desktop", "whole name", "docker-desktop"},
    {"eks", "version", "-eks-"},
    {"gke", "version", "-gke."},
    {"aks", "labels", "kubernetes.azure.com/"},
    {"openshift", "labels", "node.openshift.io/"},
    {"oke", "labels", "oke.oraclecloud.com/"},
    {"kubeadm", "annotations", "kubeadm.alpha.kubernetes.io/"},
};

std::optional<Proof> proofOf(const Object &node, const Mark &mark)
{
    if (mark.where == "version")
        return inVersion(node, mark.what);
    if (mark.where == "labels" || mark.where == "annotations")
        return marked(node, mark.where, mark.what);
    const bool isName = mark.where.ends_with("name");
    const std::string_view value = isName ? node.name : node.spec()["providerID"].text();
    if (!value.starts_with(mark.what) || (mark.where == "whole name" && value != mark.what) ||
        (mark.name == "k3d" && !inVersion(node, "+k3s")))
        return std::nullopt;
    return Proof{refTo(node), isName ? "/metadata/name" : "/spec/providerID", std::string(value), {}};
}

/** Numbers of "v1.36.1+k3s1", to compare. */
std::vector<int> numbersOf(std::string_view version)
{
    std::vector<int> numbers;
    bool isInside = false;
    for (const char c : version) {
        const bool isDigit = c >= '0' && c <= '9';
        if (isDigit && !isInside)
            numbers.push_back(0);
        if (isDigit && numbers.back() < 100'000)
            numbers.back() = numbers.back() * 10 + (c - '0');
        isInside = isDigit;
    }
    return numbers;
}

std::string lowestVersion(const ObjectTable &nodes)
{
    std::string_view lowest;
    for (const ObjectPtr &node : nodes) {
        const std::string_view version = kubeletOf(*node);
        if (!version.empty() && (lowest.empty() || numbersOf(version) < numbersOf(lowest)))
            lowest = version;
    }
    return std::string(lowest);
}

/** kind's own network is in nobody else's image; minikube, which borrows it, has been told by its labels. Nodes get
 *  their provider ID only after they have joined. */
void tellKindFromKubeadm(const Survey &survey, Distribution &made)
{
    const Running kindnet = runningImage(survey, "kindest/kindnetd", "the network that kind installs");
    if (made.name != "kubeadm" || !kindnet.isThere())
        return;
    made.name = "kind";
    made.evidence.assign(1, kindnet.evidence.front());
}

}  // namespace

void detectDistribution(const Survey &survey, Roles &roles)
{
    const ObjectTable &nodes = survey.snapshot().of(Kind::Node);
    Distribution &made = roles.distribution;
    made.version = lowestVersion(nodes);
    for (const Mark &mark : marks) {
        for (const ObjectPtr &node : nodes) {
            auto proof = proofOf(*node, mark);
            if (!proof)
                continue;
            made.name = mark.name;
            proof->means = "the mark of " + std::string(mark.name);
            made.evidence.push_back(std::move(*proof));
            return tellKindFromKubeadm(survey, made);
        }
    }
    if (const Object *config = survey.snapshot().find(Kind::ConfigMap, "kube-system", "kubeadm-config")) {
        made.name = "kubeadm";
        made.evidence.push_back({refTo(*config), {}, {}, "written by kubeadm"});
        return;
    }
    const std::string_view why = whyUnseen(survey, Kind::Node);
    made.why = nodes.empty() ? (why.empty() ? "there are no nodes" : "nodes: " + std::string(why))
                             : "no node has a mark of a distribution that is known here";
}

}  // namespace portolan::roles
