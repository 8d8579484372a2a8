// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/addresses.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace portolan::policy {

namespace {

std::size_t sizeOf(const Address &address)
{
    return address.isSixth ? 16 : 4;
}

}  // namespace

std::optional<Address> parseAddress(std::string_view text)
{
    Address address;
    const std::string copy(text);
    if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1)
        return address;
    address.isSixth = true;
    if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1)
        return address;
    return std::nullopt;
}

std::optional<AddressRange> parseBlock(std::string_view text)
{
    const auto slash = text.find('/');
    const auto address = parseAddress(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    const auto bits = sizeOf(*address) * 8;
    std::size_t length = bits;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
        if (error != std::errc() || end != digits.data() + digits.size() || length > bits)
            return std::nullopt;
    }
    AddressRange range{*address, *address};
    for (std::size_t bit = length; bit < bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80 >> (bit % 8));
        range.first.bytes[bit / 8] &= static_cast<std::uint8_t>(~mask);
        range.last.bytes[bit / 8] |= mask;
    }
    return range;
}

std::string textOf(const Address &address)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = address.isSixth ? AF_INET6 : AF_INET;
    return ::inet_ntop(family, address.bytes.data(), text.data(), text.size()) ? std::string(text.data())
                                                                               : std::string();
}

Address after(Address address)
{
    const Address same = address;
    for (std::size_t i = sizeOf(address); i-- > 0;) {
        if (++address.bytes[i] != 0)
            return address;
    }
    return same;
}

Address before(Address address)
{
    const Address same = address;
    for (std::size_t i = sizeOf(address); i-- > 0;) {
        if (address.bytes[i]-- != 0)
            return address;
    }
    return same;
}

bool Block::has(const Address &address) const
{
    return range.has(address) &&
           std::ranges::none_of(except, [&](const AddressRange &part) { return part.has(address); });
}

}  // namespace portolan::policy
