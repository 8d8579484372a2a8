// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/addressrange.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace portolan::roles {

namespace {

struct Address {
    std::array<std::uint8_t, 16> bytes{};
    int bits = 0;  ///< 32 or 128
};

std::optional<Address> parse(std::string_view text)
{
    const auto from = text.find_first_not_of(' '), to = text.find_last_not_of(' ');
    if (from == std::string_view::npos)
        return {};
    const std::string copy(text.substr(from, to - from + 1));
    Address address;
    if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1)
        address.bits = 32;
    else if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1)
        address.bits = 128;
    return address.bits != 0 ? std::optional(address) : std::nullopt;
}

bool sharesPrefix(const Address &a, const Address &b, int length)
{
    for (int bit = 0; bit < length; ++bit) {
        const auto byte = static_cast<std::size_t>(bit / 8);
        const int mask = 0x80 >> (bit % 8);
        if ((a.bytes[byte] & mask) != (b.bytes[byte] & mask))
            return false;
    }
    return true;
}

}  // namespace

bool isInRange(std::string_view address, std::string_view range)
{
    const std::optional<Address> own = parse(address);
    const auto slash = range.find('/'), dash = range.find('-');
    const std::optional<Address> first = parse(range.substr(0, slash != std::string_view::npos ? slash : dash));
    if (!own || !first || own->bits != first->bits)
        return false;
    if (slash != std::string_view::npos) {
        const std::string_view text = range.substr(slash + 1);
        int length = -1;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
        const bool isLength = error == std::errc() && end == text.data() + text.size() && length >= 0;
        return isLength && length <= own->bits && sharesPrefix(*own, *first, length);
    }
    if (dash == std::string_view::npos)
        return own->bytes == first->bytes;
    const std::optional<Address> last = parse(range.substr(dash + 1));
    return last && last->bits == own->bits && first->bytes <= own->bytes && own->bytes <= last->bytes;
}

bool isPrivate(std::string_view address)
{
    constexpr std::array ranges{"10.0.0.0/8",     "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
                                "169.254.0.0/16", "127.0.0.0/8",   "fc00::/7",       "fe80::/10"};
    return std::ranges::any_of(ranges, [&](const char *range) { return isInRange(address, range); });
}

}  // namespace portolan::roles
