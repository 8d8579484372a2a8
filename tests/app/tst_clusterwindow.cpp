// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextEdit>
#include <QtTest>

#include "canvas/topologycanvas.h"
#include "clusterwindow.h"
#include "dialogs/exportdialog.h"
#include "panels/filterpanel.h"
#include "panels/findingspanel.h"
#include "panels/inspectorpanel.h"
#include "panels/matrixpanel.h"
#include "panels/problemsbar.h"
#include "panels/roleview.h"
#include "panels/segments.h"
#include "panels/tablepanel.h"
#include "panels/welcomepage.h"

using namespace portolan;

/** The window as its user has it: real pointer and keys, the real reader, layout and settings. */
class TestClusterWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<ClusterWindow> m_window;

    MainWindow &window() { return m_window->window(); }
    TopologyCanvas &canvas() { return *window().findChild<TopologyCanvas *>(); }
    InspectorPanel &inspector() { return *window().findChild<InspectorPanel *>(); }
    const Layout &chart() { return *canvas().chart(); }

    ItemIndex itemOf(const char *id) { return canvas().chart() ? chart().find(id) : none; }
    QPoint placeOf(const char *id) { return canvas().viewRect(itemOf(id)).center(); }
    QString selectedId() { return QString::fromStdString(chart().idOf(canvas().selection().item)); }

    /** Every text that a part of the window shows. */
    static QString textIn(QWidget &part)
    {
        QStringList texts;
        for (const QLabel *label : part.findChildren<QLabel *>())
            texts << label->text();
        for (const QAbstractButton *button : part.findChildren<QAbstractButton *>())
            texts << button->text();
        for (const QTextEdit *text : part.findChildren<QTextEdit *>())
            texts << text->toPlainText();
        for (QWidget *child : part.findChildren<QWidget *>())
            texts << child->accessibleName();
        return texts.join(u'\n');
    }
    QString statusText() { return textIn(*window().centralWidget()); }

    QAction *action(const QString &text)
    {
        for (QAction *found : window().findChildren<QAction *>()) {
            if (found->text().remove(u'&') == text)
                return found;
        }
        return nullptr;
    }

    QString write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return file.fileName();
    }
    QString sampleFile()
    {
        QFile sample(u":/samples/k3s-vanilla.json"_qs);
        return sample.open(QIODevice::ReadOnly) ? write(u"saved.json"_qs, sample.readAll()) : QString();
    }

    void start()
    {
        m_window.reset();
        m_window = std::make_unique<ClusterWindow>();
        window().resize(1500, 900);
        window().show();
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
    }
    void openSaved()
    {
        m_window->open({sampleFile()});
        QTRY_VERIFY(itemOf("Service/shop/web") != none);
    }

