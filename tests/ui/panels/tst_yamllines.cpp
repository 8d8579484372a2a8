// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QtTest>
#include <algorithm>

#include "panels/yamllines.h"

using namespace portolan;

namespace {

constexpr std::string_view service =
    "apiVersion: v1\n"
    "kind: Service\n"
    "metadata:\n"
    "  name: api\n"
    "  namespace: shop\n"
    "  annotations:\n"
    "    example.org/note: \"a: b\"\n"
    "    script: |\n"
    "      spec:\n"
    "      - clusterIP: not here\n"
    "spec:\n"
    "  clusterIPs:\n"
    "  - 10.43.7.31\n"
    "  ports:\n"
    "  - name: http\n"
    "    port: 80\n"
    "  - name: https\n"
    "    port: 443\n"
    "    2: two\n"
    "  type: ClusterIP\n"
    "status:\n"
    "  loadBalancer:\n"
    "    ingress:\n"
    "      - ip: 192.168.1.10\n"
    "      - ip: 192.168.1.20\n"
    "        ports: []\n"
    "      - ip: 192.168.1.30\n";

}  // namespace

class TestYamlLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFieldIsFoundWhereItStands_data()
    {
        QTest::addColumn<QByteArray>("pointer");
        QTest::addColumn<int>("line");
        QTest::newRow("top") << QByteArray("/kind") << 1;
        QTest::newRow("nested") << QByteArray("/metadata/namespace") << 4;
        QTest::newRow("escaped slash") << QByteArray("/metadata/annotations/example.org~1note") << 6;
        QTest::newRow("not in text over lines") << QByteArray("/spec") << 10;
        QTest::newRow("list beneath its key") << QByteArray("/spec/clusterIPs/0") << 12;
        QTest::newRow("key after a list") << QByteArray("/spec/type") << 19;
        QTest::newRow("first key of an item") << QByteArray("/spec/ports/1/name") << 16;
        QTest::newRow("later key of an item") << QByteArray("/spec/ports/1/port") << 17;
        QTest::newRow("a key that is a number") << QByteArray("/spec/ports/1/2") << 18;
        QTest::newRow("list further in than its key") << QByteArray("/status/loadBalancer/ingress/2/ip") << 26;
    }

    void aFieldIsFoundWhereItStands()
    {
        QFETCH(QByteArray, pointer);
        QTEST(lineOfField(service, pointer.toStdString()), "line");
    }

    void aFieldThatWasNotKeptIsWhereItWouldStand()
    {
        QCOMPARE(lineOfField(service, "/spec/selector/app"), 10);
        QCOMPARE(lineOfField(service, "/spec/ports/7/port"), 13);
        QCOMPARE(lineOfField(service, "/status/loadBalancer/ingress/1/ports/0"), 25);
        QCOMPARE(lineOfField(service, "/nothing/of/it"), -1);
        QCOMPARE(lineOfField(service, ""), -1);
        QCOMPARE(lineOfField("", "/kind"), -1);
    }

    void anyTextIsSearchedToAnEnd()
    {
        constexpr std::string_view characters = "  --::\n\n\n'\"#a0{}|";
        QRandomGenerator random(7);
        for (int i = 0; i < 20000; ++i) {
            std::string text;
            for (auto n = random.bounded(60); n > 0; --n)
                text += characters[random.bounded(static_cast<quint32>(characters.size()))];
            for (const std::string_view pointer : {"/a", "/a/0", "/0/a", "/0/0/0", "/a/a/a", "//", "/metadata/name"}) {
                const int line = lineOfField(text, pointer);
                QVERIFY(line >= -1 && line <= std::count(text.begin(), text.end(), '\n'));
            }
            QVERIFY(!isYamlOf(text, "Pod/a/b"));
        }
    }

    void yamlIsKnownByItsHead()
    {
        QVERIFY(isYamlOf(service, "Service/shop/api"));
        QVERIFY(!isYamlOf(service, "Service/shop/web"));
        QVERIFY(!isYamlOf(service, "Service/api"));
        QVERIFY(!isYamlOf(service, "Endpoints/shop/api"));
        QVERIFY(!isYamlOf("", "Service/shop/api"));
        QVERIFY(isYamlOf("kind: Node\nmetadata:\n  name: \"agent-0\"\n", "Node/agent-0"));
        QVERIFY(isYamlOf("kind: NetworkPolicy\nmetadata:\n  name: p\n  namespace: a\n",
                         "NetworkPolicy.projectcalico.org/a/p"));
    }
};

QTEST_GUILESS_MAIN(TestYamlLines)
#include "tst_yamllines.moc"
