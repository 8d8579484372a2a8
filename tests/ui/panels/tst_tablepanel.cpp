// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QtTest>

#include "kube/read.h"
#include "panels/rowsview.h"
#include "panels/segments.h"
#include "panels/tablepanel.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

GraphPtr vanilla()
{
    QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR) + u"/resources/samples/k3s-vanilla.json"_qs);
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return buildTopology(readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, "sample").snapshot);
}

GraphPtr drawn()
{
    return buildTopology(clusterOf(R"(
        node       agent-0 192.168.1.10 10.42.0.0/24
        deployment shop/web app=web replicas=3 ready=1
        pod        shop/web-2  app=web node=agent-0 ip=10.42.0.2
        pod        shop/web-10 app=web node=agent-0 ip=10.42.0.10 notready
        pod        shop/web-1  app=web node=agent-0 ip=10.42.0.1 waiting=CrashLoopBackOff
        service    shop/web app=web ip=10.43.0.5 port=80
        slice      shop/web-x service=web 10.42.0.2:ready=web-2@agent-0 10.42.0.10:notready=web-10@agent-0 port=:8080
    )"));
}

}  // namespace

class TestTablePanel : public QObject {
    Q_OBJECT

    TablePanel *m_panel = nullptr;
    GraphPtr m_graph;

    RowsView *view(const QString &name) const
    {
        for (RowsView *one : m_panel->findChildren<RowsView *>()) {
            if (one->accessibleName() == name)
                return one;
        }
        return nullptr;
    }
    RowsView *objects() const { return view(u"Objects"_qs); }
    RowsView *connections() const { return view(u"Connections"_qs); }

    static QStringList column(const RowsView &view, int column)
    {
        QStringList cells;
        for (int row = 0; row < view.model()->rowCount(); ++row)
            cells << view.model()->index(row, column).data().toString();
        return cells;
    }

    void setWords(const QString &words) { m_panel->findChild<QLineEdit *>()->setText(words); }

    int rowOf(const QString &name) const
    {
        return static_cast<int>(column(*objects(), VertexRows::Name).indexOf(name));
    }

    void show(const GraphPtr &graph)
    {
        m_graph = graph;
        m_panel->show(graph);
    }

private Q_SLOTS:
    void init()
    {
        m_panel = new TablePanel;
        m_panel->resize(1100, 600);
        m_panel->QWidget::show();
    }
    void cleanup() { delete m_panel; }

    void everyVertexAndEveryEdgeIsARow()
    {
        show(vanilla());
        QCOMPARE(objects()->model()->rowCount(), static_cast<int>(m_graph->vertices.size()));
        QCOMPARE(connections()->model()->rowCount(), static_cast<int>(m_graph->edges.size()));
        const QStringList cells = column(*objects(), VertexRows::Detail);
        QVERIFY(cells.contains(u"10.43.97.14:80"));
        QVERIFY(column(*connections(), EdgeRows::To).contains(u"web (service in shop)"));
    }

    void cellsSayWhatTheGraphSays()
    {
        show(drawn());
        setWords(u"web-1"_qs);
        QCOMPARE(column(*objects(), VertexRows::Name).size(), 2);
        const int row = rowOf(u"web-1"_qs);
        QStringList cells;
        for (int i = 0; i < VertexRows::columns; ++i)
            cells << objects()->model()->index(row, i).data().toString();
        QCOMPARE(cells, (QStringList{u"pod"_qs, u"shop"_qs, u"web-1"_qs, u"failing"_qs, u"CrashLoopBackOff"_qs,
                                     u"10.42.0.1"_qs, u"agent-0"_qs, u"not ready"_qs}));
    }

    void numbersInNamesSortByTheirValue()
    {
        show(drawn());
        setWords(u"pod"_qs);
        objects()->sortByColumn(VertexRows::Name, Qt::AscendingOrder);
        QCOMPARE(column(*objects(), VertexRows::Name), (QStringList{u"web-1"_qs, u"web-2"_qs, u"web-10"_qs}));
        objects()->sortByColumn(VertexRows::Detail, Qt::DescendingOrder);
        QCOMPARE(column(*objects(), VertexRows::Name), (QStringList{u"web-10"_qs, u"web-2"_qs, u"web-1"_qs}));
    }

    void statesSortByHowBadTheyAre()
    {
        show(drawn());
        objects()->sortByColumn(VertexRows::StateColumn, Qt::DescendingOrder);
        QCOMPARE(column(*objects(), VertexRows::StateColumn).first(), u"failing"_qs);
        QCOMPARE(column(*objects(), VertexRows::StateColumn).last(), u"fine"_qs);
    }

    void anotherGraphIsSortedAndFilteredAlike()
    {
        show(vanilla());
        setWords(u"pod shop"_qs);
        objects()->sortByColumn(VertexRows::Name, Qt::DescendingOrder);
        show(drawn());
        QCOMPARE(column(*objects(), VertexRows::Name), (QStringList{u"web-10"_qs, u"web-2"_qs, u"web-1"_qs}));
    }

