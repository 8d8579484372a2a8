// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "roles/detectors.h"
#include "roles/running.h"

/* Source: MetalLB, "Configuration" and the manifests: the controller assigns addresses of pools, the speakers announce
 * them as far as an advertisement covers the pool. */
namespace portolan::roles {

namespace {

std::string pools(const ClusterSnapshot &snapshot)
{
    std::string ranges;
    for (const ObjectPtr &pool : snapshot.of(Kind::IPAddressPool)) {
        for (const Value &range : pool->spec()["addresses"].items()) {
            if (range.isText())
                addWord(ranges, range.text());
        }
    }
    return ranges;
}

void addMode(Component &component, const ClusterSnapshot &snapshot)
{
    const ObjectTable &l2 = snapshot.of(Kind::L2Advertisement), &bgp = snapshot.of(Kind::BGPAdvertisement);
    if (!l2.empty())
        component.evidence.push_back({refTo(**l2.begin()), {}, {}, "announces addresses on the local network"});
    if (!bgp.empty())
        component.evidence.push_back({refTo(**bgp.begin()), {}, {}, "announces addresses to routers"});
    addSetting(component, "mode",
               !l2.empty() && !bgp.empty() ? "L2 and BGP"
               : !l2.empty()               ? "L2"
               : !bgp.empty()              ? "BGP"
                                           : "");
}

const Object *definition(const ClusterSnapshot &snapshot)
{
    return snapshot.find(Kind::CustomResourceDefinition, {}, "ipaddresspools.metallb.io");
}

void addPools(Component &component, const ClusterSnapshot &snapshot)
{
    for (const ObjectPtr &pool : snapshot.of(Kind::IPAddressPool)) {
        const Value addresses = pool->spec()["addresses"];
        component.evidence.push_back(
            {refTo(*pool), "/spec/addresses/0", std::string(addresses.at(0).text()), "a pool of addresses"});
    }
    addSetting(component, "pools", pools(snapshot));
    addMode(component, snapshot);
}

}  // namespace

void detectMetalLb(const Survey &survey, Roles &roles)
{
    constexpr std::array<std::string_view, 2> images{"metallb/speaker", "metallb/controller"};
    const ClusterSnapshot &snapshot = survey.snapshot();
    const Running running = runningImage(survey, images, "MetalLB's image");
    const bool hasPools = !snapshot.of(Kind::IPAddressPool).empty();
    const Object *left = seesWorkloads(survey) ? definition(snapshot) : nullptr;
    if (running.how == Running::How::Absent && !hasPools && !left)
        return;
    Component component = componentOf(NetworkRole::LoadBalancer, "metallb", running);
    addPools(component, snapshot);
    for (const Object *workload : running.workloads) {
        if (component.setting("lbClass").empty())
            addSetting(component, "lbClass", argumentOf(*workload, "lb-class"));
    }
    if (running.how == Running::How::Absent && !seesWorkloads(survey)) {
        component.confidence = Confidence::Inferred;
        component.remark = "Its pools are all that is seen of it.";
    } else if (running.how == Running::How::Absent) {
        component.remark = "Nothing of it runs.";
        if (left)
            component.evidence.push_back({refTo(*left), {}, {}, "its custom resources"});
    } else if (!hasPools && running.isThere() && whyUnseen(survey, Kind::IPAddressPool).empty()) {
        component.remark = "It has no pool, so it assigns no address.";
    }
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
