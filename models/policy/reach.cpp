// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/reach.h"

#include <algorithm>
#include <map>
#include <set>

#include "policy/addressparts.h"
#include "policy/doors.h"
#include "policy/reachrows.h"

namespace portolan {

using namespace policy;

namespace {

/** The blocks of all rules that fit. */
template <class Fits>
std::vector<Block> blocksOf(const Policies &policies, Fits fits)
{
    std::vector<Block> blocks;
    for (const auto &[key, tier] : policies.rules().tiers) {
        for (const Policy &policy : tier.policies) {
            for (const auto *rules : {&policy.ingress, &policy.egress}) {
                for (const Rule &rule : *rules) {
                    if (!fits(rule.peers.scope))
                        continue;
                    blocks.insert(blocks.end(), rule.peers.blocks.begin(), rule.peers.blocks.end());
                    blocks.insert(blocks.end(), rule.peers.notBlocks.begin(), rule.peers.notBlocks.end());
                }
            }
        }
    }
    return blocks;
}

/** Tells subjects apart as policies do. */
class Sights {
public:
    explicit Sights(const Policies &policies)
        : m_policies(policies),
          m_parts(blocksOf(policies,
                           [&](BlockScope scope) {
                               return scope == BlockScope::Everybody ||
                                      (scope == BlockScope::ByOption && policies.options().ipBlockMatchesPods);
                           })),
          m_exemptParts(blocksOf(policies, [](BlockScope scope) { return scope != BlockScope::Outside; })),
          m_byKind(policies.subjects().kinds().size(), none),
          m_portsOfKind(m_byKind.size(), 0)
    {
    }

    /** Equal for subjects that have the same answers. */
    std::uint32_t of(const Subject &subject)
    {
        if (m_byKind[subject.kind] == none)
            addKind(subject);
        std::vector<std::uint32_t> key{m_byKind[subject.kind]};
        const AddressParts &parts = m_policies.isExempt(subject) ? m_exemptParts : m_parts;
        for (const Address &address : subject.addresses)
            key.push_back(parts.partOf(address));
        const auto [at, isNew] = m_known.try_emplace(std::move(key), static_cast<std::uint32_t>(m_examples.size()));
        if (isNew) {
            m_examples.push_back({nullptr, &subject, {}});
            m_portKinds.push_back(m_portsOfKind[subject.kind]);
        }
        return at->second;
    }

    std::vector<PolicyEnd> &examples() { return m_examples; }  ///< one of each sort
    std::vector<std::uint32_t> &portKinds() { return m_portKinds; }

private:
    static constexpr std::uint32_t none = 0xffffffffU;

    void addKind(const Subject &subject)
    {
        std::vector<NamedPort> ports;
        for (const NamedPort &port : m_policies.subjects().kinds()[subject.kind].ports) {
            if (m_policies.isNamed(port.name))
                ports.push_back(port);
        }
        const auto portKind = m_ports.try_emplace(std::move(ports), static_cast<std::uint32_t>(m_ports.size())).first;
        std::vector<std::uint32_t> key = m_policies.selectorsOf(subject);
        key.push_back(portKind->second);
        key.push_back(m_policies.isExempt(subject) ? 1U : 0U);
        m_byKind[subject.kind] =
            m_kinds.try_emplace(std::move(key), static_cast<std::uint32_t>(m_kinds.size())).first->second;
        m_portsOfKind[subject.kind] = portKind->second;
    }

