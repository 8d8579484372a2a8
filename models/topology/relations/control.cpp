// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/relations/relations.h"

namespace portolan::relations {

namespace {

constexpr std::string_view controlPlane = "node-role.kubernetes.io/control-plane";

bool isK3s(const Object &node)
{
    return node.status()["nodeInfo"]["kubeletVersion"].text().find("+k3s") != std::string_view::npos;
}

bool isServer(const Object &node)
{
    return !node.meta()["labels"][controlPlane].isNull();
}

}  // namespace

/** Source: K3s, requirements: every agent reaches the servers at TCP 6443, which also carries its tunnel. */
void addControl(GraphBuilder &graph)
{
    std::vector<const Object *> servers;
    for (const ObjectPtr &node : graph.snapshot().of(Kind::Node)) {
        if (isServer(*node))
            servers.push_back(node.get());
    }
    const std::string path = "/metadata/labels" + pointerStep(controlPlane);
    for (const ObjectPtr &node : graph.snapshot().of(Kind::Node)) {
        if (!isK3s(*node) || isServer(*node))
            continue;
        for (const Object *server : servers) {
            Edge edge;
            edge.from = graph.find(refTo(*node).text());
            edge.to = graph.find(refTo(*server).text());
            edge.type = EdgeType::Controls;
            edge.port = 6443;
            edge.state = graph[edge.to].state;
            graph.connect(edge, {{refTo(*node), "/status/nodeInfo/kubeletVersion",
                                  node->status()["nodeInfo"]["kubeletVersion"].text()},
                                 {refTo(*server), path, server->meta()["labels"][controlPlane].text()}});
        }
    }
}

}  // namespace portolan::relations
