// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/judgement.h"

#include <unordered_map>

namespace portolan {

namespace {

/** Which findings name an object first, or at all. */
std::unordered_map<std::string_view, std::vector<std::uint32_t>> byObject(const std::vector<Finding> &findings)
{
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> found;
    for (std::uint32_t i = 0; i < findings.size(); ++i) {
        if (!findings[i].objects.empty())
            found[findings[i].objects.front()].push_back(i);
    }
    return found;
}

/** "Ingress/shop/web" of the route "Ingress/shop/web:shop.example/". */
std::string_view objectIn(const Vertex &vertex)
{
    return vertex.type == VertexType::Route ? vertex.id.substr(0, vertex.id.find(':')) : vertex.id;
}

}  // namespace

std::vector<const Finding *> Judgement::of(std::string_view id) const
{
    std::vector<const Finding *> found;
    const auto at = ofVertex.find(id);
    if (at == ofVertex.end())
        return found;
    for (const std::uint32_t index : at->second)
        found.push_back(&findings[index]);
    return found;
}

JudgementPtr judge(const TopologyGraph &graph, const std::stop_token &stop)
{
    auto judgement = std::make_shared<Judgement>();
    judgement->findings = findFaults(graph, stop);
    const auto findings = byObject(judgement->findings);
    for (const Vertex &vertex : graph.vertices) {
        if (const auto at = findings.find(objectIn(vertex)); at != findings.end())
            judgement->ofVertex.emplace(vertex.id, at->second);
    }
    return stop.stop_requested() ? nullptr : judgement;
}

State stateOf(Severity severity)
{
    return severity == Severity::Error ? State::Failing : severity == Severity::Warning ? State::Warning : State::Fine;
}

}  // namespace portolan
