// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/** Replaces IP addresses so that what shared a prefix shares one of the same length afterwards. */
class AddressMask {
public:
    explicit AddressMask(std::uint64_t seed) : m_seed(seed) {}

    /** "10.42.1.5", "10.42.0.0/16", "fd00::5/64": replaced; nothing if the text is none of that. Loopback, link-local,
     *  multicast and unspecified addresses stay. */
    std::optional<std::string> replaced(std::string_view text) const;

private:
    std::uint64_t m_seed;
};

}  // namespace portolan
