// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/reach.h"

#include <algorithm>
#include <map>
#include <set>

#include "policy/doors.h"

namespace portolan {

using namespace policy;

namespace {

/** What policies see of a subject: two with equal ones have the same answers. */
using Sight = std::vector<std::uint32_t>;

/** Cuts the addresses outside into parts that no ipBlock cuts further. */
class Parts {
public:
    explicit Parts(const Policies &policies)
    {
        for (const auto &[key, tier] : policies.rules().tiers) {
            for (const Policy &policy : tier.policies) {
                for (const auto *rules : {&policy.ingress, &policy.egress}) {
                    for (const Rule &rule : *rules)
                        m_blocks.insert(m_blocks.end(), rule.peers.blocks.begin(), rule.peers.blocks.end());
                }
            }
        }
    }

    /** Which blocks have the address, as a text. */
    std::string blocksWith(const Address &address) const
    {
        std::string found;
        for (std::size_t i = 0; i < m_blocks.size(); ++i) {
            if (m_blocks[i].has(address))
                found += std::to_string(i) + ',';
        }
        return found;
    }

    /** Ranges by the blocks that have them; of IPv6 only where a block names some. */
    std::map<std::string, std::vector<AddressRange>> ranges() const
    {
        std::map<std::string, std::vector<AddressRange>> parts;
        for (const bool isSixth : {false, true}) {
            std::set<Address> cuts;
            for (const Block &block : m_blocks)
                addCuts(cuts, block, isSixth);
            if (isSixth && cuts.empty())
                continue;
            AddressRange whole{{isSixth, {}}, {isSixth, {}}};
            std::fill_n(whole.last.bytes.begin(), isSixth ? 16 : 4, std::uint8_t(255));
            cuts.insert(whole.first);
            for (auto at = cuts.begin(); at != cuts.end(); ++at) {
                const AddressRange range{*at, std::next(at) == cuts.end() ? whole.last : before(*std::next(at))};
                auto &ranges = parts[(isSixth ? "6:" : "4:") + blocksWith(range.first)];
                if (!ranges.empty() && after(ranges.back().last) == range.first)
                    ranges.back().last = range.last;
                else
                    ranges.push_back(range);
            }
        }
        return parts;
    }

private:
    static void addCuts(std::set<Address> &cuts, const Block &block, bool isSixth)
    {
        if (block.range.first.isSixth != isSixth)
            return;
        std::vector<AddressRange> all = block.except;
        all.push_back(block.range);
        for (const AddressRange &range : all) {
            cuts.insert(range.first);
            if (const Address next = after(range.last); next != range.last)
                cuts.insert(next);
        }
    }

    std::vector<Block> m_blocks;
};

/** Gathers subjects into peers. */
std::vector<ReachPeer> workloadsOf(const Policies &policies, const Parts &parts, std::vector<std::uint32_t> &sightOf)
{
    std::map<std::string, std::uint32_t> sights;
    using Key = std::tuple<std::string_view, std::string_view, std::string_view>;
    std::map<Key, std::map<std::uint32_t, std::vector<const Subject *>>> groups;
    for (const Subject &subject : policies.subjects().all()) {
        std::string sight = policies.sightOf(subject);
        if (subject.pod) {
            for (const std::string_view text : {subject.pod->ip, subject.pod->secondIp.view()}) {
                if (const auto address = parseAddress(text); address && policies.mayMatchAddresses(subject))
                    sight += '/' + parts.blocksWith(*address);
            }
        }
        const auto number = sights.try_emplace(sight, static_cast<std::uint32_t>(sights.size())).first->second;
        groups[{subject.space, subject.workloadName, subject.workloadKind}][number].push_back(&subject);
    }
    std::vector<ReachPeer> peers;
    for (const auto &[key, bysight] : groups) {
        for (const auto &[sight, subjects] : bysight) {
            const bool isWhole = bysight.size() == 1;
            ReachPeer peer;
            peer.space = std::get<0>(key);
            peer.name = isWhole ? std::string(std::get<1>(key)) : subjects.front()->name;
            peer.kind = isWhole ? std::get<2>(key) : std::string_view("Pod");
            peer.subjects = subjects;
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

/** The ports on which both ends allow it. */
PortSet portsBetween(const Policies &policies, const PolicyEnd &from, const PolicyEnd &to)
{
    PortSet ports = PortSet::all();
    if (to.subject)
        ports = policies.portsFor(*to.subject, Direction::Ingress, from, to.subject);
    if (from.subject && !ports.isEmpty())
        ports = ports.common(policies.portsFor(*from.subject, Direction::Egress, to, to.subject));
    return ports;
}

/** What the front doors send to, as far as policies let a pod that is not known. */
void addDoors(Reach &reach, const Policies &policies, const ClusterSnapshot &snapshot)
{
    const auto targets = doorTargets(snapshot, policies.subjects());
    if (targets.empty())
        return;
    const std::size_t door = reach.peers.size();
    ReachPeer peer;
    peer.type = ReachPeer::Type::IngressController;
    reach.peers.push_back(peer);
    for (std::size_t i = 0; i < door; ++i) {
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
            reach.edges.push_back({door, i, ports});
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
    const Parts parts(policies);
    std::vector<std::uint32_t> sightOf;
    reach.peers = workloadsOf(policies, parts, sightOf);
    const std::size_t workloads = reach.peers.size();
    for (auto &[blocks, ranges] : parts.ranges()) {
        ReachPeer peer;
        peer.type = ReachPeer::Type::External;
        peer.ranges = ranges;
        reach.peers.push_back(std::move(peer));
        sightOf.push_back(0xffffffffU);
    }
    std::map<std::pair<std::uint32_t, std::uint32_t>, PortSet> known;
    for (std::size_t from = 0; from < reach.peers.size(); ++from) {
        for (std::size_t to = 0; to < reach.peers.size(); ++to) {
            const bool isOutside = from >= workloads && to >= workloads;
            if (isOutside || (from == to && !withSelf))
                continue;
            const bool isInside = from < workloads && to < workloads;
            PortSet ports;
            const auto compute = [&] {
                return portsBetween(policies, endOf(reach.peers[from]), endOf(reach.peers[to]));
            };
            if (isInside) {
                const auto [at, isNew] = known.try_emplace({sightOf[from], sightOf[to]});
                if (isNew)
                    at->second = compute();
                ports = at->second;
            } else {
                ports = compute();
            }
            if (!ports.isEmpty())
                reach.edges.push_back({from, to, std::move(ports)});
        }
    }
    addDoors(reach, policies, snapshot);
    return reach;
}

std::vector<std::string> because(const Policies &policies, const Reach &reach, const ReachEdge &edge)
{
    const PolicyEnd from = endOf(reach.peers[edge.from]), to = endOf(reach.peers[edge.to]);
    std::set<std::string> rules;
    for (const Protocol protocol : {Protocol::TCP, Protocol::UDP, Protocol::SCTP}) {
        for (const auto &[first, last] : edge.ports.ranges(protocol)) {
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
