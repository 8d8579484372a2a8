// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown, and what the user wishes of it.
#include "explain/counts.h"
#include "explain/problems.h"
#include "roles/consequences.h"
#include "scene/signs.h"
#include "window/parts.h"
#include "window/wording.h"

namespace portolan {

namespace {

/** "1 failing · 2 warning" of a whole graph; empty if all is fine. */
QString troubleIn(const TopologyGraph &graph)
{
    std::vector<VertexIndex> troubled;
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        if (graph.vertices[v].state == State::Failing || graph.vertices[v].state == State::Warning)
            troubled.push_back(v);
    }
    return troubled.empty() ? QString() : QString::fromStdString(statesText(graph, troubled));
}

}  // namespace

TopBar::Tab tabOf(Lens lens)
{
    constexpr TopBar::Tab tabs[] = {TopBar::Tab::Traffic, TopBar::Tab::Machines, TopBar::Tab::Components,
                                    TopBar::Tab::Policy};
    return tabs[static_cast<std::size_t>(lens)];
}

std::optional<Lens> lensOf(TopBar::Tab tab)
{
    for (const Lens lens : allLenses) {
        if (tabOf(lens) == tab)
            return lens;
    }
    return std::nullopt;
}

void WindowParts::showView(const ChartView &next)
{
    const bool isNewGraph = next.graph != view.graph;
    const bool isNewCluster = next.title != view.title || next.origin != view.origin || !view.graph;
    view = next;
    wish = next.wish;
    if (isNewGraph) {
        isTableStale = true;
        areNumbersStale = true;
        if (isNewCluster || link.kind == LinkView::Kind::None)
            refreshPanels();
        else if (!panelPace.isActive())
            panelPace.start();
        problems->show(view.problems, view.skipped, view.graph->snapshot->gaps);
    }
    if (isNewCluster) {
        judgement = nullptr;
        areFindingsStale = true;
        history = {};
        backAction->setEnabled(false);
        forwardAction->setEnabled(false);
        leaveRole();
        leaveTrace();
        inspector->clear();
        canvas->clearSelection();
        top->search()->clear();
        notice->hide();
    }
    filters->setFilter(wish.filter);
    if (lensOf(top->tab()) || isNewCluster)
        top->setTab(tabOf(wish.lens));
    canvas->setChart(view.layout, !isNewCluster);
    lightPath();
    showBadges();
    canvas->flash(view.changes);
    legend->setChart(view.layout);
    supposed->setSupposition(QString::fromStdString(suppositionText(*view.graph->roles)),
                             static_cast<int>(consequencesOf(*view.graph->roles).size()));
    nothing->setVisible(view.layout->items.size() <= 1);
    nothing->adjustSize();
    showPage();
    if (isNewGraph && !top->search()->text().isEmpty())
        search(top->search()->text());
    else
        showFound();
    if (isNewGraph && !shownRole.empty())
        showRole(shownRole);
    if (!pendingId.isEmpty())
        goTo(std::exchange(pendingId, QString()));
}

/** What is said of the cluster beside the chart. */
void WindowParts::refreshPanels()
{
    if (!view.graph)
        return;
    filters->show(view.graph);
    if (top->tab() == TopBar::Tab::Numbers && std::exchange(areNumbersStale, false))
        numbers->show(view.graph);
    if (top->tab() == TopBar::Tab::Findings && std::exchange(areFindingsStale, false))
        showFindings();
    const ItemIndex chosen = canvas->chart() == view.layout ? canvas->selection().item : none;
    const VertexIndex vertex = chosen == none ? none : view.layout->items[chosen].vertex;
    if (!shownRole.empty())
        return showRole(shownRole);
    if (vertex != none)
        inspector->refresh(explanationOf(vertex), signOf(view.graph->vertices[vertex].type));
}

