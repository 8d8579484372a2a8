// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/write/addressmask.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>

namespace portolan {

namespace {

struct Address {
    std::array<unsigned char, 16> bytes{};
    int family = AF_INET;
    unsigned bits() const { return family == AF_INET ? 32 : 128; }
    bool bit(unsigned i) const { return (bytes[i / 8] >> (7 - i % 8)) & 1; }
    void set(unsigned i, bool on)
    {
        const auto mask = static_cast<unsigned char>(1u << (7 - i % 8));
        bytes[i / 8] = static_cast<unsigned char>(on ? bytes[i / 8] | mask : bytes[i / 8] & ~mask);
    }
};

std::optional<Address> parse(std::string_view text)
{
    if (text.size() >= INET6_ADDRSTRLEN || text.find_first_of(".:") == std::string_view::npos)
        return std::nullopt;
    const std::string copy(text);
    Address address;
    if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1)
        return address;
    address.family = AF_INET6;
    return ::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1 ? std::optional(address) : std::nullopt;
}

std::string textOf(const Address &address)
{
    char buffer[INET6_ADDRSTRLEN];
    return ::inet_ntop(address.family, address.bytes.data(), buffer, sizeof buffer) ? buffer : std::string();
}

/** How many bits say what sort of address it is, and stay. */
unsigned keptBits(const Address &a)
{
    const unsigned first = a.bytes[0], second = a.bytes[1];
    if (a.family == AF_INET6) {
        const bool isSpecial = first == 0 || first == 0xff || (first == 0xfe && (second & 0xc0) == 0x80);
        return isSpecial ? 128 : 16;
    }
    if (first == 0 || first == 127 || first >= 224 || (first == 169 && second == 254))
        return 32;
    const bool isPrivate = first == 10 || (first == 172 && (second & 0xf0) == 16) || (first == 192 && second == 168);
    return isPrivate ? 16 : 8;
}

/** splitmix64. */
std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/** Each bit is turned or not, as the bits before it say. */
Address masked(const Address &original, std::uint64_t seed)
{
    Address result = original;
    std::uint64_t state = mixed(seed ^ static_cast<std::uint64_t>(original.family));
    const unsigned kept = keptBits(original);
    for (unsigned i = 0; i < original.bits(); ++i) {
        if (i >= kept)
            result.set(i, original.bit(i) != ((state & 1) != 0));
        state = mixed(state ^ (original.bit(i) ? 2u : 4u));
    }
    return result;
}

}  // namespace

std::optional<std::string> AddressMask::replaced(std::string_view text) const
{
    const auto slash = text.find('/');
    const auto address = parse(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    Address result = masked(*address, m_seed);
    if (slash == std::string_view::npos)
        return textOf(result);
    const std::string_view length = text.substr(slash + 1);
    unsigned prefix = 0;
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), prefix);
    if (error != std::errc() || end != length.data() + length.size() || prefix > address->bits())
        return std::nullopt;
    bool isNetwork = true;  // and not the address of a machine in one
    for (unsigned i = prefix; i < address->bits(); ++i)
        isNetwork = isNetwork && !address->bit(i);
    for (unsigned i = prefix; isNetwork && i < address->bits(); ++i)
        result.set(i, false);
    return textOf(result) + '/' + std::string(length);
}

}  // namespace portolan
