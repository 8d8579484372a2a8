// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "trace/ground.h"
#include "trace/trace.h"

namespace portolan::trace {

/** What a node's proxy does with the first packet of a connection. */
struct Translation {
    enum class Kind : std::uint8_t {
        None,     ///< no Service has this address and port: it goes on as it is
        To,       ///< to one of `to`
        Refuse,   ///< no endpoint at all: ICMP port unreachable
        Drop,     ///< endpoints, but none that the policy allows here; or the client is outside of the ranges
        NotKnown  ///< endpoints were not read
    };
    Kind kind = Kind::None;
    const Offer *offer = nullptr;
    std::vector<Endpoint> to;
    bool isMarked = false;       ///< to be masqueraded when it leaves
    bool isLocalOnly = false;    ///< a Local policy chose
    bool isOutOfRanges = false;  ///< loadBalancerSourceRanges has not the source
    bool bySelector = false;
};

/** Who sent a packet, as a node's rules see it. */
struct Sender {
    bool isNodeItself = false;  ///< a process in the node's network
    bool isPod = false;         ///< the source address is one of the pods' range
};

/** kube-proxy's rules in iptables mode, in their order: addresses of Services, then NodePorts. `node`: where. */
[[nodiscard]] Translation translate(const Ground &ground, const Object &node, const TracePacket &packet,
                                    const Sender &sender);

/** Whether an endpoint is the one that sent the packet: then the answer must come back through the node. */
[[nodiscard]] bool isHairpin(const TracePacket &packet, const Endpoint &endpoint);

[[nodiscard]] Protocol protocolOf(std::string_view text);

}  // namespace portolan::trace
