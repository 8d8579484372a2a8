// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "kube/pod.h"

namespace portolan {

/** Ports of the three protocols of transport, as sorted ranges that don't touch: [first, last]. */
class PortSet {
public:
    using Range = std::pair<std::uint16_t, std::uint16_t>;

    static PortSet all();
    static PortSet of(Protocol protocol, std::uint16_t first, std::uint16_t last);

    bool isEmpty() const;
    bool isAll() const { return *this == all(); }
    bool has(Protocol protocol, std::uint16_t port) const;
    const std::vector<Range> &ranges(Protocol protocol) const { return m_ranges[static_cast<std::size_t>(protocol)]; }

    void add(const PortSet &other);
    void remove(const PortSet &other);
    [[nodiscard]] PortSet common(const PortSet &other) const;

    bool operator==(const PortSet &) const = default;
    auto operator<=>(const PortSet &) const = default;

private:
    std::array<std::vector<Range>, 3> m_ranges;
};

}  // namespace portolan
