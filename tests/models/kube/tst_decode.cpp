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
};

QTEST_APPLESS_MAIN(TestDecode)
#include "tst_decode.moc"
