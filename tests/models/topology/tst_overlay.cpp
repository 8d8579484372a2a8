// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/clusterof.h"
#include "support/printgraph.h"
#include "topology/facts.h"
#include "topology/overlay.h"

using namespace portolan;

namespace {

constexpr const char *calicoNodes = R"(
    node a 192.168.1.10 10.42.0.0/24 note:projectcalico.org/IPv4Address=192.168.1.10/24 note:projectcalico.org/IPv4VXLANTunnelAddr=10.42.7.64
    node b 192.168.1.20 10.42.1.0/24 note:projectcalico.org/IPv4Address=192.168.1.20/24 note:projectcalico.org/IPv4VXLANTunnelAddr=10.42.8.64
    node c 192.168.2.30 10.42.2.0/24 note:projectcalico.org/IPv4Address=192.168.2.30/24 note:projectcalico.org/IPv4VXLANTunnelAddr=10.42.9.64
    daemonset kube-system/calico-node k8s-app=calico-node replicas=3 ready=3 image=quay.io/calico/node:v3.30.0
)";

std::string pool(const char *ipip, const char *vxlan)
{
    return std::string(
               R"({"apiVersion":"projectcalico.org/v3","kind":"IPPool","metadata":{"name":"pods"},"spec":{"cidr":"10.42.0.0/16","ipipMode":")") +
           ipip + R"(","vxlanMode":")" + vxlan + "\"}}\n";
}

std::string agent(const char *name, const char *image)
{
    return std::string("daemonset kube-system/") + name + " k8s-app=" + name + " replicas=2 ready=2 image=" + image +
           "\n" + "pod kube-system/" + name + "-a k8s-app=" + name + " node=a owner=DaemonSet/" + name +
           " image=" + image + "\n" + "pod kube-system/" + name + "-b k8s-app=" + name + " node=b owner=DaemonSet/" +
           name + " image=" + image + "\n";
}

constexpr const char *twoNodes = "node a 192.168.1.10 10.42.0.0/24\nnode b 192.168.1.20 10.42.1.0/24\n";

std::string ciliumConfig(const char *data)
{
    return std::string(
               R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cilium-config","namespace":"kube-system"},"data":)") +
           data + "}\n";
}

GraphPtr graphOf(const std::string &drawing, const std::optional<Supposition> &supposition = {})
{
    return buildTopology(clusterOf(drawing), {}, supposition);
}

/** "vni=4096 port=4789" of the first tunnel. */
QString factsOfFirst(const TopologyGraph &graph)
{
    for (const Edge &edge : graph.edges) {
        if (edge.type != EdgeType::Tunnel)
            continue;
        QStringList facts;
        for (const Fact &fact : factsOf(graph, edge)) {
            const auto *number = std::get_if<std::int64_t>(&fact.value);
            const auto *word = std::get_if<std::string>(&fact.value);
            facts << QString::fromStdString(fact.key + "=" +
                                            (number ? std::to_string(*number)
                                             : word ? *word
                                                    : std::string("true")));
        }
        return facts.join(u' ');
    }
    return {};
}

QStringList pathsOfFirst(const TopologyGraph &graph)
{
    for (const Edge &edge : graph.edges) {
        if (edge.type != EdgeType::Tunnel)
            continue;
        QStringList paths;
        for (const Evidence &one : graph.evidenceOf(edge))
            paths << QString::fromStdString(one.object.text() + std::string(one.path));
        return paths;
    }
    return {};
}

}  // namespace

class TestOverlay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /** Also where nobody keeps the way that it was asked by. */
    void anEndOutlivesItsWay()
    {
        const SnapshotPtr snapshot = clusterOf(calicoNodes + pool("Never", "Always"));
        const RolesPtr roles = detectRoles(snapshot);
        const Overlay overlay(*snapshot, *roles);
        const Object *node = snapshot->find(Kind::Node, {}, "a");
        QVERIFY(node);
        const OverlayEnd end = overlay.endAt(*node, overlay.inGeneral(*node));
        QCOMPARE(QByteArray::fromStdString(end.device), QByteArray("vxlan.calico"));
        QCOMPARE(end.deviceAddress, std::string_view("10.42.7.64"));
    }
    void calicoWrapsAsItsPoolSays_data();
    void calicoWrapsAsItsPoolSays();
    void calicosTunnelsHaveAddressesAndEvidence();
    void wireguardGoesBeforeThePool();
    void ciliumTunnelsUnlessItRoutes();
    void ciliumsEncryptionIsToldBesideTheTunnel();
    void otherNetworksTunnelWhereTheirAgentsRun_data();
    void otherNetworksTunnelWhereTheirAgentsRun();
    void whatIsLeftOfFlannelHasNoTunnels();
    void aSupposedNetworkIsDrawnInsteadAndMarked();
    void largeMeshesOfAnyNetworkAreABackbone();
    void oneSubnetHasNoBackboneOfCrossSubnetTunnels();
    void noTunnelIsWithoutEvidenceUnlessSupposed();
};

