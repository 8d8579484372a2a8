// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "explain/counts.h"
#include "explain/explanation.h"
#include "explain/phrase.h"
#include "kube/write.h"

namespace portolan {

namespace {

constexpr std::size_t mostLinks = 12;

/** The worst first; those that are fine are not listed. */
void linkTroubled(Explanation &out, const TopologyGraph &graph, std::span<const VertexIndex> members)
{
    std::vector<VertexIndex> troubled;
    std::ranges::copy_if(members, std::back_inserter(troubled), [&](VertexIndex v) {
        return graph.vertices[v].state == State::Failing || graph.vertices[v].state == State::Warning;
    });
    std::ranges::stable_sort(troubled, std::greater(), [&](VertexIndex v) { return graph.vertices[v].state; });
    for (const VertexIndex v : troubled) {
        if (out.links.size() == mostLinks) {
            out.sentences.push_back("The list shows the first " + std::to_string(mostLinks) + " of " +
                                    std::to_string(troubled.size()) + " that are not fine.");
            break;
        }
        const Vertex &vertex = graph.vertices[v];
        std::string text = oneLine(vertex.name);
        if (!vertex.reason.empty())
            text += ": " + oneLine(vertex.reason);
        out.links.push_back({std::string(name(vertex.state)), text, std::string(vertex.id)});
    }
}

}  // namespace

Explanation explainGroup(const TopologyGraph &graph, std::string_view title, std::string_view place,
                         std::span<const VertexIndex> members)
{
    Explanation out;
    out.title = oneLine(title);
    out.place = place;
    out.state = State::Fine;
    for (const VertexIndex v : members)
        out.state = worst(out.state, graph.vertices[v].state);
    out.sentences.push_back("On this chart it holds " + countsText(graph, members) + ".");
    out.facts.push_back({"States", statesText(graph, members), false});
    linkTroubled(out, graph, members);
    if (const Object *object = place == "Namespace" ? graph.snapshot->find(Kind::Namespace, {}, title) : nullptr)
        out.yaml = toYaml(*object);
    return out;
}

}  // namespace portolan
