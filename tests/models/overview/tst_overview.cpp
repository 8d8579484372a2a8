// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "layout/layout.h"
#include "overview/overview.h"
#include "scene/scene.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

constexpr std::string_view three = R"(
    node server-0 192.168.1.10 10.42.0.0/24 server note:flannel.alpha.coreos.com/backend-type=vxlan note:flannel.alpha.coreos.com/public-ip=192.168.1.10
    node agent-0 192.168.1.20 10.42.1.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan note:flannel.alpha.coreos.com/public-ip=192.168.1.20
    node agent-1 192.168.1.30 10.42.2.0/24
    service shop/web app=web ip=10.43.0.5 port=80
    service shop/db app=db ip=None port=5432
)";

const OverviewTopic &topic(const Overview &page, std::string_view key)
{
    for (const auto *list : {&page.across, &page.beside}) {
        for (const OverviewTopic &one : *list) {
            if (one.key == key)
                return one;
        }
    }
    qFatal("no such topic");
}

std::string manyNodes(int count)
{
    std::string drawing;
    for (int i = 0; i < count; ++i)
        drawing += "node n" + std::to_string(100 + i) + " 10.0.0." + std::to_string(i) + " 10.42." + std::to_string(i) +
                   ".0/24" + (i == 7 ? " server" : "") + "\n";
    return drawing;
}

}  // namespace

class TestOverview : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void machinesStandInColumnsServersFirst();
    void aMachineTellsTheRangeThatItsPodsAreFrom();
    void aComponentShowsWhatItHasOnEachMachine();
    void staticPodsAreShownOnTheirMachines();
    void allThatWorkInARoleAreShown();
    void whatNobodyFillsIsSaidToBeSo();
    void ofManyMachinesTheRestIsOneColumn();
    void servicesAreCountedByHowTheyAreReached();
    void everyTopicIsOnTheChartAndFoundByItsRole();
    void tunnelsRunBetweenMachinesThatHaveThem();
};

void TestOverview::machinesStandInColumnsServersFirst()
{
    const auto page = overviewOf(*buildTopology(clusterOf(three)));
    QCOMPARE(page->columns.size(), std::size_t(3));
    QCOMPARE(page->columns[0].name, std::string("server-0"));
    QCOMPARE(page->columns[1].name, std::string("agent-0"));
    QCOMPARE(page->columns[1].pods, std::string("pods 10.42.1.0/24"));
}