void TestOverlay::calicoWrapsAsItsPoolSays_data()
{
    QTest::addColumn<QString>("ipip");
    QTest::addColumn<QString>("vxlan");
    QTest::addColumn<QStringList>("tunnels");
    const QString ab = u"Node/a tunnel Node/b"_qs, ac = u"Node/a tunnel Node/c"_qs, bc = u"Node/b tunnel Node/c"_qs;
    QTest::newRow("VXLAN always") << u"Never"_qs << u"Always"_qs << QStringList{ab, ac, bc};
    QTest::newRow("IPIP always") << u"Always"_qs << u"Never"_qs << QStringList{ab, ac, bc};
    QTest::newRow("VXLAN between subnets") << u"Never"_qs << u"CrossSubnet"_qs << QStringList{ac, bc};
    QTest::newRow("IPIP between subnets") << u"CrossSubnet"_qs << u"Never"_qs << QStringList{ac, bc};
    QTest::newRow("routes") << u"Never"_qs << u"Never"_qs << QStringList{};
}

void TestOverlay::calicoWrapsAsItsPoolSays()
{
    QFETCH(QString, ipip);
    QFETCH(QString, vxlan);
    QFETCH(QStringList, tunnels);
    const auto graph = graphOf(calicoNodes + pool(qPrintable(ipip), qPrintable(vxlan)));
    QStringList pairs;
    for (const Edge &edge : graph->edges) {
        if (edge.type == EdgeType::Tunnel)
            pairs << QString::fromStdString(std::string(graph->vertices[edge.from].id) + " tunnel " +
                                            std::string(graph->vertices[edge.to].id));
    }
    QCOMPARE(pairs, tunnels);
}

void TestOverlay::calicosTunnelsHaveAddressesAndEvidence()
{
    const auto graph = graphOf(calicoNodes + pool("Never", "Always"));
    QCOMPARE(
        factsOfFirst(*graph),
        u"network=calico backend=vxlan vni=4096 from=192.168.1.10 to=192.168.1.20 device=vxlan.calico overhead=50 protocol=UDP port=4789"_qs);
    const QStringList paths = pathsOfFirst(*graph);
    QVERIFY(paths.contains(u"Node/a/metadata/annotations/projectcalico.org~1IPv4VXLANTunnelAddr"_qs));
    QVERIFY(paths.contains(u"Node/b/metadata/annotations/projectcalico.org~1IPv4Address"_qs));
    QVERIFY2(paths.contains(u"IPPool/pods/spec/vxlanMode"_qs), qPrintable(paths.join(u' ')));

    const auto ipip = graphOf(calicoNodes + pool("Always", "Never"));
    QVERIFY2(factsOfFirst(*ipip).contains(u"backend=ipip"_qs) && factsOfFirst(*ipip).contains(u"ipProtocol=4"_qs),
             qPrintable(factsOfFirst(*ipip)));
    QVERIFY(!factsOfFirst(*ipip).contains(u"port="_qs));
}

void TestOverlay::wireguardGoesBeforeThePool()
{
    const auto graph = graphOf(R"(
        node a 192.168.1.10 10.42.0.0/24 note:projectcalico.org/IPv4Address=192.168.1.10/24 note:projectcalico.org/IPv4WireguardInterfaceAddr=10.42.7.65
        node b 192.168.1.20 10.42.1.0/24 note:projectcalico.org/IPv4Address=192.168.1.20/24 note:projectcalico.org/IPv4WireguardInterfaceAddr=10.42.8.65
        daemonset kube-system/calico-node k8s-app=calico-node replicas=2 ready=2 image=quay.io/calico/node:v3.30.0
    )" + pool("Never", "Never"));
    const QString facts = factsOfFirst(*graph);
    QVERIFY2(facts.contains(u"backend=wireguard"_qs) && facts.contains(u"port=51820"_qs), qPrintable(facts));
}

