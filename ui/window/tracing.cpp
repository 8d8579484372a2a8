// SPDX-License-Identifier: GPL-3.0-or-later
// Traces in the window.
#include <algorithm>

#include "topology/outside.h"
#include "trace/trace.h"
#include "window/parts.h"
#include "window/wording.h"

namespace portolan {

namespace {

constexpr std::size_t mostOffers = 3000;  ///< for completion; more can be typed

QString hostAndPath(const TopologyGraph &graph, const Vertex &route)
{
    // A route is named by its host and path: "shop.example/api".
    const bool isSecured = route.object.object && route.object.object->spec()["tls"].size() > 0;
    (void)graph;
    QString text = toQt(route.name);
    if (text.isEmpty() || text.startsWith(u'/') || text.startsWith(u'*'))
        return {};
    if (!text.contains(u'/'))
        text += u'/';
    return (isSecured ? u"https://"_qs : u"http://"_qs) + text;
}

/** What a vertex is as the beginning of a trace, and as its end. */
std::pair<QString, QString> endsOf(const TopologyGraph &graph, VertexIndex v)
{
    const Vertex &vertex = graph.vertices[v];
    const QString title = toQt(vertex.space) + u'/' + toQt(vertex.name);
    switch (vertex.type) {
        case VertexType::Outside:
            return {u"internet"_qs, {}};
        case VertexType::Node:
            return {u"node:"_qs + toQt(vertex.name), {}};
        case VertexType::Route:
            return {{}, hostAndPath(graph, vertex)};
        case VertexType::Service: {
            const Object *service = vertex.object.object;
            const std::int64_t port = service ? service->spec()["ports"].at(0)["port"].integer() : 0;
            return {{}, port > 0 ? u"svc:%1:%2"_qs.arg(title).arg(port) : QString()};
        }
        case VertexType::Workload: {
            const auto pods = graph.children(v);
            return pods.empty() ? std::pair<QString, QString>() : endsOf(graph, pods.front());
        }
        case VertexType::Pod: {
            const Pod *pod = vertex.object.pod;
            std::uint16_t port = 0;
            for (const Container &container : pod ? pod->pod->containers : std::span<const Container>()) {
                for (const ContainerPort &own : container.ports)
                    port = port == 0 ? own.port : port;
            }
            return {u"pod:"_qs + title, port > 0 ? u"pod:%1:%2"_qs.arg(title).arg(port) : QString()};
        }
        default:
            return {};
    }
}

}  // namespace

void WindowParts::connectTracing()
{
    MainWindow *w = &window;
    QObject::connect(tracing, &TracePanel::closeWanted, w, [this] { leaveTrace(); });
    QObject::connect(tracing, &TracePanel::traceWanted, w, [this](const TraceQuery &query) { trace(query); });
    QObject::connect(tracing, &TracePanel::hopChosen, w, [this](int hop) { showHop(hop); });
    QObject::connect(tracing, &TracePanel::evidenceWanted, w,
                     [this](const QString &reference, const QString &path) { showProof(reference, path); });
}

/** Opens the panel; one end may be given. */
void WindowParts::openTrace(const QString &from, const QString &to)
{
    if (!view.graph)
        return;
    leaveRole();
    if (!tracing->isVisibleTo(tracing->parentWidget())) {
        isInspectorWanted = inspector->isVisibleTo(inspector->parentWidget());
        inspector->hide();
        tracing->show();
    }
    offerEnds();
    tracing->setEnds(from, to);
}

bool WindowParts::isTracing() const
{
    return tracing->isVisibleTo(tracing->parentWidget());
}

void WindowParts::leaveTrace()
{
    if (!isTracing())
        return;
    tracing->hide();
    tracing->reset();
    canvas->setPath({});
    inspector->setVisible(isInspectorWanted);
}

void WindowParts::offerEnds()
{
    const TopologyGraph &graph = *view.graph;
    QStringList from{u"internet"_qs}, to;
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const auto [asFrom, asTo] = endsOf(graph, v);
        if (graph.vertices[v].type == VertexType::Workload)
            continue;
        if (!asFrom.isEmpty() && static_cast<std::size_t>(from.size()) < mostOffers)
            from << asFrom;
        if (!asTo.isEmpty() && static_cast<std::size_t>(to.size()) < mostOffers)
            to << asTo;
    }
    tracing->setOffers(from, to);
}

