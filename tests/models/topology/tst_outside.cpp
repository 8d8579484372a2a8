// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "explain/explanation.h"
#include "support/clusterof.h"
#include "support/printgraph.h"
#include "topology/outside.h"

using namespace portolan;

namespace {

GraphPtr graphOf(const std::string &drawing)
{
    return buildTopology(clusterOf(drawing));
}

/** A Service of type LoadBalancer with this entry in its status. */
std::string balancer(const std::string &entry, const std::string &annotations = "{}")
{
    return R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","uid":"1","annotations":)" +
           annotations +
           R"(},"spec":{"type":"LoadBalancer","ports":[{"port":80}]},"status":{"loadBalancer":{"ingress":[)" + entry +
           "]}}}\n";
}

QString outsides(const TopologyGraph &graph)
{
    QStringList all;
    for (const Vertex &vertex : graph.vertices) {
        if (vertex.type == VertexType::Outside)
            all << QString::fromUtf8(vertex.id.data(), static_cast<int>(vertex.id.size())) + u": "_qs +
                       QString::fromUtf8(vertex.detail.data(), static_cast<int>(vertex.detail.size()));
    }
    return all.join(u"; "_qs);
}

const QString anyone = u"Outside/internet: any client"_qs, inNetwork = u"Outside/network: private network"_qs,
              unsaid = u"Outside/internet: clients"_qs;

}  // namespace

/** From where an address or a port of the nodes can be called. */
class TestOutside : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAddressSaysWhoCanCallIt_data()
    {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QString>("annotations");
        QTest::addColumn<QString>("expected");
        const auto ip = [](const char *address) { return u"{\"ip\":\"%1\"}"_qs.arg(QLatin1String(address)); };
        const QString none = u"{}"_qs, host = u"{\"hostname\":\"x.elb.eu-west-1.amazonaws.com\"}"_qs;
        QTest::newRow("public") << ip("8.8.4.4") << none << anyone;
        QTest::newRow("just outside of 172.16/12") << ip("172.32.0.1") << none << anyone;
        QTest::newRow("10/8") << ip("10.20.0.5") << none << inNetwork;
        QTest::newRow("172.16/12") << ip("172.31.255.1") << none << inNetwork;
        QTest::newRow("192.168/16") << ip("192.168.1.240") << none << inNetwork;
        QTest::newRow("shared") << ip("100.64.3.1") << none << inNetwork;
        QTest::newRow("ULA") << ip("fd12::5") << none << inNetwork;
        QTest::newRow("global IPv6") << ip("2a01:4f8::5") << none << anyone;
        QTest::newRow("a name") << host << none << unsaid;
        QTest::newRow("AWS, internal name")
            << u"{\"hostname\":\"internal-x.eu-west-1.elb.amazonaws.com\"}"_qs << none << inNetwork;
        QTest::newRow("AWS, scheme") << host
                                     << uR"({"service.beta.kubernetes.io/aws-load-balancer-scheme":"internal"})"_qs
                                     << inNetwork;
        QTest::newRow("AWS, other scheme")
            << host << uR"({"service.beta.kubernetes.io/aws-load-balancer-scheme":"internet-facing"})"_qs << anyone;
        QTest::newRow("AWS, in-tree") << host
                                      << uR"({"service.beta.kubernetes.io/aws-load-balancer-internal":"0.0.0.0/0"})"_qs
                                      << inNetwork;
        QTest::newRow("Azure, not internal")
            << ip("20.1.2.3") << uR"({"service.beta.kubernetes.io/azure-load-balancer-internal":"false"})"_qs << anyone;
        QTest::newRow("Azure, public range inside")
            << ip("20.1.2.3") << uR"({"service.beta.kubernetes.io/azure-load-balancer-internal":"true"})"_qs
            << inNetwork;
    }
    void anAddressSaysWhoCanCallIt()
    {
        QFETCH(QString, entry);
        QFETCH(QString, annotations);
        QFETCH(QString, expected);
        const auto graph = graphOf(balancer(entry.toStdString(), annotations.toStdString()));
        QCOMPARE(outsides(*graph), expected);
        QCOMPARE(print(*graph, EdgeType::Exposes).size(), 2);
    }

    void whoComesFromAnywhereIsKeptApart()
    {
        const auto graph = graphOf(balancer(R"({"ip":"8.8.4.4"},{"ip":"10.0.0.9"})"));
        QCOMPARE(outsides(*graph), anyone + u"; "_qs + inNetwork);
        const QStringList exposed = print(*graph, EdgeType::Exposes);
        QVERIFY(exposed.contains(u"Outside/internet exposes LoadBalancer/8.8.4.4"_qs));
        QVERIFY(exposed.contains(u"Outside/network exposes LoadBalancer/10.0.0.9"_qs));
        const Explanation told = explain(*graph, graph->find(privateOutsideId));
        QVERIFY(!QString::fromStdString(told.sentences.front()).contains(u"Any client"_qs));
    }

    void theAnnotationIsEvidence()
    {
        const auto graph =
            graphOf(balancer(R"({"hostname":"x.example"})", R"({"networking.gke.io/load-balancer-type":"Internal"})"));
        const VertexIndex network = graph->find(privateOutsideId);
        QVERIFY(network != none);
        QStringList paths;
        for (const Evidence &evidence : graph->evidenceOf(graph->edges[graph->outgoing(network).front()]))
            paths << QString::fromStdString(std::string(evidence.path));
        QVERIFY(paths.contains(u"/metadata/annotations/networking.gke.io~1load-balancer-type"_qs));
    }

    void aNodePortIsReachedAsItsNodesAre()
    {
        const std::string port =
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","uid":"1"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30080}]}}
            )";
        QCOMPARE(outsides(*graphOf(port)), unsaid);
        QCOMPARE(outsides(*graphOf(port + "node a 192.168.1.10 10.42.0.0/24\n")), inNetwork);
        QCOMPARE(outsides(*graphOf(port + "node a 192.168.1.10 10.42.0.0/24\nnode b 5.75.1.1 10.42.1.0/24\n")), anyone);
    }
};

QTEST_GUILESS_MAIN(TestOutside)
#include "tst_outside.moc"
