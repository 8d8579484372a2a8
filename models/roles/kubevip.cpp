// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "roles/detectors.h"
#include "roles/running.h"

/* Source: kube-vip, "Flags and Environment Variables": svc_enable makes it serve Services, cp_enable gives the API
 * server a floating address. Only the first is this role. */
namespace portolan::roles {

namespace {

constexpr std::string_view hostNote = "kube-vip.io/vipHost";

/** The switch of this name among the environment variables, and where it stands. */
Proof switchOf(const Object &workload, std::string_view name, std::string_view means)
{
    const auto containers = workload.spec()["template"]["spec"]["containers"].items();
    for (std::size_t c = 0; c < containers.size(); ++c) {
        const auto env = containers[c]["env"].items();
        for (std::size_t e = 0; e < env.size(); ++e) {
            if (env[e]["name"].text() == name)
                return {refTo(workload),
                        "/spec/template/spec/containers/" + std::to_string(c) + "/env/" + std::to_string(e) + "/value",
                        std::string(env[e]["value"].text()), std::string(means)};
        }
    }
    return {};
}

/** That it serves Services, in the configuration of what runs. */
Proof servesServices(const Running &running)
{
    for (const Object *workload : running.workloads) {
        Proof proof = switchOf(*workload, "svc_enable", "kube-vip serves Services");
        if (proof.value == "true" || proof.value == "1")
            return proof;
        if (argumentOf(*workload, "services") == "true")
            return {refTo(*workload), {}, "--services", "kube-vip serves Services"};
    }
    return {};
}

/** That it has served one: it writes the node on the Service. */
Proof served(const ClusterSnapshot &snapshot)
{
    for (const ObjectPtr &service : snapshot.of(Kind::Service)) {
        const std::string_view host = service->annotation(hostNote);
        if (!host.empty())
            return {refTo(*service), "/metadata/annotations" + pointerStep(hostNote), std::string(host),
                    "the node on which kube-vip has this Service's address"};
    }
    return {};
}

std::string_view modeOf(const Running &running)
{
    for (const Object *workload : running.workloads) {
        for (const auto &[name, mode] : {std::pair("vip_arp", "ARP"), std::pair("bgp_enable", "BGP")}) {
            const std::string value = switchOf(*workload, name, {}).value;
            if (value == "true" || value == "1")
                return mode;
        }
    }
    return {};
}

/** On control planes it is a static pod as often as a DaemonSet. */
Running runningKubeVip(const Survey &survey)
{
    constexpr std::array<std::string_view, 2> images{"kube-vip/kube-vip", "plndr/kube-vip"};
    constexpr std::string_view means = "kube-vip's image";
    Running running = runningImage(survey, images, means);
    return running.how == Running::How::Absent ? runningPods(survey, images, means) : running;
}

}  // namespace

void detectKubeVip(const Survey &survey, Roles &roles)
{
    const Running running = runningKubeVip(survey);
    const Proof configured = servesServices(running), done = served(survey.snapshot());
    if (configured.object.isNull() && done.object.isNull())
        return;
    Component component = componentOf(NetworkRole::LoadBalancer, "kube-vip", running);
    for (const Proof &proof : {configured, done}) {
        if (!proof.object.isNull())
            component.evidence.push_back(proof);
    }
    addSetting(component, "mode", modeOf(running));
    for (const Object *workload : running.workloads) {
        Proof floating = switchOf(*workload, "address", "the floating address of the API server");
        if (floating.value.empty() || !component.setting("vip").empty())
            continue;
        addSetting(component, "vip", floating.value);
        component.evidence.push_back(std::move(floating));
    }
    if (running.how == Running::How::Absent) {
        const bool isSeen = seesWorkloads(survey) && whyUnseen(survey, Kind::Pod).empty();
        component.confidence = isSeen ? Confidence::Leftover : Confidence::Inferred;
        component.remark = isSeen ? "A Service carries its mark, and nothing of it runs."
                                  : "A Service carries its mark; what runs it is not seen.";
    }
    roles.components.push_back(std::move(component));
}

}  // namespace portolan::roles
