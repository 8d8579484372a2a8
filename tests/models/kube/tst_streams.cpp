// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "kube/read.h"

using namespace portolan;

namespace {

/** "Pod web-0": what is kept, in the order of kinds and names. */
QString keptIn(const ClusterSnapshot &snapshot)
{
    QStringList kept;
    for (const ObjectPtr &service : snapshot.of(Kind::Service))
        kept << u"Service "_qs + QString::fromStdString(std::string(service->name));
    for (const Pod &pod : snapshot.pods)
        kept << u"Pod "_qs + QString::fromStdString(std::string(pod.name));
    return kept.join(u", "_qs);
}

QString told(const ReadOutcome &outcome)
{
    QStringList lines;
    for (const Problem &problem : outcome.problems)
        lines << QString::number(problem.line) + u": "_qs + QString::fromStdString(problem.message);
    return lines.join(u"; "_qs);
}

constexpr std::string_view list =
    R"({"kind":"ServiceList","apiVersion":"v1","items":[{"metadata":{"name":"%","namespace":"shop"}}]})";

std::string service(std::string_view name)
{
    std::string text(list);
    return text.replace(text.find('%'), 1, name) + "\n";
}

std::string marker(const char *what, const char *pod)
{
    return std::string("==== ") + what + " logs for container web of pod shop/" + pod + " ====\n";
}

}  // namespace

/** What tools print as one stream, with something between the objects. */
class TestStreams : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void logsArePassedOver_data()
    {
        QTest::addColumn<QString>("kept");
        QTest::addColumn<QString>("problems");
        QTest::newRow("logs-between") << u"Service web, Pod after, Pod web-0, Pod web-1"_qs << QString();
        QTest::newRow("logs-with-objects") << u"Service after, Pod web-0"_qs << QString();
        QTest::newRow("logs-with-markers") << u"Service after, Pod web-0"_qs << QString();
        QTest::newRow("logs-binary") << u"Service after, Pod web-0"_qs << QString();
        QTest::newRow("logs-never-end") << u"Pod web-0"_qs
                                        << u"14: the text ends within the log of container web of pod shop/web-0: if "
                                           "more was to follow, it is missing"_qs;
        QTest::newRow("end-without-start")
            << u"Service after, Pod web-0"_qs << u"14: something that is not JSON follows the document"_qs;
        QTest::newRow("errors-between") << u"Service after, Pod web-0"_qs
                                        << u"14: something that is not JSON follows the document"_qs;
    }
    void logsArePassedOver()
    {
        QFETCH(QString, kept);
        QFETCH(QString, problems);
        const std::string folder = PORTOLAN_SOURCE_DIR "/tests/data/hostile/streams/";
        const ReadOutcome outcome = readInputs({folder + QTest::currentDataTag() + ".txt"});
        QCOMPARE(keptIn(*outcome.snapshot), kept);
        QCOMPARE(told(outcome), problems);
    }

    void aWholeDumpIsReadAsItsFoldersAre()
    {
        const std::string dumps = PORTOLAN_SOURCE_DIR "/tests/data/dumps/";
        const ReadOutcome stream = readInputs({dumps + "cluster-info-dump.txt"});
        const ReadOutcome folder =
            readInputs({dumps + "cluster-info-dump/nodes.json", dumps + "cluster-info-dump/shop"});
        QVERIFY(keptIn(*stream.snapshot).contains(u"Pod db-0"_qs));
        QCOMPARE(keptIn(*stream.snapshot), keptIn(*folder.snapshot));
        QCOMPARE(stream.objects, folder.objects);
        QCOMPARE(told(stream), QString());
    }

    void aDumpMayBeginWithALogOrHaveItsEndBehindTheLastLine()
    {
        const ReadOutcome outcome =
            readBytes(marker("START", "a") + "no end of line" + marker("END", "a") + service("one") +
                          marker("START", "b") + marker("END", "b") + service("two"),
                      "-");
        QCOMPARE(keptIn(*outcome.snapshot), u"Service one, Service two"_qs);
        QCOMPARE(told(outcome), QString());
    }

    void logsInADumpOfYamlArePassedOver()
    {
        const std::string yaml = "apiVersion: v1\nkind: Service\nmetadata:\n  name: ";
        const ReadOutcome outcome = readBytes(yaml + "one\n" + marker("START", "a") + "kind: [\n---\n\x01\n" +
                                                  marker("END", "a") + "---\n" + yaml + "two\n",
                                              "-");
        QCOMPARE(keptIn(*outcome.snapshot), u"Service one, Service two"_qs);
        QCOMPARE(told(outcome), QString());
    }

    void whatIsWrongBehindALogIsToldWithItsLine()
    {
        const ReadOutcome outcome =
            readBytes(service("one") + marker("START", "a") + "x\n\n" + marker("END", "a") + "{\"kind\" 1}\n", "-");
        QCOMPARE(keptIn(*outcome.snapshot), u"Service one"_qs);
        QCOMPARE(told(outcome), u"6: not JSON: expected :"_qs);
    }

    void aMarkerWithinAnObjectIsNoLog()
    {
        const ReadOutcome outcome = readBytes(
            service("one\",\"labels\":{\"a\":\"==== START logs for x ====\"},\"x\":\"") + service("two"), "-");
        QCOMPARE(keptIn(*outcome.snapshot), u"Service one, Service two"_qs);
        QCOMPARE(told(outcome), QString());
    }

    void aStreamOfStraysIsGivenUp()
    {
        std::string text;
        for (int i = 0; i < 1000; ++i)
            text += service("s" + std::to_string(1000 + i)) + "stray\n";
        const ReadOutcome outcome = readBytes(text, "-");
        QCOMPARE(outcome.problems.size(), std::size_t(100));
        QCOMPARE(outcome.snapshot->of(Kind::Service).size(), std::size_t(100));
        QVERIFY(QString::fromStdString(outcome.problems.back().message).contains(u"the rest is not read"_qs));
    }
};

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
