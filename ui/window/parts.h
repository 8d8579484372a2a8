// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QLabel>
#include <QStackedWidget>
#include <QTimer>
#include <vector>

#include "canvas/legendbar.h"
#include "canvas/minimap.h"
#include "canvas/topologycanvas.h"
#include "panels/filterpanel.h"
#include "panels/findingspanel.h"
#include "panels/inspectorpanel.h"
#include "panels/matrixpanel.h"
#include "panels/numberspanel.h"
#include "panels/problemsbar.h"
#include "panels/roleview.h"
#include "panels/tablepanel.h"
#include "panels/tracepanel.h"
#include "panels/welcomepage.h"
#include "window/history.h"
#include "window/linkbar.h"
#include "window/mainwindow.h"
#include "window/noticebar.h"
#include "window/policybar.h"
#include "window/statusline.h"
#include "window/suppositionbar.h"
#include "window/topbar.h"

namespace portolan {

/** Where the reader can be: what is selected, and in which of the three views. */
struct Place {
    TopBar::Tab tab = TopBar::Tab::Traffic;
    QString id;
    bool operator==(const Place &) const = default;
};

[[nodiscard]] TopBar::Tab tabOf(Lens lens);
/** The lens that a tab shows the chart in; none for what is no chart. */
[[nodiscard]] std::optional<Lens> lensOf(TopBar::Tab tab);

/** What the window is made of, and how its parts lead to each other. */
struct WindowParts {
    explicit WindowParts(MainWindow &owner);

    // parts.cpp: what stands where
    void build();
    QWidget *buildChartPage();
    QWidget *buildLeft();
    void connectParts();
    void applyTheme();
    Theme chosenTheme() const;

    // menus.cpp
    void buildMenus();
    void buildFileMenu();
    void buildViewMenu();
    void buildGoMenu();
    void buildHelpMenu();
    void showRecent();
    void showSamples();
    void showClusters(const QString &whyNone);
    void chooseCluster();
    void fillSpaces();
    void contextMenu(const Hit &hit, const QPoint &global);
    void chooseFiles();
    void chooseFolder();
    void askForExport();
    void copyPicture();
    void showAbout();

    // navigation.cpp: selection, search, back and forward
    void accept(const Hit &hit);
    void inspect(const Hit &hit);
    void inspectVertex(VertexIndex vertex);
    void showObject(const QString &reference, const QString &path);

    // roles.cpp: the panel of a role, and what if
    void connectRole();
    void showRole(const std::string &topic);
    void leaveRole();
    void chooseDepth(Depth depth);
    void showProof(const QString &reference, const QString &path);
    void copyPorts(const QString &format);
    void goToRole(const std::string &topic);

    // tracing.cpp: the way of a packet, and what is wrong
    void connectTracing();
    void openTrace(const QString &from, const QString &to);
    bool isTracing() const;
    void leaveTrace();
    void offerEnds();
    void trace(const TraceQuery &query);
    ItemIndex itemOf(const std::string &id) const;
    void lightPath();
    void lightOutside(std::vector<bool> &path) const;
    void lightRoutes(const ObjectRef &route, std::vector<bool> &path) const;
    void showHop(int hop);
    void takeEnd(const Hit &hit);

    // findings.cpp: what is wrong
    void connectFindings();
    void showJudgement(const JudgementPtr &next);
    void showFindings();
    void showBadges();
    void addFindings(Explanation &explanation, const Vertex &vertex) const;

    // policies.cpp: who may talk to whom
    void connectPolicies();
    void showMatrix();
    void tellPolicies();
    Explanation explanationOf(VertexIndex vertex) const;

    void suppose(std::optional<Supposition> supposition);
    void goTo(const QString &id);
    void goTo(const Place &place);
    void back();
    void forward();
    void visit(const QString &id);
    void search(const QString &text);
    void showFound();
    void nextHit(bool isBackwards);

    // wishes.cpp: what changes the chart
    void showView(const ChartView &next);
    void showPage();
    void refreshPanels();
    void describeStatus();
    void showLink(const LinkView &next);
    void changeWish(LayoutWish next);
    void chooseTab(TopBar::Tab tab);
    void toggle(const QString &id);
    void pin(const QString &id, PointF at);
    void unpin(const QString &id);

    MainWindow &window;
    Theme theme;
    WindowMemory memory;
    std::vector<SampleOffer> samples;
    std::vector<ClusterOffer> clusters;
    LinkView link;
    ChartView view;
    LayoutWish wish;
    JudgementPtr judgement;  ///< null: not known yet
    History<Place> history;
    std::vector<VertexIndex> hits;
    int currentHit = -1;  ///< in `hits`
    QString pendingId;    ///< to be gone to when the layout that shows it comes

    TopBar *top = nullptr;
    StatusLine *status = nullptr;
    NoticeBar *notice = nullptr;
    LinkBar *linkBar = nullptr;
    PolicyBar *policyBar = nullptr;
    SuppositionBar *supposed = nullptr;
    QStackedWidget *pages = nullptr;
    WelcomePage *welcome = nullptr;
    QWidget *chartPage = nullptr;
    QStackedWidget *chartOrTable = nullptr;
    TopologyCanvas *canvas = nullptr;
    QLabel *nothing = nullptr;  ///< over the canvas, where the filter leaves nothing
    TablePanel *table = nullptr;
    NumbersPanel *numbers = nullptr;
    MatrixPanel *matrix = nullptr;
    ProblemsBar *problems = nullptr;
    LegendBar *legend = nullptr;
    Minimap *minimap = nullptr;
    FilterPanel *filters = nullptr;
    QWidget *left = nullptr;
    InspectorPanel *inspector = nullptr;
    TracePanel *tracing = nullptr;
    FindingsPanel *findings = nullptr;
    std::unique_ptr<Tracer> tracer;  ///< of `tracedGraph`; made when something is first traced
    GraphPtr tracedGraph;
    RoleView *role = nullptr;
    std::string shownRole;               ///< topic of `role`; empty: the inspector has its place
    bool isInspectorWanted = true;       ///< when the role goes
    std::optional<Knowledge> knowledge;  ///< read when a role is first asked for
    QTimer panelPace;                    ///< what stands beside a live chart follows it once a second
    bool isTableStale = false;           ///< it shows an older graph; it is not in view
    bool areNumbersStale = false;        ///< likewise
    bool areFindingsStale = false;       ///< likewise
    QMenu *recentMenu = nullptr;
    QMenu *sampleMenu = nullptr;
    QMenu *connectMenu = nullptr;
    QMenu *spaceMenu = nullptr;
    QAction *reconnectAction = nullptr;
    QActionGroup *themeActions = nullptr;
    QAction *backAction = nullptr;
    QAction *forwardAction = nullptr;
    std::vector<QAction *> chartActions;  ///< that need a chart
};

}  // namespace portolan
