// SPDX-License-Identifier: GPL-3.0-or-later
#include <arpa/inet.h>

#include <charconv>
#include <limits>
#include <string>

#include "numbers/numbers.h"

namespace portolan {

std::optional<std::uint64_t> hostLocalCapacity(std::string_view cidr)
{
    const std::size_t slash = cidr.find('/');
    if (slash == std::string_view::npos)
        return std::nullopt;
    const std::string address(cidr.substr(0, slash));
    const std::string_view length = cidr.substr(slash + 1);
    std::array<unsigned char, 16> bytes = {};
    const bool isFour = inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
    if (!isFour && inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1)
        return std::nullopt;
    unsigned prefix = 0;
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), prefix);
    const unsigned width = isFour ? 32 : 128;
    if (error != std::errc() || end != length.data() + length.size() || prefix > width)
        return std::nullopt;
    const unsigned hostBits = width - prefix;
    if (hostBits >= 64)
        return std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t all = std::uint64_t(1) << hostBits;
    const std::uint64_t kept = isFour ? 3 : 2;
    return all > kept ? all - kept : 0;
}

}  // namespace portolan
