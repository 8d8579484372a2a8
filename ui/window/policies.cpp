// SPDX-License-Identifier: GPL-3.0-or-later
// The Policy lens: who may talk to whom.
#include <algorithm>

#include "explain/access.h"
#include "scene/signs.h"
#include "window/parts.h"
#include "window/wording.h"

namespace portolan {

void WindowParts::connectPolicies()
{
    MainWindow *w = &window;
    QObject::connect(policyBar, &PolicyBar::matrixChosen, w, [this] { showPage(); });
    QObject::connect(matrix, &MatrixPanel::pairChosen, w, [this](quint32 from, quint32 to) {
        if (view.layout->access)
            inspector->show(explainPair(*view.graph, *view.layout->access, from, to));
    });
}

/** The ends that the filter leaves, by namespace and name; what is outside stands last. */
void WindowParts::showMatrix()
{
    const AccessMapPtr &map = view.layout->access;
    if (!map)
        return;
    std::vector<std::uint32_t> ends;
    for (std::uint32_t end = 0; end < map->ends.size(); ++end) {
        if (map->ends[end].isEveryPod())
            continue;
        if (map->ends[end].isOutside() || view.layout->itemOfVertex[map->ends[end].vertex] != none)
            ends.push_back(end);
    }
    const auto placeOf = [&](std::uint32_t end) {
        const AccessEnd &of = map->ends[end];
        const std::string_view space = of.isOutside() ? std::string_view() : view.graph->vertices[of.vertex].space;
        return std::tuple(of.isOutside(), space, nameOf(*map, *view.graph, end));
    };
    std::ranges::stable_sort(ends, {}, placeOf);
    matrix->show(view.graph, map, std::move(ends));
}

void WindowParts::tellPolicies()
{
    const bool isPolicy = view.layout && view.layout->access && top->tab() == TopBar::Tab::Policy;
    policyBar->setVisible(isPolicy);
    if (!isPolicy)
        return;
    policyBar->setSummary(QString::fromStdString(accessSummary(*view.layout->access)), view.layout->access->isEnforced);
    if (policyBar->isMatrix())
        showMatrix();
}

/** What the inspector tells of a vertex, with what is wrong with it; in the Policy lens, who may reach it and whom it
 * may reach. */
Explanation WindowParts::explanationOf(VertexIndex vertex) const
{
    Explanation explanation = explain(*view.graph, vertex);
    addFindings(explanation, view.graph->vertices[vertex]);
    const AccessMap *map = top->tab() == TopBar::Tab::Policy ? view.layout->access.get() : nullptr;
    const std::uint32_t end = map ? map->endOf(vertex) : none;
    if (end != none)
        addAccess(explanation, *view.graph, *map, end);
    return explanation;
}

}  // namespace portolan
