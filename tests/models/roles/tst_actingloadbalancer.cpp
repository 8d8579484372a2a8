// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "printroles.h"
#include "roles/actingloadbalancer.h"
#include "roles/addressrange.h"

using namespace portolan;

namespace {

constexpr const char *pools =
    "{\"apiVersion\":\"metallb.io/v1beta1\",\"kind\":\"IPAddressPool\",\"metadata\":{\"name\":\"lan\",\"namespace\":"
    "\"metallb-system\"},\"spec\":{\"addresses\":[\"192.168.1.240-192.168.1.250\"]}}\n"
    "{\"apiVersion\":\"cilium.io/v2\",\"kind\":\"CiliumLoadBalancerIPPool\",\"metadata\":{\"name\":\"lan\"},\"spec\":{"
    "\"blocks\":[{\"cidr\":\"10.9.0.0/24\"}]}}\n"
    "{\"apiVersion\":\"crd.projectcalico.org/v1\",\"kind\":\"IPPool\",\"metadata\":{\"name\":\"pods\"},\"spec\":{"
    "\"cidr\":\"10.7.0.0/16\"}}\n"
    "{\"apiVersion\":\"crd.projectcalico.org/v1\",\"kind\":\"IPPool\",\"metadata\":{\"name\":\"lb\"},\"spec\":{"
    "\"cidr\":\"10.8.0.0/24\",\"allowedUses\":[\"LoadBalancer\"]}}\n";

/** "klipper-lb confirmed DaemonSet/…" of the Service shop/web. */
QString acting(const std::string &drawing)
{
    const SnapshotPtr snapshot = clusterOf(drawing);
    const RolesPtr roles = detectRoles(snapshot);
    const ActingLoadBalancer found =
        ActingLoadBalancers(*snapshot, *roles).of(*snapshot->find(Kind::Service, "shop", "web"));
    if (found.isClassUnknown)
        return u"unknown class"_qs;
    std::string text = found.component.empty() ? std::string("nobody") : std::string(found.component);
    if (!found.component.empty())
        text += ' ' + std::string(name(found.confidence));
    if (!found.because.empty())
        text += ' ' + found.because.front().object.text() + found.because.front().path;
    for (const std::string_view rival : found.rivals)
        text += " against " + std::string(rival);
    return QString::fromStdString(text);
}

std::string service(const std::string &rest)
{
    return "service shop/web app=web type=LoadBalancer port=80 " + rest + "\n";
}

std::string ofClass(const std::string &name)
{
    return "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\",\"uid\":"
           "\"u\"},\"spec\":{\"type\":\"LoadBalancer\",\"loadBalancerClass\":\"" +
           name + "\"}}\n";
}

constexpr const char *svclb =
    "daemonset kube-system/svclb-web-0123abcd ready=1 image=rancher/klipper-lb:v0.4.17 "
    "svccontroller.k3s.cattle.io/svcname=web svccontroller.k3s.cattle.io/svcnamespace=shop\n";

}  // namespace

class TestActingLoadBalancer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theClassComesFirst();
    void marksTell();
    void theConditionOfCilium();
    void theStatusOfMetalLb();
    void severalMarksAreAConflict();
    void addressesTellWhereNoMarkDoes();
    void anAddressOfANodeIsServiceLbs();
    void theOnlyOneWillActOnWhatWaits();
    void otherTypesHaveNone();
    void rangesHoldAddresses_data();
    void rangesHoldAddresses();
};

void TestActingLoadBalancer::theClassComesFirst()
{
    const QString path = u" Service/shop/web/spec/loadBalancerClass"_qs;
    QCOMPARE(acting(ofClass("io.cilium/l2-announcer") + svclb), u"cilium-lb confirmed"_qs + path);
    QCOMPARE(acting(ofClass("calico")), u"calico confirmed"_qs + path);
    QCOMPARE(acting(ofClass("kube-vip.io/kube-vip-class")), u"kube-vip confirmed"_qs + path);
    QCOMPARE(acting(ofClass("edge.example/none")), u"unknown class"_qs);
    const std::string metalLb =
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"c\","
        "\"namespace\":\"m\"},\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":"
        "\"quay.io/metallb/controller:v0.15.2\",\"args\":[\"--lb-class=edge.example/none\"]}]}}"
        "},\"status\":{\"readyReplicas\":1}}";
    QCOMPARE(acting(ofClass("edge.example/none") + metalLb), u"metallb confirmed"_qs + path);
}

void TestActingLoadBalancer::marksTell()
{
    QCOMPARE(acting(service("") + svclb),
             u"klipper-lb confirmed DaemonSet/kube-system/svclb-web-0123abcd/metadata/labels/"
             "svccontroller.k3s.cattle.io~1svcname"_qs);
    const QString path = u" Service/shop/web/metadata/annotations/"_qs;
    QCOMPARE(acting(service("note:metallb.universe.tf/ip-allocated-from-pool=lan")),
             u"metallb confirmed"_qs + path + u"metallb.universe.tf~1ip-allocated-from-pool"_qs);
    QCOMPARE(acting(service("note:purelb.io/allocated-by=PureLB")),
             u"purelb confirmed"_qs + path + u"purelb.io~1allocated-by"_qs);
    QCOMPARE(acting(service("note:kube-vip.io/vipHost=a")),
             u"kube-vip confirmed"_qs + path + u"kube-vip.io~1vipHost"_qs);
    QCOMPARE(acting(service("note:metallb.io/address-pool=lan")), u"nobody"_qs);  // somebody asks, nobody acted
}

