// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/relations.h"

namespace portolan::relations {

namespace {

std::string_view internalAddress(const Object &node)
{
    for (const Value &address : node.status()["addresses"].items()) {
        if (address["type"].text() == "InternalIP")
            return address["address"].text();
    }
    return {};
}

/** The state that the conditions say. */
void judge(GraphBuilder &graph, VertexIndex v, const Object &node)
{
    const auto conditions = node.status()["conditions"].items();
    if (conditions.empty()) {
        graph[v].isPlanned = node.status().isNull();
        graph.worsen(v, State::Unknown, "no conditions");
        return;
    }
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const Value &condition = conditions[i];
        const std::string path = "/status/conditions/" + std::to_string(i) + "/status";
        const std::string_view type = condition["type"].text(), status = condition["status"].text();
        if (type == "Ready" && status != "True")
            graph.worsen(v, State::Failing, "NotReady", {{refTo(node), path, status}});
        else if ((type.ends_with("Pressure") || type == "NetworkUnavailable") && status == "True")
            graph.worsen(v, State::Warning, type, {{refTo(node), path, status}});
    }
    if (node.spec()["unschedulable"].boolean())
        graph.worsen(v, State::Warning, "SchedulingDisabled", {{refTo(node), "/spec/unschedulable", "true"}});
}

}  // namespace

void addNodes(GraphBuilder &graph)
{
    for (const ObjectPtr &node : graph.snapshot().of(Kind::Node)) {
        const VertexIndex v = graph.add(VertexType::Node, refTo(*node));
        graph[v].detail = internalAddress(*node);
        judge(graph, v, *node);
    }
}

}  // namespace portolan::relations