void TestOverview::aMachineTellsTheRangeThatItsPodsAreFrom()
{
    const auto cilium = overviewOf(*buildTopology(clusterOf(std::string(three) + R"(
        {"apiVersion":"cilium.io/v2","kind":"CiliumNode","metadata":{"name":"agent-0"},"spec":{"ipam":{"podCIDRs":["10.42.9.0/24"]}}}
    )")));
    QCOMPARE(cilium->columns[1].pods, std::string("pods 10.42.9.0/24"));
    const auto calico = overviewOf(*buildTopology(clusterOf(R"(
        {"apiVersion":"v1","kind":"Node","metadata":{"name":"n","annotations":{"projectcalico.org/IPv4VXLANTunnelAddr":"10.48.3.64"}},"spec":{"podCIDR":"10.42.0.0/24"}}
        {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"calico-node","namespace":"calico-system","uid":"d"},"spec":{"selector":{"matchLabels":{"k8s-app":"calico-node"}},"template":{"metadata":{"labels":{"k8s-app":"calico-node"}},"spec":{"containers":[{"name":"calico-node","image":"quay.io/calico/node:v3.32.0"}]}}},"status":{"desiredNumberScheduled":1,"numberReady":1}}
    )")));
    QCOMPARE(calico->columns[0].pods, std::string());
    QCOMPARE(topic(*calico, "cni").cells[0].address, std::string("10.48.3.64"));
    QVERIFY(topic(*calico, "cni").cells[0].pills.empty());
}

void TestOverview::aComponentShowsWhatItHasOnEachMachine()
{
    const auto page = overviewOf(*buildTopology(clusterOf(three)));
    const OverviewTopic &cni = topic(*page, "cni");
    QCOMPARE(cni.title, std::string("Flannel"));
    QVERIFY(cni.cells[1].address.find("10.42.1.1") != std::string::npos);
    QVERIFY(cni.cells[2].address.empty());  // that node says nothing of Flannel
}

/** As RKE2 runs kube-proxy: a pod on each node that belongs to no workload. */
void TestOverview::staticPodsAreShownOnTheirMachines()
{
    const auto page = overviewOf(*buildTopology(clusterOf(R"(
        node server-0 192.168.1.10 10.42.0.0/24
        node agent-0 192.168.1.20 10.42.1.0/24
        deployment shop/web app=web
        pod kube-system/kube-proxy-server-0 component=kube-proxy tier=control-plane node=server-0 owner=Node/server-0 image=index.docker.io/rancher/hardened-kubernetes:v1.33.5
        pod kube-system/kube-proxy-agent-0 component=kube-proxy tier=control-plane node=agent-0 owner=Node/agent-0 image=index.docker.io/rancher/hardened-kubernetes:v1.33.5 notready
    )")));
    const OverviewTopic &proxy = topic(*page, "service-proxy");
    QCOMPARE(proxy.title, std::string("kube-proxy"));
    QVERIFY(proxy.hasState);
    QCOMPARE(proxy.state, State::Warning);
    QCOMPARE(proxy.cells.size(), std::size_t(2));
    for (std::size_t c = 0; c < 2; ++c) {
        QCOMPARE(proxy.cells[c].pills.size(), std::size_t(1));
        QCOMPARE(proxy.cells[c].pills[0].text, std::string("kube-proxy"));
        QVERIFY(proxy.cells[c].pills[0].vertex != none);
    }
    const bool isServerFirst = page->columns[0].name == "server-0";
    QCOMPARE(proxy.cells[isServerFirst ? 0 : 1].pills[0].state, State::Fine);
    QVERIFY(proxy.cells[isServerFirst ? 1 : 0].pills[0].state != State::Fine);
}

void TestOverview::allThatWorkInARoleAreShown()
{
    const auto daemonSet = [](const char *name, const char *image) {
        return "daemonset " + std::string(name) + " app=a replicas=1 ready=1 image=" + image + "\n";
    };
    const auto graph = buildTopology(
        clusterOf(std::string(three) + daemonSet("istio-system/istiod", "docker.io/istio/pilot:1.30.0") +
                  daemonSet("linkerd/linkerd-destination", "cr.l5d.io/linkerd/controller:edge-26.5.3") +
                  daemonSet("kube-system/coredns", "rancher/mirrored-coredns-coredns:1.14.3") +
                  daemonSet("kube-system/node-local-dns", "registry.k8s.io/dns/k8s-dns-node-cache:1.26.4")));
    const auto page = overviewOf(*graph);
    QCOMPARE(topic(*page, "dns").title, std::string("CoreDNS"));
    QCOMPARE(topic(*page, "dns/node-local-dns").title, std::string("NodeLocal DNSCache"));
    QVERIFY(topic(*page, "dns/node-local-dns").what.ends_with("in front of CoreDNS"));
    QCOMPARE(topic(*page, "mesh").title, std::string("Istio"));
    QCOMPARE(topic(*page, "mesh/linkerd").title, std::string("Linkerd"));
    QCOMPARE(topic(*page, "mesh/linkerd").role, std::string("mesh"));

    LayoutWish wish;
    wish.lens = Lens::Components;
    const LayoutPtr layout = layOut(graph, wish);
    QVERIFY(layout->find("Role/mesh/linkerd") != none);
    QVERIFY(layout->find("Role/mesh/linkerd") != layout->find("Role/mesh"));
}

void TestOverview::whatNobodyFillsIsSaidToBeSo()
{
    const auto page = overviewOf(*buildTopology(clusterOf("service shop/web app=web ip=10.43.0.5 port=80")));
    const OverviewTopic &dns = topic(*page, "dns");
    QVERIFY2(dns.title == "None found" || dns.title == "Not known", dns.title.c_str());
    QVERIFY(dns.cells.empty());
}

void TestOverview::ofManyMachinesTheRestIsOneColumn()
{
    const auto page = overviewOf(*buildTopology(clusterOf(manyNodes(20))));
    QVERIFY(page->columns.size() <= 6);
    QCOMPARE(page->columns.front().name, std::string("n107"));
    std::uint32_t machines = 0;
    for (const OverviewColumn &column : page->columns)
        machines += column.count;
    QCOMPARE(machines, 20u);
}

void TestOverview::servicesAreCountedByHowTheyAreReached()
{
    const auto page = overviewOf(*buildTopology(clusterOf(three)));
    QCOMPARE(topic(*page, "service-network").fact, std::string("1 inside only, 0 for outside, 1 headless"));
}

void TestOverview::everyTopicIsOnTheChartAndFoundByItsRole()
{
    LayoutWish wish;
    wish.lens = Lens::Components;
    const LayoutPtr layout = layOut(buildTopology(clusterOf(three)), wish);
    for (const char *role :
         {"load-balancer", "service-proxy", "ingress", "cni", "network-policy", "dns", "service-network", "ports"}) {
        const ItemIndex item = layout->find(std::string("Role/") + role);
        QVERIFY2(item != none, role);
        QCOMPARE(layout->idOf(item), std::string("Role/") + role);
        QCOMPARE(layout->itemAt(layout->items[item].rect.center()), item);
    }
    const Scene scene = composeScene(layout, {});
    const auto isWritten = [&](std::string_view text) {
        return std::ranges::find(scene.texts, text) != scene.texts.end();
    };
    QVERIFY(isWritten("Flannel"));
    QVERIFY(isWritten("pods 10.42.2.0/24"));
}

void TestOverview::tunnelsRunBetweenMachinesThatHaveThem()
{
    LayoutWish wish;
    wish.lens = Lens::Components;
    const LayoutPtr layout = layOut(buildTopology(clusterOf(three)), wish);
    QCOMPARE(layout->edges.size(), std::size_t(1));
    QCOMPARE(layout->edges[0].type, EdgeType::Tunnel);
    QCOMPARE(layout->edgesOf(layout->edges[0]).size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(TestOverview)
#include "tst_overview.moc"