void TestActingLoadBalancer::theConditionOfCilium()
{
    QCOMPARE(acting("{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\"}"
                    ",\"spec\":{\"type\":\"LoadBalancer\"},\"status\":{\"conditions\":[{\"type\":"
                    "\"cilium.io/IPAMRequestSatisfied\",\"status\":\"False\",\"reason\":\"no_pool\"}]}}"),
             u"cilium-lb confirmed Service/shop/web/status/conditions/0/type"_qs);
}

void TestActingLoadBalancer::theStatusOfMetalLb()
{
    QCOMPARE(
        acting(service("external=192.168.1.240") +
               "{\"apiVersion\":\"metallb.io/v1beta1\",\"kind\":\"ServiceL2Status\",\"metadata\":{\"name\":"
               "\"l2-x\",\"namespace\":\"metallb-system\",\"labels\":{\"metallb.io/service-name\":\"web\","
               "\"metallb.io/service-namespace\":\"shop\",\"metallb.io/node\":\"a\"}},\"status\":{\"node\":\"a\"}}"),
        u"metallb confirmed ServiceL2Status/metallb-system/l2-x/metadata/labels/metallb.io~1service-name"_qs);
}

void TestActingLoadBalancer::severalMarksAreAConflict()
{
    const QString found = acting(service("note:metallb.io/ip-allocated-from-pool=lan") + svclb);
    QVERIFY2(found.startsWith(u"klipper-lb conflict"_qs) && found.endsWith(u"against metallb"_qs), qPrintable(found));
}

void TestActingLoadBalancer::addressesTellWhereNoMarkDoes()
{
    const QString path = u" inferred Service/shop/web/status/loadBalancer/ingress/0/ip"_qs;
    QCOMPARE(acting(service("external=192.168.1.241") + pools), u"metallb"_qs + path);
    QCOMPARE(acting(service("external=10.9.0.77") + pools), u"cilium-lb"_qs + path);
    QCOMPARE(acting(service("external=10.8.0.1") + pools), u"calico"_qs + path);
    QCOMPARE(acting(service("external=10.7.0.1") + pools), u"nobody"_qs);  // a pool for pods alone
}

void TestActingLoadBalancer::anAddressOfANodeIsServiceLbs()
{
    const QString found = acting("node a 192.168.1.10 10.42.0.0/24 server\n" + service("external=192.168.1.10"));
    QCOMPARE(found, u"klipper-lb inferred Service/shop/web/status/loadBalancer/ingress/0/ip"_qs);
}

void TestActingLoadBalancer::theOnlyOneWillActOnWhatWaits()
{
    const std::string speaker = "daemonset metallb-system/speaker ready=1 image=quay.io/metallb/speaker:v0.15.2\n";
    QVERIFY(acting(service("") + speaker).startsWith(u"metallb inferred"_qs));
    QCOMPARE(acting(service("") + speaker + "daemonset p/p ready=1 image=ghcr.io/purelb/purelb/lbnodeagent:v0.13\n"),
             u"nobody"_qs);
    QCOMPARE(acting(service("")), u"nobody"_qs);
}

void TestActingLoadBalancer::otherTypesHaveNone()
{
    QCOMPARE(acting("service shop/web app=web port=80 note:metallb.io/ip-allocated-from-pool=lan"), u"nobody"_qs);
}

void TestActingLoadBalancer::rangesHoldAddresses_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *address, const char *range, bool expected) {
        QTest::addRow("%s in %s", address, range) << QByteArray(address) << QByteArray(range) << expected;
    };
    row("192.168.1.240", "192.168.1.240-192.168.1.250", true);
    row("192.168.1.250", "192.168.1.240 - 192.168.1.250", true);
    row("192.168.1.251", "192.168.1.240-192.168.1.250", false);
    row("10.0.1.255", "10.0.0.0/23", true);
    row("10.0.2.0", "10.0.0.0/23", false);
    row("10.0.2.0", "0.0.0.0/0", true);
    row("fd00::1:5", "fd00::1:0/112", true);
    row("fd00::2:5", "fd00::1:0/112", false);
    row("10.0.0.1", "10.0.0.1", true);
    row("10.0.0.1", "::/0", false);
    row("10.0.0.1", "10.0.0.0/33", false);
    row("10.0.0.1", "10.0.0.0/-1", false);
    row("10.0.0.1", "10.0.0.0/8x", false);
    row("10.0.0.1", "-", false);
    row("", "", false);
    row("lb.example", "10.0.0.0/8", false);
}

void TestActingLoadBalancer::rangesHoldAddresses()
{
    QFETCH(QByteArray, address);
    QFETCH(QByteArray, range);
    QTEST(roles::isInRange(address.toStdString(), range.toStdString()), "expected");
}

QTEST_APPLESS_MAIN(TestActingLoadBalancer)
#include "tst_actingloadbalancer.moc"
