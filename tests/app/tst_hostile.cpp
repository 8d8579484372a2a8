// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QtTest>

#include "explain/counts.h"
#include "explain/explanation.h"
#include "kube/read.h"
#include "layout/layout.h"
#include "scene/scene.h"
#include "topology/formats.h"
#include "topology/search.h"

using namespace portolan;

/** Everything that is done with what was read, on input that means no good: it ends, and without a crash. */
class TestHostile : public QObject {
    Q_OBJECT

    static void explainAll(const Layout &layout)
    {
        const TopologyGraph &graph = *layout.graph;
        for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
            const Explanation explanation = explain(graph, v);
            QVERIFY(!explanation.title.empty());
            QVERIFY(explanation.title.find('\n') == std::string::npos);
        }
        for (const LayoutEdge &edge : layout.edges)
            QVERIFY(!explain(graph, layout.edgesOf(edge)).title.empty());
    }

private Q_SLOTS:
    void isDrawnAndExplained_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *folder : {"hostile", "dumps"}) {
            QDirIterator files(QStringLiteral(PORTOLAN_SOURCE_DIR "/tests/data/") + QLatin1String(folder), QDir::Files,
                               QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString path = files.next();
                QTest::newRow(qPrintable(path.mid(path.indexOf(QLatin1String(folder))))) << path;
            }
        }
    }
    void isDrawnAndExplained()
    {
        QFETCH(QString, path);
        const ReadOutcome outcome = readInputs({path.toStdString()});
        const GraphPtr graph = buildTopology(outcome.snapshot);
        QVERIFY(graph);
        for (const Lens lens : allLenses) {
            LayoutWish wish;
            wish.lens = lens;
            const LayoutPtr layout = layOut(graph, wish);
            QVERIFY(layout);
            explainAll(*layout);
            const Scene scene = composeScene(layout, {});
            QCOMPARE(scene.layout, layout);
        }
        for (const auto write : {toDot, toGraphml, toMermaid, toDrawio})
            QVERIFY(!write(*graph).empty());
        QVERIFY(search(*graph, "e").size() <= graph->vertices.size());
    }
};

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"