void TestOverlay::ciliumTunnelsUnlessItRoutes()
{
    const std::string cilium = twoNodes + agent("cilium", "quay.io/cilium/cilium:v1.18.0");
    const auto vxlan = graphOf(cilium + ciliumConfig(R"({"routing-mode":"tunnel","tunnel-protocol":"vxlan"})"));
    QVERIFY2(factsOfFirst(*vxlan).contains(u"backend=vxlan"_qs) && factsOfFirst(*vxlan).contains(u"port=8472"_qs),
             qPrintable(factsOfFirst(*vxlan)));
    QVERIFY(pathsOfFirst(*vxlan).contains(u"ConfigMap/kube-system/cilium-config/data/routing-mode"_qs));
    const auto geneve = graphOf(cilium + ciliumConfig(R"({"routing-mode":"tunnel","tunnel-protocol":"geneve"})"));
    QVERIFY(factsOfFirst(*geneve).contains(u"port=6081"_qs));
    const auto native = graphOf(cilium + ciliumConfig(R"({"routing-mode":"native"})"));
    QVERIFY(print(*native, EdgeType::Tunnel).isEmpty());
    const auto unknown = graphOf(cilium);
    QVERIFY(print(*unknown, EdgeType::Tunnel).isEmpty());
}

void TestOverlay::ciliumsEncryptionIsToldBesideTheTunnel()
{
    const auto graph = graphOf(
        twoNodes + agent("cilium", "quay.io/cilium/cilium:v1.18.0") +
        ciliumConfig(R"({"routing-mode":"tunnel","tunnel-protocol":"vxlan","enable-wireguard":"true"})") +
        R"({"apiVersion":"cilium.io/v2","kind":"CiliumNode","metadata":{"name":"a"},"spec":{"addresses":[{"type":"InternalIP","ip":"10.9.9.1"},{"type":"CiliumInternalIP","ip":"10.42.0.77"}]}})");
    const QString facts = factsOfFirst(*graph);
    QVERIFY2(facts.contains(u"encryption=wireguard"_qs) && facts.contains(u"from=10.9.9.1"_qs), qPrintable(facts));
    QVERIFY(pathsOfFirst(*graph).contains(u"CiliumNode/a/spec/addresses/0/ip"_qs));
}

void TestOverlay::otherNetworksTunnelWhereTheirAgentsRun_data()
{
    QTest::addColumn<QString>("agents");
    QTest::addColumn<QString>("fact");
    QTest::newRow("antrea") << u"antrea-agent"_qs << u"backend=geneve"_qs;
    QTest::newRow("kube-ovn, whose type no object says") << u"kube-ovn-cni"_qs << QString();
    QTest::newRow("ovn-kubernetes") << u"ovnkube-node"_qs << u"network=ovn-kubernetes"_qs;
    QTest::newRow("weave") << u"weave-net"_qs << u"port=6783"_qs;
    QTest::newRow("kindnet") << u"kindnet"_qs << QString();
}

void TestOverlay::otherNetworksTunnelWhereTheirAgentsRun()
{
    QFETCH(QString, agents);
    QFETCH(QString, fact);
    const auto graph = graphOf(
        std::string("node c 192.168.1.30 10.42.3.0/24\n") + twoNodes +
        agent(qPrintable(agents), "registry.example/x:1") +
        R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"antrea-config","namespace":"kube-system"},"data":{"antrea-agent.conf":"#tunnelType: geneve"}})");
    QCOMPARE(print(*graph, EdgeType::Tunnel).size(), fact.isEmpty() ? 0 : 1);  // nobody of it runs on the third
    QVERIFY2(factsOfFirst(*graph).contains(fact), qPrintable(factsOfFirst(*graph)));
}

void TestOverlay::whatIsLeftOfFlannelHasNoTunnels()
{
    const auto graph = graphOf(R"(
        node a 192.168.1.10 10.42.0.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan note:projectcalico.org/IPv4Address=192.168.1.10/24
        node b 192.168.1.20 10.42.1.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan note:projectcalico.org/IPv4Address=192.168.1.20/24
        daemonset kube-system/calico-node k8s-app=calico-node replicas=2 ready=2 image=quay.io/calico/node:v3.30.0
    )" + pool("Never", "Never"));
    QVERIFY(print(*graph, EdgeType::Tunnel).isEmpty());
}

