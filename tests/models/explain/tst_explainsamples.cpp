// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QtTest>

#include "explain/explanation.h"
#include "kube/read.h"

using namespace portolan;

/** Every explanation of whole clusters, held against what no sentence may look like. */
class TestExplainSamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QString>("path");
        samples();
    }

    void everyVertexIsWorded()
    {
        forEach([&](const TopologyGraph &graph, VertexIndex v) {
            const Explanation told = explain(graph, v);
            const QString id =
                QString::fromUtf8(graph.vertices[v].id.data(), static_cast<qsizetype>(graph.vertices[v].id.size()));
            check(graph, told, id);
            if (graph.vertices[v].state != State::Fine)
                QVERIFY2(!told.stateWhy.empty(), qPrintable(id + " does not say why it is not fine"));
            QCOMPARE(told.yaml.empty(), graph.vertices[v].object.isNull());
        });
    }

    void everyEdgeIsWorded()
    {
        const GraphPtr graph = sample();
        for (EdgeIndex e = 0; e < graph->edges.size(); ++e)
            check(*graph, explain(*graph, std::span(&e, 1)), QString("edge %1").arg(e));
    }

    void allEdgesTogetherAreSummedUp()
    {
        const GraphPtr graph = sample();
        std::vector<EdgeIndex> all(graph->edges.size());
        std::iota(all.begin(), all.end(), 0u);
        const Explanation told = explain(*graph, all);
        check(*graph, told, "all edges");
        QVERIFY(told.evidence.size() < 20);
        QVERIFY(told.links.size() < 40);
    }

private:
    void samples()
    {
        const QDir folder(QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples"));
        for (const QFileInfo &file : folder.entryInfoList({u"*.json"_qs}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(file.baseName())) << file.filePath();
    }
    GraphPtr sample()
    {
        QFETCH_GLOBAL(QString, path);
        return buildTopology(readInputs({path.toStdString()}).snapshot);
    }
    template <class Check>
    void forEach(Check one)
    {
        const GraphPtr graph = sample();
        QVERIFY(!graph->vertices.empty());
        for (VertexIndex v = 0; v < graph->vertices.size(); ++v)
            one(*graph, v);
    }

    static QString faultOf(const std::string &text)
    {
        for (const char *bad :
             {"  ", "()", " ,", " .", " ;", "..", "<b", "<a ", "</", "&lt;", "\n", ": ,", "( ", " )", ",,", "null"}) {
            if (text.find(bad) != std::string::npos)
                return bad;
        }
        return text.empty() ? "empty" : text.front() == ' ' || text.back() == ' ' ? "space at an end" : "";
    }
    static void checkText(const std::string &text, const QString &where)
    {
        const QString fault = faultOf(text);
        QVERIFY2(fault.isEmpty(), qPrintable(where + ": \"" + fault + "\" in \"" + QString::fromStdString(text) + '"'));
    }
    static void check(const TopologyGraph &graph, const Explanation &told, const QString &id)
    {
        checkText(told.title, id + " title");
        checkText(told.place, id + " place");
        QVERIFY2(!told.sentences.empty(), qPrintable(id + " has no sentence"));
        for (const std::string &sentence : told.sentences) {
            checkText(sentence, id);
            QVERIFY2(sentence.ends_with('.') || sentence.ends_with("…"),
                     qPrintable(id + " does not end: " + QString::fromStdString(sentence)));
        }
        if (!told.stateWhy.empty())
            checkText(told.stateWhy, id + " state");
        for (const ExplainedFact &fact : told.facts)
            checkText(fact.label, id), checkText(fact.value, id + ' ' + QString::fromStdString(fact.label));
        for (const ExplainedEvidence &evidence : told.evidence) {
            checkText(evidence.object, id + " evidence");
            QVERIFY2(!evidence.reference.empty() && (evidence.path.empty() || evidence.path.starts_with('/')),
                     qPrintable(id + " evidence " + QString::fromStdString(evidence.object + ' ' + evidence.path)));
        }
        for (const ExplainedLink &link : told.links) {
            checkText(link.text, id + " link");
            QVERIFY2(graph.find(link.vertex) != none,
                     qPrintable(id + " leads nowhere: " + QString::fromStdString(link.vertex)));
        }
    }
};

QTEST_APPLESS_MAIN(TestExplainSamples)
#include "tst_explainsamples.moc"
