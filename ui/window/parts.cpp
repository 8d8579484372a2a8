// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/parts.h"

#include <QActionGroup>
#include <QApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "window/stylesheet.h"
#include "window/wording.h"

namespace portolan {

namespace {

constexpr int leftWidth = 208, inspectorWidth = 340;

QVBoxLayout *columnIn(QWidget *parent)
{
    auto *column = new QVBoxLayout(parent);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

/** As it was when the program began: from then on the palette is ours. */
bool isDesktopDark()
{
    static const bool isDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return isDark;
}

}  // namespace

WindowParts::WindowParts(MainWindow &owner) : window(owner) {}

void WindowParts::build()
{
    auto *whole = new QWidget(&window);
    QVBoxLayout *column = columnIn(whole);
    top = new TopBar(whole);
    pages = new QStackedWidget(whole);
    status = new StatusLine(whole);
    column->addWidget(top);
    column->addWidget(pages, 1);
    column->addWidget(status);
    welcome = new WelcomePage(pages);
    pages->addWidget(welcome);
    chartPage = buildChartPage();
    pages->addWidget(chartPage);
    notice = new NoticeBar(pages);
    window.setCentralWidget(whole);
}

QWidget *WindowParts::buildChartPage()
{
    auto *page = new QSplitter(Qt::Horizontal, pages);
    page->setHandleWidth(1);
    page->setChildrenCollapsible(false);

    auto *middle = new QWidget(page);
    QVBoxLayout *column = columnIn(middle);
    linkBar = new LinkBar(middle);
    supposed = new SuppositionBar(middle);
    policyBar = new PolicyBar(middle);
    problems = new ProblemsBar(middle);
    chartOrTable = new QStackedWidget(middle);
    column->addWidget(linkBar);
    column->addWidget(supposed);
    column->addWidget(problems);
    column->addWidget(policyBar);
    column->addWidget(chartOrTable, 1);
    canvas = new TopologyCanvas(chartOrTable);
    canvas->setWording(describeItem);
    legend = new LegendBar(canvas);
    nothing =
        new QLabel(MainWindow::tr("The filter leaves nothing on the chart. Reset it on the left or in View."), canvas);
    nothing->setMargin(24);
    nothing->setProperty("quiet", true);
    nothing->hide();
    table = new TablePanel(chartOrTable);
    chartOrTable->addWidget(canvas);
    chartOrTable->addWidget(table);
    numbers = new NumbersPanel(chartOrTable);
    chartOrTable->addWidget(numbers);
    matrix = new MatrixPanel(chartOrTable);
    chartOrTable->addWidget(matrix);
    findings = new FindingsPanel(chartOrTable);
    chartOrTable->addWidget(findings);

    inspector = new InspectorPanel(page);
    inspector->setMinimumWidth(260);
    page->addWidget(buildLeft());
    page->addWidget(middle);
    page->addWidget(inspector);
    role = new RoleView(page);
    role->setMinimumWidth(380);
    role->hide();
    page->addWidget(role);
    tracing = new TracePanel(page);
    tracing->setMinimumWidth(400);
    tracing->hide();
    page->addWidget(tracing);
    page->setStretchFactor(1, 1);
    page->setSizes({leftWidth, 1600 - leftWidth - inspectorWidth, inspectorWidth});
    return page;
}

QWidget *WindowParts::buildLeft()
{
    left = new QWidget;
    left->setObjectName(u"left"_qs);
    left->setAttribute(Qt::WA_StyledBackground);
    left->setMinimumWidth(180);
    QVBoxLayout *column = columnIn(left);
    filters = new FilterPanel(left);
    column->addWidget(filters, 1);
    auto *overview = new QVBoxLayout;
    overview->setContentsMargins(18, 8, 18, 18);
    overview->setSpacing(8);
    auto *heading = new QLabel(MainWindow::tr("OVERVIEW"), left);
    heading->setProperty("heading", true);
    minimap = new Minimap(canvas, left);
    overview->addWidget(heading);
    overview->addWidget(minimap);
    column->addLayout(overview);
    return left;
}

void WindowParts::connectParts()
{
    MainWindow *w = &window;
    QObject::connect(top, &TopBar::tabChosen, w, [this](TopBar::Tab tab) { chooseTab(tab); });
    QObject::connect(top, &TopBar::searched, w, [this](const QString &text) { search(text); });
    QObject::connect(top, &TopBar::nextHitWanted, w, [this](bool isBackwards) { nextHit(isBackwards); });
    QObject::connect(top, &TopBar::exportWanted, w, [this] { askForExport(); });

    QObject::connect(canvas, &TopologyCanvas::selected, w, [this](Hit chosen) { accept(chosen); });
    QObject::connect(canvas, &TopologyCanvas::activated, w, [this](const QString &id) { toggle(id); });
    QObject::connect(canvas, &TopologyCanvas::pinned, w, [this](const QString &id, PointF at) { pin(id, at); });
    QObject::connect(canvas, &TopologyCanvas::contextWanted, w,
                     [this](Hit chosen, const QPoint &global) { contextMenu(chosen, global); });
    QObject::connect(canvas, &TopologyCanvas::zoomChanged, status, &StatusLine::setZoom);
    QObject::connect(canvas, &TopologyCanvas::firstPainted, w, &MainWindow::firstPictureShown, Qt::QueuedConnection);

    connectRole();
    connectTracing();
    connectPolicies();
    connectFindings();
    const auto goToId = [this](const QString &id) { goTo(id); };
    QObject::connect(table, &TablePanel::vertexSelected, w,
                     [this](const QString &id) { inspectVertex(view.graph->find(id.toStdString())); });
    QObject::connect(table, &TablePanel::vertexActivated, w, [this](const QString &id) {
        chooseTab(tabOf(wish.lens));
        goTo(id);
    });
    QObject::connect(numbers, &NumbersPanel::vertexSelected, w, goToId);
    QObject::connect(numbers, &NumbersPanel::tableWanted, w, [this] { chooseTab(TopBar::Tab::Table); });
    QObject::connect(table, &TablePanel::edgeSelected, w, [this](EdgeIndex edge) {
        leaveRole();
        inspector->show(explain(*view.graph, std::span(&edge, 1)));
    });
    QObject::connect(inspector, &InspectorPanel::vertexWanted, w, goToId);
    QObject::connect(inspector, &InspectorPanel::objectWanted, w,
                     [this](const QString &reference, const QString &path) { showObject(reference, path); });
    QObject::connect(inspector, &InspectorPanel::closeWanted, inspector, &QWidget::hide);
    QObject::connect(filters, &FilterPanel::filterChanged, w, [this](const Filter &filter) {
        LayoutWish next = wish;
        next.filter = filter;
        changeWish(std::move(next));
    });

    QObject::connect(welcome, &WelcomePage::sampleWanted, w, &MainWindow::sampleRequested);
    panelPace.setSingleShot(true);
    panelPace.setInterval(1000);
    QObject::connect(&panelPace, &QTimer::timeout, w, [this] { refreshPanels(); });
    QObject::connect(linkBar, &LinkBar::reconnectWanted, w, &MainWindow::reconnectRequested);
    QObject::connect(problems, &ProblemsBar::roleWanted, w, &MainWindow::roleRequested);
    QObject::connect(welcome, &WelcomePage::clusterWanted, w, [this] { chooseCluster(); });
    QObject::connect(welcome, &WelcomePage::filesWanted, w, [this] { chooseFiles(); });
    QObject::connect(welcome, &WelcomePage::folderWanted, w, [this] { chooseFolder(); });
    QObject::connect(welcome, &WelcomePage::recentWanted, w,
                     [w](const QString &path) { Q_EMIT w->openRequested({path}); });
}

Theme WindowParts::chosenTheme() const
{
    const QString desktop = isDesktopDark() ? u"dark"_qs : u"light"_qs;
    return themeNamed(memory.theme == u"system" ? desktop : memory.theme);
}

void WindowParts::applyTheme()
{
    theme = chosenTheme();
    QApplication::setPalette(paletteOf(theme));  // what the style sheet does not reach: combo boxes, ticks
    window.setStyleSheet(styleSheetOf(theme));
    top->setTheme(theme);
    notice->setTheme(theme);
    linkBar->setTheme(theme);
    supposed->setTheme(theme);
    status->setTheme(theme);
    canvas->setTheme(theme);
    legend->setTheme(theme);
    minimap->setTheme(theme);
    filters->setTheme(theme);
    inspector->setTheme(theme);
    role->setTheme(theme);
    table->setTheme(theme);
    numbers->setTheme(theme);
    matrix->setTheme(theme);
    policyBar->setTheme(theme);
    findings->setTheme(theme);
    tracing->setTheme(theme);
    problems->setTheme(theme);
    welcome->setTheme(theme);
    for (QAction *action : themeActions->actions())
        action->setChecked(action->data().toString() == memory.theme);
}

}  // namespace portolan
