// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/filterpanel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QTimer>
#include <QVBoxLayout>
#include <array>
#include <map>

#include "explain/explanation.h"
#include "panels/checklist.h"
#include "panels/look.h"

namespace portolan {

namespace {

constexpr std::size_t typeCount = static_cast<std::size_t>(VertexType::Policy) + 1;
constexpr std::array statesByConcern{State::Failing, State::Warning, State::Unknown, State::Fine};
constexpr int typingPause = 600;  ///< ms after which a label selector applies

constexpr char ownSheet[] = R"(
portolan--FilterPanel { background: {panel}; border-right: 1px solid {line}; }
QListView { background: transparent; border: none; outline: none; padding: 0; }
QPushButton[link="true"] { font-size: 11px; color: {ink2}; padding: 0 3px; }
QPushButton[link="true"]:hover { color: {accent}; }
#labels { font-family: "JetBrains Mono", "DejaVu Sans Mono", monospace; font-size: 11px; }
QLineEdit { margin: 0 4px; }
#labelsNote { font-size: 11px; color: {ink2}; }
#labelsNote[wrong="true"] { color: {failing}; }
)";

/** How many vertices of a graph there are of each thing that can be hidden. */
struct Counts {
    std::map<std::string, std::size_t, std::less<>> spaces;
    std::array<std::size_t, typeCount> types{};
    std::array<std::size_t, statesByConcern.size()> states{};
};

Counts countsOf(const TopologyGraph &graph)
{
    Counts counts;
    std::size_t *last = nullptr;  // vertices are sorted by id, so neighbours are often of one namespace
    std::string_view lastSpace;
    for (const Vertex &vertex : graph.vertices) {
        ++counts.types[static_cast<std::size_t>(vertex.type)];
        ++counts.states[static_cast<std::size_t>(vertex.state)];
        if (vertex.space.empty())
            continue;
        if (!last || vertex.space != lastSpace) {
            last = &counts.spaces.try_emplace(std::string(vertex.space)).first->second;
            lastSpace = vertex.space;
        }
        ++*last;
    }
    return counts;
}

std::vector<CheckRow> spaceRows(Counts &counts, const Filter &filter)
{
    for (const std::string &hidden : filter.hiddenSpaces)
        counts.spaces.try_emplace(hidden, 0);
    std::vector<CheckRow> rows;
    for (const auto &[space, count] : counts.spaces)
        rows.push_back({toQString(space), toQString(space), count, !filter.hiddenSpaces.contains(space), count == 0});
    return rows;
}

std::vector<CheckRow> typeRows(const Counts &counts, const Filter &filter)
{
    std::vector<CheckRow> rows;
    for (std::size_t i = 0; i < typeCount; ++i) {
        const auto type = static_cast<VertexType>(i);
        const bool isHidden = filter.hiddenTypes.contains(type);
        if (counts.types[i] > 0 || isHidden)
            rows.push_back(
                {QString::number(i), toQString(wordFor(type)), counts.types[i], !isHidden, counts.types[i] == 0});
    }
    return rows;
}

/** All states are there always: that there is none of one is worth knowing. */
std::vector<CheckRow> stateRows(const Counts &counts, const Filter &filter)
{
    std::vector<CheckRow> rows;
    for (const State state : statesByConcern) {
        const auto i = static_cast<std::size_t>(state);
        rows.push_back({QString::number(i), toQString(name(state)), counts.states[i],
                        !filter.hiddenStates.contains(state), false});
    }
    return rows;
}

}  // namespace

struct FilterPanel::Parts {
    GraphPtr graph;
    Filter filter;
    CheckList *spaces = nullptr, *types = nullptr, *states = nullptr;
    QLineEdit *spaceSearch = nullptr, *labels = nullptr;
    QLabel *labelsNote = nullptr;
    QPushButton *clear = nullptr;
    QTimer typing;

