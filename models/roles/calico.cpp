// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "roles/detectors.h"
#include "roles/network.h"

/* Source: Calico, "Installation reference", "FelixConfiguration", "IP pool", manifests/calico.yaml. */
namespace portolan::roles {

namespace {

constexpr std::string_view nodeAddress = "projectcalico.org/IPv4Address";
constexpr std::string_view containerNetwork = "/spec/calicoNetwork";

/** Calico only enforces policy where another plugin connects the pods. */
bool isPolicyOnly(const Survey &survey, const Running &agents)
{
    if (const Object *installation = calicoDefault(survey, Kind::Installation)) {
        const std::string_view plugin = installation->spec()["cni"]["type"].text();
        if (!plugin.empty() && plugin != "Calico")
            return true;
    }
    const Object *config = configBeside(survey, agents, "calico-config");
    return (config && (*config)["data"]["calico_backend"].text() == "none") ||
           variableOf(agents, "CALICO_NETWORKING_BACKEND", {}).value == "none";
}

std::string encapsulationBy(std::string_view ipip, std::string_view vxlan)
{
    if (vxlan == "Always" || vxlan == "CrossSubnet")
        return vxlan == "Always" ? "VXLAN" : "VXLANCrossSubnet";
    if (ipip == "Always" || ipip == "CrossSubnet")
        return ipip == "Always" ? "IPIP" : "IPIPCrossSubnet";
    return "None";
}

std::string encapsulationOf(const Object &pool)
{
    return encapsulationBy(pool.spec()["ipipMode"].text(), pool.spec()["vxlanMode"].text());
}

bool isForPods(const Object &pool)
{
    if (pool.spec()["disabled"].boolean())
        return false;
    const Value uses = pool.spec()["allowedUses"];
    return uses.size() == 0 ||
           std::ranges::any_of(uses.items(), [](const Value &use) { return use.text() == "Workload"; });
}

void addPools(Component &calico, const Survey &survey)
{
    std::string ranges;
    for (const ObjectPtr &pool : survey.snapshot().of(Kind::IPPool)) {
        if (!isForPods(*pool))
            continue;
        addWord(ranges, pool->spec()["cidr"].text());
        if (calico.setting("encapsulation").empty()) {
            const std::string how = encapsulationOf(*pool);
            addSetting(calico, "encapsulation", how);
            addSetting(calico, "blockSize", textOf(pool->spec()["blockSize"]));
            const std::string path = how.starts_with("IPIP") ? "/spec/ipipMode" : "/spec/vxlanMode";
            calico.evidence.push_back(
                {refTo(*pool), path, textOf(pool->root.pointer(path)), "how packets between nodes are wrapped"});
        }
    }
    addSetting(calico, "ipPools", ranges);
}

void addInstallation(Component &calico, const Object &installation)
{
    const std::string network(containerNetwork);
    addProven(calico, "dataplane", installation, network + "/linuxDataplane", "what translates and filters packets");
    addProven(calico, "bgp", installation, network + "/bgp", "whether routes are exchanged by BGP");
    addProven(calico, "mtu", installation, network + "/mtu", "the MTU of pods");
    if (calico.setting("encapsulation").empty())
        addProven(calico, "encapsulation", installation, network + "/ipPools/0/encapsulation",
                  "how packets between nodes are wrapped");
    if (calico.setting("ipPools").empty())
        addProven(calico, "ipPools", installation, network + "/ipPools/0/cidr", "addresses of pods");
}

void addManifest(Component &calico, const Object &config)
{
    const Value data = config["data"];
    if (data["calico_backend"].text() == "bird" && calico.setting("bgp").empty()) {
        addSetting(calico, "bgp", "Enabled");
        calico.evidence.push_back({refTo(config), "/data/calico_backend", "bird", "routes are exchanged by BGP"});
    }
    if (const std::string_view mtu = data["veth_mtu"].text(); mtu != "0" && calico.setting("mtu").empty())
        addProven(calico, "mtu", config, "/data/veth_mtu", "the MTU of pods");
}

/** What the agents' manifest asks for: the pool that they make if there is none. Pools that can be read say more. */
void addVariables(Component &calico, const Running &agents)
{
    const auto add = [&](std::string_view key, std::string value, Proof proof) {
        if (proof.object.isNull() || !calico.setting(key).empty())
            return;
        addSetting(calico, key, value);
        calico.evidence.push_back(std::move(proof));
    };
    const Proof vxlan = variableOf(agents, "CALICO_IPV4POOL_VXLAN", "how the first pool wraps packets between nodes");
    const Proof ipip = variableOf(agents, "CALICO_IPV4POOL_IPIP", "how the first pool wraps packets between nodes");
    if (!vxlan.object.isNull() || !ipip.object.isNull()) {
        const std::string how = encapsulationBy(ipip.value, vxlan.value);
        add("encapsulation", how, how.starts_with("IPIP") || vxlan.object.isNull() ? ipip : vxlan);
    }
    Proof range = variableOf(agents, "CALICO_IPV4POOL_CIDR", "addresses of pods in the first pool");
    add("ipPools", range.value, range);
    Proof backend = variableOf(agents, "CALICO_NETWORKING_BACKEND", "routes are exchanged by BGP");
    if (backend.value == "bird")
        add("bgp", "Enabled", backend);
    Proof bpf = variableOf(agents, "FELIX_BPFENABLED", "the eBPF data plane is on");
    if (bpf.value == "true")
        add("dataplane", "BPF", bpf);
    Proof wireguard = variableOf(agents, "FELIX_WIREGUARDENABLED", "packets between nodes are encrypted");
    if (wireguard.value == "true")
        add("wireguard", "true", wireguard);
}

void addFelix(Component &calico, const Object &felix)
{
    if (felix.spec()["wireguardEnabled"].boolean())
        addProven(calico, "wireguard", felix, "/spec/wireguardEnabled", "packets between nodes are encrypted");
    if (calico.setting("dataplane").empty() && felix.spec()["bpfEnabled"].boolean()) {
        addSetting(calico, "dataplane", "BPF");
        calico.evidence.push_back({refTo(felix), "/spec/bpfEnabled", "true", "the eBPF data plane is on"});
    }
    if (calico.setting("encapsulation").starts_with("VXLAN")) {
        addSetting(calico, "vni", textOf(felix.spec()["vxlanVNI"]));
        addSetting(calico, "port", textOf(felix.spec()["vxlanPort"]));
    }
}

void addSettings(Component &calico, const Survey &survey, const Running &agents)
{
    addPools(calico, survey);
    if (const Object *installation = calicoDefault(survey, Kind::Installation))
        addInstallation(calico, *installation);
    if (const Object *config = configBeside(survey, agents, "calico-config"))
        addManifest(calico, *config);
    if (const Object *felix = calicoDefault(survey, Kind::FelixConfiguration))
        addFelix(calico, *felix);
    addVariables(calico, agents);
    const Object *bgp = calicoDefault(survey, Kind::BGPConfiguration);
    if (bgp && calico.setting("bgp") != "Disabled")
        addProven(calico, "asNumber", *bgp, "/spec/asNumber", "the AS number of the nodes");
    const bool isVxlan = calico.setting("encapsulation").starts_with("VXLAN");
    if (isVxlan && calico.setting("vni").empty())
        addSetting(calico, "vni", "4096");
    if (isVxlan && calico.setting("port").empty())
        addSetting(calico, "port", "4789");
}

/** Marks of Calico where none of it runs. */
void addLeftover(const Survey &survey, Roles &roles)
{
    Component calico;
    calico.name = "calico";
    calico.confidence = Confidence::Leftover;
    for (const ObjectPtr &node : survey.snapshot().of(Kind::Node)) {
        if (!node->annotation(nodeAddress).empty())
            calico.evidence.push_back(annotationProof(*node, nodeAddress, "written by Calico's agent"));
    }
    for (const ObjectPtr &pool : survey.snapshot().of(Kind::IPPool))
        calico.evidence.push_back({refTo(*pool), {}, {}, "a pool of Calico's"});
    if (calico.evidence.empty() || !seesWorkloads(survey))
        return;
    calico.remark = "Its marks are there, and no agent of it runs.";
    roles.components.push_back(std::move(calico));
}

/** Which object says that eBPF translates Service addresses; none if it does not. A variable goes before Felix'
 *  configuration. Source: Calico, "Configuring Felix". */
Proof ebpfProof(const Survey &survey, const Running &agents)
{
    const Object *installation = calicoDefault(survey, Kind::Installation);
    if (installation && installation->spec()["calicoNetwork"]["linuxDataplane"].text() == "BPF")
        return {refTo(*installation), std::string(containerNetwork) + "/linuxDataplane", "BPF",
                "eBPF translates Service addresses"};
    if (Proof variable = variableOf(agents, "FELIX_BPFENABLED", "eBPF translates Service addresses");
        !variable.object.isNull())
        return variable.value == "true" ? variable : Proof();
    const Object *felix = calicoDefault(survey, Kind::FelixConfiguration);
    if (felix && felix->spec()["bpfEnabled"].boolean())
        return {refTo(*felix), "/spec/bpfEnabled", "true", "eBPF translates Service addresses"};
    return {};
}

}  // namespace

void detectCalico(const Survey &survey, Roles &roles)
{
    const Running agents = calicoAgents(survey);
    if (!agents.isThere()) {
        if (!canalAgents(survey).isThere())
            addLeftover(survey, roles);
        return;
    }
    if (!isPolicyOnly(survey, agents)) {
        Component calico = componentOf(NetworkRole::Cni, "calico", agents);
        addSettings(calico, survey, agents);
        roles.components.push_back(std::move(calico));
    }
    Component policy = componentOf(NetworkRole::NetworkPolicy, "calico", agents);
    addSetting(policy, "policies",
               countOf(survey, {Kind::NetworkPolicy, Kind::CalicoNetworkPolicy, Kind::GlobalNetworkPolicy}));
    roles.components.push_back(std::move(policy));
}

void detectCalicoEbpf(const Survey &survey, Roles &roles)
{
    const Running agents = calicoAgents(survey);
    Proof proof = ebpfProof(survey, agents);
    if (!agents.isThere() || proof.object.isNull())
        return;
    Component proxy = componentOf(NetworkRole::ServiceProxy, "calico-ebpf", agents);
    proxy.evidence.push_back(std::move(proof));
    if (const Object *felix = calicoDefault(survey, Kind::FelixConfiguration))
        addProven(proxy, "serviceMode", *felix, "/spec/bpfExternalServiceMode",
                  "how traffic from outside is passed on");
    roles.components.push_back(std::move(proxy));
}

}  // namespace portolan::roles
