// SPDX-License-Identifier: GPL-3.0-or-later
// Selection, search, back and forward.
#include <algorithm>

#include "explain/access.h"
#include "kube/write.h"
#include "scene/signs.h"
#include "topology/search.h"
#include "window/parts.h"
#include "window/wording.h"

namespace portolan {

void WindowParts::accept(const Hit &hit)
{
    if (isTracing())
        takeEnd(hit);
    else
        inspect(hit);
    if (hit.item != none)
        visit(QString::fromStdString(view.layout->idOf(hit.item)));
}

void WindowParts::visit(const QString &id)
{
    history.visit({top->tab(), id});
    backAction->setEnabled(history.canGoBack());
    forwardAction->setEnabled(history.canGoForward());
}

void WindowParts::inspect(const Hit &hit)
{
    const Layout &layout = *view.layout;
    if (const OverviewTopic *topic = hit.item == none ? nullptr : topicOf(layout, layout.items[hit.item]))
        return showRole(topic->role);
    leaveRole();
    if (hit.edge != none && layout.access)
        return inspector->show(explainAccess(*view.graph, *layout.access, layout.edgesOf(layout.edges[hit.edge])));
    if (hit.edge != none)
        return inspector->show(explain(*view.graph, layout.edgesOf(layout.edges[hit.edge])));
    if (hit.item == none)
        return inspector->clear();
    if (layout.items[hit.item].vertex == none)
        return inspector->show(explainContainer(layout, hit.item));
    inspectVertex(layout.items[hit.item].vertex);
}

void WindowParts::inspectVertex(VertexIndex vertex)
{
    if (vertex == none)
        return;
    leaveRole();
    inspector->show(explanationOf(vertex), signOf(view.graph->vertices[vertex].type));
    table->select(toQt(view.graph->vertices[vertex].id));
}

/** The YAML of an object that evidence stands in, be it on the chart or not: "EndpointSlice/shop/api-x7k2p". */
void WindowParts::showObject(const QString &reference, const QString &path)
{
    const QStringList steps = reference.split(u'/');
    const KindInfo *kind = kindByReference(steps.front().toStdString());
    if (!kind || steps.size() < 2)
        return;
    const std::string space = steps.size() > 2 ? steps[1].toStdString() : std::string();
    const std::string object = steps.back().toStdString();
    const ClusterSnapshot &snapshot = *view.graph->snapshot;
    const QString title = toQt(kind->name) + u' ' + steps.mid(1).join(u'/');
    if (kind->kind == Kind::Pod) {
        if (const Pod *pod = snapshot.findPod(space, object))
            inspector->showObject(title, toYaml(*pod), path);
    } else if (const Object *found = snapshot.find(kind->kind, space, object)) {
        inspector->showObject(title, toYaml(*found), path);
    }
}

/** Shows a vertex: in the table by its row; on the chart by its item, opening what it is rolled up in; where this lens
 *  does not show it at all, in the inspector alone. */
void WindowParts::goTo(const QString &id)
{
    if (!view.graph)
        return;
    const VertexIndex vertex = view.graph->find(id.toStdString());
    const ItemIndex item = vertex == none ? view.layout->find(id.toStdString()) : view.layout->itemOfVertex[vertex];
    if (vertex == none && item == none)
        return;
    if (item == none || !lensOf(top->tab())) {
        canvas->clearSelection();
        inspectVertex(vertex);
        return visit(id);
    }
    if (vertex != none && view.layout->items[item].vertex != vertex && view.layout->items[item].isRolledUp) {
        pendingId = id;
        return toggle(QString::fromStdString(view.layout->idOf(item)));
    }
    const QString shown = QString::fromStdString(view.layout->idOf(item));
    canvas->select(shown);
    canvas->reveal(shown);
    if (vertex == none)
        inspect({item, none});
    else
        inspectVertex(vertex);
    visit(id);
}

void WindowParts::goTo(const Place &place)
{
    if (place.tab != top->tab()) {
        const Lens before = wish.lens;
        pendingId = place.id;
        chooseTab(place.tab);
        if (wish.lens != before)
            return;  // the layout of that lens will bring us there
        pendingId.clear();
    }
    goTo(place.id);
}

void WindowParts::back()
{
    if (const auto place = history.back())
        goTo(*place);
}

void WindowParts::forward()
{
    if (const auto place = history.forward())
        goTo(*place);
}

void WindowParts::search(const QString &text)
{
    if (!view.graph)
        return;
    hits = portolan::search(*view.graph, text.toStdString());
    // What this lens shows comes first; the rest is told by the inspector alone.
    std::ranges::stable_partition(hits, [this](VertexIndex v) { return view.layout->itemOfVertex[v] != none; });
    currentHit = -1;
    showFound();
}

void WindowParts::showFound()
{
    std::vector<bool> found;
    if (!top->search()->text().isEmpty()) {
        found.assign(view.layout->items.size(), false);
        for (const VertexIndex v : hits) {
            if (view.layout->itemOfVertex[v] != none)
                found[view.layout->itemOfVertex[v]] = true;
        }
    }
    canvas->setFound(std::move(found));
    top->setHits(currentHit, static_cast<int>(hits.size()));
}

void WindowParts::nextHit(bool isBackwards)
{
    if (hits.empty())
        return;
    const int count = static_cast<int>(hits.size());
    currentHit = currentHit < 0 ? (isBackwards ? count - 1 : 0) : (currentHit + (isBackwards ? count - 1 : 1)) % count;
    top->setHits(currentHit, count);
    goTo(toQt(view.graph->vertices[hits[static_cast<std::size_t>(currentHit)]].id));
}

}  // namespace portolan