    QScrollArea *build(FilterPanel &panel);
    CheckList *addSection(FilterPanel &panel, QVBoxLayout *column, const QString &title);
    void addLabels(FilterPanel &panel, QVBoxLayout *column);
    void fill();
    void readTicks();
    void applyLabels(FilterPanel &panel);
    void say(const QString &note, bool isWrong);
    void announce(FilterPanel &panel);
};

QScrollArea *FilterPanel::Parts::build(FilterPanel &panel)
{
    auto *scroll = new QScrollArea(&panel);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *inside = new QWidget(scroll);
    inside->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // never wider than what is seen of it
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(14, 16, 12, 16);
    column->setSpacing(4);
    spaces = addSection(panel, column, tr("Namespaces"));
    spaceSearch = new QLineEdit(inside);
    spaceSearch->setPlaceholderText(tr("Find a namespace"));
    spaceSearch->setAccessibleName(spaceSearch->placeholderText());
    column->insertWidget(column->indexOf(spaces), spaceSearch);
    QObject::connect(spaceSearch, &QLineEdit::textChanged, &panel,
                     [this](const QString &text) { spaces->rows().search(text.trimmed()); });
    states = addSection(panel, column, tr("State"));
    types = addSection(panel, column, tr("Kinds"));
    addLabels(panel, column);
    clear = new QPushButton(tr("Clear filters"), inside);
    clear->setProperty("link", true);
    QObject::connect(clear, &QPushButton::clicked, &panel, &FilterPanel::reset);
    column->addSpacing(8);
    column->addWidget(clear, 0, Qt::AlignLeft);
    column->addStretch(1);
    scroll->setWidget(inside);
    return scroll;
}

CheckList *FilterPanel::Parts::addSection(FilterPanel &panel, QVBoxLayout *column, const QString &title)
{
    if (column->count() > 0)
        column->addSpacing(14);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(4, 0, 0, 0);
    head->setSpacing(0);
    head->addWidget(headingLabel(title, &panel), 1);
    auto *list = new CheckList(&panel);
    list->setAccessibleName(title);
    const auto addButton = [&](const QString &text, const QString &spoken, bool isChecked) {
        auto *button = new QPushButton(text, &panel);
        button->setProperty("link", true);
        button->setAccessibleName(spoken.arg(title));
        head->addWidget(button);
        QObject::connect(button, &QPushButton::clicked, list,
                         [list, isChecked] { list->rows().checkShown(isChecked); });
    };
    addButton(tr("all"), tr("%1: show all"), true);
    addButton(tr("none"), tr("%1: show none"), false);
    column->addLayout(head);
    column->addWidget(list);
    QObject::connect(&list->rows(), &CheckRows::checked, &panel, [this, &panel] {
        readTicks();
        announce(panel);
    });
    return list;
}

void FilterPanel::Parts::addLabels(FilterPanel &panel, QVBoxLayout *column)
{
    column->addSpacing(14);
    QLabel *heading = headingLabel(tr("Labels"), &panel);
    heading->setContentsMargins(4, 0, 0, 0);
    labels = new QLineEdit(&panel);
    labels->setObjectName(u"labels"_qs);
    labels->setPlaceholderText(u"app in (web, api)"_qs);
    labels->setAccessibleName(tr("Label selector"));
    labels->setToolTip(
        tr("As kubectl's -l takes it. Shows services, workloads and pods that match, and what is "
           "connected to them."));
    labelsNote = plainLabel({}, &panel);
    labelsNote->setObjectName(u"labelsNote"_qs);
    labelsNote->setWordWrap(true);
    labelsNote->setContentsMargins(4, 0, 0, 0);
    labelsNote->hide();
    column->addWidget(heading);
    column->addSpacing(4);
    column->addWidget(labels);
    column->addWidget(labelsNote);
    typing.setSingleShot(true);
    typing.setInterval(typingPause);
    QObject::connect(labels, &QLineEdit::textEdited, &typing, qOverload<>(&QTimer::start));
    QObject::connect(labels, &QLineEdit::returnPressed, &panel, [this, &panel] { applyLabels(panel); });
    QObject::connect(&typing, &QTimer::timeout, &panel, [this, &panel] { applyLabels(panel); });
}

