// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "trace/ground.h"
#include "trace/trace.h"

namespace portolan::trace {

/** What policies say of a packet where a node forwards it. */
struct Ruling {
    enum class Kind : std::uint8_t { Passes, Denied, NotKnown };
    Kind kind = Kind::Passes;
    std::vector<std::string> policies;  ///< that deny, by reference and rule; empty: isolated, and no rule allows it
    std::vector<std::string> caveats;
    bool isIngress = false;  ///< the receiving pod's policies said it
};

/** Asks the cluster's policies, as who enforces them does. */
class Guard {
public:
    virtual ~Guard() = default;
    /** On the sending pod's node. `to` may be null: then `packet.dst` is an address outside of the pods. */
    [[nodiscard]] virtual Ruling egress(const Pod &from, const Pod *to, const TracePacket &packet) const = 0;
    /** On the receiving pod's node. */
    [[nodiscard]] virtual Ruling ingress(const Pod *from, const Pod &to, const TracePacket &packet) const = 0;
    /** Whether a denial is told to the sender (ICMP), or the packet is dropped. */
    [[nodiscard]] virtual bool isDenialTold() const = 0;
};

}  // namespace portolan::trace
