// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "explain/explanation.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

constexpr const char *node = "node agent-0 192.168.1.20 10.42.1.0/24\n";
constexpr const char *metalLb =
    "daemonset metallb-system/speaker app=metallb replicas=1 ready=1 image=quay.io/metallb/speaker:v0.15.2\n"
    "pod metallb-system/speaker-x app=metallb node=agent-0 owner=DaemonSet/speaker "
    "image=quay.io/metallb/speaker:v0.15.2\n";
constexpr const char *pool =
    R"({"apiVersion":"metallb.io/v1beta1","kind":"IPAddressPool","metadata":{"name":"lan","namespace":"metallb-system"},"spec":{"addresses":["192.168.1.240-192.168.1.250"]}})"
    "\n";
constexpr const char *advertisement =
    R"({"apiVersion":"metallb.io/v1beta1","kind":"L2Advertisement","metadata":{"name":"lan","namespace":"metallb-system"},"spec":{"ipAddressPools":["lan"]}})"
    "\n";
constexpr const char *l2Status =
    R"({"apiVersion":"metallb.io/v1beta1","kind":"ServiceL2Status","metadata":{"name":"l2-x","namespace":"metallb-system","labels":{"metallb.io/service-name":"web","metallb.io/service-namespace":"shop"}},"status":{"node":"agent-0"}})"
    "\n";
constexpr const char *bgp =
    R"({"apiVersion":"metallb.io/v1beta1","kind":"ServiceBGPStatus","metadata":{"name":"bgp-x","namespace":"metallb-system","labels":{"metallb.io/service-name":"web","metallb.io/service-namespace":"shop"}},"status":{"node":"agent-0"}})"
    "\n"
    R"({"apiVersion":"metallb.io/v1beta2","kind":"BGPPeer","metadata":{"name":"top","namespace":"metallb-system"},"spec":{"myASN":64500,"peerASN":64512,"peerAddress":"192.168.1.1","password":"rosebud"}})"
    "\n";
constexpr const char *svclb =
    "daemonset kube-system/svclb-web-1 ready=1 image=rancher/klipper-lb:v0.4.17 "
    "svccontroller.k3s.cattle.io/svcname=web svccontroller.k3s.cattle.io/svcnamespace=shop\n"
    "pod kube-system/svclb-web-1-x node=agent-0 owner=DaemonSet/svclb-web-1 image=rancher/klipper-lb:v0.4.17 "
    "svccontroller.k3s.cattle.io/svcname=web svccontroller.k3s.cattle.io/svcnamespace=shop\n";

std::string service(const std::string &rest)
{
    return "service shop/web app=web type=LoadBalancer port=80 " + rest + "\n";
}

GraphPtr graphOf(const std::string &drawing, const std::optional<Supposition> &supposition = {})
{
    return buildTopology(clusterOf(drawing), {}, supposition);
}

QString said(const TopologyGraph &graph, std::string_view id)
{
    const Explanation told = explain(graph, graph.find(id));
    QString text;
    for (const std::string &sentence : told.sentences)
        text += QString::fromStdString(sentence) + u' ';
    return text + QString::fromStdString(told.stateWhy);
}

QString detailOf(const TopologyGraph &graph, std::string_view id)
{
    const VertexIndex v = graph.find(id);
    return v == none ? u"missing"_qs : QString::fromStdString(std::string(graph.vertices[v].detail));
}

}  // namespace

