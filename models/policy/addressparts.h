// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "policy/addresses.h"

namespace portolan::policy {

/** All addresses, cut into parts that no block cuts further.
 *  Cost: making it is quadratic in blocks that differ; asking is logarithmic in them. */
class AddressParts {
public:
    explicit AddressParts(std::vector<Block> blocks);

    /** Which part has the address: equal for addresses that the same blocks have. */
    std::uint32_t partOf(const Address &address) const;
    /** The parts' ranges; of IPv6 only where a block names some. None is empty. */
    std::vector<std::vector<AddressRange>> ranges() const;

private:
    std::vector<Address> m_cuts;         ///< where intervals begin, sorted
    std::vector<std::uint32_t> m_parts;  ///< of each interval
    std::uint32_t m_count = 0;
    bool m_hasSixth = false;
};

}  // namespace portolan::policy
