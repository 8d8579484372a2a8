// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "roles/title.h"
#include "topology/graph.h"

namespace portolan {

/** A word in a cell of the overview: a pod, a device, or that something runs inside another process. */
struct OverviewPill {
    std::string text;
    VertexIndex vertex = none;  ///< what it stands for; none: no object of its own
    State state = State::Fine;
};

/** What a component has on one machine. */
struct OverviewCell {
    std::vector<OverviewPill> pills;
    std::string device;   ///< "flannel.1"; empty if no object tells
    std::string address;  ///< of the device, and what lies behind it
};

/** A topic of the overview: what fills a role, and how. */
struct OverviewTopic {
    std::string key;    ///< of this topic alone: the role, or behind the first of a role "mesh/linkerd"
    std::string role;   ///< its name as in `detect`, or "ports"
    std::string title;  ///< what fills it: "Flannel"; "not known" or "nothing" where nothing does
    std::string what;   ///< the role in words: "container network"
    std::string fact;   ///< the most useful settings in a few words; may be empty
    State state = State::Unknown;
    bool hasState = true;                  ///< objects say how it is
    bool isSupposed = false;               ///< somebody asked what if
    std::vector<OverviewCell> cells = {};  ///< one for each column; of topics that run across the machines
    std::string handsOn = {};              ///< what goes from here to the next topic that is filled; may be empty
};

/** A machine, or all those that are not shown by themselves. */
struct OverviewColumn {
    VertexIndex node = none;
    std::string name;
    std::string address;
    std::string pods;         ///< "pods 10.42.1.0/24"; empty if the node has no pod CIDR
    std::uint32_t count = 1;  ///< machines that it stands for
};

/** How the traffic of a cluster works, on one page: the topics across its machines, in the order in which a packet from
 *  outside meets them, and those beside the way. */
struct Overview {
    std::string title;     ///< "How traffic works in home"
    std::string subtitle;  ///< distribution, machines
    std::vector<OverviewColumn> columns;
    std::vector<OverviewTopic> across;
    std::vector<OverviewTopic> beside;
};
using OverviewPtr = std::shared_ptr<const Overview>;

/** Never more than six columns: of many machines the first of each sort, and one for the rest.
 *  Cost: linear in pods and nodes. */
[[nodiscard]] OverviewPtr overviewOf(const TopologyGraph &graph);

/** "Supposed: Cilium instead of Flannel"; empty where nothing is supposed. */
[[nodiscard]] std::string suppositionText(const Roles &roles);
/** A role in words, as a noun: "container network". */
[[nodiscard]] std::string_view wordFor(NetworkRole role);

}  // namespace portolan
