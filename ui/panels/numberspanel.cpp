// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/numberspanel.h"

#include <QContextMenuEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSvgGenerator>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "explain/absence.h"
#include "numbers/addressuse.h"
#include "numbers/numbers.h"
#include "panels/barsection.h"
#include "panels/look.h"

namespace portolan {

namespace {

constexpr std::size_t mostBars = 30;
constexpr std::size_t mostSpaces = 6;  ///< told apart in one bar; the others are together

using Row = BarRow;
using Part = BarPart;

QString wordOf(const std::optional<Absence> &absence)
{
    if (absence == Absence::NotPermitted)
        return NumbersPanel::tr("Not known: reading these objects is not permitted.");
    if (absence == Absence::NotYetRead)
        return NumbersPanel::tr("Not known yet: these objects are still being read.");
    if (absence && absence != Absence::NotThere)
        return NumbersPanel::tr("Not known: these objects were not read.");
    return NumbersPanel::tr("There are none.");
}

}  // namespace

struct NumbersPanel::Parts {
    explicit Parts(NumbersPanel &owner) : panel(owner) {}

    void rebuild();
    void addNodes(const Numbers &numbers);
    void addReadiness(const Numbers &numbers);
    void addServices(const Numbers &numbers);
    void addSection(const QString &title, const std::vector<Part> &parts, std::vector<Row> rows,
                    const QString &otherwise);
    void addSpaces();
    void addAddresses();
    void savePicture();
    QString idOf(VertexIndex v) const { return toQString(graph->vertices[v].id); }

