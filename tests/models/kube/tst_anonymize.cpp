// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QtTest>
#include <map>
#include <regex>

#include "kube/anonymize.h"
#include "kube/read.h"
#include "kube/write/addressmask.h"
#include "support/clusterof.h"
#include "topology/graph.h"

using namespace portolan;

/** An anonymous snapshot opens to the same chart, with none of the names. */
class TestAnonymize : public QObject {
    Q_OBJECT

    static SnapshotPtr sample(const char *name)
    {
        QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples/%1.json").arg(QLatin1String(name)));
        if (!file.open(QIODevice::ReadOnly))
            return nullptr;
        const QByteArray bytes = file.readAll();
        return readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, name).snapshot;
    }

    using Shape = std::map<std::tuple<int, int, int, int>, int>;

    /** How many edges of which type, between what, in which state. */
    static Shape shapeOf(const TopologyGraph &graph)
    {
        Shape shape;
        for (const Edge &edge : graph.edges)
            ++shape[{static_cast<int>(edge.type), static_cast<int>(graph.vertices[edge.from].type),
                     static_cast<int>(graph.vertices[edge.to].type), static_cast<int>(edge.state)}];
        for (const Vertex &vertex : graph.vertices)
            ++shape[{-1, static_cast<int>(vertex.type), static_cast<int>(vertex.state),
                     static_cast<int>(vertex.podCount)}];
        return shape;
    }

