// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/access.h"

#include <algorithm>
#include <map>
#include <set>

#include "access/addressnames.h"
#include "roles/title.h"

namespace portolan {

using policy::Direction;
using policy::Subject;

namespace {

constexpr std::size_t mostWorkloads = 1500;  ///< of more, pairs are not computed all at once

/** The vertex that stands for a subject on a chart of workloads. */
VertexIndex vertexOf(const TopologyGraph &graph, const Subject &subject)
{
    std::string id = subject.pod ? "Pod/" : std::string(subject.workloadKind) + '/';
    id.append(subject.space).append("/").append(subject.pod ? std::string_view(subject.name) : subject.workloadName);
    const VertexIndex v = graph.find(id);
    return v == none || graph.vertices[v].parent == none ? v : graph.vertices[v].parent;
}

void addWorkloads(AccessMap &map, const TopologyGraph &graph)
{
    struct Member {
        VertexIndex vertex;
        const Subject *subject;
    };
    std::vector<Member> members;
    for (const Subject &subject : map.policies->subjects().all()) {
        if (const VertexIndex v = vertexOf(graph, subject); v != none)
            members.push_back({v, &subject});
    }
    std::ranges::stable_sort(members, {}, &Member::vertex);
    std::set<std::uint32_t> kinds;
    for (const Member &member : members) {
        if (map.ends.empty() || map.ends.back().vertex != member.vertex) {
            map.endOfVertex[member.vertex] = static_cast<std::uint32_t>(map.ends.size());
            map.ends.push_back({member.vertex, {}, {}, {}, false, false});
            kinds.clear();
        }
        AccessEnd &end = map.ends.back();
        if (!kinds.insert(member.subject->kind).second)
            continue;
        end.subjects.push_back(member.subject);
        end.isIngressIsolated |= map.policies->isIsolated(*member.subject, Direction::Ingress);
        end.isEgressIsolated |= map.policies->isIsolated(*member.subject, Direction::Egress);
    }
}

/** The ports on which any pod that is not known may reach an end, or may be reached by it. */
PortSet portsOfAll(const AccessMap &map, const AccessEnd &end, Direction direction)
{
    PortSet ports;
    for (const Subject *subject : end.subjects)
        ports.add(map.policies->portsFor(*subject, direction, {}, direction == Direction::Ingress ? subject : nullptr));
    return ports;
}

/** What rules allow every pod, as one pair; the pairs that it covers are marked. */
void addForAll(AccessMap &map)
{
    std::vector<PortSet> in(map.ends.size()), out(map.ends.size());
    for (std::uint32_t end = 0; end < map.everyPod; ++end) {
        const AccessEnd &of = map.ends[end];
        if (of.isIngressIsolated)
            in[end] = portsOfAll(map, of, Direction::Ingress);
        if (of.isEgressIsolated)
            out[end] = portsOfAll(map, of, Direction::Egress);
    }
    const auto covers = [](const PortSet &all, const PortSet &ports) {
        return !all.isEmpty() && all.common(ports) == ports;
    };
    for (Access &access : map.byRule)
        access.isForAll = !map.ends[access.from].isOutside() && !map.ends[access.to].isOutside() &&
                          (covers(in[access.to], access.ports) || covers(out[access.from], access.ports));
    for (std::uint32_t end = 0; end < map.everyPod; ++end) {
        if (!in[end].isEmpty())
            map.byRule.push_back({map.everyPod, end, in[end], false});
        if (!out[end].isEmpty())
            map.byRule.push_back({end, map.everyPod, out[end], false});
    }
    std::ranges::sort(map.byRule, {}, [](const Access &access) { return std::pair(access.from, access.to); });
}

/** Adds what is outside, and the pairs that some rule lets through. */
void addPairs(AccessMap &map, const TopologyGraph &graph)
{
    map.everyPod = static_cast<std::uint32_t>(map.ends.size());
    map.ends.push_back({none, "every pod", {}, {}, false, false});
    const Reach reach = reachOf(*map.policies, *map.snapshot, false);
    std::vector<std::uint32_t> endOfPeer;
    for (const ReachPeer &peer : reach.peers) {
        endOfPeer.push_back(none);
        if (peer.type == ReachPeer::Type::External) {
            endOfPeer.back() = static_cast<std::uint32_t>(map.ends.size());
            map.ends.push_back({none, policy::nameOf(peer.ranges), {}, peer.ranges, false, false});
        } else if (!peer.subjects.empty()) {
            endOfPeer.back() = map.endOf(vertexOf(graph, *peer.subjects.front()));
        }
    }
    map.reachable.assign(map.ends.size() * map.ends.size(), false);
    std::map<std::pair<std::uint32_t, std::uint32_t>, PortSet> pairs;
    for (const ReachEdge &edge : reach.edges) {
        const std::uint32_t from = endOfPeer[edge.from], to = endOfPeer[edge.to];
        if (from == none || to == none || from == to)
            continue;
        map.reachable[from * map.ends.size() + to] = true;
        if (map.ends[to].isIngressIsolated || map.ends[from].isEgressIsolated)
            pairs[{from, to}].add(reach.portsOf(edge));
    }
    for (auto &[ends, ports] : pairs)
        map.byRule.push_back({ends.first, ends.second, std::move(ports), false});
    addForAll(map);
}

void tellEnforcement(AccessMap &map, const Roles &roles)
{
    const Component *enforcer = roles.filling(NetworkRole::NetworkPolicy);
    map.isEnforced = enforcer != nullptr;
    if (enforcer) {
        std::string_view title = titleOfComponent(enforcer->name);
        if (constexpr std::string_view policies = " policies"; title.ends_with(policies))
            title.remove_suffix(policies.size());
        map.enforcement = "Enforced by " + std::string(title) +
                          (enforcer->confidence == Confidence::Assumed ? ", as far as its default tells." : ".");
        return;
    }
    const auto unknown = std::ranges::find(roles.unknown, NetworkRole::NetworkPolicy, &UnknownRole::role);
    map.enforcement = unknown != roles.unknown.end()
                          ? "Whether anything enforces policies here is not known: " + unknown->why + '.'
                          : "Nothing here enforces policies: they are only written down.";
}

std::vector<PolicyEnd> policyEnds(const AccessEnd &end)
{
    std::vector<PolicyEnd> ends;
    for (const Subject *subject : end.subjects)
        ends.push_back({nullptr, subject, {}});
    if (!end.ranges.empty())
        ends.push_back({nullptr, nullptr, policy::textOf(end.ranges.front().first)});
    if (end.isEveryPod())
        ends.push_back({});
    return ends;
}

PortSet portsBetween(const AccessMap &map, const AccessEnd &from, const AccessEnd &to)
{
    PortSet all;
    for (const PolicyEnd &source : policyEnds(from)) {
        for (const PolicyEnd &target : policyEnds(to)) {
            PortSet ports = PortSet::all();
            if (target.subject)
                ports = map.policies->portsFor(*target.subject, Direction::Ingress, source, target.subject);
            if (source.subject && !ports.isEmpty())
                ports =
                    ports.common(map.policies->portsFor(*source.subject, Direction::Egress, target, target.subject));
            all.add(ports);
        }
    }
    return all;
}

}  // namespace

std::uint32_t AccessMap::endOf(VertexIndex vertex) const
{
    const auto found = endOfVertex.find(vertex);
    return found == endOfVertex.end() ? none : found->second;
}

bool AccessMap::mayReach(std::uint32_t from, std::uint32_t to) const
{
    return isWhole && reachable[from * ends.size() + to];
}

std::size_t AccessMap::workloadCount() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(ends, [](const AccessEnd &end) { return end.vertex != none; }));
}