    void allWordsMustOccur()
    {
        show(vanilla());
        setWords(u"SHOP 10.43"_qs);
        for (const QString &name : column(*objects(), VertexRows::Space))
            QCOMPARE(name, u"shop"_qs);
        QCOMPARE(objects()->model()->rowCount(), 2);
        setWords(u"shop nothing-like-it"_qs);
        QCOMPARE(objects()->model()->rowCount(), 0);
        setWords({});
        QCOMPARE(objects()->model()->rowCount(), static_cast<int>(m_graph->vertices.size()));
    }

    void selectingSaysWhich()
    {
        show(drawn());
        QSignalSpy selected(m_panel, &TablePanel::vertexSelected);
        QSignalSpy activated(m_panel, &TablePanel::vertexActivated);
        objects()->sortByColumn(VertexRows::Name, Qt::DescendingOrder);
        const QModelIndex cell = objects()->model()->index(rowOf(u"web-10"_qs), VertexRows::Name);
        QTest::mouseClick(objects()->viewport(), Qt::LeftButton, {}, objects()->visualRect(cell).center());
        QCOMPARE(selected, (QList<QVariantList>{{u"Pod/shop/web-10"_qs}}));
        QTest::keyClick(objects(), Qt::Key_Return);
        QCOMPARE(activated, (QList<QVariantList>{{u"Pod/shop/web-10"_qs}}));
    }

    void selectingFromOutsideIsQuiet()
    {
        show(vanilla());
        QSignalSpy selected(m_panel, &TablePanel::vertexSelected);
        objects()->sortByColumn(VertexRows::Name, Qt::DescendingOrder);
        m_panel->select(u"Service/shop/api"_qs);
        QCOMPARE(objects()->currentIndex().siblingAtColumn(VertexRows::Name).data().toString(), u"api"_qs);
        QVERIFY(objects()->selectionModel()->isRowSelected(objects()->currentIndex().row()));
        m_panel->select(u"Service/shop/none-such"_qs);
        QCOMPARE(selected.count(), 0);

        m_panel->show(vanilla());  // read again
        QCOMPARE(objects()->currentIndex().siblingAtColumn(VertexRows::Detail).data().toString(),
                 u"10.43.215.60:8080"_qs);
        QCOMPARE(selected.count(), 0);
    }

    void connectionsSayBothEnds()
    {
        show(drawn());
        m_panel->findChild<Segments *>()->button(1)->click();
        setWords(u"selects web-10"_qs);
        QCOMPARE(connections()->model()->rowCount(), 1);
        QStringList cells;
        for (int i = 0; i < EdgeRows::columns; ++i)
            cells << connections()->model()->index(0, i).data().toString();
        QCOMPARE(cells, (QStringList{u"web (service in shop)"_qs, u"selects"_qs, u"web-10 (pod in shop)"_qs, u"8080"_qs,
                                     u"TCP"_qs, u"warning"_qs, u"not ready"_qs}));

        QSignalSpy selected(m_panel, &TablePanel::edgeSelected);
        QSignalSpy activated(m_panel, &TablePanel::vertexActivated);
        connections()->setCurrentIndex(connections()->model()->index(0, EdgeRows::From));
        QCOMPARE(selected.count(), 1);
        const Edge &edge = m_graph->edges.at(selected[0][0].toUInt());
        QCOMPARE(m_graph->vertices[edge.to].id, "Pod/shop/web-10");
        QTest::keyClick(connections(), Qt::Key_Return);
        connections()->setCurrentIndex(connections()->model()->index(0, EdgeRows::To));
        QTest::keyClick(connections(), Qt::Key_Return);
        QCOMPARE(activated, (QList<QVariantList>{{u"Service/shop/web"_qs}, {u"Pod/shop/web-10"_qs}}));
    }

    void rowsAreCopiedWithTabs()
    {
        show(drawn());
        setWords(u"pod"_qs);
        objects()->sortByColumn(VertexRows::Name, Qt::AscendingOrder);
        objects()->selectAll();
        QTest::keyClick(objects(), Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QCOMPARE(lines[1].split(u'\t').mid(0, 3), (QStringList{u"pod"_qs, u"shop"_qs, u"web-2"_qs}));
        QCOMPARE(lines[1].split(u'\t').size(), VertexRows::columns);
    }

    void naturalOrderIsAnOrder()
    {
        QVERIFY(naturalOrder("web-2", "web-10") < 0);
        QVERIFY(naturalOrder("10.42.0.9", "10.42.0.10") < 0);
        QVERIFY(naturalOrder("Web", "web") == 0);
        QVERIFY(naturalOrder("web", "web-1") < 0);
        QVERIFY(naturalOrder("", "a") < 0);
        QVERIFY(naturalOrder("a01", "a1") == 0);
        QVERIFY(naturalOrder("18446744073709551617", "18446744073709551616") > 0);
    }
};

QTEST_MAIN(TestTablePanel)
#include "tst_tablepanel.moc"
