// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "kube/read.h"
#include "support/clusterof.h"

using namespace portolan;

class TestDecode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsADrawnPod()
    {
        const auto cluster = clusterOf(R"(
            pod shop/web-1 app=web node=agent-0 ip=10.42.1.4 owner=ReplicaSet/web-abc port=http:8080
            pod shop/web-0 app=web notready waiting=CrashLoopBackOff
        )");
        QCOMPARE(cluster->pods.size(), std::size_t(2));
        const Pod &broken = *cluster->pods.begin();
        QCOMPARE(broken.name, "web-0");
        QCOMPARE(broken.reason, "CrashLoopBackOff");
        QCOMPARE(broken.reasonPath, "/status/containerStatuses/0/state/waiting/reason");
        const Pod *pod = cluster->findPod("shop", "web-1");
        QVERIFY(pod && pod->isReady && pod->hasStatus);
        QCOMPARE(pod->ip, "10.42.1.4");
        QCOMPARE(pod->node, "agent-0");
        QCOMPARE(pod->ownerKind, "ReplicaSet");
        QCOMPARE(pod->ownerName, "web-abc");
        QCOMPARE(valueOf(*pod->labels, "app"), "web");
        QCOMPARE(pod->pod->containers[0].ports[0].port, 8080);
        QCOMPARE(pod->labels, broken.labels);
    }

    void readsADrawnService()
    {
        const auto cluster = clusterOf("service shop/web app=web ip=10.43.0.5 port=80:http/TCP");
        const Object *service = cluster->find(Kind::Service, "shop", "web");
        QVERIFY(service);
        QCOMPARE(service->spec()["ports"].at(0)["targetPort"].text(), "http");
        QCOMPARE(service->root.pointer("/spec/selector/app").text(), "web");
    }

    void annotationsOfServicesAreKept()
    {
        const auto cluster = clusterOf("service shop/web app=web note:metallb.io/address-pool=lan");
        QCOMPARE(cluster->find(Kind::Service, "shop", "web")->annotation("metallb.io/address-pool"), "lan");
    }

    void passwordsOfRoutersAreNotKept()
    {
        const auto cluster = clusterOf(R"(
            {"apiVersion":"metallb.io/v1beta2","kind":"BGPPeer","metadata":{"name":"r","namespace":"m"},"spec":{"myASN":64512,"password":"hunter2","passwordSecret":{"name":"of-r"}}}
        )");
        const Object *peer = cluster->find(Kind::MetalLBBGPPeer, "m", "r");
        QVERIFY(peer->spec()["password"].isNull());
        QCOMPARE(peer->spec()["myASN"].integer(), 64512);
        QCOMPARE(peer->root.pointer("/spec/passwordSecret/name").text(), "of-r");
    }

    void ofEnvironmentsOnlyWhatNetworkComponentsDocumentIsKept_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("isKept");
        const auto row = [](const char *name, const char *value, bool isKept) {
            QTest::addRow("%s=%s", name, value) << QString::fromLatin1(name) << QString::fromLatin1(value) << isKept;
        };
        row("svc_enable", "true", true);
        row("CALICO_NETWORKING_BACKEND", "none", true);
        row("CALICO_IPV4POOL_CIDR", "10.48.0.0/16", true);
        row("CALICO_IPV4POOL_VXLAN", "CrossSubnet", true);
        row("CALICO_IPV4POOL_BLOCK_SIZE", "26", true);
        row("FELIX_BPFENABLED", "true", true);
        row("address", "192.168.1.240", true);
        row("address", "fd00::10", true);
        // what is no such thing, under a name that is known or not
        row("svc_enable", "hunter2", false);
        row("CALICO_NETWORKING_BACKEND", "hunter2", false);
        row("CALICO_IPV4POOL_VXLAN", "hunter2", false);
        row("CALICO_IPV4POOL_CIDR", "hunter2", false);
        row("address", "https://user:hunter2@example.org", false);
        row("address", "deadbeef0123456789", false);
        row("CALICO_IPV4POOL_BLOCK_SIZE", "31415926535", false);
        row("PASSWORD", "true", false);
        row("DATABASE_ADDRESS", "192.168.1.240", false);
    }
    void ofEnvironmentsOnlyWhatNetworkComponentsDocumentIsKept()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(bool, isKept);
        const QString object =
            u"{\"apiVersion\":\"apps/v1\",\"kind\":\"DaemonSet\",\"metadata\":{\"name\":\"d\",\"namespace\":\"m\"},"
            "\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"env\":[{\"name\":\"%1\",\"value\":\"%"
            "2\"}"
            "]}]}}}}"_qs.arg(name, value);
        const auto cluster = clusterOf(object.toStdString());
        const Value env =
            cluster->find(Kind::DaemonSet, "m", "d")->root.pointer("/spec/template/spec/containers/0/env/0");
        QCOMPARE(std::string(env["name"].text()), name.toStdString());
        QCOMPARE(std::string(env["value"].text()), isKept ? value.toStdString() : std::string());
    }

    void ofEnvironmentsOnlySwitchesOfTheNetworkAreKept()
    {
        const auto cluster = clusterOf(R"(
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"d","namespace":"m"},"spec":{"template":{"spec":{"containers":[{"name":"c","env":[{"name":"svc_enable","value":"true"},{"name":"bgp_enable","value":"hunter2"},{"name":"DEBUG","value":"true"}]}]}}}}
        )");
        const Value env =
            cluster->find(Kind::DaemonSet, "m", "d")->root.pointer("/spec/template/spec/containers/0/env");
        QCOMPARE(env.size(), std::size_t(3));
        QCOMPARE(env.at(0)["value"].text(), "true");
        for (std::size_t i = 1; i < env.size(); ++i)
            QVERIFY(env.at(i)["value"].isNull() && !env.at(i)["name"].text().empty());
    }
};

QTEST_APPLESS_MAIN(TestDecode)
#include "tst_decode.moc"