void WindowParts::showPage()
{
    const bool isOpen = view.graph != nullptr;
    if (isOpen && top->tab() == TopBar::Tab::Table && std::exchange(isTableStale, false))
        table->show(view.graph);
    if (isOpen && top->tab() == TopBar::Tab::Numbers && !panelPace.isActive() && std::exchange(areNumbersStale, false))
        numbers->show(view.graph);
    if (isOpen && top->tab() == TopBar::Tab::Findings && !panelPace.isActive() &&
        std::exchange(areFindingsStale, false))
        showFindings();
    pages->setCurrentWidget(isOpen ? chartPage : static_cast<QWidget *>(welcome));
    QWidget *beside = numbers;
    if (top->tab() == TopBar::Tab::Table)
        beside = table;
    else if (top->tab() == TopBar::Tab::Findings)
        beside = findings;
    tellPolicies();
    const bool isMatrix = policyBar->isVisibleTo(policyBar->parentWidget()) && policyBar->isMatrix();
    if (isMatrix)
        beside = matrix;
    chartOrTable->setCurrentWidget(lensOf(top->tab()) && !isMatrix ? static_cast<QWidget *>(canvas) : beside);
    top->setCluster(isOpen ? view.title : QString());
    window.setWindowTitle(isOpen ? MainWindow::tr("%1 – Portolan").arg(view.title) : u"Portolan"_qs);
    for (QAction *action : chartActions)
        action->setEnabled(isOpen);
    backAction->setEnabled(isOpen && history.canGoBack());
    forwardAction->setEnabled(isOpen && history.canGoForward());
    describeStatus();
}

void WindowParts::showLink(const LinkView &next)
{
    const bool wasLive = link.kind != LinkView::Kind::None && link.kind != LinkView::Kind::GaveUp;
    link = next;
    const bool isStale = link.kind == LinkView::Kind::Stale || link.kind == LinkView::Kind::GaveUp;
    status->setLink(link);
    linkBar->setLink(link);
    canvas->setStale(isStale);
    const bool isLive = link.kind != LinkView::Kind::None;
    reconnectAction->setEnabled(isLive);
    spaceMenu->menuAction()->setEnabled(isLive);
    if (isLive)
        status->setSource({});
    if (!view.graph && link.kind == LinkView::Kind::GaveUp)
        welcome->showFailure(link.sentence);
    else if (!view.graph && isLive)
        welcome->showBusy(link.sentence.isEmpty() ? link.line : link.sentence);
    else if (!view.graph && wasLive)
        welcome->clearFailure();
}

void WindowParts::describeStatus()
{
    if (!view.graph) {
        status->setSource(MainWindow::tr("nothing is open"));
        status->setCounts({});
        status->setStates({});
        status->setHidden({});
        return;
    }
    const ClusterSnapshot &snapshot = *view.graph->snapshot;
    status->setSource(link.kind == LinkView::Kind::None ? view.origin : QString());
    status->setCounts(QString::fromStdString(countsText(snapshot)));
    status->setStates(troubleIn(*view.graph));
    status->setHidden(wish.filter.isEmpty() ? MainWindow::tr("nothing hidden") : MainWindow::tr("filtered"));
    status->setZoom(canvas->scale());
}

void WindowParts::changeWish(LayoutWish next)
{
    wish = std::move(next);
    Q_EMIT window.wishChanged(wish);
}

void WindowParts::chooseTab(TopBar::Tab tab)
{
    if (!view.graph)
        return;
    top->setTab(tab);
    showPage();
    const auto lens = lensOf(tab);
    if (!lens || *lens == wish.lens)
        return;
    LayoutWish next = wish;
    next.lens = *lens;
    changeWish(std::move(next));
}

/** Opens or closes a container; of a card and its chips there is nothing to open but the inspector. */
void WindowParts::toggle(const QString &id)
{
    const ItemIndex item = view.layout->find(id.toStdString());
    if (item == none)
        return;
    const LayoutItem &shown = view.layout->items[item];
    if (shown.kind == ItemKind::Card || shown.kind == ItemKind::Chip || shown.kind == ItemKind::Addresses ||
        view.layout->lens == Lens::Components)
        return inspector->setVisible(true);
    LayoutWish next = wish;
    const std::string key = id.toStdString();
    if (shown.isRolledUp) {
        next.collapsed.erase(key);
        next.expanded.insert(key);
    } else {
        next.expanded.erase(key);
        next.collapsed.insert(key);
    }
    changeWish(std::move(next));
}

void WindowParts::pin(const QString &id, PointF at)
{
    LayoutWish next = wish;
    next.pins[id.toStdString()] = at;
    changeWish(std::move(next));
}

void WindowParts::unpin(const QString &id)
{
    LayoutWish next = wish;
    if (next.pins.erase(id.toStdString()) > 0)
        changeWish(std::move(next));
}

}  // namespace portolan
