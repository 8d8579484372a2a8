// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** How much of a range of addresses is in use. */
struct AddressUse {
    std::string what;            ///< "pods", "Services", "pool lan"
    std::string range;           ///< as it stands in the object; several are separated by spaces
    std::uint64_t used = 0;      ///< different addresses of it that objects have
    std::uint64_t capacity = 0;  ///< addresses of the range
    ObjectRef object;            ///< that says the range; null where it is assumed
};

/** Of the pods' range, the Services', and of the pools of MetalLB, Calico and Cilium. Only IPv4: of IPv6 there is no
 *  end. Cost: linear in pods and Services for each range. */
[[nodiscard]] std::vector<AddressUse> addressUse(const TopologyGraph &graph);

}  // namespace portolan
