// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/ciliumagents.h"
#include "roles/detectors.h"

/* Source: Cilium, "LoadBalancer IP Address Management", "L2 Announcements" and "BGP Control Plane": addresses are
 * assigned as soon as there is a pool, and reach nobody unless one of the other two announces them. */
namespace portolan::roles {

namespace {

std::string ranges(const ClusterSnapshot &snapshot)
{
    std::string text;
    for (const ObjectPtr &pool : snapshot.of(Kind::CiliumLoadBalancerIPPool)) {
        for (const std::string_view field : {"blocks", "cidrs"}) {  // the second is the older name
            for (const Value &block : pool->spec()[field].items()) {
                if (block["cidr"].isText())
                    addWord(text, block["cidr"].text());
                else if (block["start"].isText())
                    addWord(text, std::string(block["start"].text()) + '-' + std::string(block["stop"].text()));
            }
        }
    }
    return text;
}

/** Announcing needs the option and an object that says what to announce. */
void addMode(Component &component, const Survey &survey, const Object *config)
{
    const ClusterSnapshot &snapshot = survey.snapshot();
    const Proof l2 =
        ciliumOption(config, "enable-l2-announcements", "true", "Cilium may announce on the local network");
    const Proof bgp = ciliumOption(config, "enable-bgp-control-plane", "true", "Cilium may announce to routers");
    const bool isL2 = (!config || !l2.object.isNull()) && !snapshot.of(Kind::CiliumL2AnnouncementPolicy).empty();
    const bool hasPeers =
        !snapshot.of(Kind::CiliumBGPClusterConfig).empty() || !snapshot.of(Kind::CiliumBGPPeeringPolicy).empty();
    const bool isBgp = (!config || !bgp.object.isNull()) && hasPeers;
    for (const Proof &proof : {l2, bgp}) {
        if (!proof.object.isNull())
            component.evidence.push_back(proof);
    }
    addSetting(component, "mode", isL2 && isBgp ? "L2 and BGP" : isL2 ? "L2" : isBgp ? "BGP" : "");
    const bool areSeen = whyUnseen(survey, Kind::CiliumL2AnnouncementPolicy).empty() &&
                         whyUnseen(survey, Kind::CiliumBGPClusterConfig).empty();
    if (config && areSeen && !isL2 && !isBgp)
        component.remark = "Its pools give addresses, and nothing announces them.";
}

}  // namespace

void detectCiliumLb(const Survey &survey, Roles &roles)
{
    const ClusterSnapshot &snapshot = survey.snapshot();
    const ObjectTable &pools = snapshot.of(Kind::CiliumLoadBalancerIPPool);
    if (pools.empty())
        return;
    const Running agents = ciliumAgents(survey);
    Component component = componentOf(NetworkRole::LoadBalancer, "cilium-lb", agents);
    for (const ObjectPtr &pool : pools)
        component.evidence.push_back({refTo(*pool), {}, {}, "a pool of addresses"});
    addSetting(component, "pools", ranges(snapshot));
    addMode(component, survey, ciliumConfig(survey, agents));
    if (agents.how == Running::How::Absent) {
        const bool isSeen = seesWorkloads(survey);
        component.confidence = isSeen ? Confidence::Leftover : Confidence::Inferred;
        component.remark =
            isSeen ? "Its pools are there, and no Cilium runs." : "Its pools are all that is seen of it.";
    }
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
