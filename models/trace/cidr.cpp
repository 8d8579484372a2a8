// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/cidr.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <ranges>
#include <span>

#include "roles/addressrange.h"

namespace portolan::trace {

namespace {

struct Bytes {
    std::array<std::uint8_t, 16> values{};
    int family = 0;  ///< AF_INET, AF_INET6; 0: no address
};

Bytes parse(std::string_view text)
{
    Bytes bytes;
    const std::string copy(text);
    for (const int family : {AF_INET, AF_INET6}) {
        if (::inet_pton(family, copy.c_str(), bytes.values.data()) == 1)
            bytes.family = family;
    }
    return bytes;
}

}  // namespace

bool isAddress(std::string_view text)
{
    return parse(text).family != 0;
}

bool isSixth(std::string_view address)
{
    return address.find(':') != std::string_view::npos;
}

bool areAlike(std::string_view a, std::string_view b)
{
    return isSixth(a) == isSixth(b);
}

std::string addressIn(std::string_view range, unsigned offset)
{
    Bytes bytes = parse(range.substr(0, range.find('/')));
    if (bytes.family == 0 || range.find('/') == std::string_view::npos)
        return {};
    const std::span<std::uint8_t> digits(bytes.values.data(), bytes.family == AF_INET ? 4 : 16);
    unsigned carry = offset;
    for (std::uint8_t &digit : digits | std::views::reverse) {
        carry += digit;
        digit = static_cast<std::uint8_t>(carry & 0xff);
        carry >>= 8;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(bytes.family, bytes.values.data(), text.data(), text.size()) ? std::string(text.data())
                                                                                    : std::string();
}

bool isInRanges(std::string_view address, std::string_view ranges)
{
    while (!ranges.empty()) {
        const auto comma = ranges.find(',');
        if (roles::isInRange(address, ranges.substr(0, comma)))
            return true;
        ranges.remove_prefix(comma == std::string_view::npos ? ranges.size() : comma + 1);
    }
    return false;
}

}  // namespace portolan::trace