private Q_SLOTS:
    void init()
    {
        QFile::remove(m_folder.filePath(u"settings.ini"_qs));
        qputenv("PORTOLAN_SETTINGS", m_folder.filePath(u"settings.ini"_qs).toUtf8());
        start();
    }
    void cleanup() { m_window.reset(); }

    void theFirstStartOffersSamplesAndOpensOne()
    {
        QVERIFY(window().findChild<WelcomePage *>()->isVisible());
        QVERIFY(!action(u"Export…"_qs)->isEnabled());
        Q_EMIT window().findChild<WelcomePage *>()->sampleWanted(u"broken"_qs);
        QTRY_VERIFY(itemOf("Service/shop/web") != none);
        QVERIFY(canvas().isVisible());
        QVERIFY(window().windowTitle().contains(u"broken"_qs));
        QVERIFY(statusText().contains(u"failing"_qs));
    }

    void aDumpIsOpenedSearchedAndInspected()
    {
        openSaved();
        QTest::keySequence(&window(), QKeySequence::Find);
        auto *search = window().findChild<QLineEdit *>(u"search"_qs);
        QVERIFY(search->hasFocus());
        QTest::keyClicks(search, u"10.42.0."_qs);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_VERIFY(canvas().selection().item != none);
        const VertexIndex found = chart().items[canvas().selection().item].vertex;
        QVERIFY(found != none);
        QVERIFY(textIn(inspector()).contains(u"10.42.0."_qs));
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(search->text().isEmpty());
    }

    void aServiceIsExplainedWithItsEvidence()
    {
        openSaved();
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, placeOf("Service/shop/api"));
        QCOMPARE(selectedId(), u"Service/shop/api"_qs);
        const QString text = textIn(inspector());
        QVERIFY2(text.contains(u"Service in shop"_qs), qPrintable(text));
        QVERIFY(text.contains(u"ClusterIP"_qs));
    }

    void aNamespaceIsClosedAndOpenedAgain()
    {
        openSaved();
        const QRect shop = canvas().viewRect(itemOf("Namespace/shop"));
        QTest::mouseDClick(&canvas(), Qt::LeftButton, {}, shop.topLeft() + QPoint(30, 10));
        QTRY_VERIFY(itemOf("Service/shop/web") == none || chart().items[itemOf("Service/shop/web")].isRolledUp);
        QVERIFY(chart().items[itemOf("Namespace/shop")].isRolledUp);
        canvas().select(u"Namespace/shop"_qs);
        canvas().setFocus();
        QTest::keyClick(&canvas(), Qt::Key_Return);
        QTRY_VERIFY(!chart().items[itemOf("Namespace/shop")].isRolledUp);
    }

    void searchOpensWhatIsClosed()
    {
        openSaved();
        action(u"Close all"_qs)->trigger();
        QTRY_VERIFY(chart().items[itemOf("Namespace/shop")].isRolledUp);
        auto *search = window().findChild<QLineEdit *>(u"search"_qs);
        search->setFocus();
        QTest::keyClicks(search, u"db"_qs);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_VERIFY(!chart().items[itemOf("Namespace/shop")].isRolledUp);
        QTRY_VERIFY(canvas().selection().item != none);
    }

    void theFilterLeavesOutAndComesBack()
    {
        openSaved();
        auto *filters = window().findChild<FilterPanel *>();
        Filter filter;
        filter.hiddenSpaces = {"kube-system"};
        Q_EMIT filters->filterChanged(filter);
        QTRY_VERIFY(itemOf("Namespace/kube-system") == none);
        QVERIFY(itemOf("Service/shop/web") != none);
        QTRY_VERIFY(statusText().contains(u"filtered"_qs));
        QCOMPARE(filters->filter().hiddenSpaces, filter.hiddenSpaces);
        action(u"Reset the filter"_qs)->trigger();
        QTRY_VERIFY(itemOf("Namespace/kube-system") != none);
    }

    void lensesAndTableShowTheSameCluster()
    {
        openSaved();
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, placeOf("Service/shop/api"));
        QTest::keyClick(&window(), Qt::Key_3, Qt::ControlModifier);
        QTRY_VERIFY(canvas().chart()->lens == Lens::Machines);
        QTest::keyClick(&window(), Qt::Key_5, Qt::ControlModifier);
        QVERIFY(window().findChild<TablePanel *>()->isVisible());
        QVERIFY(!canvas().isVisible());
        Q_EMIT window().findChild<TablePanel *>()->vertexActivated(u"Pod/kube-system/coredns-"_qs);
        QVERIFY(canvas().isVisible());
        QCOMPARE(canvas().chart()->lens, Lens::Machines);
    }

    /** What a learner does first: who fills which role, why, and what if another did. */
    void rolesAreToldAndSupposedOtherwise()
    {
        openSaved();
        QTest::keyClick(&window(), Qt::Key_1, Qt::ControlModifier);
        QTRY_VERIFY(canvas().chart()->lens == Lens::Components);
        canvas().choose({itemOf("Role/cni"), none});
        auto *role = window().findChild<RoleView *>();
        QVERIFY(role->isVisible());
        QVERIFY(!inspector().isVisible());
        QVERIFY(role->text().contains(u"Flannel"_qs));

        Q_EMIT role->supposed(u"cilium"_qs);
        QTRY_VERIFY(canvas().chart()->graph->roles->supposition.has_value());
        auto *said = window().findChild<QLabel *>(u"suppositionText"_qs);
        QVERIFY(said->isVisible());
        QVERIFY(said->text().contains(u"Cilium instead of Flannel"_qs));
        QVERIFY(role->text().contains(u"Back to what is"_qs));

        window().findChild<QPushButton *>(u"reality"_qs)->click();
        QTRY_VERIFY(!canvas().chart()->graph->roles->supposition);
        QVERIFY(!said->isVisible());
        QVERIFY(!role->text().contains(u"Back to what is"_qs));
        canvas().choose({itemOf("Node/agent-0"), none});
        QVERIFY(!role->isVisible());
        QVERIFY(inspector().isVisible());
    }

    /** Who may talk to whom: on the map, in the inspector and in the matrix. */
    void policiesAreShownAsMapAndMatrix()
    {
        openSaved();
        QTest::keyClick(&window(), Qt::Key_4, Qt::ControlModifier);
        QTRY_VERIFY(canvas().chart()->lens == Lens::Policy);
        auto *summary = window().findChild<QLabel *>(u"policySummary"_qs);
        QVERIFY(summary->isVisible());
        QVERIFY2(summary->text().contains(u"3 of 8 workloads are isolated"_qs), qPrintable(summary->text()));
        QVERIFY(summary->text().contains(u"kube-router"_qs));

        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, placeOf("StatefulSet/shop/db"));
        QVERIFY(textIn(inspector()).contains(u"only what a rule allows comes in"_qs));
        QVERIFY(textIn(inspector()).contains(u"shop/api · TCP 5432"_qs));
        QVERIFY(!textIn(inspector()).contains(u"shop/web · TCP 5432"_qs));

        auto *matrix = window().findChild<MatrixPanel *>();
        QVERIFY(!matrix->isVisible());
        window().findChild<Segments *>(u"policyView"_qs)->button(1)->click();
        QVERIFY(matrix->isVisible());
        const AccessMatrix &cells = matrix->matrix();
        const auto sectionOf = [&](const char *id) {
            return cells.sectionOf(chart().access->endOf(chart().graph->find(id)));
        };
        const int web = sectionOf("Deployment/shop/web"), api = sectionOf("Deployment/shop/api"),
                  db = sectionOf("StatefulSet/shop/db"), dns = sectionOf("Deployment/kube-system/coredns");
        QCOMPARE(cells.cellAt(api, db), AccessMatrix::Cell::ByRule);
        QCOMPARE(cells.cellAt(web, db), AccessMatrix::Cell::Denied);
        QCOMPARE(cells.cellAt(web, dns), AccessMatrix::Cell::Open);
        QCOMPARE(cells.cellAt(db, db), AccessMatrix::Cell::Itself);
        matrix->table()->setCurrentIndex(cells.index(web, db));
        QVERIFY(textIn(inspector()).contains(u"shop/web → shop/db"_qs));
        QVERIFY(textIn(inspector()).contains(u"no rule allows it"_qs));

        QTest::keyClick(&window(), Qt::Key_2, Qt::ControlModifier);
        QTRY_VERIFY(canvas().chart()->lens == Lens::Traffic);
        QVERIFY(!summary->isVisible());
        QVERIFY(canvas().isVisible());
    }

    /** What is wrong stands on the chart, in the inspector and on a page of its own. */
    void findingsStandWhereTheyAre()
    {
        m_window->openSample(u"broken"_qs);
        QTRY_VERIFY(itemOf("Service/shop/search") != none);
        canvas().choose({itemOf("Service/shop/search"), none});
        const auto isTold = [&] {
            canvas().clearSelection();
            canvas().choose({itemOf("Service/shop/search"), none});
            return textIn(inspector()).contains(u"SV-"_qs);
        };
        QTRY_VERIFY(isTold());
        QTest::keyClick(&window(), Qt::Key_7, Qt::ControlModifier);
        auto *panel = window().findChild<FindingsPanel *>();
        QVERIFY(panel->isVisible());
        QTRY_VERIFY(panel->text().contains(u"Service/shop/search"_qs));
    }

    void backAndForwardRetraceTheWay()
    {
        openSaved();
        QVERIFY(!action(u"Back"_qs)->isEnabled());
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, placeOf("Service/shop/api"));
        QTest::mouseClick(&canvas(), Qt::LeftButton, {}, placeOf("Service/shop/web"));
        QTest::keyClick(&window(), Qt::Key_3, Qt::ControlModifier);
        QTRY_VERIFY(canvas().chart()->lens == Lens::Machines);
        canvas().choose({itemOf("Node/agent-0"), none});
        action(u"Back"_qs)->trigger();
        QTRY_COMPARE(canvas().chart()->lens, Lens::Traffic);
        QTRY_COMPARE(selectedId(), u"Service/shop/web"_qs);
        action(u"Back"_qs)->trigger();
        QCOMPARE(selectedId(), u"Service/shop/api"_qs);
        QVERIFY(!action(u"Back"_qs)->isEnabled());
        action(u"Forward"_qs)->trigger();
        QCOMPARE(selectedId(), u"Service/shop/web"_qs);
    }

    void whatWasDraggedStandsThereAfterARestart()
    {
        openSaved();
        const QPoint from = placeOf("Service/shop/db");
        const QPoint to = from + QPoint(-30, 160);
        QTest::mousePress(&canvas(), Qt::LeftButton, {}, from);
        for (const QPoint at : {from + QPoint(0, 60), to}) {
            QMouseEvent move(QEvent::MouseMove, QPointF(at), canvas().mapToGlobal(QPointF(at)), Qt::NoButton,
                             Qt::LeftButton, {});
            QApplication::sendEvent(&canvas(), &move);
        }
        QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, to);
        QTRY_VERIFY(chart().items[itemOf("Service/shop/db")].isPinned);
        const RectF place = chart().items[itemOf("Service/shop/db")].rect;

        start();
        openSaved();
        QVERIFY(chart().items[itemOf("Service/shop/db")].isPinned);
        QCOMPARE(chart().items[itemOf("Service/shop/db")].rect, place);

        action(u"Unpin everything"_qs)->trigger();
        QTRY_VERIFY(!chart().items[itemOf("Service/shop/db")].isPinned);
        start();
        openSaved();
        QVERIFY(!chart().items[itemOf("Service/shop/db")].isPinned);
    }

    void thePictureIsSavedAsAsked()
    {
        openSaved();
        const QString path = m_folder.filePath(u"shop.svg"_qs);
        ExportWish wish;
        wish.path = path;
        wish.layout = canvas().chart();
        wish.theme = themeNamed(u"dark"_qs);
        Q_EMIT window().exportRequested(wish);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY(svg.contains("<svg") && svg.contains("saved.json"));
        QVERIFY(statusText().contains(u"shop.svg"_qs));

        wish.path = m_folder.filePath(u"no/such/folder/x.png"_qs);
        Q_EMIT window().exportRequested(wish);
        QVERIFY(statusText().contains(u"x.png"_qs));
    }

    void theGraphIsSavedAsAsked_data()
    {
        QTest::addColumn<QString>("ending");
        QTest::addColumn<QByteArray>("beginning");
        QTest::newRow("draw.io") << u"drawio"_qs << QByteArray("<mxfile");
        QTest::newRow("DOT") << u"dot"_qs << QByteArray("digraph");
        QTest::newRow("GraphML") << u"graphml"_qs << QByteArray("<?xml");
        QTest::newRow("Mermaid") << u"mmd"_qs << QByteArray("flowchart");
        QTest::newRow("JSON") << u"json"_qs << QByteArray("{\"schema\":\"topology/1\"");
    }
    void theGraphIsSavedAsAsked()
    {
        QFETCH(QString, ending);
        QFETCH(QByteArray, beginning);
        openSaved();
        ExportWish wish;
        wish.path = m_folder.filePath(u"graph."_qs + ending);
        wish.layout = canvas().chart();
        Q_EMIT window().exportRequested(wish);
        QFile file(wish.path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray graph = file.readAll();
        QVERIFY2(graph.startsWith(beginning), graph.left(40));
        QVERIFY(graph.contains("10.43."));
    }

    void aFailingPodIsFoundWithoutSeeingOrPointing()
    {
        m_window->openSample(u"broken"_qs);
        QTRY_VERIFY(itemOf("Service/shop/web") != none);
        QAccessibleInterface *tree = QAccessible::queryAccessibleInterface(&canvas());
        QAccessibleInterface *failing = nullptr;
        for (int i = 0; i < tree->childCount() && !failing; ++i) {
            const QString spoken = tree->child(i)->text(QAccessible::Name);
            if (spoken.startsWith(u"pod "_qs) && spoken.contains(u"failing: "_qs))
                failing = tree->child(i);
        }
        QVERIFY(failing);
        failing->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QTRY_VERIFY(textIn(inspector()).contains(u"Pod in "_qs));

        QTest::keyClick(&window(), Qt::Key_5, Qt::ControlModifier);
        bool isListed = false;
        for (const QTableView *view : window().findChild<TablePanel *>()->findChildren<QTableView *>()) {
            const QAbstractItemModel &rows = *view->model();
            for (int row = 0; row < rows.rowCount(); ++row) {
                QStringList cells;
                for (int column = 0; column < rows.columnCount(); ++column)
                    cells << rows.index(row, column).data().toString();
                isListed = isListed || (cells.contains(u"pod"_qs) && cells.contains(u"failing"_qs));
            }
        }
        QVERIFY(isListed);
    }

    void theExportDialogSaysWhatWillBeWritten()
    {
        openSaved();
        ExportDialog dialog(canvas().chart(), canvas().visiblePart(), themeNamed(u"light"_qs));
        const ExportWish wish = dialog.wish();
        QCOMPARE(wish.layout, canvas().chart());
        QCOMPARE(wish.theme.name, u"light"_qs);
        QVERIFY(wish.hasTitle && wish.options.hasLegend);
    }

    void whatIsInViewIsCopiedAsAPicture()
    {
        openSaved();
        action(u"Copy as picture"_qs)->trigger();
        const QImage image = QGuiApplication::clipboard()->image();
        QCOMPARE(image.size(), canvas().size() * 2);
    }

    void filesAreOpenedByDropping()
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(sampleFile())});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&window(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&window(), &drop);
        QTRY_VERIFY(itemOf("Service/shop/web") != none);
    }

    void recentFilesAreOfferedAgainAndForgotten()
    {
        openSaved();
        QCOMPARE(window().memory().recent, QStringList{m_folder.filePath(u"saved.json"_qs)});
        start();
        QCOMPARE(window().memory().recent.size(), 1);
        action(u"Forget these"_qs)->trigger();
        start();
        QVERIFY(window().memory().recent.isEmpty());
    }

    void whatIsNotKubernetesIsSaidAndKeepsWhatIsOpen()
    {
        m_window->open({write(u"shopping.txt"_qs, "milk\nbread\n")});
        QTRY_VERIFY(textIn(*window().findChild<WelcomePage *>()).contains(u"shopping.txt"_qs));
        QVERIFY(!canvas().isVisible());

        openSaved();
        m_window->open({m_folder.filePath(u"shopping.txt"_qs)});
        QTRY_VERIFY(statusText().contains(u"Nothing in shopping.txt"_qs));
        QVERIFY(canvas().isVisible());
        QVERIFY(itemOf("Service/shop/web") != none);
    }

    void problemsInReadingAreAQuietBar()
    {
        openSaved();
        QVERIFY(!window().findChild<ProblemsBar *>()->isVisible());
        m_window->open({write(u"half.yaml"_qs, "apiVersion: v1\nkind: Node\nmetadata:\n  name: n1\n---\na: [b\n")});
        QTRY_VERIFY(itemOf("Node/n1") != none || chart().graph->find("Node/n1") != none);
        QVERIFY(window().findChild<ProblemsBar *>()->isVisible());
    }

    void theThemeIsRemembered()
    {
        action(u"Dark"_qs)->trigger();
        QCOMPARE(window().memory().theme, u"dark"_qs);
        start();
        QCOMPARE(window().memory().theme, u"dark"_qs);
        QVERIFY(action(u"Dark"_qs)->isChecked());
    }

    void twoWindowsHaveTwoClusters()
    {
        openSaved();
        ClusterWindow other;
        other.window().show();
        other.open({write(u"node.yaml"_qs, "apiVersion: v1\nkind: Node\nmetadata:\n  name: lonely\n")});
        const auto *canvasOfOther = other.window().findChild<TopologyCanvas *>();
        QTRY_VERIFY(canvasOfOther->chart() && canvasOfOther->chart()->graph->find("Node/lonely") != none);
        QVERIFY(itemOf("Service/shop/web") != none);
    }
};

QTEST_MAIN(TestClusterWindow)
#include "tst_clusterwindow.moc"
