// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "topology/graph.h"

namespace portolan {

/** What stands in a box of a role's picture. */
struct PictureStep {
    enum class Sign { Outside, Machine, Pod, Door, LoadBalancer, Service, Tunnel, Dns, Policy } sign = Sign::Pod;
    std::string name;
    std::string value;   ///< an address or a field; may be empty
    std::string onward;  ///< what happens on the way to the next step; empty at the end
};

/** One end of a tunnel, from the pod to the wire. */
struct PictureEnd {
    std::string machine, address;
    std::string pod, podAddress;
    std::string bridge;  ///< "cni0 10.42.1.1"; empty if the network has none
    std::string device;  ///< "flannel.1"; empty if no object tells
};

/** How a role works, shown on things of this cluster: steps of a way, or two machines and what joins them. */
struct RolePicture {
    std::vector<PictureStep> steps;
    std::vector<PictureEnd> ends;       ///< two, or none
    std::string wire;                   ///< "VXLAN, UDP 8472"
    std::vector<std::string> wrapping;  ///< headers from outside to inside: "192.168.1.20 → .30", "UDP 8472", "VXLAN 1"
    std::string inner;                  ///< the pods' own packet
    bool isEmpty() const { return steps.empty() && ends.empty(); }
};

/** `topic`: a role as detect names it, or "ports". Only what the objects say; empty where they say too little.
 *  Cost: linear in pods and endpoint slices. */
[[nodiscard]] RolePicture rolePictureOf(const TopologyGraph &graph, std::string_view topic);

}  // namespace portolan
