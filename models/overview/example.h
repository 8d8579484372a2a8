// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "topology/graph.h"

namespace portolan::overview {

/** A connection that could be made in this cluster: a pod, a Service of it and a ready endpoint, on two machines if
 *  there is one such pair. Null pointers and empty texts where the objects have none. */
struct Example {
    const Pod *client = nullptr;
    const Pod *server = nullptr;
    const Object *service = nullptr;
    std::uint16_t servicePort = 0;
    std::uint16_t podPort = 0;
    const Object *clientNode = nullptr;
    const Object *serverNode = nullptr;
    bool isComplete() const { return client && server && service && clientNode && serverNode; }
};
[[nodiscard]] Example exampleIn(const TopologyGraph &graph);

/** The first address of this type of a Node: "InternalIP". */
[[nodiscard]] std::string_view addressOf(const Object &node, std::string_view type = "InternalIP");

/** The gateway that a bridge gets of an IPv4 pod CIDR; empty for IPv6. */
[[nodiscard]] std::string gatewayOf(std::string_view cidr);

}  // namespace portolan::overview