void WindowParts::trace(const TraceQuery &query)
{
    if (!tracer || tracedGraph != view.graph) {
        tracer = std::make_unique<Tracer>(view.graph);
        tracedGraph = view.graph;
    }
    const auto traced = tracer->trace(query);
    if (traced)
        tracing->show(traced.value());
    else
        tracing->showFailure(QString::fromStdString(traced.error().detail));
    lightPath();
}

/** The item that stands for a place of a trace, or for an object that decided there. */
ItemIndex WindowParts::itemOf(const std::string &id) const
{
    const VertexIndex v = view.graph->find(id);
    return v == none ? none : view.layout->itemOfVertex[v];
}

void WindowParts::lightPath()
{
    std::vector<bool> path(view.layout->items.size(), false);
    const auto light = [&](const std::string &id) {
        if (const ItemIndex item = itemOf(id); item != none && item < path.size())
            path[item] = true;
    };
    if (isTracing()) {
        for (const Hop &hop : tracing->trace().hops) {
            light(hop.at);
            light("LoadBalancer/" + hop.packet.dst);
            for (const Proof &proof : hop.because) {
                light(proof.object.text());
                if (proof.object.kind == Kind::Ingress || proof.object.kind == Kind::IngressRoute ||
                    proof.object.kind == Kind::HTTPRoute)
                    lightRoutes(proof.object, path);
                if (proof.object.kind == Kind::EndpointSlice && proof.object.object)
                    light("Service/" + std::string(proof.object.space()) + '/' +
                          std::string(proof.object.object->label("kubernetes.io/service-name")));
            }
        }
        const auto &hops = tracing->trace().hops;
        const bool isFromOutside = !hops.empty() && hops.front().at == "outside";
        const bool isThroughDoor =
            std::ranges::any_of(hops, [](const Hop &hop) { return hop.does == HopAction::Match; });
        for (const Vertex &vertex : view.graph->vertices) {
            if (vertex.type == VertexType::IngressController && isThroughDoor)
                light(std::string(vertex.id));
        }
        if (isFromOutside)
            lightOutside(path);
    }
    const bool isAny = std::ranges::find(path, true) != path.end();
    canvas->setPath(isAny ? std::move(path) : std::vector<bool>());
}

/** Those clients who can call what the way leads through; all where that is not on the chart. */
void WindowParts::lightOutside(std::vector<bool> &path) const
{
    const TopologyGraph &graph = *view.graph;
    const auto isLit = [&](VertexIndex v) {
        return view.layout->itemOfVertex[v] != none && path[view.layout->itemOfVertex[v]];
    };
    std::vector<VertexIndex> all, calling;
    for (const std::string_view id : {outsideId, privateOutsideId}) {
        const VertexIndex v = graph.find(id);
        if (v == none || view.layout->itemOfVertex[v] == none)
            continue;
        all.push_back(v);
        if (std::ranges::any_of(graph.outgoing(v), [&](EdgeIndex e) { return isLit(graph.edges[e].to); }))
            calling.push_back(v);
    }
    for (const VertexIndex v : calling.empty() ? all : calling)
        path[view.layout->itemOfVertex[v]] = true;
}

/** A route object has a vertex for each host and path. */
void WindowParts::lightRoutes(const ObjectRef &route, std::vector<bool> &path) const
{
    const std::string prefix = route.text() + ':';
    for (VertexIndex v = 0; v < view.graph->vertices.size(); ++v) {
        const Vertex &vertex = view.graph->vertices[v];
        if (vertex.type == VertexType::Route && vertex.id.starts_with(prefix) && view.layout->itemOfVertex[v] != none)
            path[view.layout->itemOfVertex[v]] = true;
    }
}

void WindowParts::showHop(int hop)
{
    const auto &hops = tracing->trace().hops;
    if (hop < 0 || static_cast<std::size_t>(hop) >= hops.size())
        return;
    const ItemIndex item = itemOf(hops[static_cast<std::size_t>(hop)].at);
    if (item != none)
        canvas->reveal(QString::fromStdString(view.layout->idOf(item)));
}

/** Something on the chart was chosen while a trace is asked for. */
void WindowParts::takeEnd(const Hit &hit)
{
    const VertexIndex v = hit.item == none ? none : view.layout->items[hit.item].vertex;
    if (v == none)
        return;
    const auto [asFrom, asTo] = endsOf(*view.graph, v);
    tracing->take(asFrom, asTo);
}

}  // namespace portolan
