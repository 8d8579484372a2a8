// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "roles/ciliumagents.h"
#include "roles/detectors.h"
#include "roles/network.h"

/* Source: Cilium, "ConfigMap options", "Routing", "Kubernetes Without kube-proxy", "CNI Chaining". */
namespace portolan::roles {

namespace {

std::string_view option(const Object *config, std::string_view key)
{
    return config ? (*config)["data"][key].text() : std::string_view();
}

void addOption(Component &cilium, const Object *config, std::string_view setting, std::string_view key,
               std::string_view means)
{
    if (config)
        addProven(cilium, setting, *config, "/data" + pointerStep(key), means);
}

/** "tunnel" of old versions, "routing-mode" and "tunnel-protocol" of newer ones; without either, VXLAN. */
void addRouting(Component &cilium, const Object *config)
{
    if (!config)
        return;
    const std::string_view old = option(config, "tunnel");
    std::string mode(option(config, "routing-mode")), protocol(option(config, "tunnel-protocol"));
    if (mode.empty())
        mode = old == "disabled" ? "native" : "tunnel";
    if (mode == "tunnel" && protocol.empty())
        protocol = old == "geneve" ? "geneve" : "vxlan";
    addSetting(cilium, "routingMode", mode);
    for (const std::string_view key : {"routing-mode", "tunnel-protocol", "tunnel"}) {
        if (!option(config, key).empty())
            cilium.evidence.push_back({refTo(*config), "/data" + pointerStep(key), std::string(option(config, key)),
                                       "how packets go from node to node"});
    }
    if (mode != "tunnel")
        return;
    addSetting(cilium, "tunnelProtocol", protocol);
    const std::string_view port = option(config, "tunnel-port");
    addSetting(cilium, "port", !port.empty() && port != "0" ? port : protocol == "geneve" ? "6081" : "8472");
}

void addEncryption(Component &cilium, const Object *config)
{
    for (const auto &[key, what] : {std::pair("enable-wireguard", "wireguard"), std::pair("enable-ipsec", "ipsec")}) {
        Proof proof = ciliumOption(config, key, "true", "packets between nodes are encrypted");
        if (proof.object.isNull())
            continue;
        addSetting(cilium, "encryption", what);
        cilium.evidence.push_back(std::move(proof));
        return;
    }
}

/** Old versions have words for it. Source: Cilium, "Upgrade Guide", 1.14: "strict" is true and "disabled" false. */
std::string_view replacementOf(const Object *config)
{
    const std::string_view value = option(config, "kube-proxy-replacement");
    return value == "strict" ? "true" : value == "disabled" ? "false" : value;
}

void addReplacement(Component &cilium, const Object *config)
{
    if (replacementOf(config).empty())
        return;
    addSetting(cilium, "kubeProxyReplacement", replacementOf(config));
    cilium.evidence.push_back({refTo(*config), "/data/kube-proxy-replacement",
                               std::string(option(config, "kube-proxy-replacement")),
                               "whether it does kube-proxy's work"});
}

void addSettings(Component &cilium, const Object *config)
{
    addRouting(cilium, config);
    addEncryption(cilium, config);
    addOption(cilium, config, "ipam", "ipam", "where pods' addresses come from");
    addOption(cilium, config, "podCidr", "cluster-pool-ipv4-cidr", "addresses of pods");
    addReplacement(cilium, config);
    if (option(config, "mtu") != "0")  // it finds out by itself
        addOption(cilium, config, "mtu", "mtu", "the MTU of pods");
    addOption(cilium, config, "chainingMode", "cni-chaining-mode", "the plugin that it shares pods with");
    addOption(cilium, config, "hubble", "enable-hubble", "whether flows are observed");
    addOption(cilium, config, "l2Announcements", "enable-l2-announcements", "");
    addOption(cilium, config, "bgpControlPlane", "enable-bgp-control-plane", "");
    addOption(cilium, config, "gatewayApi", "enable-gateway-api", "");
    addOption(cilium, config, "ingressController", "enable-ingress-controller", "");
}

/** With a chaining mode another plugin connects the pods; "portmap" only adds host ports. */
bool isChained(const Object *config)
{
    const std::string_view mode = option(config, "cni-chaining-mode");
    return !mode.empty() && mode != "none" && mode != "portmap";
}

void addLeftover(const Survey &survey, Roles &roles)
{
    const ObjectTable &nodes = survey.snapshot().of(Kind::CiliumNode);
    if (nodes.empty() || !seesWorkloads(survey))
        return;
    Component cilium;
    cilium.name = "cilium";
    cilium.confidence = Confidence::Leftover;
    cilium.remark = "Its objects are there, and no agent of it runs.";
    for (const ObjectPtr &node : nodes)
        cilium.evidence.push_back({refTo(*node), {}, {}, "written by Cilium's agent"});
    roles.components.push_back(std::move(cilium));
}

void addPolicy(const Survey &survey, const Running &agents, const Object *config, Roles &roles)
{
    if (option(config, "enable-policy") == "never") {
        roles.unknown.push_back({NetworkRole::NetworkPolicy, "Cilium was told never to enforce policies"});
        return;
    }
    Component policy = componentOf(NetworkRole::NetworkPolicy, "cilium", agents);
    addSetting(policy, "policies",
               countOf(survey, {Kind::NetworkPolicy, Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy}));
    addOption(policy, config, "policyMode", "enable-policy", "when policies are enforced");
    if (option(config, "policy-audit-mode") == "true")
        addRemark(policy, "It only writes down what policies would deny: audit mode is on.");
    if (option(config, "enable-k8s-networkpolicy") == "false")
        addRemark(policy, "It was told to leave the NetworkPolicies of Kubernetes alone.");
    if (isChained(config))
        addRemark(policy, "It is chained behind another network's plugin.");
    roles.components.push_back(std::move(policy));
}

}  // namespace

void detectCilium(const Survey &survey, Roles &roles)
{
    const Running agents = ciliumAgents(survey);
    if (!agents.isThere())
        return addLeftover(survey, roles);
    const Object *config = ciliumConfig(survey, agents);
    if (!isChained(config)) {
        Component cilium = componentOf(NetworkRole::Cni, "cilium", agents);
        addSettings(cilium, config);
        if (!config)
            cilium.remark = "Its ConfigMap cilium-config can not be seen, so its modes are not known.";
        roles.components.push_back(std::move(cilium));
    }
    addPolicy(survey, agents, config, roles);
}

void detectCiliumEbpf(const Survey &survey, Roles &roles)
{
    const Running agents = ciliumAgents(survey);
    const Object *config = ciliumConfig(survey, agents);
    const std::string_view replacement = option(config, "kube-proxy-replacement");
    if (!agents.isThere() || replacementOf(config) != "true")
        return;
    Component proxy = componentOf(NetworkRole::ServiceProxy, "cilium-ebpf", agents);
    proxy.evidence.push_back(
        ciliumOption(config, "kube-proxy-replacement", replacement, "Cilium does kube-proxy's work"));
    addOption(proxy, config, "mode", "bpf-lb-mode", "how traffic from outside is passed on");
    addOption(proxy, config, "algorithm", "bpf-lb-algorithm", "how an endpoint is chosen");
    roles.components.push_back(std::move(proxy));
}

}  // namespace portolan::roles
