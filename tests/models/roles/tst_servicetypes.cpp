// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "printroles.h"

using namespace portolan;

class TestServiceTypes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyServiceCountsOnce();
};

void TestServiceTypes::everyServiceCountsOnce()
{
    const RolesPtr roles = detectRoles(clusterOf(R"(
        service shop/a app=a ip=10.43.0.1
        service shop/b app=b type=ClusterIP
        service shop/c app=c ip=None
        service shop/d app=d type=NodePort
        service shop/e app=e type=LoadBalancer ip=10.43.0.2
        service shop/f ip=10.43.0.3
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"g","namespace":"shop"},"spec":{"type":"ExternalName","externalName":"x.example"}}
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"h","namespace":"shop"},"spec":{"selector":{"app":"h"},"externalIPs":["192.0.2.1"]}}
    )"));
    ServiceTypes expected;
    expected.clusterIp = 4;
    expected.headless = expected.nodePort = expected.loadBalancer = expected.externalName = 1;
    expected.withoutSelector = expected.externalIps = 1;
    QVERIFY(roles->services == expected);
}

QTEST_APPLESS_MAIN(TestServiceTypes)
#include "tst_servicetypes.moc"
