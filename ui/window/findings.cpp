// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong in the cluster: the panel, the chart, the inspector.
#include <algorithm>

#include "window/parts.h"
#include "window/wording.h"

namespace portolan {

void WindowParts::connectFindings()
{
    MainWindow *w = &window;
    QObject::connect(findings, &FindingsPanel::objectChosen, w, [this](const QString &reference) {
        if (const VertexIndex v = view.graph->find(reference.toStdString()); v != none)
            inspectVertex(v);
        else
            showObject(reference, {});
    });
    QObject::connect(findings, &FindingsPanel::evidenceWanted, w,
                     [this](const QString &reference, const QString &path) {
                         inspector->setVisible(true);
                         showObject(reference, path);
                     });
}

void WindowParts::showJudgement(const JudgementPtr &next)
{
    if (!view.graph)
        return;
    judgement = next;
    areFindingsStale = true;
    showBadges();
    showPage();
    if (link.kind == LinkView::Kind::None)
        refreshPanels();
    else if (!panelPace.isActive())
        panelPace.start();
}

void WindowParts::showFindings()
{
    if (judgement)
        findings->show(judgement->findings);
    else
        findings->showPending();
}

/** Counts of what is wrong, at the items of the chart that it is wrong with. */
void WindowParts::showBadges()
{
    std::vector<Badge> badges;
    if (judgement && !judgement->findings.empty())
        badges.resize(view.layout->items.size());
    if (badges.empty())
        return canvas->setBadges({});
    for (const auto &[vertex, found] : judgement->ofVertex) {
        const VertexIndex here = view.graph->find(vertex);
        const ItemIndex item = here == none ? none : view.layout->itemOfVertex[here];
        for (const std::uint32_t index : found) {
            const State level = stateOf(judgement->findings[index].severity);
            if (item == none || level == State::Fine)
                continue;
            ++badges[item].count;
            badges[item].level = worst(badges[item].level, level);
        }
    }
    canvas->setBadges(std::move(badges));
}

void WindowParts::addFindings(Explanation &explanation, const Vertex &vertex) const
{
    if (!judgement)
        return;
    for (const Finding *finding : judgement->of(vertex.id)) {
        const FindingRule *rule = findingRule(finding->rule);
        explanation.findings.push_back({std::string(finding->rule), rule ? std::string(rule->title) : std::string(),
                                        finding->message, finding->remedy, stateOf(finding->severity)});
    }
}

}  // namespace portolan
