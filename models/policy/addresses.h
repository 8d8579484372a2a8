// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::policy {

/** An address of IPv4 or IPv6, in the order of its bytes; those of IPv4 come first. */
struct Address {
    bool isSixth = false;
    std::array<std::uint8_t, 16> bytes{};               ///< of IPv4 the first four
    auto operator<=>(const Address &) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 mistakes it
};

struct AddressRange {
    Address first, last;
    bool has(const Address &address) const
    {
        return first.isSixth == address.isSixth && first <= address && address <= last;
    }
};

[[nodiscard]] std::optional<Address> parseAddress(std::string_view text);
/** "10.0.0.0/8"; also a single address. */
[[nodiscard]] std::optional<AddressRange> parseBlock(std::string_view text);
[[nodiscard]] std::string textOf(const Address &address);
/** The next one, the one before; the same where there is none. */
[[nodiscard]] Address after(Address address);
[[nodiscard]] Address before(Address address);

/** An ipBlock: a range without parts of it. */
struct Block {
    AddressRange range;
    std::vector<AddressRange> except;
    bool has(const Address &address) const;
};

}  // namespace portolan::policy
