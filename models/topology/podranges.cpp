// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/podranges.h"

namespace portolan {

namespace {

PodRanges rangesAt(const Object &object, const Value &list, std::string_view path)
{
    PodRanges found{&object, path, {}};
    for (const Value &range : list.items()) {
        if (!range.text().empty())
            found.ranges.push_back(range.text());
    }
    return found;
}

}  // namespace

PodRanges podRangesOf(const TopologyGraph &graph, const Object &node)
{
    if (const Object *cilium = graph.snapshot->find(Kind::CiliumNode, {}, node.name)) {
        PodRanges found = rangesAt(*cilium, cilium->spec()["ipam"]["podCIDRs"], "/spec/ipam/podCIDRs/0");
        if (!found.ranges.empty())
            return found;
    }
    const Component *cni = graph.roles ? graph.roles->filling(NetworkRole::Cni) : nullptr;
    if (cni && cni->name == "calico")
        return {};
    const std::string_view first = node.spec()["podCIDR"].text();  // what podCIDRs begins with
    PodRanges found = rangesAt(node, node.spec()["podCIDRs"], first.empty() ? "/spec/podCIDRs/0" : "/spec/podCIDR");
    if (found.ranges.empty() && !first.empty())
        found.ranges.push_back(first);
    return found;
}

}  // namespace portolan
