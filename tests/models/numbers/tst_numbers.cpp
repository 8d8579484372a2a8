// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "numbers/addressuse.h"
#include "numbers/numbers.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

Numbers numbersOf(std::string_view drawing, GraphPtr &graph)
{
    graph = buildTopology(clusterOf(drawing));
    return countNumbers(*graph);
}

}  // namespace

class TestNumbers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressesOfACidr()
    {
        QCOMPARE(hostLocalCapacity("10.42.0.0/24").value(), 253U);
        QCOMPARE(hostLocalCapacity("10.42.0.0/32").value(), 0U);
        QCOMPARE(hostLocalCapacity("fd00::/112").value(), 65534U);
        QCOMPARE(hostLocalCapacity("fd00::/48").value(), ~std::uint64_t(0));
        for (const std::string_view wrong : {"", "10.42.0.0", "10.42.0.0/33", "x/24", "10.42.0.0/-1", "10.42.0.0/24x"})
            QVERIFY(!hostLocalCapacity(wrong));
    }

    void podsOfNodes()
    {
        GraphPtr graph;
        const Numbers numbers = numbersOf(R"(
            node agent-0 192.168.1.10 10.42.0.0/24
            node agent-1 192.168.1.11 10.42.1.0/25
            pod  shop/a node=agent-1 ip=10.42.1.2
            pod  shop/b node=agent-1 ip=192.168.1.11 hostnetwork
            pod  shop/c node=agent-1 succeeded
            pod  shop/d pending
        )",
                                          graph);
        QCOMPARE(numbers.nodes.size(), 2U);
        QCOMPARE(graph->vertices[numbers.nodes[0].node].name, std::string_view("agent-1"));
        QCOMPARE(numbers.nodes[0].pods, 2U);
        QCOMPARE(numbers.nodes[0].withoutOwnAddress, 1U);
        QVERIFY(numbers.nodes[0].addressCapacity == 125U);
        QVERIFY(!numbers.nodes[0].podLimit);
        QCOMPARE(numbers.nodes[1].pods, 0U);
        QVERIFY(numbers.nodes[1].addressCapacity == 253U);
    }

    void kubeletsLimit()
    {
        GraphPtr graph;
        const Numbers numbers = numbersOf(
            R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"a"},"status":{"capacity":{"pods":"110"}}}
               {"apiVersion":"v1","kind":"Node","metadata":{"name":"b"},"status":{"capacity":{"pods":"many"}}})",
            graph);
        QCOMPARE(numbers.nodes.size(), 2U);
        QVERIFY(numbers.nodes[0].podLimit == 110U);
        QVERIFY(!numbers.nodes[1].podLimit);
    }

    void worstServiceFirst()
    {
        GraphPtr graph;
        const Numbers numbers = numbersOf(R"(
            node    agent-0 192.168.1.10 10.42.0.0/24
            pod     shop/a app=a node=agent-0 ip=10.42.0.2
            pod     shop/b app=b node=agent-0 ip=10.42.0.3 notready
            service shop/a app=a ip=10.43.0.5 port=80
            service shop/b app=b ip=None port=80 port=x:81
            service shop/c type=NodePort ip=10.43.0.7 port=80
            slice   shop/a-x service=a 10.42.0.2:ready=a@agent-0 port=:80
            slice   shop/b-x service=b 10.42.0.3:notready=b@agent-0 port=:80 port=x:81
        )",
                                          graph);
        QCOMPARE(numbers.readiness.size(), 3U);
        const ServiceReadiness &worst = numbers.readiness[0];
        QCOMPARE(graph->vertices[worst.service].id, std::string_view("Service/shop/b"));
        QCOMPARE(worst.notReady, 1U);
        QVERIFY(worst.isHeadless);
        QCOMPARE(numbers.readiness[1].all(), 0U);
        QVERIFY(!numbers.readiness[1].hasSelector);
        QCOMPARE(numbers.readiness[2].ready, 1U);
        QCOMPARE(numbers.services[static_cast<std::size_t>(ServiceForm::Headless)].size(), 1U);
        QCOMPARE(numbers.services[static_cast<std::size_t>(ServiceForm::NodePort)].size(), 1U);
    }

    void addressesInUseAreCountedOnce()
    {
        const GraphPtr graph = buildTopology(clusterOf(R"(
            node    agent-0 192.168.1.10 10.42.0.0/24
            pod     shop/a node=agent-0 ip=10.42.0.2
            pod     shop/b node=agent-0 ip=10.42.0.3
            pod     shop/h node=agent-0 ip=192.168.1.10 hostnetwork
            service shop/a app=a type=LoadBalancer ip=10.43.0.5 port=80 external=192.168.1.240
            service shop/b app=b type=LoadBalancer ip=10.43.0.6 port=81 external=192.168.1.240
            {"apiVersion":"metallb.io/v1beta1","kind":"IPAddressPool","metadata":{"name":"lan","namespace":"m"},"spec":{"addresses":["192.168.1.240-192.168.1.249","192.168.1.248/31","fd00::/64","nonsense"]}}
        )"));
        QStringList said;
        for (const AddressUse &use : addressUse(*graph))
            said << QString::fromStdString(use.what) + u' ' + QString::number(use.used) + u'/' +
                        QString::number(use.capacity);
        QCOMPARE(said, (QStringList{u"pods 2/65536"_qs, u"Services 2/65536"_qs, u"pool lan 1/10"_qs}));
    }

    void emptyIsNotForbidden()
    {
        ClusterSnapshot snapshot;
        snapshot.isLive = true;
        QVERIFY(countNumbers(*buildTopology(std::make_shared<ClusterSnapshot>(snapshot))).nodesAbsent ==
                Absence::NotThere);
        snapshot.gaps.push_back({"Node", Gap::Why::Forbidden, {}});
        const Numbers numbers = countNumbers(*buildTopology(std::make_shared<ClusterSnapshot>(snapshot)));
        QVERIFY(numbers.nodes.empty());
        QVERIFY(numbers.nodesAbsent == Absence::NotPermitted);
        QVERIFY(numbers.servicesAbsent == Absence::NotThere);
    }
};

QTEST_APPLESS_MAIN(TestNumbers)
#include "tst_numbers.moc"
