// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/addressnames.h"

#include <algorithm>

namespace portolan::policy {

namespace {

std::size_t lengthOf(const Address &address)
{
    return address.isSixth ? 16 : 4;
}

bool isLowest(const Address &address)
{
    return std::all_of(address.bytes.begin(), address.bytes.begin() + static_cast<std::ptrdiff_t>(lengthOf(address)),
                       [](std::uint8_t byte) { return byte == 0; });
}

bool isHighest(const Address &address)
{
    return std::all_of(address.bytes.begin(), address.bytes.begin() + static_cast<std::ptrdiff_t>(lengthOf(address)),
                       [](std::uint8_t byte) { return byte == 255; });
}

/** "10.0.0.0/8" if the range is a block of its own, else "10.0.0.1–10.0.0.9". */
std::string textOfRange(const AddressRange &range)
{
    const std::size_t bits = lengthOf(range.first) * 8;
    std::size_t same = 0;
    const auto bitOf = [](const Address &address, std::size_t bit) {
        return (address.bytes[bit / 8] >> (7 - bit % 8)) & 1;
    };
    while (same < bits && bitOf(range.first, same) == bitOf(range.last, same))
        ++same;
    bool isBlock = true;
    for (std::size_t bit = same; bit < bits; ++bit)
        isBlock = isBlock && bitOf(range.first, bit) == 0 && bitOf(range.last, bit) == 1;
    if (isBlock)
        return textOf(range.first) + (same == bits ? "" : '/' + std::to_string(same));
    return textOf(range.first) + "\u2013" + textOf(range.last);
}

}  // namespace

std::string nameOf(const std::vector<AddressRange> &ranges)
{
    if (ranges.empty())
        return "no address";
    const bool isSixth = ranges.front().first.isSixth;
    const std::string family = isSixth ? " (IPv6)" : "";
    const bool hasEnds = isLowest(ranges.front().first) && isHighest(ranges.back().last);
    if (hasEnds)
        return (ranges.size() == 1 ? "any address" : "other addresses") + family;
    std::string name = textOfRange(ranges.front());
    if (ranges.size() == 2)
        name += " and " + textOfRange(ranges.back());
    else if (ranges.size() > 2)
        name += " and " + std::to_string(ranges.size() - 1) + " ranges more";
    return name;
}

}  // namespace portolan::policy
