// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/draft.h"
#include "explain/families.h"
#include "explain/phrase.h"
#include "kube/write.h"

namespace portolan {

namespace {

void explainFamily(Draft &draft)
{
    switch (draft.vertex().type) {
        case VertexType::Outside:
            return explainOutside(draft);
        case VertexType::LoadBalancer:
            return explainLoadBalancer(draft);
        case VertexType::NodePort:
            return explainNodePort(draft);
        case VertexType::Gateway:
            return explainGateway(draft);
        case VertexType::IngressController:
            return explainIngressController(draft);
        case VertexType::Route:
            return explainRoute(draft);
        case VertexType::Service:
            return explainService(draft);
        case VertexType::Workload:
            return explainWorkload(draft);
        case VertexType::Pod:
            return explainPod(draft);
        case VertexType::Node:
            return explainNode(draft);
        case VertexType::Dns:
            return explainDns(draft);
        case VertexType::ControlPlane:
            return explainControlPlane(draft);
        case VertexType::External:
            return explainExternal(draft);
        case VertexType::Cidr:
            return explainCidr(draft);
        case VertexType::Policy:
            return explainPolicy(draft);
    }
}

/** What no family could word: the reason as the graph has it. */
void sayReasonOfGraph(Draft &draft)
{
    if (draft.vertex().state == State::Fine)
        return;
    if (draft.vertex().isPlanned && draft.vertex().state == State::Unknown)
        draft.because("it stands in a manifest that no cluster has seen, so its state is not known");
    draft.because(std::string(draft.vertex().reason));
    if (draft.vertex().state == State::Unknown)
        draft.because("nothing that was read says how it is");
}

void proveAll(Draft &draft)
{
    for (const Evidence &evidence : draft.graph().evidenceOf(draft.vertex()))
        draft.prove(evidence.object, evidence.path, evidence.value);
}

void addYaml(Draft &draft)
{
    const ObjectRef &object = draft.vertex().object;
    if (object.isNull())
        return;
    draft.out.yaml = object.pod ? toYaml(*object.pod) : toYaml(*object.object);
    draft.out.yamlNote =
        object.pod ? "The fields that were kept. Left out: managedFields, environment values, volumes, probes, "
                     "most annotations and what else the chart does not need."
                   : "The fields that were kept. Left out: managedFields, environment values, the contents of "
                     "Secrets and what else the chart does not need.";
}

}  // namespace

Explanation explain(const TopologyGraph &graph, VertexIndex vertex)
{
    if (vertex >= graph.vertices.size())
        return {};
    Draft draft(graph, vertex);
    const Vertex &self = draft.vertex();
    draft.out.title = oneLine(self.name.empty() ? self.id : self.name);
    draft.out.place = oneLine(placeOf(self));
    draft.out.state = self.state;
    explainFamily(draft);
    sayReasonOfGraph(draft);
    proveAll(draft);
    linkNeighbours(draft);
    addYaml(draft);
    return std::move(draft.out);
}

}  // namespace portolan
