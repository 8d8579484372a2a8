// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "policy/policy.h"

namespace portolan::policy {

/** Sets of ports, each once. 0 is the empty one, 1 all ports. */
class PortSets {
public:
    PortSets();
    std::uint32_t add(const PortSet &set);
    /** The set of what both have. */
    std::uint32_t common(std::uint32_t a, std::uint32_t b);
    const std::vector<PortSet> &all() const { return m_sets; }
    std::vector<PortSet> take() { return std::move(m_sets); }

private:
    std::vector<PortSet> m_sets;
    std::map<PortSet, std::uint32_t> m_known;
    std::unordered_map<std::uint64_t, std::uint32_t> m_common;
};

/** What the policies of each end allow with each other end, of ends that stand for all that policies treat alike.
 *  Ends with the same policies have one row in common; in a row, ends that the same rules mean are decided once.
 *  Cost: rows times ends, and the ends that rules mean. */
class ReachRows {
public:
    /** `ends` as for Policies::portsFor; `portKinds`: equal for ends with equal named ports,
     *  another one for those outside, who have none. */
    ReachRows(const Policies &policies, const std::vector<PolicyEnd> &ends, const std::vector<std::uint32_t> &portKinds,
              PortSets &sets);

    using Row = std::vector<std::uint32_t>;  ///< sets of ports, by end; empty: all ports with everybody
    const Row &of(Direction direction, std::size_t end) const
    {
        const auto d = static_cast<std::size_t>(direction);
        return m_rows[m_rowOf[d][end]];
    }

private:
    /** The ends that a rule means, and those that it may mean. Everybody is neither list. */
    struct Members {
        std::vector<std::uint32_t> sure, maybe;
    };
    void findSelected();
    const Members &membersOf(const Rule &rule);
    Row rowOf(const Subject &subject, Direction direction);
    void refine(const std::vector<std::uint32_t> &members);

    const Policies &m_policies;
    const std::vector<PolicyEnd> &m_ends;
    PortSets &m_sets;
    std::vector<std::vector<std::uint32_t>> m_selected;    ///< ends, by selector
    std::vector<std::vector<std::uint32_t>> m_ofPortKind;  ///< ends, by kind of ports
    std::unordered_map<const Rule *, Members> m_members;
    std::vector<Row> m_rows;
    std::vector<std::uint32_t> m_rowOf[2];
    std::vector<std::uint32_t> m_state, m_example, m_next;  ///< of refine: what was told apart, and one end of each
};

}  // namespace portolan::policy
