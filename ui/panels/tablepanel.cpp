// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/tablepanel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "panels/look.h"
#include "panels/rowsview.h"
#include "panels/segments.h"

namespace portolan {

namespace {

constexpr char ownSheet[] = R"(
portolan--TablePanel { background: {paper}; }
QTableView { background: {paper}; border: none; outline: none; }
QHeaderView { background: {paper}; }
QHeaderView::section { background: {paper}; color: {ink2}; border: none; border-bottom: 1px solid {line};
  padding: 6px 10px; font-weight: 600; }
QHeaderView::section:hover { color: {ink}; }
#empty { color: {ink2}; font-size: 13px; }
)";

enum Mode { Objects, Connections };

QString numberOf(int count)
{
    return QLocale(QLocale::English).toString(count);
}

}  // namespace

struct TablePanel::Parts {
    VertexRows vertices;
    EdgeRows edges;
    SortedRows sortedVertices{vertices}, sortedEdges{edges};
    GraphPtr graph;
    Segments *modes = nullptr;
    QLineEdit *words = nullptr;
    QAction *clear = nullptr;
    QLabel *count = nullptr, *empty = nullptr;
    QStackedWidget *pages = nullptr;
    RowsView *objects = nullptr, *connections = nullptr;

    void build(TablePanel &panel);
    QLayout *buildTop(TablePanel &panel);
    void connectViews(TablePanel &panel);
    void showCount();
    QString idOf(VertexIndex vertex) const { return toQString(graph->vertices[vertex].id); }
    QString idOfEnd(int edge, int column) const;
};

void TablePanel::Parts::build(TablePanel &panel)
{
    auto *column = new QVBoxLayout(&panel);
    column->setContentsMargins(18, 14, 18, 0);
    column->setSpacing(8);
    column->addLayout(buildTop(panel));
    pages = new QStackedWidget(&panel);
    objects = new RowsView(sortedVertices, {148, 100, 204, 84, 120, 136, 84, 84}, pages);
    objects->setAccessibleName(TablePanel::tr("Objects"));
    connections = new RowsView(sortedEdges, {268, 92, 268, 64, 76, 92, 90}, pages);
    connections->setAccessibleName(TablePanel::tr("Connections"));
    empty = plainLabel({}, pages);
    empty->setObjectName(u"empty"_qs);
    empty->setAlignment(Qt::AlignCenter);
    pages->addWidget(objects);
    pages->addWidget(connections);
    pages->addWidget(empty);
    column->addWidget(pages, 1);
    connectViews(panel);
}

QLayout *TablePanel::Parts::buildTop(TablePanel &panel)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    modes = new Segments({TablePanel::tr("Objects"), TablePanel::tr("Connections")}, &panel);
    words = new QLineEdit(&panel);
    words->setPlaceholderText(TablePanel::tr("Show rows with these words"));
    words->setAccessibleName(words->placeholderText());
    words->setClearButtonEnabled(true);
    clear = words->findChild<QAction *>();
    words->setMaximumWidth(320);
    words->setMinimumWidth(120);
    count = plainLabel({}, &panel, "quiet");
    row->addWidget(modes);
    row->addWidget(words, 1);
    row->addWidget(count);
    row->addStretch(1);
    return row;
}

void TablePanel::Parts::connectViews(TablePanel &panel)
{
    QObject::connect(modes, &Segments::chosen, &panel, [this] { showCount(); });
    QObject::connect(words, &QLineEdit::textChanged, &panel, [this](const QString &text) {
        sortedVertices.setWords(text);
        sortedEdges.setWords(text);
        showCount();
    });
    QObject::connect(objects, &RowsView::rowChosen, &panel,
                     [this, &panel](int row) { Q_EMIT panel.vertexSelected(idOf(static_cast<VertexIndex>(row))); });
    QObject::connect(objects, &RowsView::rowActivated, &panel,
                     [this, &panel](int row) { Q_EMIT panel.vertexActivated(idOf(static_cast<VertexIndex>(row))); });
    QObject::connect(connections, &RowsView::rowChosen, &panel,
                     [&panel](int row) { Q_EMIT panel.edgeSelected(static_cast<EdgeIndex>(row)); });
    QObject::connect(connections, &RowsView::rowActivated, &panel,
                     [this, &panel](int row, int column) { Q_EMIT panel.vertexActivated(idOfEnd(row, column)); });
}

/** The end of a connection that a column is about: where it leads to, but for the column that says from where. */
QString TablePanel::Parts::idOfEnd(int edge, int column) const
{
    const Edge &one = graph->edges[static_cast<std::size_t>(edge)];
    return idOf(column == EdgeRows::From ? one.from : one.to);
}

void TablePanel::Parts::showCount()
{
    const bool isObjects = modes->current() == Objects;
    const int shown = isObjects ? sortedVertices.rowCount() : sortedEdges.rowCount();
    const int all = isObjects ? vertices.rowCount() : edges.rowCount();
    count->setText(shown == all ? numberOf(all) : TablePanel::tr("%1 of %2").arg(numberOf(shown), numberOf(all)));
    empty->setText(all == 0 ? TablePanel::tr("There is nothing to list.")
                            : TablePanel::tr("No row has all of these words."));
    pages->setCurrentWidget(shown == 0 ? static_cast<QWidget *>(empty) : isObjects ? objects : connections);
}

TablePanel::TablePanel(QWidget *parent) : QWidget(parent), m(std::make_unique<Parts>())
{
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Table"));
    m->build(*this);
    setTheme(themeNamed(u"light"_qs));
    m->showCount();
}

TablePanel::~TablePanel() = default;

void TablePanel::setTheme(const Theme &theme)
{
    setStyleSheet(panelSheet(theme, QString::fromLatin1(ownSheet)));
    m->clear->setIcon(crossPixmap(theme.colour(Role::Ink2), devicePixelRatioF()));
    m->objects->setTheme(theme);
    m->connections->setTheme(theme);
}

void TablePanel::show(const GraphPtr &graph)
{
    if (graph == m->graph)
        return;
    const int before = m->objects->currentSourceRow();
    const QString current = before >= 0 ? m->idOf(static_cast<VertexIndex>(before)) : QString();
    m->graph = graph;
    m->vertices.setGraph(graph);
    m->edges.setGraph(graph);
    m->showCount();
    if (!current.isEmpty())
        select(current);
}

void TablePanel::select(const QString &id)
{
    const VertexIndex vertex = m->graph ? m->graph->find(id.toStdString()) : none;
    if (vertex != none && static_cast<int>(vertex) != m->objects->currentSourceRow())
        m->objects->chooseQuietly(static_cast<int>(vertex));
}

}  // namespace portolan