std::size_t AccessMap::isolatedCount() const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(ends, [](const AccessEnd &end) { return end.vertex != none && !end.isOpen(); }));
}

AccessMapPtr accessOf(const TopologyGraph &graph)
{
    auto map = std::make_shared<AccessMap>();
    map->snapshot = graph.snapshot;
    map->policies = std::make_shared<const Policies>(graph.snapshot);
    addWorkloads(*map, graph);
    map->isWhole = map->ends.size() <= mostWorkloads;
    if (map->isWhole)
        addPairs(*map, graph);
    if (graph.roles)
        tellEnforcement(*map, *graph.roles);
    return map;
}

std::vector<Access> accessTo(const AccessMap &map, std::uint32_t end)
{
    const PortSet all = portsOfAll(map, map.ends[end], Direction::Ingress);
    std::vector<Access> found;
    for (std::uint32_t from = 0; from < map.ends.size(); ++from) {
        if (from == end || (map.ends[from].isOutside() && map.ends[end].isOutside()))
            continue;
        const bool isAll = map.ends[from].isEveryPod();
        PortSet ports = isAll ? all : portsBetween(map, map.ends[from], map.ends[end]);
        const bool isForAll = !isAll && !map.ends[from].isOutside() && all.common(ports) == ports;
        if (!ports.isEmpty())
            found.push_back({from, end, std::move(ports), isForAll});
    }
    return found;
}

