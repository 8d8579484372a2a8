// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "printroles.h"
#include "roles/corefile.h"

using namespace portolan;

namespace {

QStringList dns(const std::string &drawing)
{
    return roleIn(drawing, NetworkRole::Dns);
}

constexpr const char *service = "service kube-system/kube-dns k8s-app=kube-dns ip=10.43.0.10 port=53/UDP\n";

}  // namespace

class TestDnsRoles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theImageDecidesNotTheName();
    void coreDnsTellsItsConfiguration();
    void aCoreDnsElsewhereIsNotTheClusters();
    void theCacheOnNodesIsALayer();
    void twoServersAreAConflict();
    void theServicesLabelTellsWhereNothingElseIsSeen();
    void k3sIsAssumedUnlessDisabled();
    void readsCorefiles();
};

void TestDnsRoles::theImageDecidesNotTheName()
{
    QCOMPARE(
        dns(std::string(service) +
            "deployment kube-system/kube-dns k8s-app=kube-dns ready=1 image=rancher/mirrored-coredns-coredns:1.14"),
        QStringList{u"coredns confirmed state=fine version=1.14 clusterIp=10.43.0.10 replicas=1"_qs});
    QCOMPARE(dns(std::string(service) + "deployment kube-system/coredns k8s-app=kube-dns ready=1 "
                                        "image=registry.k8s.io/dns/k8s-dns-kube-dns-amd64:1.23"),
             QStringList{u"kube-dns confirmed state=fine version=1.23 clusterIp=10.43.0.10"_qs});
}

void TestDnsRoles::coreDnsTellsItsConfiguration()
{
    QCOMPARE(dns(std::string(service) + R"(
        node a 10.0.0.1 10.42.0.0/24 server
        deployment kube-system/coredns k8s-app=kube-dns replicas=2 ready=2 image=coredns/coredns:1.12
        yaml:
apiVersion: v1
kind: ConfigMap
metadata: {name: coredns, namespace: kube-system}
data:
  Corefile: |
    .:53 {
        errors
        # kubernetes wrong.example
        kubernetes home.lan in-addr.arpa ip6.arpa {
          pods insecure
        }
        forward . 1.1.1.1 8.8.8.8
    }
---
apiVersion: v1
kind: ConfigMap
metadata: {name: coredns-custom, namespace: kube-system}
data: {a.override: "log"}
        end
    )"),
             QStringList{u"coredns confirmed default state=fine version=1.12 clusterIp=10.43.0.10 custom=true "
                         "domain=home.lan replicas=2 upstream=1.1.1.1 8.8.8.8"_qs});
}

void TestDnsRoles::aCoreDnsElsewhereIsNotTheClusters()
{
    QCOMPARE(dns("deployment lan/dns app=dns ready=1 image=coredns/coredns:1.12"), QStringList());
    QCOMPARE(dns("deployment dns/rke2-coredns k8s-app=kube-dns ready=1 image=rancher/hardened-coredns:v1.12").size(),
             1);
}

void TestDnsRoles::theCacheOnNodesIsALayer()
{
    const QStringList found = dns(std::string(service) + R"(
        deployment kube-system/coredns k8s-app=kube-dns ready=1 image=coredns/coredns:1.12
        yaml:
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: node-local-dns, namespace: kube-system}
spec:
  template:
    spec:
      containers:
      - {name: node-cache, image: "registry.k8s.io/dns/k8s-dns-node-cache:1.26", args: [-localip, "169.254.20.10,10.43.0.10", -conf, /etc/Corefile]}
status: {desiredNumberScheduled: 3, numberReady: 3}
        end
    )");
    QCOMPARE(found,
             (QStringList{u"coredns confirmed state=fine version=1.12 clusterIp=10.43.0.10 replicas=1"_qs,
                          u"node-local-dns confirmed state=fine version=1.26 listen=169.254.20.10 10.43.0.10"_qs}));
}

void TestDnsRoles::twoServersAreAConflict()
{
    const QStringList found =
        dns("deployment kube-system/coredns k8s-app=kube-dns ready=1 image=coredns/coredns:1.12\n"
            "deployment kube-system/kube-dns k8s-app=kube-dns ready=1 image=k8s.gcr.io/k8s-dns-kube-dns:1.15");
    QCOMPARE(found.size(), 2);
    QVERIFY(found[0].startsWith(u"coredns conflict"_qs) && found[1].startsWith(u"kube-dns conflict"_qs));
}

void TestDnsRoles::theServicesLabelTellsWhereNothingElseIsSeen()
{
    QCOMPARE(dns("service kube-system/kube-dns k8s-app=kube-dns ip=10.43.0.10 label:kubernetes.io/name=CoreDNS"),
             QStringList{u"coredns inferred clusterIp=10.43.0.10"_qs});
    QCOMPARE(dns(service), QStringList{u"unknown: deployments not in the input"_qs});
}

void TestDnsRoles::k3sIsAssumedUnlessDisabled()
{
    QCOMPARE(dns("node a 10.0.0.1 10.42.0.0/24 server"), QStringList{u"coredns assumed default"_qs});
    QCOMPARE(dns(R"(node a 10.0.0.1 10.42.0.0/24 server note:k3s.io/node-args=["server","--disable","coredns"])"),
             QStringList{u"unknown: deployments not in the input"_qs});
}

void TestDnsRoles::readsCorefiles()
{
    QCOMPARE(roles::upstreamOf("forward . /etc/resolv.conf {\n max_concurrent 1000\n}"), "/etc/resolv.conf");
    QCOMPARE(roles::upstreamOf("forward"), "");
    QCOMPARE(roles::domainOf("kubernetes {\n}\nkubernetes cluster.local {"), "cluster.local");
    QCOMPARE(roles::domainOf(""), "");
}

QTEST_APPLESS_MAIN(TestDnsRoles)
#include "tst_dnsroles.moc"
