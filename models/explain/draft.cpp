// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/draft.h"

#include <algorithm>

#include "explain/phrase.h"

namespace portolan {

void Draft::say(std::string_view sentence)
{
    std::string line = oneLine(sentence, 900);
    if (!line.empty())
        out.sentences.push_back(stopped(std::move(line)));
}

void Draft::because(std::string_view sentence)
{
    if (out.stateWhy.empty() && !sentence.empty())
        out.stateWhy = stopped(capitalized(oneLine(sentence, 700)));
}

void Draft::fact(std::string_view label, std::string_view value)
{
    std::string line = oneLine(value, 300);
    if (!line.empty())
        out.facts.push_back({std::string(label), std::move(line), true});
}

void Draft::note(std::string_view label, std::string_view value)
{
    fact(label, value);
    if (!out.facts.empty() && !oneLine(value).empty())
        out.facts.back().isValue = false;
}

void Draft::prove(const ObjectRef &object, std::string_view path, std::string_view value)
{
    if (object.isNull())
        return;
    ExplainedEvidence evidence = explained(object, path, value);
    const auto isSame = [&](const ExplainedEvidence &other) {
        return other.reference == evidence.reference && other.path == evidence.path;
    };
    if (std::ranges::none_of(out.evidence, isSame))
        out.evidence.push_back(std::move(evidence));
}

namespace {

/** The kind in an id, where no object says it: "Deployment" of "Deployment/shop/api". */
std::string_view kindInId(const Vertex &vertex)
{
    return vertex.id.substr(0, vertex.id.find('/'));
}

std::string_view kindNameOf(const Vertex &vertex)
{
    return vertex.object.isNull() ? std::string_view() : info(vertex.object.kind).name;
}

}  // namespace

namespace {

/** A path says more with its host: "shop.example/api"; another name is the object's own. */
std::string routeName(const Vertex &route)
{
    if (!route.name.starts_with('/'))
        return route.name == route.object.name() ? oneLine(route.name)
                                                 : text(route.object.name(), ", ", oneLine(route.name));
    return oneLine(route.detail == "any host" ? route.name : text(route.detail, route.name));
}

/** What stands beside a label: without the kind if the label says it, with the namespace if it is another one. */
std::string linkText(const TopologyGraph &graph, std::string_view label, const Vertex &from, const Vertex &to)
{
    const std::string call = callOf(graph, static_cast<VertexIndex>(&to - graph.vertices.data()));
    const std::string kind = text(capitalized(label), " ");
    const bool isSaid = call.starts_with(kind) && call.size() > kind.size();
    const bool isElsewhere = !to.space.empty() && to.space != from.space;
    return text(isSaid ? call.substr(kind.size()) : call, isElsewhere ? text(" of ", to.space) : "");
}

}  // namespace

std::string callOf(const TopologyGraph &graph, VertexIndex v)
{
    const Vertex &vertex = graph.vertices[v];
    std::string name = oneLine(vertex.name.empty() ? vertex.id : vertex.name);
    switch (vertex.type) {
        case VertexType::Outside:
        case VertexType::LoadBalancer:
        case VertexType::NodePort:
        case VertexType::ControlPlane:
        case VertexType::External:
        case VertexType::IngressController:
        case VertexType::Cidr:
            return name;
        default:
            break;
    }
    const std::string_view kind = vertex.object.isNull() ? kindInId(vertex) : kindNameOf(vertex);
    if (vertex.type == VertexType::Route)
        return text(kind, " ", routeName(vertex));
    return kind.empty() || kind == name ? name : text(kind, " ", name);
}

void Draft::link(std::string_view label, VertexIndex to)
{
    if (to == none || to == m_self)
        return;
    const std::string_view id = vertex(to).id;
    if (std::ranges::none_of(out.links, [&](const ExplainedLink &link) { return link.vertex == id; }))
        out.links.push_back({std::string(label), linkText(m_graph, label, vertex(), vertex(to)), std::string(id)});
}

std::string labelOf(VertexType type)
{
    return capitalized(wordFor(type));
}

std::string placeOf(const Vertex &vertex)
{
    std::string what(kindNameOf(vertex));
    const bool standsForItsObject = vertex.type == VertexType::Pod || vertex.type == VertexType::Service ||
                                    vertex.type == VertexType::Workload || vertex.type == VertexType::Node ||
                                    vertex.type == VertexType::Policy || vertex.type == VertexType::Gateway;
    if (vertex.type == VertexType::Workload && what.empty())
        what = kindInId(vertex);
    if (!standsForItsObject || what.empty())
        what = what.empty() || vertex.type != VertexType::Route ? labelOf(vertex.type) : text("Route, from ", what);
    return vertex.space.empty() ? what : text(what, " in ", vertex.space);
}

ExplainedEvidence explained(const ObjectRef &object, std::string_view path, std::string_view value)
{
    ExplainedEvidence evidence;
    const std::string space = object.space().empty() ? std::string() : text(object.space(), "/");
    evidence.object = text(info(object.kind).name, " ", space, object.name());
    evidence.reference = object.text();
    evidence.path = path;
    evidence.value = oneLine(value, 300);
    return evidence;
}

namespace {

constexpr std::size_t linksOfAType = 12;

bool standsBehindParent(const Vertex &vertex)
{
    return vertex.type == VertexType::Pod && vertex.parent != none && vertex.state == State::Fine;
}

std::vector<VertexIndex> neighboursOf(const Draft &draft)
{
    std::vector<VertexIndex> found;
    const auto add = [&](VertexIndex v) {
        if (v != none && v != draft.self())
            found.push_back(v);
    };
    const auto addWithParent = [&](VertexIndex v) {
        if (!standsBehindParent(draft.vertex(v)) || draft.vertex(v).parent == draft.self())
            add(v);
        add(draft.vertex(v).parent);
    };
    add(draft.vertex().parent);
    for (const EdgeIndex e : draft.graph().incoming(draft.self()))
        addWithParent(draft.graph().edges[e].from);
    for (const EdgeIndex e : draft.graph().outgoing(draft.self()))
        addWithParent(draft.graph().edges[e].to);
    for (const VertexIndex child : draft.graph().children(draft.self()))
        add(child);
    return found;
}

}  // namespace

void linkNeighbours(Draft &draft)
{
    std::vector<VertexIndex> all = neighboursOf(draft);
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    std::ranges::stable_sort(all, [&](VertexIndex a, VertexIndex b) {
        const Vertex &left = draft.vertex(a), &right = draft.vertex(b);
        return left.type != right.type ? left.type < right.type : left.state > right.state;
    });
    std::array<std::size_t, static_cast<std::size_t>(VertexType::Policy) + 1> counts{};
    for (const VertexIndex v : all) {
        if (++counts[static_cast<std::size_t>(draft.vertex(v).type)] <= linksOfAType)
            draft.link(labelOf(draft.vertex(v).type), v);
    }
    for (std::size_t type = 0; type < counts.size(); ++type) {
        if (counts[type] > linksOfAType)
            draft.note("Not listed",
                       counted(counts[type] - linksOfAType, text("more ", wordFor(static_cast<VertexType>(type)))));
    }
}

}  // namespace portolan