std::vector<Access> accessFrom(const AccessMap &map, std::uint32_t end)
{
    const PortSet all = portsOfAll(map, map.ends[end], Direction::Egress);
    std::vector<Access> found;
    for (std::uint32_t to = 0; to < map.ends.size(); ++to) {
        if (to == end || (map.ends[to].isOutside() && map.ends[end].isOutside()))
            continue;
        const bool isAll = map.ends[to].isEveryPod();
        PortSet ports = isAll ? all : portsBetween(map, map.ends[end], map.ends[to]);
        const bool isForAll = !isAll && !map.ends[to].isOutside() && all.common(ports) == ports;
        if (!ports.isEmpty())
            found.push_back({end, to, std::move(ports), isForAll});
    }
    return found;
}

Allowed verdictBetween(const AccessMap &map, std::uint32_t from, std::uint32_t to)
{
    if (map.mayReach(from, to))
        return Allowed::Yes;
    for (const PolicyEnd &source : policyEnds(map.ends[from])) {
        for (const PolicyEnd &target : policyEnds(map.ends[to])) {
            PolicyQuery query{source, target, Protocol::TCP, 80, {}, false};
            if (target.subject && !map.policies->subjects().kinds()[target.subject->kind].ports.empty())
                query.port = map.policies->subjects().kinds()[target.subject->kind].ports.front().port;
            if (map.policies->check(query).allowed == Allowed::Unknown)
                return Allowed::Unknown;
        }
    }
    return Allowed::No;
}

std::vector<std::string> rulesOf(const AccessMap &map, const Access &access)
{
    std::set<std::string> rules;
    for (const PolicyEnd &from : policyEnds(map.ends[access.from])) {
        for (const PolicyEnd &to : policyEnds(map.ends[access.to])) {
            for (const Protocol protocol : {Protocol::TCP, Protocol::UDP, Protocol::SCTP}) {
                for (const auto &[first, last] : access.ports.ranges(protocol)) {
                    const PolicyVerdict verdict = map.policies->check({from, to, protocol, first, {}, false});
                    if (verdict.allowed != Allowed::Yes)
                        continue;
                    rules.insert(verdict.ingress.policies.begin(), verdict.ingress.policies.end());
                    rules.insert(verdict.egress.policies.begin(), verdict.egress.policies.end());
                }
            }
        }
    }
    return {rules.begin(), rules.end()};
}

std::string_view nameOf(const AccessMap &map, const TopologyGraph &graph, std::uint32_t end)
{
    const AccessEnd &of = map.ends[end];
    return of.vertex == none ? std::string_view(of.name) : graph.vertices[of.vertex].name;
}

std::string_view isolationText(const AccessEnd &end)
{
    if (end.isOpen())
        return "open";
    if (end.isIngressIsolated && end.isEgressIsolated)
        return "isolated in and out";
    return end.isIngressIsolated ? "isolated in" : "isolated out";
}

std::string portsText(const PortSet &ports)
{
    if (ports.isAll())
        return "any port";
    std::string text;
    for (const auto &[protocol, name] :
         {std::pair(Protocol::TCP, "TCP"), std::pair(Protocol::UDP, "UDP"), std::pair(Protocol::SCTP, "SCTP")}) {
        std::size_t shown = 0;
        for (const auto &[first, last] : ports.ranges(protocol)) {
            if (first <= 1 && last == 65535) {
                text += (text.empty() ? "any " : ", any ") + std::string(name);
                continue;
            }
            text += shown++ > 0 ? ", " : (text.empty() ? "" : ", ") + std::string(name) + ' ';
            text += std::to_string(first) + (last == first ? "" : "\u2013" + std::to_string(last));
        }
    }
    return text;
}

}  // namespace portolan
