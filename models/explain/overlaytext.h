// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "topology/overlay.h"

namespace portolan {

/** What a network does with pods' packets between two nodes, after its name: "carries packets between their pods
 *  inside of VXLAN, which does not encrypt them". Empty where the way is not known. */
[[nodiscard]] std::string carryingText(const OverlayWay &way, bool isSupposed);

/** Between which nodes there are tunnels at all; empty where it is all of them. */
[[nodiscard]] std::string subnetText(const Overlay &overlay, const OverlayWay &way);

/** What of a tunnel no object says and what follows from its documentation; empty where nothing is. */
[[nodiscard]] std::string derivedText(const Overlay &overlay, const OverlayWay &way);

/** "8472/UDP, by default", "IP protocol 4"; empty where it is not known. */
[[nodiscard]] std::string portText(const Overlay &overlay, const OverlayWay &way);

/** How a node's pods are reached from other nodes; empty where that is not known, or only supposed. */
[[nodiscard]] std::string reachedText(const Overlay &overlay, const Object &node);

}  // namespace portolan