class TestLoadBalancerText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void metalLbNamesItsPoolAndTheNodeThatAnswers()
    {
        const auto graph =
            graphOf(std::string(node) + metalLb + pool + advertisement + l2Status + service("external=192.168.1.240"));
        QCOMPARE(detailOf(*graph, "LoadBalancer/192.168.1.240"), u"MetalLB L2, agent-0"_qs);
        const QString text = said(*graph, "LoadBalancer/192.168.1.240");
        QVERIFY2(text.contains(u"IPAddressPool lan"_qs), qPrintable(text));
        QVERIFY2(text.contains(u"speaker on agent-0 answers"_qs), qPrintable(text));
        QVERIFY2(!text.contains(u"nobody"_qs), qPrintable(text));
    }

    void peersAreNamedWithoutPasswords()
    {
        const auto graph = graphOf(std::string(node) + metalLb + pool + bgp + service("external=192.168.1.240"));
        QCOMPARE(detailOf(*graph, "LoadBalancer/192.168.1.240"), u"MetalLB BGP 80"_qs);
        const QString text = said(*graph, "LoadBalancer/192.168.1.240");
        QVERIFY2(text.contains(u"192.168.1.1 (AS 64512, own AS 64500)"_qs), qPrintable(text));
        QVERIFY(!text.contains(u"rosebud"_qs));
    }

    void serviceLbNamesTheNodesOfItsPods()
    {
        const auto graph = graphOf(std::string(node) + svclb + service("external=192.168.1.20"));
        QCOMPARE(detailOf(*graph, "LoadBalancer/192.168.1.20"), u"ServiceLB 80"_qs);
        const QString text = said(*graph, "LoadBalancer/192.168.1.20");
        QVERIFY2(text.contains(u"DaemonSet svclb-web-1 of kube-system: its pods on agent-0"_qs), qPrintable(text));
    }

    void aWaitingServiceSaysThatThereIsNoPool()
    {
        const auto graph = graphOf(
            std::string(node) + metalLb +
            R"({"apiVersion":"metallb.io/v1beta1","kind":"IPAddressPool","metadata":{"name":"lan","namespace":"metallb-system","uid":"1"},"spec":{"addresses":["192.168.1.240/29"],"autoAssign":false}})"
            "\n"
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","uid":"1"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]},"status":{"loadBalancer":{}}})");
        const QString text = said(*graph, "LoadBalancer/pending:shop/web");
        QVERIFY2(text.contains(u"autoAssign: false"_qs), qPrintable(text));
    }

    void ciliumsRefusalIsRepeated()
    {
        const auto graph = graphOf(
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","uid":"1"},"spec":{"type":"LoadBalancer","ports":[{"port":80}]},"status":{"conditions":[{"type":"cilium.io/IPAMRequestSatisfied","status":"False","reason":"no_pool","message":"There are no enabled CiliumLoadBalancerIPPools that match this service"}]}})");
        const QString text = said(*graph, "LoadBalancer/pending:shop/web");
        QVERIFY2(text.contains(u"Cilium says There are no enabled"_qs), qPrintable(text));
    }

    void aSupposedLoadBalancerWouldGiveAnAddress()
    {
        const auto graph = graphOf(std::string(node) + svclb + service("external=192.168.1.20"),
                                   Supposition{NetworkRole::LoadBalancer, "metallb"});
        QVERIFY(graph->find("LoadBalancer/192.168.1.20") == none);
        const VertexIndex v = graph->find("LoadBalancer/supposed:shop/web");
        QVERIFY(v != none && graph->vertices[v].isSupposed);
        QVERIFY(graph->evidenceOf(graph->vertices[v]).empty());
        QCOMPARE(detailOf(*graph, "LoadBalancer/supposed:shop/web"), u"MetalLB would give one"_qs);
        const QString text = said(*graph, "LoadBalancer/supposed:shop/web");
        QVERIFY2(text.startsWith(u"Supposed: MetalLB would give one to Service web"_qs), qPrintable(text));
    }

    void aSupposedIngressControllerStandsInItsPlace()
    {
        const std::string traefik =
            "deployment kube-system/traefik app=traefik replicas=1 ready=1 image=rancher/mirrored-library-traefik:3.5\n"
            "pod kube-system/traefik-1 app=traefik node=agent-0 owner=ReplicaSet/traefik-1 "
            "image=rancher/mirrored-library-traefik:3.5\n"
            R"({"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"traefik"},"spec":{"controller":"traefik.io/ingress-controller"}})"
            "\ningress shop/web class=traefik host=shop.example path=/ to=web:80\nservice shop/web app=web port=80\n";
        const char *id = "IngressController/traefik.io/ingress-controller";
        const auto real = graphOf(node + traefik);
        QVERIFY(real->find(id) != none && !real->vertices[real->find(id)].isSupposed);
        const auto graph = graphOf(node + traefik, Supposition{NetworkRole::Ingress, "ingress-nginx"});
        const VertexIndex v = graph->find(id);
        QVERIFY(v != none && graph->vertices[v].isSupposed);
        QCOMPARE(std::string(graph->vertices[v].name), std::string("ingress-nginx (supposed)"));
        QVERIFY2(said(*graph, id).startsWith(u"Supposed: ingress-nginx would take"_qs), qPrintable(said(*graph, id)));
    }
};

QTEST_APPLESS_MAIN(TestLoadBalancerText)
#include "tst_loadbalancertext.moc"
