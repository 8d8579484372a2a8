// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/absence.h"
#include "explain/families.h"
#include "explain/phrase.h"
#include "explain/podreason.h"

namespace portolan {

namespace {

std::string_view nameOf(PodPhase phase)
{
    constexpr std::string_view names[] = {"Unknown", "Pending", "Running", "Succeeded", "Failed"};
    return names[static_cast<std::size_t>(phase)];
}

/** "A pod of Deployment api": the workload where the graph knows it, else the owner that the pod names. */
std::string whose(const Draft &draft, const Pod &pod)
{
    if (pod.ownerKind == "Node")
        return "A static pod, made by the kubelet of its node";
    if (draft.vertex().parent != none)
        return text("A pod of ", callOf(draft.graph(), draft.vertex().parent));
    if (!pod.ownerKind.empty())
        return text("A pod of ", pod.ownerKind, " ", pod.ownerName);
    return "A pod without an owner, so nothing replaces it when it is gone";
}

std::string addressText(const Pod &pod)
{
    if (pod.ip.empty())
        return {};
    if (pod.pod && pod.pod->hostNetwork)
        return text(" with the node's own address ", pod.ip, " (hostNetwork)");
    const std::string second = pod.secondIp.empty() ? std::string() : text(" and ", pod.secondIp);
    return text(" at ", pod.ip, second);
}

std::string readinessText(const Pod &pod)
{
    const std::size_t all = containersThatStay(pod);
    if (all == 0)
        return pod.isReady ? "It is ready." : "It is not ready.";
    if (pod.isReady)
        return all == 1 ? "Its container is ready." : text("Its ", counted(all, "container"), " are ready.");
    if (pod.containersReady >= all && all > 1)
        return text("Its ", counted(all, "container"), " are ready, but the pod is not.");
    if (all == 1)
        return pod.containersReady == 1 ? "Its container is ready, but the pod is not." : "Its container is not ready.";
    return text(grouped(pod.containersReady), " of its ", counted(all, "container"),
                pod.containersReady == 1 ? " is" : " are", " ready.");
}

std::string lifeText(const Pod &pod)
{
    if (pod.isTerminating)
        return pod.node.empty() ? ": it is being deleted."
                                : text(": it is being deleted from ", pod.node, addressText(pod), ".");
    switch (pod.phase) {
        case PodPhase::Succeeded:
            return pod.node.empty() ? ": it has finished." : text(": it has finished on ", pod.node, ".");
        case PodPhase::Failed:
            return pod.node.empty() ? ": it has failed." : text(": it has failed on ", pod.node, ".");
        case PodPhase::Pending:
            return pod.node.empty() ? ": it waits for a node to run on."
                                    : text(": it is to run on ", pod.node, addressText(pod), ", and has not started.");
        case PodPhase::Running:
            return pod.node.empty() ? ": it runs." : text(": it runs on ", pod.node, addressText(pod), ".");
        case PodPhase::Unknown:
            break;
    }
    return pod.node.empty() ? ": its phase is not known."
                            : text(": it belongs to ", pod.node, addressText(pod), ", and its phase is not known.");
}

std::string containerText(const Container &container)
{
    std::vector<std::string> ports;
    for (const ContainerPort &port : container.ports) {
        std::string one = port.name.empty() ? std::string() : text(port.name, " ");
        one += std::to_string(port.port);
        if (port.protocol != Protocol::TCP)
            one += port.protocol == Protocol::UDP ? "/UDP" : "/SCTP";
        if (port.hostPort != 0)
            one += text(", host port ", std::to_string(port.hostPort));
        ports.push_back(std::move(one));
    }
    const std::string all = ports.empty() ? std::string() : text(" (", listed(ports, 6), ")");
    return text(container.name, ": ", container.image.empty() ? "image not given" : container.image, all);
}

void addContainers(Draft &draft, const Pod &pod)
{
    if (!pod.pod)
        return;
    constexpr std::size_t shown = 8;
    std::size_t count = 0;
    for (const Container &container : pod.pod->containers) {
        if (count++ < shown)
            draft.fact(container.isSidecar ? "Sidecar"
                       : container.isInit  ? "Init container"
                                           : "Container",
                       containerText(container));
    }
    if (count > shown)
        draft.note("Containers", text(grouped(count - shown), " more, in the YAML"));
}

std::string addressesOf(const Pod &pod)
{
    return pod.secondIp.empty() ? std::string(pod.ip) : text(pod.ip, ", ", pod.secondIp);
}

void addFacts(Draft &draft, const Pod &pod)
{
    if (pod.hasStatus)
        draft.fact("Phase",
                   pod.isTerminating ? text(nameOf(pod.phase), ", terminating") : std::string(nameOf(pod.phase)));
    draft.fact("Reason", pod.reason);
    draft.fact("Message", pod.message);
    draft.fact("Node", pod.node);
    draft.fact("Address", addressesOf(pod));
    if (!pod.ownerKind.empty())
        draft.fact("Owner", text(pod.ownerKind, " ", pod.ownerName));
    addContainers(draft, pod);
    if (pod.hasStatus)
        draft.fact("Restarts", std::int64_t{pod.restarts});
    if (!pod.pod)
        return;
    if (pod.pod->hostNetwork)
        draft.note("Network", "the node's own (hostNetwork)");
    draft.fact("DNS policy", pod.pod->dnsPolicy);
    draft.fact("Service account", pod.pod->serviceAccount);
}

std::string selectedBy(const Draft &draft)
{
    std::vector<std::string> services;
    for (const EdgeIndex e : draft.graph().incoming(draft.self())) {
        if (draft.graph().edges[e].type == EdgeType::Selects)
            services.push_back(callOf(draft.graph(), draft.graph().edges[e].from));
    }
    std::ranges::sort(services);
    services.erase(std::unique(services.begin(), services.end()), services.end());
    return listed(services, 4);
}

void sayHow(Draft &draft, const Pod &pod)
{
    if (!pod.hasStatus)
        return draft.say(
            text(whose(draft, pod),
                 ", as a manifest describes it: no cluster has seen it, so it has no node, address or state."));
    draft.say(text(whose(draft, pod), lifeText(pod)));
    const bool isOver = pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
    if (!isOver && pod.phase != PodPhase::Pending)
        draft.say(readinessText(pod));
    else if (isOver)
        draft.say("Its containers have stopped, so it serves nobody.");
}

}  // namespace

void explainPod(Draft &draft)
{
    const Pod *pod = draft.vertex().object.pod;
    if (!pod)
        return draft.say(text("Other objects name this pod: ",
                              absentText(draft.snapshot(), Kind::Pod, draft.vertex().space, draft.vertex().name), "."));
    sayHow(draft, *pod);
    if (draft.vertex().state != State::Fine)
        draft.because(podReason(draft.snapshot(), *pod));
    addFacts(draft, *pod);
    draft.note("Selected by", selectedBy(draft));
    if (!pod->reason.empty())
        draft.prove(draft.vertex().object, pod->reasonPath, pod->reason);
    else if (pod->isReady)
        draft.prove(draft.vertex().object, text("/status/conditions/", std::to_string(pod->readyCondition), "/status"),
                    "True");
    if (!pod->node.empty())
        draft.prove(draft.vertex().object, "/spec/nodeName", pod->node);
}

}  // namespace portolan
