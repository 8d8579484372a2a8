// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/addressparts.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace portolan::policy {

namespace {

constexpr Address first(bool isSixth)
{
    return {isSixth, {}};
}

Address last(bool isSixth)
{
    Address address{isSixth, {}};
    std::fill_n(address.bytes.begin(), isSixth ? 16 : 4, std::uint8_t(255));
    return address;
}

void addCuts(std::vector<Address> &cuts, const AddressRange &range)
{
    cuts.push_back(range.first);
    if (const Address next = after(range.last); next != range.last)
        cuts.push_back(next);
}

void keepOneOfEach(std::vector<Block> &blocks)
{
    const auto order = [](const Block &a, const Block &b) {
        const auto isLess = [](const AddressRange &x, const AddressRange &y) {
            return std::tie(x.first, x.last) < std::tie(y.first, y.last);
        };
        if (isLess(a.range, b.range) || isLess(b.range, a.range))
            return isLess(a.range, b.range);
        return std::ranges::lexicographical_compare(a.except, b.except, isLess);
    };
    std::ranges::sort(blocks, order);
    const auto rest =
        std::ranges::unique(blocks, [&](const Block &a, const Block &b) { return !order(a, b) && !order(b, a); });
    blocks.erase(rest.begin(), rest.end());
}

}  // namespace

AddressParts::AddressParts(std::vector<Block> blocks)
{
    keepOneOfEach(blocks);
    m_cuts = {first(false), first(true)};
    for (const Block &block : blocks) {
        m_hasSixth = m_hasSixth || block.range.first.isSixth;
        addCuts(m_cuts, block.range);
        for (const AddressRange &part : block.except)
            addCuts(m_cuts, part);
    }
    std::ranges::sort(m_cuts);
    const auto rest = std::ranges::unique(m_cuts);
    m_cuts.erase(rest.begin(), rest.end());
    std::map<std::vector<std::uint32_t>, std::uint32_t> known;  // by family and the blocks that have the interval
    for (const Address &cut : m_cuts) {
        std::vector<std::uint32_t> having{cut.isSixth ? 1U : 0U};
        for (std::uint32_t i = 0; i < blocks.size(); ++i) {
            if (blocks[i].has(cut))
                having.push_back(i);
        }
        m_parts.push_back(known.try_emplace(std::move(having), static_cast<std::uint32_t>(known.size())).first->second);
    }
    m_count = static_cast<std::uint32_t>(known.size());
}

std::uint32_t AddressParts::partOf(const Address &address) const
{
    const auto next = std::ranges::upper_bound(m_cuts, address);
    return m_parts[static_cast<std::size_t>(next - m_cuts.begin() - 1)];
}

std::vector<std::vector<AddressRange>> AddressParts::ranges() const
{
    std::vector<std::vector<AddressRange>> parts(m_count);
    for (std::size_t i = 0; i < m_cuts.size(); ++i) {
        const bool isSixth = m_cuts[i].isSixth;
        if (isSixth && !m_hasSixth)
            break;
        const bool isLast = i + 1 == m_cuts.size() || m_cuts[i + 1].isSixth != isSixth;
        const AddressRange range{m_cuts[i], isLast ? last(isSixth) : before(m_cuts[i + 1])};
        auto &ranges = parts[m_parts[i]];
        if (!ranges.empty() && after(ranges.back().last) == range.first)
            ranges.back().last = range.last;
        else
            ranges.push_back(range);
    }
    std::erase_if(parts, [](const auto &part) { return part.empty(); });
    return parts;
}

}  // namespace portolan::policy
