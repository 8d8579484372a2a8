// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/reachrows.h"

#include <algorithm>

namespace portolan::policy {

namespace {

constexpr std::uint32_t none = 0xffffffffU;

/** Whether selectors alone say whom a rule means. */
bool isPlain(const RulePeers &peers)
{
    return !peers.isAnyPod && !peers.isOutside && !peers.isOwnNode && !peers.isOtherNode && !peers.isBoth &&
           peers.blocks.empty() && peers.notSelectors.empty() && peers.notBlocks.empty();
}

bool meansEverybody(const RulePeers &peers)
{
    return peers.isAny && peers.notSelectors.empty() && peers.notBlocks.empty();
}

}  // namespace

PortSets::PortSets()
{
    add(PortSet());
    add(PortSet::all());
}

std::uint32_t PortSets::add(const PortSet &set)
{
    const auto [at, isNew] = m_known.try_emplace(set, static_cast<std::uint32_t>(m_sets.size()));
    if (isNew)
        m_sets.push_back(set);
    return at->second;
}

std::uint32_t PortSets::common(std::uint32_t a, std::uint32_t b)
{
    if (a == b || b == 1 || a == 0)
        return a;
    if (a == 1 || b == 0)
        return b;
    const std::uint64_t key = std::uint64_t(std::min(a, b)) << 32 | std::max(a, b);
    const auto [at, isNew] = m_common.try_emplace(key, 0U);
    if (isNew)
        at->second = add(m_sets[a].common(m_sets[b]));
    return at->second;
}

ReachRows::ReachRows(const Policies &policies, const std::vector<PolicyEnd> &ends,
                     const std::vector<std::uint32_t> &portKinds, PortSets &sets)
    : m_policies(policies), m_ends(ends), m_sets(sets)
{
    findSelected();
    for (std::uint32_t i = 0; i < ends.size(); ++i) {
        if (portKinds[i] >= m_ofPortKind.size())
            m_ofPortKind.resize(portKinds[i] + 1);
        m_ofPortKind[portKinds[i]].push_back(i);
    }
    m_rows.emplace_back();
    std::map<std::vector<std::uintptr_t>, std::uint32_t> known;
    for (const Direction direction : {Direction::Ingress, Direction::Egress}) {
        auto &rowOf = m_rowOf[static_cast<std::size_t>(direction)];
        rowOf.assign(ends.size(), 0);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (!ends[i].subject || m_policies.selecting(*ends[i].subject, direction).empty())
                continue;
            // Who is ruled by the same policies has the same row; names of ports are those of who receives.
            std::vector<std::uintptr_t> key{direction == Direction::Ingress ? portKinds[i] + 1U : 0U};
            for (const auto &selecting : m_policies.selecting(*ends[i].subject, direction))
                key.push_back(reinterpret_cast<std::uintptr_t>(selecting.policy));
            const auto [at, isNew] = known.try_emplace(std::move(key), static_cast<std::uint32_t>(m_rows.size()));
            if (isNew)
                m_rows.push_back(this->rowOf(*ends[i].subject, direction));
            rowOf[i] = at->second;
        }
    }
}

void ReachRows::findSelected()
{
    m_selected.resize(m_policies.rules().selectors.entries().size());
    for (std::uint32_t i = 0; i < m_ends.size(); ++i) {
        if (!m_ends[i].subject)
            continue;
        for (const std::uint32_t selector : m_policies.selectorsOf(*m_ends[i].subject))
            m_selected[selector].push_back(i);
    }
}

auto ReachRows::membersOf(const Rule &rule) -> const Members &
{
    const auto [at, isNew] = m_members.try_emplace(&rule);
    Members &members = at->second;
    if (!isNew)
        return members;
    if (isPlain(rule.peers)) {
        for (const std::uint32_t selector : rule.peers.selectors)
            members.sure.insert(members.sure.end(), m_selected[selector].begin(), m_selected[selector].end());
        if (rule.peers.selectors.size() > 1) {
            std::ranges::sort(members.sure);
            const auto rest = std::ranges::unique(members.sure);
            members.sure.erase(rest.begin(), rest.end());
        }
        return members;
    }
    for (std::uint32_t i = 0; i < m_ends.size(); ++i) {
        const Policies::Meant meant = m_policies.meant(rule.peers, m_ends[i], nullptr);
        if (meant != Policies::Meant::No)
            (meant == Policies::Meant::Yes ? members.sure : members.maybe).push_back(i);
    }
    return members;
}

void ReachRows::refine(const std::vector<std::uint32_t> &members)
{
    m_next.assign(m_example.size(), none);
    for (const std::uint32_t member : members) {
        std::uint32_t &next = m_next[m_state[member]];
        if (next == none) {
            next = static_cast<std::uint32_t>(m_example.size());
            m_example.push_back(member);
        }
        m_state[member] = next;
    }
}

auto ReachRows::rowOf(const Subject &subject, Direction direction) -> Row
{
    m_state.assign(m_ends.size(), 0);
    m_example.assign(1, none);
    bool hasNames = false;
    for (const auto &selecting : m_policies.selecting(subject, direction)) {
        for (const Rule &rule : selecting.policy->rules(direction)) {
            hasNames = hasNames || !rule.ports.named.empty();
            if (meansEverybody(rule.peers))
                continue;
            const Members &members = membersOf(rule);
            refine(members.sure);
            refine(members.maybe);
        }
    }
    if (hasNames && direction == Direction::Egress) {
        for (const auto &ends : m_ofPortKind)
            refine(ends);
    }
    Row row(m_ends.size());
    std::vector<std::uint32_t> sets(m_example.size(), none);
    for (std::size_t i = 0; i < m_ends.size(); ++i) {
        std::uint32_t &set = sets[m_state[i]];
        if (set == none) {
            const Subject *to = direction == Direction::Ingress ? &subject : m_ends[i].subject;
            set = m_sets.add(m_policies.portsFor(subject, direction, m_ends[i], to));
        }
        row[i] = set;
    }
    return row;
}

}  // namespace portolan::policy
