// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "roles/detectors.h"
#include "roles/network.h"

/* Networks that a table describes: by the DaemonSet that runs on every node. Source: the projects' manifests. */
namespace portolan::roles {

namespace {

struct Network {
    std::string_view name;
    std::string_view daemonSet;
    std::string_view image;  ///< a part of the agent's, whose tag is the version
    bool hasPolicy;          ///< enforces NetworkPolicies itself
};
constexpr Network networks[] = {
    {"antrea", "antrea-agent", "antrea", true},
    {"kube-ovn", "kube-ovn-cni", "kube-ovn", true},
    {"ovn-kubernetes", "ovnkube-node", "ovn-kube", true},
    {"weave", "weave-net", "weave-kube", true},
    {"kindnet", "kindnet", "kindnetd", false},
};

/** A DaemonSet of this name; where DaemonSets can not be read, the pods that say they are its. */
Running agentsNamed(const Survey &survey, std::string_view name, std::string_view image)
{
    if (const Object *daemonSet = survey.workload(Kind::DaemonSet, name)) {
        Running running = runningAs(survey, {daemonSet}, "the agent on every node");
        running.version = Survey::versionOf(*daemonSet, image);
        return running;
    }
    if (seesWorkloads(survey))
        return {};
    return runningPodsWhere(
        survey, [name](const Pod &pod) { return pod.ownerKind == "DaemonSet" && pod.ownerName == name; },
        "a pod of the agent that runs on every node");
}

/** kind's first version whose kindnet enforces policies is 0.24; the image tells a date. Source: kind, release notes of
 *  v0.24.0. */
std::string whyKindnetIsUnclear(const Running &agents)
{
    return "kindnet enforces NetworkPolicies since kind 0.24 of August 2024, and no object tells kind's version" +
           (agents.version.empty() ? std::string() : "; the image here is " + agents.version);
}

/** Antrea's agent reads a file out of a ConfigMap, whose name may end in a hash. */
void addAntrea(const Survey &survey, Component &antrea)
{
    for (const ObjectPtr &config : survey.snapshot().of(Kind::ConfigMap)) {
        const std::string_view text = (*config)["data"]["antrea-agent.conf"].text();
        if (!config->name.starts_with("antrea-config") || text.empty())
            continue;
        const std::string_view mode = lineValue(text, "trafficEncapMode"), tunnel = lineValue(text, "tunnelType");
        addSetting(antrea, "trafficEncapMode", mode.empty() ? "encap" : mode);
        addSetting(antrea, "tunnelType", tunnel.empty() ? "geneve" : tunnel);
        addSetting(antrea, "proxyAll", lineValue(text, "proxyAll"));
        antrea.evidence.push_back({refTo(*config), "/data/antrea-agent.conf", {}, "the agent's configuration"});
        return;
    }
}

}  // namespace

void detectOtherNetworks(const Survey &survey, Roles &roles)
{
    for (const Network &network : networks) {
        const Running agents = agentsNamed(survey, network.daemonSet, network.image);
        if (!agents.isThere())
            continue;
        Component component = componentOf(NetworkRole::Cni, network.name, agents);
        if (network.name == "antrea")
            addAntrea(survey, component);
        component.isDefault = network.name == "kindnet" && roles.distribution.name == "kind";
        roles.components.push_back(std::move(component));
        if (network.name == "kindnet")
            roles.unknown.push_back({NetworkRole::NetworkPolicy, whyKindnetIsUnclear(agents)});
        if (network.hasPolicy) {
            Component policy = componentOf(NetworkRole::NetworkPolicy, network.name, agents);
            addSetting(policy, "policies", countOf(survey, {Kind::NetworkPolicy}));
            roles.components.push_back(std::move(policy));
        }
    }
}

/** kube-router does what its arguments say; each part is on unless it is switched off. */
void detectKubeRouter(const Survey &survey, Roles &roles)
{
    const Running agents = runningImage(survey, "cloudnativelabs/kube-router", "kube-router's image");
    if (!agents.isThere() || agents.workloads.empty())
        return;
    const Object &workload = *agents.workloads.front();
    struct Part {
        std::string_view argument, runs;
        NetworkRole role;
    };
    constexpr Part parts[] = {{"run-router", "router", NetworkRole::Cni},
                              {"run-service-proxy", "service-proxy", NetworkRole::ServiceProxy},
                              {"run-firewall", "firewall", NetworkRole::NetworkPolicy}};
    std::string runs;
    for (const Part &part : parts) {
        if (argumentOf(workload, part.argument) != "false")
            runs += (runs.empty() ? "" : ",") + std::string(part.runs);
    }
    for (const Part &part : parts) {
        if (argumentOf(workload, part.argument) == "false")
            continue;
        Component component = componentOf(part.role, "kube-router", agents);
        addSetting(component, "runs", runs);
        if (part.role == NetworkRole::Cni)
            addSetting(component, "overlay", argumentOf(workload, "overlay-encap"));
        roles.components.push_back(std::move(component));
    }
}

/** A layer that lets pods have further interfaces; another network connects them first. */
void detectMultus(const Survey &survey, Roles &roles)
{
    constexpr std::array<std::string_view, 2> images{"k8snetworkplumbingwg/multus-cni", "rancher/hardened-multus-cni"};
    Running agents = runningImage(survey, images, "Multus' image");
    if (!agents.isThere())
        agents = agentsNamed(survey, "kube-multus-ds", "multus");
    if (!agents.isThere())
        return;
    Component multus = componentOf(NetworkRole::Cni, "multus", agents);
    multus.remark = "A layer over the network that connects the pods.";
    roles.components.push_back(std::move(multus));
}

}  // namespace portolan::roles
