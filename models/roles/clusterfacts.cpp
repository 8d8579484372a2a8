// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "roles/addressrange.h"
#include "roles/detectors.h"
#include "roles/network.h"

/* Source: K3s, "server" options; kubeadm, ClusterConfiguration; Kubernetes API reference, "ServiceCIDR". */
namespace portolan::roles {

namespace {

ClusterFact byFlag(const Survey &survey, std::string_view flag)
{
    const Object *server = survey.flags().giving(flag);
    if (!server)
        return {};
    return {survey.flags().joined(flag), false, refTo(*server), std::string(nodeArgsPathOf(*server))};
}

ClusterFact byKubeadm(const Survey &survey, std::string_view key)
{
    const Object *config = survey.snapshot().find(Kind::ConfigMap, "kube-system", "kubeadm-config");
    const std::string_view value =
        config ? lineValue((*config)["data"]["ClusterConfiguration"].text(), key) : std::string_view();
    if (value.empty())
        return {};
    return {std::string(value), false, refTo(*config), "/data/ClusterConfiguration"};
}

ClusterFact bySetting(const Roles &roles, std::string_view key)
{
    const Component *cni = roles.filling(NetworkRole::Cni);
    if (!cni || cni->setting(key).empty())
        return {};
    for (const Proof &proof : cni->evidence) {
        if (proof.value == cni->setting(key))
            return {proof.value, false, proof.object, proof.path};
    }
    return {std::string(cni->setting(key)), false, {}, {}};
}

ClusterFact byServiceCidr(const Survey &survey)
{
    for (const ObjectPtr &range : survey.snapshot().of(Kind::ServiceCIDR)) {
        std::string joined;
        for (const Value &cidr : range->spec()["cidrs"].items())
            joined += (joined.empty() ? "" : ",") + std::string(cidr.text());
        if (!joined.empty())
            return {joined, false, refTo(*range), "/spec/cidrs"};
    }
    return {};
}

/** Whether every node's block lies in K3s' default range: else somebody chose another. */
bool fitsDefault(const Survey &survey)
{
    const ObjectTable &nodes = survey.snapshot().of(Kind::Node);
    return !nodes.empty() && std::all_of(nodes.begin(), nodes.end(), [](const ObjectPtr &node) {
        const std::string_view cidr = node->spec()["podCIDR"].text();
        return cidr.empty() || cidr.starts_with("10.42.");
    });
}

bool servesDefault(const Survey &survey)
{
    const Object *api = survey.snapshot().find(Kind::Service, "default", "kubernetes");
    return !api || api->spec()["clusterIP"].text() == "10.43.0.1";
}

ClusterFact assumed(bool isLikely, std::string_view value)
{
    return isLikely ? ClusterFact{std::string(value), true, {}, {}} : ClusterFact{};
}

ClusterFact first(std::initializer_list<ClusterFact> facts)
{
    const auto known = std::ranges::find_if(facts, [](const ClusterFact &fact) { return !fact.value.empty(); });
    return known == facts.end() ? ClusterFact{} : *known;
}

/** Whether the first range of a list is one: what saves bundles may have blackened it. */
bool isRange(std::string_view ranges)
{
    const std::string_view range = ranges.substr(0, ranges.find(','));
    return isInRange(range.substr(0, range.find('/')), range);
}

/** The range that a static pod of the control plane was started with. Source: kubeadm and RKE2 label these pods alike.
 */
ClusterFact byStaticPod(const Survey &survey, std::string_view component, std::string_view option)
{
    for (const Pod &pod : survey.snapshot().pods) {
        if (pod.space != "kube-system" || valueOf(*pod.labels, "component") != component ||
            valueOf(*pod.labels, "tier") != "control-plane")
            continue;
        for (const Container &container : pod.pod->containers) {
            for (const std::string_view argument : container.args) {
                if (argument.starts_with(option) && isRange(argument.substr(option.size())))
                    return {std::string(argument.substr(option.size())), false, refTo(pod), {}};
            }
        }
    }
    return {};
}

/** Networks with a range of their own don't heed the servers' option: an address in it shows that this one does. */
bool isInUse(const Survey &survey, std::string_view ranges)
{
    const std::string_view range = ranges.substr(0, ranges.find(','));
    const PodTable &pods = survey.snapshot().pods;
    return std::any_of(pods.begin(), pods.end(), [range](const Pod &pod) {
        return !pod.pod->hostNetwork && !pod.ip.empty() && isInRange(pod.ip, range);
    });
}

void readStaticPods(const Survey &survey, ClusterFacts &facts)
{
    if (facts.serviceCidr.value.empty())
        facts.serviceCidr = byStaticPod(survey, "kube-apiserver", "--service-cluster-ip-range=");
    if (!facts.podCidr.value.empty())
        return;
    const ClusterFact range = byStaticPod(survey, "kube-controller-manager", "--cluster-cidr=");
    if (isInUse(survey, range.value))
        facts.podCidr = range;
}

ClusterFact dnsAddress(const Roles &roles)
{
    const Component *dns = roles.filling(NetworkRole::Dns);
    if (!dns)
        return {};
    for (const Proof &proof : dns->evidence) {
        if (!proof.value.empty() && proof.value == dns->setting("clusterIp"))
            return {proof.value, false, proof.object, proof.path};
    }
    return {std::string(dns->setting("clusterIp")), false, {}, {}};
}

/** The zone that the DNS server answers for. */
ClusterFact byCorefile(const Roles &roles)
{
    const Component *dns = roles.filling(NetworkRole::Dns);
    if (!dns || dns->setting("domain").empty())
        return {};
    ClusterFact fact{std::string(dns->setting("domain")), false, {}, {}};
    const auto proof = std::ranges::find(dns->evidence, std::string("/data/Corefile"), &Proof::path);
    if (proof != dns->evidence.end()) {
        fact.object = proof->object;
        fact.path = proof->path;
    }
    return fact;
}

}  // namespace

void gatherClusterFacts(const Survey &survey, Roles &roles)
{
    ClusterFacts &facts = roles.facts;
    const bool isK3s = survey.isK3s();
    facts.podCidr = first({byFlag(survey, "cluster-cidr"), byKubeadm(survey, "podSubnet"), bySetting(roles, "ipPools"),
                           bySetting(roles, "podCidr"), assumed(isK3s && fitsDefault(survey), "10.42.0.0/16")});
    facts.serviceCidr =
        first({byServiceCidr(survey), byFlag(survey, "service-cidr"), byKubeadm(survey, "serviceSubnet"),
               assumed(isK3s && servesDefault(survey), "10.43.0.0/16")});
    readStaticPods(survey, facts);
    facts.dnsAddress = first({dnsAddress(roles), byFlag(survey, "cluster-dns")});
    facts.domain = first({byFlag(survey, "cluster-domain"), byKubeadm(survey, "dnsDomain"), byCorefile(roles),
                          assumed(isK3s, "cluster.local")});
    facts.nodePorts = first({byFlag(survey, "service-node-port-range"), assumed(true, "30000-32767")});
}

}  // namespace portolan::roles
