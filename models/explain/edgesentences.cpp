// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "explain/draft.h"
#include "explain/edgefamilies.h"
#include "explain/phrase.h"
#include "explain/routerule.h"
#include "explain/servicetext.h"
#include "topology/outside.h"

namespace portolan {

namespace {

bool isSingular(const EdgeGroup &group)
{
    return group.from.size() == 1;
}

/** "port 80", "ports 80 and 443": of all edges, as far as they have one. */
std::string portsText(const TopologyGraph &graph, const EdgeGroup &group)
{
    std::set<std::pair<std::uint16_t, Protocol>> ports;
    for (const EdgeIndex e : group.edges) {
        if (graph.edges[e].port != 0)
            ports.emplace(graph.edges[e].port, graph.edges[e].protocol);
    }
    std::vector<std::string> texts;
    for (const auto &[port, protocol] : ports)
        texts.push_back(text(std::to_string(port), protocol == Protocol::UDP    ? "/UDP"
                                                   : protocol == Protocol::SCTP ? "/SCTP"
                                                                                : ""));
    return texts.empty() ? std::string() : text(texts.size() == 1 ? "port " : "ports ", listed(texts, 6));
}

std::string onPorts(const TopologyGraph &graph, const EdgeGroup &group)
{
    const std::string ports = portsText(graph, group);
    return ports.empty() ? std::string() : text(" on ", ports);
}

bool fromAre(const TopologyGraph &graph, const EdgeGroup &group, VertexType type)
{
    return std::ranges::all_of(group.from, [&](VertexIndex v) { return graph.vertices[v].type == type; });
}

std::string stateReason(const TopologyGraph &graph, const EdgeGroup &group)
{
    for (const EdgeIndex e : group.edges) {
        const Edge &edge = graph.edges[e];
        if (edge.state == State::Fine)
            break;  // the worst are first
        for (const VertexIndex v : {edge.to, edge.from}) {
            if (graph.vertices[v].isPlanned)
                return text(callOf(graph, v), " stands in a manifest that no cluster has seen.");
            if (!graph.vertices[v].reason.empty())
                return stopped(text(callOf(graph, v), ": ", oneLine(graph.vertices[v].reason)));
        }
    }
    return {};
}

void sayState(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    if (group.state != State::Fine && out.stateWhy.empty())
        out.stateWhy = stateReason(graph, group);
}

void addPortFact(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    const std::string ports = portsText(graph, group);
    if (!ports.empty())
        out.facts.push_back({"Port", ports.substr(ports.find(' ') + 1), true});
}

std::string routeSentence(const TopologyGraph &graph, const EdgeGroup &group)
{
    const std::string to = callOfEnd(graph, group.to);
    if (!fromAre(graph, group, VertexType::Route))
        return text(capitalized(callOfEnd(graph, group.from)),
                    isSingular(group) ? " takes requests for " : " take requests for ", to, ".");
    if (!isSingular(group))
        return text(capitalized(callOfEnd(graph, group.from)), " send what fits them to ", to, onPorts(graph, group),
                    ".");
    const std::string what = ruleOf(graph, graph.vertices[group.from.front()]).what;
    const bool isBroken = group.state == State::Failing || group.state == State::Unknown;
    return text(what.empty() ? "Requests that fit the route" : capitalized(what),
                isBroken ? " are meant for " : " go to ", to, onPorts(graph, group), ".");
}

}  // namespace

void explainRouting(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    out.sentences.push_back(routeSentence(graph, group));
    sayState(graph, group, out);
    addPortFact(graph, group, out);
}

namespace {

/** The one Service that all of the edges lead to; null if they lead elsewhere. */
const Object *serviceAt(const TopologyGraph &graph, const EdgeGroup &group)
{
    const ObjectRef &object = graph.vertices[group.to.front()].object;
    return group.to.size() == 1 && object.object && object.kind == Kind::Service ? object.object : nullptr;
}

std::string exposingSentence(const TopologyGraph &graph, const EdgeGroup &group)
{
    const std::string to = callOfEnd(graph, group.to);
    const bool isPrivate = graph.vertices[group.from.front()].id == privateOutsideId;
    if (fromAre(graph, group, VertexType::Outside))
        return text(isPrivate ? "Clients that reach its private network can call " : "Clients outside can call ", to,
                    onPorts(graph, group),
                    ", as far as the network and its firewalls let them; the API does not show these.");
    const Object *service = serviceAt(graph, group);
    if (graph.edges[group.edges.front()].isSupposed)
        return text("Supposed: what clients send to ", callOfEnd(graph, group.from), " would go to ", to, ".");
    if (graph.vertices[group.from.front()].isInferred)
        return text("Clients outside have no address for ", to, " yet.");
    const std::string ports = onPorts(graph, group);
    const std::string offered =
        ports.empty() && service && !portsOf(*service).empty() ? text(" on ", portsOf(*service)) : ports;
    return text("What clients send to ", callOfEnd(graph, group.from), offered, " goes to ", to, ".");
}

}  // namespace

void explainExposing(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    out.sentences.push_back(exposingSentence(graph, group));
    const Object *service = serviceAt(graph, group);
    const Vertex &from = graph.vertices[group.from.front()];
    if (from.isInferred && !from.isPlanned && service && group.state != State::Fine)
        out.stateWhy = stopped(capitalized(pendingReason(graph, *service)));
    sayState(graph, group, out);
    addPortFact(graph, group, out);
}

namespace {

std::string runsOnSentence(const TopologyGraph &graph, const EdgeGroup &group)
{
    const auto shown = shownAt(graph, group.from);
    const bool ofOne = group.from.size() > 1 && shown.size() == 1;
    const std::string who = ofOne ? text(counted(group.from.size(), "pod"), " of ", callOf(graph, shown.front()))
                                  : callOfEnd(graph, group.from);
    return text(capitalized(who), group.from.size() == 1 ? " runs on " : " run on ", callOfEnd(graph, group.to), ".");
}

/** Source: K3s, requirements and architecture: agents connect to the servers, also for the tunnel back to the kubelet.
 */
std::string controlSentence(const TopologyGraph &graph, const EdgeGroup &group)
{
    return text(capitalized(callOfEnd(graph, group.from)),
                isSingular(group) ? " is a K3s agent and reaches " : " are K3s agents and reach ",
                callOfEnd(graph, group.to), onPorts(graph, group),
                ": its kubelet gets its work there, and the API server reaches the kubelet "
                "through a tunnel that the agent opens. That is how K3s is built; the connection itself is not visible "
                "through the API.");
}

std::string sentence(const TopologyGraph &graph, const EdgeGroup &group)
{
    const std::string from = capitalized(callOfEnd(graph, group.from));
    const std::string to = callOfEnd(graph, group.to);
    const bool isOne = isSingular(group);
    switch (group.type) {
        case EdgeType::RunsOn:
            return runsOnSentence(graph, group);
        case EdgeType::Controls:
            return controlSentence(graph, group);
        case EdgeType::Resolves:
            return text(from, isOne ? " resolves to " : " resolve to ", to, " in the cluster's DNS.");
        case EdgeType::Allows:
            return text(from, isOne ? " allows " : " allow ", to, onPorts(graph, group), ".");
        case EdgeType::Calls:
            return text(from, isOne ? " calls " : " call ", to, onPorts(graph, group), ".");
        default:
            return text(from, " – ", to, ".");
    }
}

}  // namespace

void explainOthers(const TopologyGraph &graph, const EdgeGroup &group, Explanation &out)
{
    out.sentences.push_back(sentence(graph, group));
    sayState(graph, group, out);
    addPortFact(graph, group, out);
}

}  // namespace portolan