private Q_SLOTS:
    void theChartKeepsItsShape_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *sample : {"k3s-vanilla", "k3s-ha-metallb", "calico-ebpf", "cilium", "mesh", "broken"})
            QTest::newRow(sample) << QString::fromLatin1(sample);
    }
    void theChartKeepsItsShape()
    {
        QFETCH(QString, name);
        const SnapshotPtr cluster = sample(qPrintable(name));
        const ReadOutcome again = readBytes(toAnonymousJson(*cluster, 42), "anonymous");
        QVERIFY(again.skipped.empty());
        QCOMPARE(again.snapshot->counts(), cluster->counts());
        QVERIFY(shapeOf(*buildTopology(again.snapshot)) == shapeOf(*buildTopology(cluster)));
    }

    void noNameAndNoAddressIsLeft_data() { theChartKeepsItsShape_data(); }
    void noNameAndNoAddressIsLeft()
    {
        QFETCH(QString, name);
        const SnapshotPtr cluster = sample(qPrintable(name));
        const std::string text = toAnonymousJson(*cluster, 7);
        for (const char *telling : {"shop", "catalog", "payments", "registry.example", "shop.example"})
            QVERIFY2(text.find(telling) == std::string::npos, telling);
        for (const Pod &pod : cluster->pods) {
            QVERIFY2(pod.ip.empty() || text.find('"' + std::string(pod.ip) + '"') == std::string::npos,
                     std::string(pod.ip).c_str());
        }
    }

    void theSameWordIsTheSameEverywhereAndSafeWordsStay()
    {
        const SnapshotPtr cluster = clusterOf(R"(
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"checkout","namespace":"acme-prod","labels":{"app.kubernetes.io/name":"checkout","acme.example/team":"payments"},"annotations":{"note":"call Bob"}},"spec":{"type":"ClusterIP","clusterIP":"10.43.7.9","selector":{"acme.example/team":"payments"},"ports":[{"name":"http","port":80}]}}
            service kube-system/kube-dns ip=10.43.0.10
        )");
        const SnapshotPtr again = readBytes(toAnonymousJson(*cluster, 1), "anonymous").snapshot;
        QVERIFY(again->find(Kind::Service, "kube-system", "kube-dns"));
        const Object *service = nullptr;
        for (const ObjectPtr &object : again->of(Kind::Service))
            service = object->space == "kube-system" ? service : object.get();
        QVERIFY(service);
        QCOMPARE(service->label("app.kubernetes.io/name"), service->name);
        QVERIFY(service->space.ends_with("-prod") || service->space.find('-') != std::string_view::npos);
        QCOMPARE(service->spec()["type"].text(), "ClusterIP");
        QVERIFY(service->meta()["annotations"].members().front().value.text().empty());
        const Member &selected = service->spec()["selector"].members().front();
        QVERIFY(selected.key.find("acme") == std::string_view::npos);
        QCOMPARE(service->meta()["labels"][selected.key].text(), selected.value.text());
    }

    void addressesStayInTheirNetworks_data()
    {
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("pattern");
        const auto row = [](const char *address, const char *pattern) {
            QTest::newRow(address) << QByteArray(address) << QByteArray(pattern);
        };
        row("10.42.1.5", R"(10\.42\.\d+\.\d+)");
        row("10.42.0.0/16", R"(10\.42\.0\.0/16)");
        row("10.42.3.0/24", R"(10\.42\.\d+\.0/24)");
        row("192.168.4.9/24", R"(192\.168\.\d+\.\d+/24)");
        row("127.0.0.1", R"(127\.0\.0\.1)");
        row("0.0.0.0/0", R"(0\.0\.0\.0/0)");
        row("fe80::1", "fe80::1");
        row("fd12:3456::/64", "fd12:.*::/64");
        row("8.8.4.4", R"(8\.\d+\.\d+\.\d+)");
    }
    void addressesStayInTheirNetworks()
    {
        QFETCH(QByteArray, address);
        QFETCH(QByteArray, pattern);
        const auto masked = AddressMask(99).replaced(address.toStdString());
        QVERIFY(masked);
        QVERIFY2(std::regex_match(*masked, std::regex(pattern.toStdString())), masked->c_str());
    }

    void whatSaysHowTheNetworkWorksStays()
    {
        const SnapshotPtr cluster = clusterOf(R"(
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"calico-node","namespace":"kube-system"},"spec":{"template":{"spec":{"containers":[{"name":"calico-node","image":"quay.io/calico/node:v3.30.0","env":[{"name":"CALICO_NETWORKING_BACKEND","value":"none"},{"name":"CALICO_IPV4POOL_CIDR","value":"10.48.7.0/24"},{"name":"ACME_KEY","value":"hunter2"}]}]}}}}
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cilium-config","namespace":"kube-system"},"data":{"kube-proxy-replacement":"true","routing-mode":"native","cni-chaining-mode":"portmap"}}
            yaml:
            apiVersion: v1
            kind: Node
            metadata:
              name: a
              annotations:
                k3s.io/node-args: '["server","--flannel-backend","none","--disable-network-policy","--disable-kube-proxy","--cluster-cidr","10.48.7.0/24"]'
            end
        )");
        const std::string text = toAnonymousJson(*cluster, 3);
        const SnapshotPtr again = readBytes(text, "anonymous").snapshot;
        const Object *calico = again->find(Kind::DaemonSet, "kube-system", "calico-node");
        QVERIFY(calico);
        const Value env = calico->root.pointer("/spec/template/spec/containers/0/env");
        QCOMPARE(env.at(0)["name"].text(), "CALICO_NETWORKING_BACKEND");
        QCOMPARE(env.at(0)["value"].text(), "none");
        QCOMPARE(env.at(1)["name"].text(), "CALICO_IPV4POOL_CIDR");
        QVERIFY(env.at(1)["value"].text().starts_with("10.48."));
        const Object *cilium = again->find(Kind::ConfigMap, "kube-system", "cilium-config");
        QVERIFY(cilium);
        QCOMPARE((*cilium)["data"]["kube-proxy-replacement"].text(), "true");
        QCOMPARE((*cilium)["data"]["routing-mode"].text(), "native");
        QCOMPARE((*cilium)["data"]["cni-chaining-mode"].text(), "portmap");
        QVERIFY(again->of(Kind::Node).size() == 1);
        const std::string_view args = (*again->of(Kind::Node).begin())->annotation("k3s.io/node-args");
        for (const char *flag : {"\"--flannel-backend\",\"none\"", "--disable-network-policy", "--disable-kube-proxy"})
            QVERIFY2(args.find(flag) != std::string_view::npos, std::string(args).c_str());
        for (const char *telling : {"10.48.7.", "ACME_KEY", "hunter2"})
            QVERIFY2(text.find(telling) == std::string::npos, telling);
    }

    void whatSharedAPrefixSharesItStill()
    {
        const AddressMask mask(5);
        const auto prefix = [&](const char *address) {
            const std::string masked = *mask.replaced(address);
            return masked.substr(0, masked.rfind('.'));
        };
        QCOMPARE(prefix("10.42.7.1"), prefix("10.42.7.200"));
        QVERIFY(prefix("10.42.7.1") != prefix("10.42.8.1"));
        QCOMPARE(*mask.replaced("10.42.7.0/24"), prefix("10.42.7.9") + ".0/24");
    }

    void whatIsNoAddressIsNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"", "1.2.3", "web:80", "v1.2.3.4", "10.0.0.0/33", "10.0.0.0/", "a:b", "12:30"})
            QTest::newRow(*text ? text : "empty") << QByteArray(text);
    }
    void whatIsNoAddressIsNone()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!AddressMask(1).replaced(text.toStdString()));
    }
};

QTEST_APPLESS_MAIN(TestAnonymize)
#include "tst_anonymize.moc"
