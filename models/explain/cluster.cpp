// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/absence.h"
#include "explain/endpoints.h"
#include "explain/families.h"
#include "explain/phrase.h"
#include "explain/servicetext.h"

namespace portolan {

namespace {

const Object *serviceIn(const Draft &draft)
{
    return draft.object() && draft.object()->kind == Kind::Service ? draft.object() : nullptr;
}

std::string endpointSentence(const EndpointCounts &counts)
{
    if (counts.total() == 0)
        return "No endpoint stands behind it here.";
    if (counts.ready == counts.total())
        return text("Behind it ", counts.ready == 1 ? "is " : "are ",
                    counted(counts.ready, text("ready ", nounOf(counts))), ".");
    return text("Of the ", counted(counts.total(), nounOf(counts)), " behind it, ", grouped(counts.ready),
                counts.ready == 1 ? " is" : " are", " ready.");
}

void sayEndpointReason(Draft &draft, const EndpointCounts &counts, std::string_view consequence)
{
    if (areUnread(counts, draft.vertex()))
        return draft.because(text("its endpoints are not known: ",
                                  unreadText(draft.snapshot(), Kind::EndpointSlice, draft.vertex().space)));
    if (draft.vertex().state == State::Fine || counts.ready == counts.total())
        return;
    const std::string reasons = reasonsOf(draft.graph(), counts.notReadyAt);
    draft.because(text(grouped(counts.ready), " of ", counted(counts.total(), nounOf(counts)), " ready",
                       reasons.empty() ? "" : text(" (", reasons, ")"),
                       counts.ready == 0 ? text(": ", consequence) : ""));
}

/** The addresses that an ExternalName or an endpoint without a pod stands for, and who names it. */
std::vector<std::string> namedBy(const Draft &draft)
{
    std::vector<std::string> names;
    for (const EdgeIndex e : draft.graph().incoming(draft.self()))
        names.push_back(callOf(draft.graph(), draft.graph().edges[e].from));
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace

void explainDns(Draft &draft)
{
    const Object *service = serviceIn(draft);
    if (!service) {
        draft.say(text("The cluster's DNS, which resolves the names of Services for pods",
                       draft.object() ? text(": ", info(draft.vertex().object.kind).name, " ", draft.object()->name)
                                      : std::string(),
                       "."));
        return;
    }
    const auto addresses = clusterAddressesOf(*service);
    const EndpointCounts counts = countEndpoints(draft.graph(), draft.graph().outgoing(draft.self()));
    draft.say(text(
        "The cluster's DNS, by its label k8s-app=kube-dns", addresses.empty() ? "" : text(", at ", addresses.front()),
        ": names of Services are resolved there. Which pods ask it depends on the clusterDNS setting of their "
        "kubelets, which the API does not show."));
    draft.say(areUnread(counts, draft.vertex()) ? std::string() : endpointSentence(counts));
    sayEndpointReason(draft, counts, "names of Services do not resolve through it");
    addServiceFacts(draft, *service);
    draft.note("Endpoints", summaryOf(counts, draft.vertex()));
    proveEndpoints(draft);
    draft.prove(draft.vertex().object, "/metadata/labels/k8s-app", service->label("k8s-app"));
}

void explainControlPlane(Draft &draft)
{
    std::vector<std::string> servers;
    for (const EdgeIndex e : draft.graph().outgoing(draft.self())) {
        if (draft.vertex(draft.graph().edges[e].to).type == VertexType::Node &&
            draft.graph().edges[e].type == EdgeType::RunsOn)
            servers.emplace_back(draft.vertex(draft.graph().edges[e].to).name);
    }
    const Object *service = serviceIn(draft);
    if (service) {
        const auto addresses = clusterAddressesOf(*service);
        const EndpointCounts counts = countEndpoints(draft.graph(), draft.graph().outgoing(draft.self()));
        draft.say(text("The Kubernetes API, as pods see it: Service ", service->name,
                       addresses.empty() ? "" : text(" at ", dialText(addresses.front(), *service)), "."));
        draft.say(counts.total() > 0 ? endpointSentence(counts) : std::string());
        sayEndpointReason(draft, counts, "pods do not reach the API through it");
        addServiceFacts(draft, *service);
        draft.note("Endpoints", summaryOf(counts, draft.vertex()));
    } else {
        draft.say(
            "The control plane: the API server, which every kubelet and every controller talks to, and what stands "
            "beside it.");
    }
    if (!servers.empty())
        draft.say(text("It runs on ", listed(servers, 3), "."));
    draft.fact("On", listed(servers, 6));
}

void explainExternal(Draft &draft)
{
    const std::string name = oneLine(draft.vertex().name, 200);
    const auto names = namedBy(draft);
    draft.say(text(
        name, " is outside of what was read: ",
        names.empty() ? "an object names it" : text(listed(names, 3), names.size() == 1 ? " leads" : " lead", " there"),
        ". Whether it answers is not visible through the API."));
    draft.fact("Name", name);
    draft.fact("Named by", listed(names, 6));
}

void explainCidr(Draft &draft)
{
    const std::string name = oneLine(draft.vertex().name, 200);
    const auto names = namedBy(draft);
    if (draft.vertex().id.starts_with("Overlay/")) {
        draft.say(text(draft.vertex().isSupposed ? "Supposed: " : "", name,
                       draft.vertex().isSupposed ? " would join " : " joins ", counted(names.size(), "node"), ", ",
                       draft.vertex().detail, "; it is drawn as one, as there are too many pairs to draw."));
        return draft.fact("Nodes", grouped(names.size()));
    }
    draft.say(text("The addresses ", name,
                   names.empty() ? ", as an object gives them"
                                 : text(", which ", listed(names, 3), names.size() == 1 ? " names" : " name"),
                   "."));
    draft.fact("Addresses", name);
    draft.fact("Named by", listed(names, 6));
}

}  // namespace portolan