    const Policies &m_policies;
    AddressParts m_parts, m_exemptParts;
    std::vector<std::uint32_t> m_byKind, m_portsOfKind;
    std::map<std::vector<NamedPort>, std::uint32_t> m_ports;
    std::map<std::vector<std::uint32_t>, std::uint32_t> m_kinds, m_known;
    std::vector<PolicyEnd> m_examples;
    std::vector<std::uint32_t> m_portKinds;
};

/** Gathers subjects into peers. */
std::vector<ReachPeer> workloadsOf(const Policies &policies, Sights &sights, std::vector<std::uint32_t> &sightOf)
{
    using Key = std::tuple<std::string_view, std::string_view, std::string_view>;
    std::map<Key, std::map<std::uint32_t, std::vector<const Subject *>>> groups;
    for (const Subject &subject : policies.subjects().all())
        groups[{subject.space, subject.workloadName, subject.workloadKind}][sights.of(subject)].push_back(&subject);
    std::vector<ReachPeer> peers;
    for (auto &[key, bySight] : groups) {
        for (auto &[sight, subjects] : bySight) {
            const bool isWhole = bySight.size() == 1;
            ReachPeer peer;
            peer.space = std::get<0>(key);
            peer.name = isWhole ? std::string(std::get<1>(key)) : subjects.front()->name;
            peer.kind = isWhole ? std::get<2>(key) : std::string_view("Pod");
            peer.subjects = std::move(subjects);
            peers.push_back(std::move(peer));
            sightOf.push_back(sight);
        }
    }
    return peers;
}

PolicyEnd endOf(const ReachPeer &peer)
{
    PolicyEnd end;
    if (!peer.subjects.empty())
        end.subject = peer.subjects.front();
    else if (!peer.ranges.empty())
        end.address = policy::textOf(peer.ranges.front().first);
    return end;
}

/** What the front doors send to, as far as policies let a pod that is not known. */
void addDoors(Reach &reach, PortSets &sets, const Policies &policies, const ClusterSnapshot &snapshot)
{
    const auto targets = doorTargets(snapshot, policies.subjects());
    if (targets.empty())
        return;
    const auto door = static_cast<std::uint32_t>(reach.peers.size());
    ReachPeer peer;
    peer.type = ReachPeer::Type::IngressController;
    reach.peers.push_back(peer);
    for (std::uint32_t i = 0; i < door; ++i) {
        PortSet ports;
        for (const Subject *subject : reach.peers[i].subjects) {
            if (const auto found = targets.find(subject); found != targets.end())
                ports.add(found->second);
        }
        if (ports.isEmpty())
            continue;
        const PolicyEnd to = endOf(reach.peers[i]);
        ports = ports.common(policies.portsFor(*to.subject, Direction::Ingress, {}, to.subject));
        if (!ports.isEmpty())
            reach.edges.push_back({door, i, sets.add(ports)});
    }
}

/** What both ends of each pair allow. */
void addPairs(Reach &reach, std::uint32_t workloads, const std::vector<std::uint32_t> &endOfPeer, const ReachRows &rows,
              PortSets &sets, bool withSelf)
{
    constexpr std::size_t most = 16'000'000;  // of many more pairs most will be forbidden
    const std::size_t pairs = reach.peers.size() * reach.peers.size();
    reach.edges.reserve(std::min(pairs, most));
    const auto all = static_cast<std::uint32_t>(reach.peers.size());
    for (std::uint32_t from = 0; from < all; ++from) {
        const ReachRows::Row &egress = rows.of(Direction::Egress, endOfPeer[from]);
        const std::uint32_t last = from < workloads ? all : workloads;  // what is outside does not talk to itself here
        for (std::uint32_t to = 0; to < last; ++to) {
            if (from == to && !withSelf)
                continue;
            const ReachRows::Row &ingress = rows.of(Direction::Ingress, endOfPeer[to]);
            const std::uint32_t out = egress.empty() ? 1 : egress[endOfPeer[to]];
            const std::uint32_t in = ingress.empty() ? 1 : ingress[endOfPeer[from]];
            if (const std::uint32_t ports = sets.common(out, in); ports != 0)
                reach.edges.push_back({from, to, ports});
        }
    }
}

std::string rangesOf(const std::vector<PortSet::Range> &ranges)
{
    std::string text;
    for (const auto &[first, last] : ranges) {
        text += (text.empty() ? "" : ",") + std::to_string(first);
        if (last != first)
            text += '-' + std::to_string(last);
    }
    return text;
}

}  // namespace

Reach reachOf(const Policies &policies, const ClusterSnapshot &snapshot, bool withSelf)
{
    Reach reach;
    Sights sights(policies);
    std::vector<std::uint32_t> endOfPeer;
    reach.peers = workloadsOf(policies, sights, endOfPeer);
    const auto workloads = static_cast<std::uint32_t>(reach.peers.size());
    std::vector<PolicyEnd> ends = std::move(sights.examples());
    std::vector<std::uint32_t> portKinds = std::move(sights.portKinds());
    const auto outside = portKinds.empty() ? 0U : *std::ranges::max_element(portKinds) + 1;  // nobody has its ports
    for (auto &ranges : AddressParts(blocksOf(policies, [](BlockScope) { return true; })).ranges()) {
        ReachPeer peer;
        peer.type = ReachPeer::Type::External;
        peer.ranges = std::move(ranges);
        endOfPeer.push_back(static_cast<std::uint32_t>(ends.size()));
        ends.push_back(endOf(peer));
        portKinds.push_back(outside);
        reach.peers.push_back(std::move(peer));
    }
    PortSets sets;
    const ReachRows rows(policies, ends, portKinds, sets);
    addPairs(reach, workloads, endOfPeer, rows, sets, withSelf);
    addDoors(reach, sets, policies, snapshot);
    reach.portSets = sets.take();
    return reach;
}

std::vector<std::string> because(const Policies &policies, const Reach &reach, const ReachEdge &edge)
{
    const PolicyEnd from = endOf(reach.peers[edge.from]), to = endOf(reach.peers[edge.to]);
    std::set<std::string> rules;
    for (const Protocol protocol : {Protocol::TCP, Protocol::UDP, Protocol::SCTP}) {
        for (const auto &[first, last] : reach.portsOf(edge).ranges(protocol)) {
            const PolicyVerdict verdict = policies.check({from, to, protocol, first, {}});
            rules.insert(verdict.ingress.policies.begin(), verdict.ingress.policies.end());
            rules.insert(verdict.egress.policies.begin(), verdict.egress.policies.end());
        }
    }
    return {rules.begin(), rules.end()};
}

std::string textOf(const PortSet &ports)
{
    if (ports.isAll())
        return "All Connections";
    std::string text;
    for (const auto &[protocol, name] :
         {std::pair(Protocol::SCTP, "SCTP"), std::pair(Protocol::TCP, "TCP"), std::pair(Protocol::UDP, "UDP")}) {
        if (!ports.ranges(protocol).empty())
            text += (text.empty() ? "" : ",") + std::string(name) + ' ' + rangesOf(ports.ranges(protocol));
    }
    return text;
}

std::string titleOf(const ReachPeer &peer)
{
    if (peer.type == ReachPeer::Type::IngressController)
        return "{ingress-controller}";
    if (peer.type == ReachPeer::Type::External)
        return policy::textOf(peer.ranges.front().first) + '-' + policy::textOf(peer.ranges.front().last) +
               "[External]";
    return std::string(peer.space) + '/' + peer.name + '[' + std::string(peer.kind) + ']';
}

}  // namespace portolan
