// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include "kube/read.h"
#include "kube/write.h"
#include "support/clusterof.h"

using namespace portolan;

/** What is written can be read again, and is then the same. */
class TestWrite : public QObject {
    Q_OBJECT

    static SnapshotPtr sample(const char *name)
    {
        QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples/%1.json").arg(QLatin1String(name)));
        if (!file.open(QIODevice::ReadOnly))
            return nullptr;
        const QByteArray bytes = file.readAll();
        return readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, name).snapshot;
    }

    static SnapshotPtr read(const std::string &text) { return readBytes(text, "again").snapshot; }

    static QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

    /** All of a pod but where it was read. */
    static void compare(const Pod &a, const Pod &b)
    {
        QCOMPARE(bytes(toJson(a)), bytes(toJson(b)));
        QCOMPARE(a.reasonPath.view(), b.reasonPath.view());
        QCOMPARE(a.readyCondition, b.readyCondition);
        QCOMPARE(a.isReady, b.isReady);
        QCOMPARE(a.containersReady, b.containersReady);
        QCOMPARE(a.restarts, b.restarts);
        QVERIFY(*a.pod == *b.pod);
        QVERIFY(*a.labels == *b.labels);
    }

private Q_SLOTS:
    void everyObjectOfTheSamplesIsReadBackFromYaml_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *sample : {"k3s-vanilla", "k3s-ha-metallb", "calico-ebpf", "cilium", "mesh", "broken"})
            QTest::newRow(sample) << QString::fromLatin1(sample);
    }
    void everyObjectOfTheSamplesIsReadBackFromYaml()
    {
        QFETCH(QString, name);
        const SnapshotPtr cluster = sample(qPrintable(name));
        QVERIFY(cluster && !cluster->pods.empty());
        for (const ObjectTable &table : cluster->objects) {
            for (const ObjectPtr &object : table) {
                const SnapshotPtr again = read(toYaml(*object));
                const Object *found = again->find(object->kind, object->space, object->name);
                QVERIFY2(found, toYaml(*object).c_str());
                QCOMPARE(bytes(toJson(*found)), bytes(toJson(*object)));
            }
        }
        for (const Pod &pod : cluster->pods) {
            const SnapshotPtr again = read(toYaml(pod));
            const Pod *found = again->findPod(pod.space, pod.name);
            QVERIFY2(found, toYaml(pod).c_str());
            QCOMPARE(found->isReady, pod.isReady);
            QCOMPARE(found->reason, pod.reason);
            QCOMPARE(found->reasonPath.view(), pod.reasonPath.view());
            QVERIFY(*found->pod == *pod.pod);
        }
    }

    void aSnapshotIsReadBackWhole_data() { everyObjectOfTheSamplesIsReadBackFromYaml_data(); }
    void aSnapshotIsReadBackWhole()
    {
        QFETCH(QString, name);
        const SnapshotPtr cluster = sample(qPrintable(name));
        const SnapshotPtr again = read(toJson(*cluster));
        QCOMPARE(again->counts(), cluster->counts());
        QCOMPARE(again->takenAt, cluster->takenAt);
        QVERIFY(again->gaps == cluster->gaps);
        QCOMPARE(again->pods.size(), cluster->pods.size());
        auto other = again->pods.begin();
        for (const Pod &pod : cluster->pods)
            compare(pod, *other++);
        QCOMPARE(bytes(toJson(*again)), bytes(toJson(*cluster)));
    }

    void aPodThatIsNotReadySaysWhyAtTheSamePlace_data()
    {
        QTest::addColumn<QByteArray>("status");
        const auto row = [](const char *name, const char *status) { QTest::newRow(name) << QByteArray(status); };
        row("waiting, second container", R"("containerStatuses":[{"name":"a","ready":true,"restartCount":2},
            {"name":"b","ready":false,"restartCount":5,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"back-off"}}}])");
        row("terminated", R"("containerStatuses":[{"name":"a","ready":false,
            "state":{"terminated":{"reason":"OOMKilled","exitCode":137}}},{"name":"b","ready":true}])");
        row("init container", R"("initContainerStatuses":[{"name":"x","ready":true},
            {"name":"y","state":{"waiting":{"reason":"ErrImagePull"}}}])");
        row("evicted", R"("reason":"Evicted","message":"the node was low on resource: memory")");
        row("unschedulable", R"("conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable",
            "message":"0/3 nodes are available"}])");
        row("condition", R"("conditions":[{"type":"Initialized","status":"True"},
            {"type":"Ready","status":"False","reason":"ContainersNotReady"}])");
    }
    void aPodThatIsNotReadySaysWhyAtTheSamePlace()
    {
        QFETCH(QByteArray, status);
        const SnapshotPtr cluster = read(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"s"},
            "spec":{"containers":[{"name":"a"},{"name":"b"}]},"status":{"phase":"Running",)" +
                                         status.toStdString() + "}}");
        const Pod *pod = cluster->findPod("s", "p");
        QVERIFY(pod && !pod->reason.empty());
        const SnapshotPtr fromJson = read(toJson(*pod)), fromYaml = read(toYaml(*pod));
        compare(*pod, *fromJson->findPod("s", "p"));
        const Pod *read = fromYaml->findPod("s", "p");
        QVERIFY(read);
        QCOMPARE(read->reason, pod->reason);
        QCOMPARE(read->message.view(), pod->message.view());
        QCOMPARE(read->reasonPath.view(), pod->reasonPath.view());
    }

    void yamlDoesNotSayWhichOfSomeContainersIsReady()
    {
        const SnapshotPtr cluster = read(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},
            "spec":{"containers":[{"name":"a"},{"name":"b"}]},
            "status":{"phase":"Running","containerStatuses":[{"name":"a","ready":true},{"name":"b","ready":false}]}})");
        const std::string yaml = toYaml(*cluster->findPod("default", "p"));
        QVERIFY2(yaml.find("ready:") == std::string::npos, yaml.c_str());
    }

    void textsStayTexts_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
        for (const char *word :
             {"true",  "no",   "on",    "null",   "~",  "",     "1",          "0x1f",    "1e3",  "0777",
              "1_000", ".inf", "-",     "<<",     "=",  "? a",  "- a",        "a: b",    "a #b", "#c",
              "&a",    "*a",   "!t",    "|",      ">",  "%",    "@",          "`",       "{a}",  "[a]",
              "'",     "\"",   " lead", "trail ", "\t", "a\tb", "2024-05-17", "12:30:45"})
            row(word, word);
        row("lines", "first\nsecond\n");
        row("lines without an end", "first\nsecond");
        row("lines, indented", "  first\nsecond\n");
        row("empty lines at the end", "a\n\n\n");
        row("carriage return", "a\r\nb\r\n");
        row("control", "a\x01\x1b[31mb");
        row("unicode", "Zürich 東京 🚢");
        row("line separator",
            "a\xe2\x80\xa8"
            "b\xc2\x85"
            "c");
        row("byte order mark",
            "\xef\xbb\xbf"
            "a");
        row("long", QByteArray(5000, 'x') + " y");
    }
    void textsStayTexts()
    {
        QFETCH(QByteArray, text);
        QJsonObject meta{{u"name"_qs, u"n"_qs},
                         {u"annotations"_qs, QJsonObject{{u"a"_qs, QString::fromUtf8(text)},
                                                         {u"k-"_qs + QString::fromUtf8(text).left(60), u"v"_qs}}}};
        const QByteArray json =
            QJsonDocument(
                QJsonObject{{u"apiVersion"_qs, u"v1"_qs}, {u"kind"_qs, u"Namespace"_qs}, {u"metadata"_qs, meta}})
                .toJson();
        const SnapshotPtr cluster = read(json.toStdString());
        const Object *object = cluster->find(Kind::Namespace, {}, "n");
        QVERIFY(object);
        QCOMPARE(bytes(object->annotation("a")), QString::fromUtf8(text).toUtf8());
        const SnapshotPtr again = read(toYaml(*object));
        const Object *found = again->find(Kind::Namespace, {}, "n");
        QVERIFY2(found, toYaml(*object).c_str());
        QCOMPARE(bytes(toJson(*found)), bytes(toJson(*object)));
    }

    void wellKnownFieldsComeFirst()
    {
        const SnapshotPtr cluster = read(
            R"({"status":{},"spec":{"a":1},"metadata":{"labels":{"x":"y"},"name":"shop"},"kind":"Namespace","apiVersion":"v1"})");
        const std::string yaml = toYaml(*cluster->find(Kind::Namespace, {}, "shop"));
        QVERIFY2(yaml.starts_with("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n"), yaml.c_str());
    }
};

QTEST_APPLESS_MAIN(TestWrite)
#include "tst_write.moc"