    NumbersPanel &panel;
    Theme theme;
    GraphPtr graph;
    QScrollArea *area = nullptr;
    QVBoxLayout *column = nullptr;
};

void NumbersPanel::Parts::rebuild()
{
    if (!graph)
        return;
    const Numbers numbers = countNumbers(*graph);
    if (!area) {
        area = new QScrollArea(&panel);
        area->setWidgetResizable(true);
        area->setFrameShape(QFrame::NoFrame);
        panel.layout()->addWidget(area);
    }
    auto *page = new QWidget;
    page->setObjectName(u"numbersPage"_qs);
    page->setAttribute(Qt::WA_StyledBackground);
    column = new QVBoxLayout(page);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(6);
    addNodes(numbers);
    addReadiness(numbers);
    addServices(numbers);
    addSpaces();
    addAddresses();
    column->addStretch();
    area->setWidget(page);
}

void NumbersPanel::Parts::addNodes(const Numbers &numbers)
{
    std::vector<Row> rows;
    for (const NodeLoad &load : numbers.nodes) {
        const QString name = toQString(graph->vertices[load.node].name);
        QString tip = (load.pods == 1 ? tr("%1: 1 pod").arg(name) : tr("%1: %2 pods").arg(name).arg(load.pods));
        if (load.withoutOwnAddress > 0)
            tip += tr(", %1 of them on the node's own network").arg(load.withoutOwnAddress);
        if (load.podLimit)
            tip += tr("; the kubelet takes %1 pods").arg(*load.podLimit);
        if (load.addressCapacity)
            tip += tr("; the pod CIDR has %1 addresses").arg(*load.addressCapacity);
        const auto least =
            std::min(load.podLimit.value_or(load.pods), load.addressCapacity.value_or(~std::uint64_t(0)));
        const auto room = least > load.pods ? least - load.pods : 0;
        rows.push_back({name, tip, idOf(load.node), {static_cast<double>(load.pods), static_cast<double>(room)}});
    }
    if (numbers.podsAbsent && *numbers.podsAbsent != Absence::NotThere)
        rows.clear();
    addSection(tr("Pods per node"), {{tr("pods"), Role::Machine}, {tr("room up to the lower limit"), Role::Soft}},
               std::move(rows), wordOf(numbers.nodesAbsent ? numbers.nodesAbsent : numbers.podsAbsent));
}

void NumbersPanel::Parts::addReadiness(const Numbers &numbers)
{
    std::vector<Row> rows;
    for (const ServiceReadiness &one : numbers.readiness) {
        const Vertex &service = graph->vertices[one.service];
        const QString name = toQString(service.space) + u'/' + toQString(service.name);
        QString tip = tr("%1: %2 ready, %3 not ready, %4 terminating")
                          .arg(name)
                          .arg(one.ready)
                          .arg(one.notReady)
                          .arg(one.terminating);
        tip += one.isHeadless ? tr("; headless") : QString();
        tip += one.hasSelector ? QString() : tr("; without a selector");
        rows.push_back({name,
                        tip,
                        idOf(one.service),
                        {static_cast<double>(one.ready), static_cast<double>(one.notReady),
                         static_cast<double>(one.terminating)}});
    }
    addSection(tr("Endpoints behind Services"),
               {{tr("ready"), Role::Fine}, {tr("not ready"), Role::Failing}, {tr("terminating"), Role::Warning}},
               std::move(rows), wordOf(numbers.servicesAbsent));
}

void NumbersPanel::Parts::addServices(const Numbers &numbers)
{
    std::vector<Row> rows;
    for (std::size_t form = 0; form < serviceFormCount && !numbers.servicesAbsent; ++form) {
        const auto &services = numbers.services[form];
        const QString label = toQString(name(static_cast<ServiceForm>(form)));
        rows.push_back({label,
                        (services.size() == 1 ? tr("%1: 1 Service").arg(label)
                                              : tr("%1: %2 Services").arg(label).arg(services.size())),
                        services.empty() ? QString() : idOf(services.front()),
                        {static_cast<double>(services.size())}});
    }
    addSection(tr("Services by type"), {{tr("Services"), Role::Service}}, std::move(rows),
               wordOf(numbers.servicesAbsent));
}

void NumbersPanel::Parts::addSection(const QString &title, const std::vector<Part> &parts, std::vector<Row> rows,
                                     const QString &otherwise)
{
    auto *page = column->parentWidget();
    if (rows.empty()) {
        column->addWidget(headingLabel(title, page));
        column->addWidget(plainLabel(otherwise, page, "quiet"));
        return;
    }
    const std::size_t more = rows.size() - std::min(rows.size(), mostBars);
    rows.resize(rows.size() - more);
    auto *section = new BarSection(title, parts, std::move(rows), theme, page);
    QObject::connect(section, &BarSection::chosen, &panel, &NumbersPanel::vertexSelected);
    column->addWidget(section);
    if (more > 0) {
        auto *button = new QPushButton(tr("and %n more in the table", nullptr, static_cast<int>(more)), page);
        button->setProperty("link", true);
        QObject::connect(button, &QPushButton::clicked, &panel, &NumbersPanel::tableWanted);
        column->addWidget(button, 0, Qt::AlignLeft);
    }
}

/** Pods of each node by namespace: the largest ones by name. */
void NumbersPanel::Parts::addSpaces()
{
    constexpr Role roles[] = {Role::Door, Role::Route, Role::Service, Role::Workload, Role::Tunnel, Role::Dns};
    static_assert(std::size(roles) == mostSpaces);
    std::map<QString, std::map<QString, double>> pods;  // by node, then by namespace
    std::map<QString, double> ofSpace;
    for (const Pod &pod : graph->snapshot->pods) {
        if (pod.node.empty() || pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed)
            continue;
        ++pods[toQString(pod.node)][toQString(pod.space)];
        ++ofSpace[toQString(pod.space)];
    }
    std::vector<QString> spaces;
    for (const auto &[space, count] : ofSpace)
        spaces.push_back(space);
    std::ranges::stable_sort(spaces, std::greater(), [&](const QString &space) { return ofSpace[space]; });
    const bool hasOthers = spaces.size() > mostSpaces;
    spaces.resize(std::min(spaces.size(), mostSpaces));
    std::vector<Part> parts;
    for (std::size_t i = 0; i < spaces.size(); ++i)
        parts.push_back({spaces[i], roles[i]});
    if (hasOthers)
        parts.push_back({tr("others"), Role::Ink3});
    std::vector<Row> rows;
    for (const auto &[node, counts] : pods) {
        Row row{node, {}, u"Node/"_qs + node, {}};
        double rest = 0;
        QStringList said;
        for (const auto &[space, count] : counts) {
            rest += count;
            said << tr("%1 in %2").arg(count).arg(space);
        }
        for (const QString &space : spaces) {
            const auto found = counts.find(space);
            row.amounts.push_back(found == counts.end() ? 0 : found->second);
            rest -= row.amounts.back();
        }
        if (hasOthers)
            row.amounts.push_back(rest);
        row.tip = node + u": "_qs + said.join(u", "_qs);
        rows.push_back(std::move(row));
    }
    const auto sum = [](const Row &row) {
        double all = 0;
        for (const double amount : row.amounts)
            all += amount;
        return all;
    };
    std::ranges::stable_sort(rows, std::greater(), sum);
    addSection(tr("Pods by node and namespace"), parts, std::move(rows),
               wordOf(absenceOf(*graph->snapshot, Kind::Pod, {})));
}

/** In hundredths of each range, so that a pool of ten and a range of thousands can stand together. */
void NumbersPanel::Parts::addAddresses()
{
    std::vector<Row> rows;
    for (const AddressUse &use : addressUse(*graph)) {
        const QString label = QString::fromStdString(use.what) + u"  "_qs + QString::fromStdString(use.range);
        const double share = 100.0 * static_cast<double>(use.used) / static_cast<double>(use.capacity);
        const VertexIndex v = use.object.isNull() ? none : graph->find(use.object.text());
        rows.push_back({label,
                        tr("%1: %2 of %3 addresses").arg(label).arg(use.used).arg(use.capacity),
                        v == none ? QString() : idOf(v),
                        {share, 100 - share}});
    }
    addSection(tr("Addresses in use, %"), {{tr("in use"), Role::Route}, {tr("free"), Role::Soft}}, std::move(rows),
               tr("No object tells a range of addresses."));
}

void NumbersPanel::Parts::savePicture()
{
    QWidget *page = area ? area->widget() : nullptr;
    const QString path = page ? QFileDialog::getSaveFileName(&panel, tr("Save the numbers"), u"numbers.png"_qs,
                                                             tr("Pictures (*.png *.svg)"))
                              : QString();
    if (!path.isEmpty() && !panel.savePicture(path))
        QMessageBox::warning(&panel, tr("Numbers"), tr("%1 could not be written.").arg(path));
}

NumbersPanel::NumbersPanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>(*this))
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    setAccessibleName(tr("Numbers"));
}

NumbersPanel::~NumbersPanel() = default;

void NumbersPanel::setTheme(const Theme &theme)
{
    m->theme = theme;
    setStyleSheet(panelSheet(theme, u"#numbersPage { background: {panel}; }"_qs));
    m->rebuild();
}

void NumbersPanel::show(const GraphPtr &graph)
{
    m->graph = graph;
    m->rebuild();
}

bool NumbersPanel::savePicture(const QString &path)
{
    QWidget *page = m->area ? m->area->widget() : nullptr;
    if (!page)
        return false;
    if (!path.endsWith(u".svg"_qs, Qt::CaseInsensitive))
        return page->grab().save(path);
    QSvgGenerator svg;
    svg.setFileName(path);
    svg.setSize(page->size());
    svg.setViewBox(page->rect());
    QPainter painter;
    if (!painter.begin(&svg))
        return false;
    page->render(&painter);
    return painter.end();
}

void NumbersPanel::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Save as picture…"), this, [this] { m->savePicture(); });
    menu->popup(event->globalPos());
}

}  // namespace portolan
