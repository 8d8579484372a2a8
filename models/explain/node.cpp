// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/absence.h"
#include "explain/families.h"
#include "explain/flannel.h"
#include "explain/overlaytext.h"
#include "explain/phrase.h"
#include "roles/title.h"
#include "topology/overlay.h"
#include "topology/podranges.h"

namespace portolan {

namespace {

std::vector<std::string> rolesOf(const Object &node)
{
    constexpr std::string_view prefix = "node-role.kubernetes.io/";
    std::vector<std::string> roles;
    for (const Member &label : node.meta()["labels"].members()) {
        if (label.key.starts_with(prefix) && label.key.size() > prefix.size())
            roles.emplace_back(label.key.substr(prefix.size()));
    }
    std::ranges::sort(roles);
    return roles;
}

std::vector<std::string> addressesOf(const Object &node, std::string_view type)
{
    std::vector<std::string> all;
    for (const Value &address : node.status()["addresses"].items()) {
        if (address["type"].text() == type)
            all.emplace_back(address["address"].text());
    }
    return all;
}

std::vector<std::string> podBlocksOf(const Draft &draft, const Object &node)
{
    const PodRanges found = podRangesOf(draft.graph(), node);
    return {found.ranges.begin(), found.ranges.end()};
}

std::string firstAddress(const Object &node)
{
    for (const std::string_view type : {"InternalIP", "ExternalIP", "Hostname"}) {
        const auto found = addressesOf(node, type);
        if (!found.empty())
            return found.front();
    }
    return {};
}

std::string roleText(const Object &node)
{
    const auto roles = rolesOf(node);
    if (roles.empty())
        return "A node without a role label";
    return text("A node with the role", roles.size() == 1 ? " " : "s ", listed(roles));
}

std::string machineText(const Object &node)
{
    const Value machine = node.status()["nodeInfo"];
    const std::string_view version = machine["kubeletVersion"].text();
    const std::string_view system = machine["osImage"].text();
    if (version.empty())
        return {};
    return text(": kubelet ", version, system.empty() ? "" : text(" on ", system));
}

std::size_t podsOn(const Draft &draft)
{
    return draft.vertex().podCount;
}

std::string podsText(const Draft &draft, const Object &node)
{
    const auto blocks = podBlocksOf(draft, node);
    const Absence absence = absenceOf(draft.snapshot(), Kind::Pod, {});
    std::string all;
    if (absence != Absence::NotThere)
        all = text("Which pods it runs is not known: ", unreadText(draft.snapshot(), Kind::Pod, {}));
    else
        all = podsOn(draft) == 0 ? "It runs no pods"
              : draft.vertex().state == State::Failing
                  ? text(counted(podsOn(draft), "pod"), podsOn(draft) == 1 ? " is" : " are", " assigned to it")
                  : text("It runs ", counted(podsOn(draft), "pod"));
    return blocks.empty() ? all + "." : text(all, "; ", listed(blocks), " is assigned to it for its pods' addresses.");
}

/** Conditions that say something is wrong: Ready that is not True, any other that is True. */
struct Trouble {
    Value condition;
    std::size_t index = 0;
};

std::vector<Trouble> troublesOf(const Object &node)
{
    std::vector<Trouble> all;
    const auto conditions = node.status()["conditions"].items();
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const bool isReady = conditions[i]["type"].text() == "Ready";
        const std::string_view status = conditions[i]["status"].text();
        if (isReady ? status != "True" : status == "True")
            all.push_back({conditions[i], i});
    }
    std::ranges::stable_sort(all, [](const Trouble &a, const Trouble &b) {
        return (a.condition["type"].text() == "Ready") > (b.condition["type"].text() == "Ready");
    });
    return all;
}

std::string remedyOf(const Value &condition)
{
    const std::string_view type = condition["type"].text();
    if (type == "Ready")
        return condition["reason"].text() == "NodeStatusUnknown" || condition["status"].text() == "Unknown"
                   ? "its kubelet has stopped reporting; see whether the machine is up, reaches the API server and "
                     "runs the kubelet"
                   : "the kubelet says that it can't run pods";
    if (type == "DiskPressure")
        return "free disk space, or pods are evicted";
    if (type == "MemoryPressure")
        return "free memory, or pods are evicted";
    if (type == "PIDPressure")
        return "too many processes run on it";
    if (type == "NetworkUnavailable")
        return "its network is not set up";
    return {};
}

std::string troubleText(const Value &condition)
{
    const std::string reason = oneLine(condition["reason"].text(), 80);
    const std::string message = oneLine(condition["message"].text(), 200);
    std::string all = text("condition ", condition["type"].text(), " is ", condition["status"].text(),
                           reason.empty() ? "" : text(" (", reason, ")"));
    const std::string remedy = remedyOf(condition);
    if (!remedy.empty())
        all += text(": ", remedy);
    return message.empty() ? all : text(all, "; the API says: ", message);
}

void sayReason(Draft &draft, const Object &node)
{
    for (const Trouble &trouble : troublesOf(node)) {
        if (draft.vertex().state != State::Fine)
            draft.because(troubleText(trouble.condition));
        draft.prove(draft.vertex().object, text("/status/conditions/", std::to_string(trouble.index), "/status"),
                    trouble.condition["status"].text());
    }
    if (node.spec()["unschedulable"].boolean()) {
        if (draft.vertex().state != State::Fine)
            draft.because(
                "it is cordoned: the scheduler puts no new pods on it until it is uncordoned (kubectl uncordon)");
        draft.prove(draft.vertex().object, "/spec/unschedulable", "true");
    }
}

std::string taintsOf(const Object &node)
{
    std::vector<std::string> all;
    for (const Value &taint : node.spec()["taints"].items())
        all.push_back(text(taint["key"].text(), taint["value"].text().empty() ? "" : text("=", taint["value"].text()),
                           ":", taint["effect"].text()));
    return listed(all, 6);
}

void addFacts(Draft &draft, const Object &node)
{
    const Value machine = node.status()["nodeInfo"];
    draft.fact("Roles", listed(rolesOf(node), 8));
    draft.fact("Internal address", joined(addressesOf(node, "InternalIP")));
    draft.fact("External address", joined(addressesOf(node, "ExternalIP")));
    draft.fact("Pod addresses", joined(podBlocksOf(draft, node)));
    draft.fact("Kubelet", machine["kubeletVersion"].text());
    draft.fact("System", machine["osImage"].text());
    draft.fact("Architecture", machine["architecture"].text());
    draft.fact("Runtime", machine["containerRuntimeVersion"].text());
    draft.fact("Provider", node.spec()["providerID"].text());
    draft.fact("Taints", taintsOf(node));
    if (node.spec()["unschedulable"].boolean())
        draft.note("Scheduling", "cordoned: no new pods");
}

/** Of a network that does not say all there is to say in annotations of its own. */
void sayOverlay(Draft &draft, const Overlay &overlay, const Object &node)
{
    const std::string how = reachedText(overlay, node);
    if (how.empty())
        return;
    draft.say(how);
    const OverlayEnd end = overlay.endAt(node, overlay.inGeneral(node));
    draft.note("Network", titleOfComponent(overlay.network()->name));
    draft.fact("Network address", end.address);
    if (!end.deviceAddress.empty())
        draft.fact("Tunnel device", text(end.device, " ", end.deviceAddress));
    for (const Proof &proof : end.evidence)
        draft.prove(proof.object, proof.path, proof.value);
}

void sayNetwork(Draft &draft, const Object &node)
{
    if (!draft.graph().roles)
        return;
    const Overlay overlay(draft.snapshot(), *draft.graph().roles);
    if (overlay.network() && overlay.network()->name != "flannel")
        return sayOverlay(draft, overlay, node);
    const FlannelEnd flannel = flannelOf(node);
    if (!overlay.network() || overlay.isSupposed() || flannel.backend.empty())
        return;
    draft.fact("Flannel backend", flannel.backend);
    draft.fact("Flannel address", flannel.publicIp);
    draft.prove(draft.vertex().object, flannelPath("backend-type"), flannel.backend);
    draft.prove(draft.vertex().object, flannelPath("public-ip"), flannel.publicIp);
    const std::string how = flannelText(flannel.backend);
    if (!how.empty() && !flannel.publicIp.empty())
        draft.say(text("By its annotations, Flannel ", how, " to reach its pods from other nodes, at ",
                       flannel.publicIp, "."));
}

std::string whoNamesIt(const Draft &draft)
{
    return draft.vertex().podCount > 0 ? text(counted(draft.vertex().podCount, "pod"),
                                              draft.vertex().podCount == 1 ? " names" : " name", " it in spec.nodeName")
                                       : std::string("other objects name it");
}

}  // namespace

void explainNode(Draft &draft)
{
    const Object *node = draft.object();
    if (!node) {
        draft.say(text("A node that no object here describes: ", whoNamesIt(draft), "; ",
                       absentText(draft.snapshot(), Kind::Node, {}, draft.vertex().name), "."));
        if (draft.vertex().state == State::Unknown)
            draft.because("its Node object is not at hand, so its condition is not known");
        return;
    }
    const std::string address = firstAddress(*node);
    draft.say(text(roleText(*node), machineText(*node), address.empty() ? "" : text(", at ", address), "."));
    draft.say(podsText(draft, *node));
    sayReason(draft, *node);
    addFacts(draft, *node);
    draft.fact("Pods", grouped(podsOn(draft)));
    if (const PodRanges pods = podRangesOf(draft.graph(), *node); !pods.ranges.empty())
        draft.prove(refTo(*pods.object), pods.path, pods.ranges.front());
    sayNetwork(draft, *node);
}

}  // namespace portolan
