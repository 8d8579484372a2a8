// SPDX-License-Identifier: GPL-3.0-or-later
// The panel of a role, and what if another component filled it.
#include <QApplication>
#include <QClipboard>
#include <algorithm>

#include "ports/formats.h"
#include "roles/consequences.h"
#include "roles/suppose.h"
#include "window/parts.h"
#include "window/wording.h"

namespace portolan {

namespace {

constexpr std::size_t mostObjects = 8;  ///< named of a consequence; the others are counted

std::optional<NetworkRole> roleNamed(std::string_view topic)
{
    for (std::size_t r = 0; r < networkRoleCount; ++r) {
        if (name(static_cast<NetworkRole>(r)) == topic)
            return static_cast<NetworkRole>(r);
    }
    return std::nullopt;
}

std::vector<PanelSection> consequencesIn(const TopologyGraph &graph)
{
    std::vector<PanelSection> sections;
    for (const Consequence &consequence : consequencesOf(*graph.roles)) {
        PanelSection section;
        section.title = consequence.says;
        for (const ObjectRef &object : consequence.objects) {
            if (section.sentences.size() == mostObjects) {
                section.sentences.push_back(
                    MainWindow::tr("and %1 more").arg(consequence.objects.size() - mostObjects).toStdString());
                break;
            }
            section.sentences.push_back(object.text());
        }
        sections.push_back(std::move(section));
    }
    return sections;
}

/** What is wrong with what runs the components of a role: the reasons that the chart gives. */
QString problemOf(const TopologyGraph &graph, NetworkRole role)
{
    QStringList problems;
    for (const Component &component : graph.roles->components) {
        if (component.role != role || component.confidence == Confidence::Leftover)
            continue;
        for (const ObjectRef &workload : component.workloads) {
            const VertexIndex v = graph.find(workload.text());
            if (v == none || graph.vertices[v].state == State::Fine || graph.vertices[v].reason.empty())
                continue;
            problems << toQt(workload.name()) + u": "_qs + toQt(graph.vertices[v].reason);
        }
    }
    return problems.join(u"\n"_qs);
}

std::vector<std::string> supposableIn(const TopologyGraph &graph, NetworkRole role)
{
    std::vector<std::string> names;
    const Component *now = graph.roles->filling(role);
    for (const std::string_view one : supposable(role)) {
        if (!now || now->name != one)
            names.emplace_back(one);
    }
    return names;
}

std::vector<PanelPort> portRows(const std::vector<PortRule> &rules)
{
    std::vector<PanelPort> rows;
    for (const PortRule &rule : rules)
        rows.push_back(
            {rule.component, rule.protocol, rule.port, rule.fromWords, rule.toWords, rule.why, rule.isRequired});
    return rows;
}

/** Lines with tabs between the columns, as tables are pasted. */
QString tableOf(const std::vector<PortRule> &rules)
{
    QString text;
    for (const PortRule &rule : rules) {
        QStringList cells;
        for (const std::string &cell :
             {rule.protocol, rule.port, rule.fromWords, rule.toWords, rule.component, rule.why})
            cells << QString::fromStdString(cell).remove(u'`');
        text += cells.join(u'\t') + u'\n';
    }
    return text;
}

}  // namespace

void WindowParts::connectRole()
{
    MainWindow *w = &window;
    QObject::connect(supposed, &SuppositionBar::realityWanted, w, [this] { suppose({}); });
    QObject::connect(supposed, &SuppositionBar::consequencesWanted, w, [this] {
        if (wish.supposition)
            goToRole(std::string(name(wish.supposition->role)));
    });
    QObject::connect(role, &RoleView::closeWanted, w, [this] { leaveRole(); });
    QObject::connect(role, &RoleView::depthChosen, w, [this](Depth depth) { chooseDepth(depth); });
    QObject::connect(role, &RoleView::evidenceWanted, w,
                     [this](const QString &reference, const QString &path) { showProof(reference, path); });
    QObject::connect(role, &RoleView::roleWanted, w, [this](const QString &topic) { goToRole(topic.toStdString()); });
    QObject::connect(role, &RoleView::portsWanted, w, [this](const QString &format) { copyPorts(format); });
    QObject::connect(role, &RoleView::realityWanted, w, [this] { suppose({}); });
    QObject::connect(role, &RoleView::supposed, w, [this](const QString &component) {
        if (const auto known = roleNamed(shownRole))
            suppose(Supposition{*known, component.toStdString()});
    });
}

void WindowParts::showRole(const std::string &topic)
{
    if (!knowledge) {
        auto read = builtInKnowledge();
        if (!read)
            return window.showFailure(QString::fromStdString(read.error().detail));
        knowledge = std::move(read).value();
    }
    RoleShown shown;
    const Depth depth = memory.isLearner ? Depth::Learner : Depth::Engineer;
    shown.panel = rolePanel(*view.graph, topic, depth, *knowledge);
    shown.picture = rolePictureOf(*view.graph, topic);
    if (const auto known = roleNamed(topic)) {
        shown.problem = problemOf(*view.graph, *known);
        shown.supposable = supposableIn(*view.graph, *known);
    }
    if (topic == "ports")
        shown.ports = portRows(portRules(*view.graph, *knowledge));
    if (view.graph->roles->supposition) {
        shown.supposition = QString::fromStdString(suppositionText(*view.graph->roles));
        shown.consequences = consequencesIn(*view.graph);
    }
    leaveTrace();
    if (shownRole.empty()) {
        isInspectorWanted = inspector->isVisibleTo(inspector->parentWidget());
        inspector->hide();
        role->show();
    }
    shownRole = topic;
    role->setDepth(depth);
    role->show(shown);
}

void WindowParts::leaveRole()
{
    if (shownRole.empty())
        return;
    shownRole.clear();
    role->hide();
    inspector->setVisible(isInspectorWanted);
}

void WindowParts::chooseDepth(Depth depth)
{
    memory.isLearner = depth == Depth::Learner;
    Q_EMIT window.memoryChanged(memory);
    if (!shownRole.empty())
        showRole(std::string(shownRole));
}

/** Opens the object that evidence stands in, and points at it on the chart. */
void WindowParts::showProof(const QString &reference, const QString &path)
{
    leaveTrace();
    goTo(reference);
    leaveRole();
    inspector->setVisible(true);
    showObject(reference, path);
}

void WindowParts::copyPorts(const QString &format)
{
    const std::vector<PortRule> rules = portRules(*view.graph, *knowledge);
    const QString text = format == u"nftables"    ? QString::fromStdString(portsForNftables(rules, *view.graph))
                         : format == u"ufw"       ? QString::fromStdString(portsForUfw(rules, *view.graph))
                         : format == u"firewalld" ? QString::fromStdString(portsForFirewalld(rules, *view.graph))
                                                  : tableOf(rules);
    QApplication::clipboard()->setText(text);
    window.showNotice(MainWindow::tr("The ports were copied as %1.").arg(format));
}

void WindowParts::goToRole(const std::string &topic)
{
    const QString id = u"Role/"_qs + QString::fromStdString(topic);
    if (view.layout->find(id.toStdString()) != none)
        goTo(id);
    else
        showRole(topic);
}

void WindowParts::suppose(std::optional<Supposition> supposition)
{
    LayoutWish next = wish;
    next.supposition = std::move(supposition);
    changeWish(std::move(next));
}

}  // namespace portolan
