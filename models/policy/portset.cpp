// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/portset.h"

#include <algorithm>

namespace portolan {

namespace {

using Ranges = std::vector<PortSet::Range>;

Ranges joined(Ranges ranges)
{
    std::ranges::sort(ranges);
    Ranges all;
    for (const auto &[first, last] : ranges) {
        if (!all.empty() && first <= all.back().second + 1)
            all.back().second = std::max(all.back().second, last);
        else
            all.emplace_back(first, last);
    }
    return all;
}

Ranges commonOf(const Ranges &a, const Ranges &b)
{
    Ranges all;
    for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
        const std::uint16_t first = std::max(a[i].first, b[k].first), last = std::min(a[i].second, b[k].second);
        if (first <= last)
            all.emplace_back(first, last);
        a[i].second < b[k].second ? ++i : ++k;
    }
    return all;
}

/** What is in no range of `ranges`. */
Ranges outside(const Ranges &ranges)
{
    Ranges all;
    unsigned next = 1;
    for (const auto &[first, last] : ranges) {
        if (first > next)
            all.emplace_back(static_cast<std::uint16_t>(next), static_cast<std::uint16_t>(first - 1));
        next = last + 1U;
    }
    if (next <= 65535)
        all.emplace_back(static_cast<std::uint16_t>(next), std::uint16_t(65535));
    return all;
}

}  // namespace

PortSet PortSet::all()
{
    PortSet set;
    for (Ranges &ranges : set.m_ranges)
        ranges = {{1, 65535}};
    return set;
}

PortSet PortSet::of(Protocol protocol, std::uint16_t first, std::uint16_t last)
{
    PortSet set;
    if (first <= last && last > 0)
        set.m_ranges[static_cast<std::size_t>(protocol)] = {{std::max<std::uint16_t>(first, 1), last}};
    return set;
}

bool PortSet::isEmpty() const
{
    return std::ranges::all_of(m_ranges, [](const Ranges &ranges) { return ranges.empty(); });
}

bool PortSet::has(Protocol protocol, std::uint16_t port) const
{
    return std::ranges::any_of(ranges(protocol),
                               [port](const Range &range) { return range.first <= port && port <= range.second; });
}

void PortSet::add(const PortSet &other)
{
    for (std::size_t i = 0; i < m_ranges.size(); ++i) {
        if (other.m_ranges[i].empty())
            continue;
        m_ranges[i].insert(m_ranges[i].end(), other.m_ranges[i].begin(), other.m_ranges[i].end());
        m_ranges[i] = joined(std::move(m_ranges[i]));
    }
}

void PortSet::remove(const PortSet &other)
{
    for (std::size_t i = 0; i < m_ranges.size(); ++i)
        m_ranges[i] = commonOf(m_ranges[i], outside(other.m_ranges[i]));
}

PortSet PortSet::common(const PortSet &other) const
{
    PortSet set;
    for (std::size_t i = 0; i < m_ranges.size(); ++i)
        set.m_ranges[i] = commonOf(m_ranges[i], other.m_ranges[i]);
    return set;
}

}  // namespace portolan
