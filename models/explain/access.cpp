// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/access.h"

#include <algorithm>

#include "explain/draft.h"
#include "explain/phrase.h"

namespace portolan {

namespace {

constexpr std::size_t mostListed = 40;  ///< of one direction; a fact says how many more there are

std::string callOf(const TopologyGraph &graph, const AccessMap &map, std::uint32_t end)
{
    const AccessEnd &of = map.ends[end];
    if (of.vertex == none)
        return of.name;
    const Vertex &vertex = graph.vertices[of.vertex];
    return std::string(vertex.space) + '/' + std::string(vertex.name);
}

std::string vertexIdOf(const TopologyGraph &graph, const AccessMap &map, std::uint32_t end)
{
    return map.ends[end].vertex == none ? std::string() : std::string(graph.vertices[map.ends[end].vertex].id);
}

/** "NetworkPolicy/shop/web ingress[0]" leads to the policy, and to the rule in it. */
ExplainedEvidence evidenceOf(const std::string &rule)
{
    const std::size_t space = rule.find(' ');
    const std::string reference = rule.substr(0, space);
    ExplainedEvidence evidence;
    evidence.reference = reference;
    evidence.object = reference;
    std::ranges::replace(evidence.object, '/', ' ');
    if (const std::size_t slash = reference.find('/'); slash != std::string::npos)
        evidence.object = reference.substr(0, slash) + ' ' + reference.substr(slash + 1);
    if (space == std::string::npos)
        return evidence;
    std::string path = "/spec/" + rule.substr(space + 1);
    std::ranges::replace(path, '[', '/');
    std::erase(path, ']');
    evidence.path = path;
    return evidence;
}

void addRules(Explanation &out, const std::vector<std::string> &rules)
{
    for (const std::string &rule : rules) {
        ExplainedEvidence evidence = evidenceOf(rule);
        if (std::ranges::find(out.evidence, evidence) == out.evidence.end())
            out.evidence.push_back(std::move(evidence));
    }
}

void addEnds(Explanation &out, const TopologyGraph &graph, const AccessMap &map, std::uint32_t from, std::uint32_t to)
{
    const auto add = [&](std::string_view label, std::uint32_t end) {
        if (map.ends[end].vertex == none)
            out.facts.push_back({std::string(label), map.ends[end].name, false});
        else
            out.links.push_back({std::string(label), callOf(graph, map, end), vertexIdOf(graph, map, end)});
    };
    add("From", from);
    add("To", to);
}

std::string isolationSentence(const AccessEnd &end)
{
    if (end.isOpen())
        return "No policy selects it: anyone may reach it, and it may reach anyone, as far as the other end lets them.";
    if (end.isIngressIsolated && end.isEgressIsolated)
        return "Policies select it in both directions: only what a rule allows comes in or goes out.";
    return end.isIngressIsolated
               ? "Policies select it for ingress: only what a rule allows comes in. What goes out is not restricted."
               : "Policies select it for egress: only what a rule allows goes out. What comes in is not restricted.";
}

void addDirection(Explanation &out, const TopologyGraph &graph, const AccessMap &map, const std::vector<Access> &all,
                  bool isIncoming)
{
    const std::string label = isIncoming ? "May reach it" : "It may reach";
    std::size_t others = 0;
    for (const Access &access : all) {
        const std::uint32_t other = isIncoming ? access.from : access.to;
        if (access.isForAll || ++others > mostListed)
            continue;
        std::string text = callOf(graph, map, other) + " \u00b7 " + portsText(access.ports);
        if (map.ends[other].vertex == none)
            out.facts.push_back({label, text, false});
        else
            out.links.push_back({label, text, vertexIdOf(graph, map, other)});
    }
    if (others == 0)
        out.facts.push_back({label, "nobody", false});
    else if (others > mostListed)
        out.facts.push_back({label, std::to_string(others - mostListed) + " more", false});
}

/** What to ask about where nothing is allowed at all: a port that the target names, or any. */
std::uint16_t portOf(const AccessEnd &to, const AccessMap &map)
{
    if (!to.subjects.empty()) {
        const auto &ports = map.policies->subjects().kinds()[to.subjects.front()->kind].ports;
        if (!ports.empty())
            return ports.front().port;
    }
    return 80;
}

PolicyEnd policyEndOf(const AccessEnd &end)
{
    if (!end.subjects.empty())
        return {nullptr, end.subjects.front(), {}};
    if (end.isEveryPod())
        return {};
    return {nullptr, nullptr, end.ranges.empty() ? std::string() : policy::textOf(end.ranges.front().first)};
}

}  // namespace

Explanation explainPair(const TopologyGraph &graph, const AccessMap &map, std::uint32_t from, std::uint32_t to)
{
    Explanation out;
    out.title = callOf(graph, map, from) + " \u2192 " + callOf(graph, map, to);
    out.place = "Who may talk to whom";
    addEnds(out, graph, map, from, to);
    const auto all = accessFrom(map, from);
    const auto found = std::ranges::find(all, to, &Access::to);
    if (found == all.end()) {
        const PolicyVerdict verdict = map.policies->check({policyEndOf(map.ends[from]),
                                                           policyEndOf(map.ends[to]),
                                                           Protocol::TCP,
                                                           portOf(map.ends[to], map),
                                                           {},
                                                           false});
        out.state = verdict.allowed == Allowed::No ? State::Warning : State::Unknown;
        out.sentences.push_back(sentenceOf(verdict));
        addRules(out, verdict.ingress.policies);
        addRules(out, verdict.egress.policies);
    } else {
        out.state = State::Fine;
        const bool isByRule = map.ends[from].isEgressIsolated || map.ends[to].isIngressIsolated;
        out.facts.push_back({"Ports", portsText(found->ports), true});
        out.sentences.push_back(isByRule ? "Rules of policies let it through."
                                         : "Allowed, as no policy restricts either end.");
        if (isByRule)
            addRules(out, rulesOf(map, *found));
    }
    out.sentences.push_back(map.enforcement);
    return out;
}

Explanation explainAccess(const TopologyGraph &graph, const AccessMap &map, std::span<const EdgeIndex> pairs)
{
    if (pairs.size() == 1)
        return explainPair(graph, map, map.byRule[pairs.front()].from, map.byRule[pairs.front()].to);
    Explanation out;
    out.title = std::to_string(pairs.size()) + " pairs that rules allow";
    out.place = "Who may talk to whom";
    out.state = State::Fine;
    out.sentences.push_back(map.enforcement);
    for (const EdgeIndex pair : pairs.first(std::min(pairs.size(), mostListed))) {
        const Access &access = map.byRule[pair];
        const std::uint32_t end = map.ends[access.to].vertex == none ? access.from : access.to;
        out.links.push_back({callOf(graph, map, access.from),
                             callOf(graph, map, access.to) + " \u00b7 " + portsText(access.ports),
                             vertexIdOf(graph, map, end)});
        addRules(out, rulesOf(map, access));
    }
    if (pairs.size() > mostListed)
        out.facts.push_back({"More", std::to_string(pairs.size() - mostListed) + " pairs", false});
    return out;
}

void addAccess(Explanation &explanation, const TopologyGraph &graph, const AccessMap &map, std::uint32_t end)
{
    Explanation access;
    access.sentences = {isolationSentence(map.ends[end]), map.enforcement};
    for (const policy::Subject *subject : map.ends[end].subjects) {
        addRules(access, map.policies->policiesOf(*subject, policy::Direction::Ingress));
        addRules(access, map.policies->policiesOf(*subject, policy::Direction::Egress));
    }
    addDirection(access, graph, map, accessTo(map, end), true);
    addDirection(access, graph, map, accessFrom(map, end), false);
    explanation.sentences = std::move(access.sentences);
    explanation.links = std::move(access.links);
    explanation.facts.insert(explanation.facts.begin(), access.facts.begin(), access.facts.end());
    explanation.evidence = std::move(access.evidence);
}

std::string accessSummary(const AccessMap &map)
{
    const std::size_t all = map.workloadCount(), isolated = map.isolatedCount();
    std::string text = isolated == 0 ? "No policy selects any workload: everyone may talk to everyone."
                                     : std::to_string(isolated) + " of " + std::to_string(all) +
                                           (all == 1 ? " workload is isolated." : " workloads are isolated.");
    if (!map.enforcement.empty() && (isolated > 0 || !map.isEnforced))
        text += ' ' + map.enforcement;
    if (!map.notEvaluated().empty())
        text += " Not evaluated: " + listed(map.notEvaluated(), 3) + '.';
    if (!map.isWhole)
        text += " There are too many workloads to draw who may talk to whom: choose one to see its own.";
    return text;
}

}  // namespace portolan