void FilterPanel::Parts::fill()
{
    Counts counts = graph ? countsOf(*graph) : Counts();
    spaces->rows().setRows(spaceRows(counts, filter));
    types->rows().setRows(typeRows(counts, filter));
    states->rows().setRows(stateRows(counts, filter));
    const bool areMany = spaces->rows().rows().size() > mostCheckRows;
    if (!areMany)
        spaceSearch->clear();
    spaceSearch->setVisible(areMany);
    clear->setEnabled(!filter.isEmpty());
}

void FilterPanel::Parts::readTicks()
{
    filter.hiddenSpaces.clear();
    filter.hiddenTypes.clear();
    filter.hiddenStates.clear();
    for (const CheckRow &row : spaces->rows().rows()) {
        if (!row.isChecked)
            filter.hiddenSpaces.insert(row.key.toStdString());
    }
    for (const CheckRow &row : types->rows().rows()) {
        if (!row.isChecked)
            filter.hiddenTypes.insert(static_cast<VertexType>(row.key.toInt()));
    }
    for (const CheckRow &row : states->rows().rows()) {
        if (!row.isChecked)
            filter.hiddenStates.insert(static_cast<State>(row.key.toInt()));
    }
}

void FilterPanel::Parts::applyLabels(FilterPanel &panel)
{
    typing.stop();
    auto parsed = LabelSelector::parse(labels->text().trimmed().toStdString());
    if (!parsed) {
        const QString why = toQString(parsed.error().detail);
        say(filter.labels.isEmpty() ? why : why + u'\n' + tr("The selector before still applies."), true);
        return;
    }
    say({}, false);
    if (parsed.value().isEmpty() && filter.labels.isEmpty())
        return;
    filter.labels = std::move(parsed).value();
    announce(panel);
}

void FilterPanel::Parts::say(const QString &note, bool isWrong)
{
    labelsNote->setText(note);
    labelsNote->setVisible(!note.isEmpty());
    for (QWidget *widget : {static_cast<QWidget *>(labels), static_cast<QWidget *>(labelsNote)}) {
        widget->setProperty("wrong", isWrong);
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
    }
    labels->setAccessibleDescription(note);
}

void FilterPanel::Parts::announce(FilterPanel &panel)
{
    clear->setEnabled(!filter.isEmpty());
    Q_EMIT panel.filterChanged(filter);
}

FilterPanel::FilterPanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Filters"));
    auto *around = new QVBoxLayout(this);
    around->setContentsMargins(0, 0, 1, 0);
    around->addWidget(m->build(*this));
    setTheme(themeNamed(u"light"_qs));
    m->fill();
}

FilterPanel::~FilterPanel() = default;

QSize FilterPanel::sizeHint() const
{
    return {208, 600};
}

void FilterPanel::setTheme(const Theme &theme)
{
    setStyleSheet(panelSheet(theme, QString::fromLatin1(ownSheet)));
    for (CheckList *list : {m->spaces, m->types, m->states})
        list->setTheme(theme);
}

void FilterPanel::show(const GraphPtr &graph)
{
    m->graph = graph;
    m->fill();
}

void FilterPanel::setFilter(const Filter &filter)
{
    m->filter = filter;
    m->typing.stop();
    if (filter.labels.isEmpty())
        m->labels->clear();
    const bool isForeign = !filter.labels.isEmpty() && m->labels->text().isEmpty();
    m->say(isForeign ? tr("A label selector applies.") : QString(), false);
    m->fill();
}

Filter FilterPanel::filter() const
{
    return m->filter;
}

void FilterPanel::reset()
{
    setFilter({});
    m->announce(*this);
}

}  // namespace portolan
