// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/detectors.h"
#include "roles/network.h"

/* Networks that a table describes: by the DaemonSet that runs on every node. Source: the projects' manifests. */
namespace portolan::roles {

namespace {

struct Network {
    std::string_view name;
    std::string_view daemonSet;
    bool hasPolicy;  ///< enforces NetworkPolicies itself
};
constexpr Network networks[] = {
    {"antrea", "antrea-agent", true}, {"kube-ovn", "kube-ovn-cni", true}, {"ovn-kubernetes", "ovnkube-node", true},
    {"weave", "weave-net", true},     {"kindnet", "kindnet", false},
};

Running agentsOf(const Survey &survey, const Network &network)
{
    const Object *daemonSet = survey.workload(Kind::DaemonSet, network.daemonSet);
    return daemonSet ? runningAs(survey, {daemonSet}, "the agent on every node") : Running();
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
        const Running agents = agentsOf(survey, network);
        if (!agents.isThere())
            continue;
        Component component = componentOf(NetworkRole::Cni, network.name, agents);
        if (network.name == "antrea")
            addAntrea(survey, component);
        else if (network.name == "kube-ovn" || network.name == "ovn-kubernetes")
            addSetting(component, "tunnelType", "geneve");
        component.isDefault = network.name == "kindnet" && roles.distribution.name == "kind";
        roles.components.push_back(std::move(component));
        if (network.name == "kindnet")
            roles.unknown.push_back(
                {NetworkRole::NetworkPolicy,
                 "kindnet enforces NetworkPolicies in newer versions only, and no object tells which "
                 "one this is"});
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
    Running agents = runningImage(survey, "k8snetworkplumbingwg/multus-cni", "Multus' image");
    if (!agents.isThere()) {
        const Object *daemonSet = survey.workload(Kind::DaemonSet, "kube-multus-ds");
        agents = daemonSet ? runningAs(survey, {daemonSet}, "Multus' agent") : Running();
    }
    if (!agents.isThere())
        return;
    Component multus = componentOf(NetworkRole::Cni, "multus", agents);
    multus.remark = "A layer over the network that connects the pods.";
    roles.components.push_back(std::move(multus));
}

}  // namespace portolan::roles