void TestOverlay::aSupposedNetworkIsDrawnInsteadAndMarked()
{
    const auto graph = graphOf(R"(
        node a 192.168.1.10 10.42.0.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan note:flannel.alpha.coreos.com/public-ip=192.168.1.10
        node b 192.168.1.20 10.42.1.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan note:flannel.alpha.coreos.com/public-ip=192.168.1.20
    )",
                               Supposition{NetworkRole::Cni, "antrea"});
    QCOMPARE(print(*graph, EdgeType::Tunnel).size(), 1);
    const QString facts = factsOfFirst(*graph);
    QVERIFY2(facts.contains(u"network=antrea backend=geneve"_qs) && facts.endsWith(u"supposed=true"_qs),
             qPrintable(facts));
    QVERIFY(pathsOfFirst(*graph).isEmpty());
}

void TestOverlay::largeMeshesOfAnyNetworkAreABackbone()
{
    std::string drawing = pool("Never", "CrossSubnet");
    for (int i = 0; i < 60; ++i)
        drawing += "node n" + std::to_string(i) + " 10.0.0." + std::to_string(i) +
                   " 10.42.0.0/24 note:projectcalico.org/IPv4Address=10.0." + std::to_string(i / 58) + "." +
                   std::to_string(i) + "/24\n";
    const auto graph = graphOf(
        drawing +
        "daemonset kube-system/calico-node k8s-app=calico-node replicas=2 ready=2 image=quay.io/calico/node:v3.30.0\n");
    QCOMPARE(print(*graph, EdgeType::Tunnel).size(), 60);
    const VertexIndex overlay = graph->find("Overlay/calico-vxlan");
    QVERIFY(overlay != none);
    QCOMPARE(graph->vertices[overlay].detail, std::string_view("every node to those of other subnets"));
    QVERIFY(factsOfFirst(*graph).contains(u"vni=4096"_qs));
}

void TestOverlay::oneSubnetHasNoBackboneOfCrossSubnetTunnels()
{
    std::string drawing = pool("Never", "CrossSubnet");
    for (int i = 1; i < 60; ++i)
        drawing += "node n" + std::to_string(i) + " 10.0.0." + std::to_string(i) +
                   " 10.42.0.0/24 note:projectcalico.org/IPv4Address=10.0.0." + std::to_string(i) + "/24\n";
    const auto graph = graphOf(
        drawing +
        "daemonset kube-system/calico-node k8s-app=calico-node replicas=2 ready=2 image=quay.io/calico/node:v3.30.0\n");
    QVERIFY(print(*graph, EdgeType::Tunnel).isEmpty());
    QVERIFY(graph->find("Overlay/calico-vxlan") == none);
}

void TestOverlay::noTunnelIsWithoutEvidenceUnlessSupposed()
{
    const std::string flannel =
        "node a 192.168.1.10 10.42.0.0/24 note:flannel.alpha.coreos.com/backend-type=wireguard\n"
        "node b 192.168.1.20 10.42.1.0/24 note:flannel.alpha.coreos.com/backend-type=wireguard\n";
    const std::vector<std::string> clusters{
        calicoNodes + pool("Always", "Never"), calicoNodes, flannel,
        twoNodes + agent("cilium", "quay.io/cilium/cilium:v1.18.0") + ciliumConfig(R"({"tunnel":"vxlan"})"),
        twoNodes + agent("weave-net", "weaveworks/weave-kube:2.8.1")};
    for (const std::string &cluster : clusters) {
        for (const char *supposed : {"", "calico", "cilium", "canal", "flannel", "kube-ovn"}) {
            const auto supposition = *supposed ? std::optional(Supposition{NetworkRole::Cni, supposed}) : std::nullopt;
            const auto graph = graphOf(cluster, supposition);
            for (const Edge &edge : graph->edges) {
                if (edge.type != EdgeType::Tunnel)
                    continue;
                QCOMPARE(graph->evidenceOf(edge).empty(), edge.isSupposed);
                for (const Evidence &one : graph->evidenceOf(edge))
                    QVERIFY(one.path.starts_with('/'));
            }
            if (!supposition)
                QVERIFY2(!print(*graph, EdgeType::Tunnel).isEmpty(), cluster.c_str());
        }
    }
}

QTEST_APPLESS_MAIN(TestOverlay)
#include "tst_overlay.moc"
