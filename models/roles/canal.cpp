// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/detectors.h"
#include "roles/network.h"

/* Source: Calico, manifests/canal.yaml: Flannel carries packets between nodes, Calico connects pods and enforces
 * policy. */
namespace portolan::roles {

void detectCanal(const Survey &survey, Roles &roles)
{
    const Running agents = canalAgents(survey);
    if (!agents.isThere())
        return;
    Component canal = componentOf(NetworkRole::Cni, "canal", agents);
    if (const Object *config = configBeside(survey, agents, "canal-config")) {
        const std::string_view net = (*config)["data"]["net-conf.json"].text();
        const std::string_view backend = jsonValue(net, "Type");
        addSetting(canal, "backend", backend);
        addSetting(canal, "port", backend == "vxlan" ? "8472" : "");
        addSetting(canal, "podCidr", jsonValue(net, "Network"));
        canal.evidence.push_back({refTo(*config), "/data/net-conf.json", {}, "Canal's configuration of Flannel"});
    }
    Component policy = componentOf(NetworkRole::NetworkPolicy, "calico", agents);
    policy.remark = "Calico's part of Canal.";
    addSetting(policy, "policies",
               countOf(survey, {Kind::NetworkPolicy, Kind::CalicoNetworkPolicy, Kind::GlobalNetworkPolicy}));
    roles.components.push_back(std::move(canal));
    roles.components.push_back(std::move(policy));
}

}  // namespace portolan::roles
