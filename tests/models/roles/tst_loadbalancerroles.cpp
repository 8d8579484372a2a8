// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "printroles.h"

using namespace portolan;

namespace {

QStringList loadBalancers(const std::string &drawing)
{
    return roleIn(drawing, NetworkRole::LoadBalancer);
}

/** Of a live cluster: what is not drawn is not there. */
QStringList liveLoadBalancers(const std::string &drawing)
{
    ClusterSnapshot live = *clusterOf(drawing);
    live.isLive = true;
    return printRole(*detectRoles(std::make_shared<ClusterSnapshot>(std::move(live))), NetworkRole::LoadBalancer);
}

constexpr const char *k3s = "node server-0 192.168.1.10 10.42.0.0/24 server\n";
constexpr const char *k3sWithout =
    "node server-0 192.168.1.10 10.42.0.0/24 server note:k3s.io/node-args=[\"server\",\"--disable=servicelb\"]\n";
constexpr const char *k3sWith =
    "node server-0 192.168.1.10 10.42.0.0/24 server note:k3s.io/node-args=[\"server\",\"--disable=traefik\"]\n";
constexpr const char *svclb =
    "daemonset kube-system/svclb-web-0123abcd app=svclb-web-0123abcd replicas=1 ready=1 "
    "image=rancher/klipper-lb:v0.4.17 svccontroller.k3s.cattle.io/svcname=web "
    "svccontroller.k3s.cattle.io/svcnamespace=shop\n";
constexpr const char *web = "service shop/web app=web type=LoadBalancer port=80 external=192.168.1.10\n";
constexpr const char *metalLb =
    "daemonset metallb-system/speaker app=metallb replicas=2 ready=2 image=quay.io/metallb/speaker:v0.15.2\n"
    "deployment metallb-system/controller app=metallb ready=1 image=quay.io/metallb/controller:v0.15.2\n"
    "{\"apiVersion\":\"metallb.io/v1beta1\",\"kind\":\"IPAddressPool\",\"metadata\":{\"name\":\"lan\",\"namespace\":"
    "\"metallb-system\",\"uid\":\"u\"},\"spec\":{\"addresses\":[\"192.168.1.240-192.168.1.250\",\"10.9.0.0/24\"]}}\n"
    "{\"apiVersion\":\"metallb.io/v1beta1\",\"kind\":\"L2Advertisement\",\"metadata\":{\"name\":\"lan\",\"namespace\":"
    "\"metallb-system\",\"uid\":\"u\"},\"spec\":{}}\n";

/** kube-vip with its switch for Services on or off. */
std::string kubeVip(const std::string &serves)
{
    return "{\"apiVersion\":\"apps/v1\",\"kind\":\"DaemonSet\",\"metadata\":{\"name\":\"kube-vip\",\"namespace\":"
           "\"kube-system\"},\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"kube-vip\",\"image\":"
           "\"ghcr.io/kube-vip/kube-vip:v1.0.0\",\"args\":[\"manager\"],\"env\":[{\"name\":\"vip_arp\",\"value\":"
           "\"true\"},{\"name\":\"cp_enable\",\"value\":\"true\"},{\"name\":\"svc_enable\",\"value\":\"" +
           serves + "\"}]}]}}},\"status\":{\"desiredNumberScheduled\":1,\"numberReady\":1}}\n";
}

std::string ciliumConfig(const std::string &announces)
{
    return "daemonset kube-system/cilium k8s-app=cilium ready=1 image=quay.io/cilium/cilium:v1.18.1\n"
           "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"cilium-config\",\"namespace\":"
           "\"kube-system\"},\"data\":{\"enable-l2-announcements\":\"" +
           announces + "\"}}\n";
}

constexpr const char *ciliumPool =
    "{\"apiVersion\":\"cilium.io/v2\",\"kind\":\"CiliumLoadBalancerIPPool\",\"metadata\":{\"name\":\"lan\",\"uid\":"
    "\"u\"},\"spec\":{\"blocks\":[{\"cidr\":\"10.9.0.0/24\"},{\"start\":\"10.8.0.1\",\"stop\":\"10.8.0.9\"}]}}\n";
constexpr const char *ciliumPolicy =
    "{\"apiVersion\":\"cilium.io/v2alpha1\",\"kind\":\"CiliumL2AnnouncementPolicy\",\"metadata\":{\"name\":\"lan\","
    "\"uid\":\"u\"},\"spec\":{\"loadBalancerIPs\":true}}\n";

}  // namespace

class TestLoadBalancerRoles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void serviceLbIsSeenByItsDaemonSets();
    void serviceLbOnChosenNodes();
    void helmJobsAreNotServiceLb();
    void serviceLbIsAssumedWithoutServices();
    void serviceLbIsNotThereWhenDisabled();
    void serviceLbWithoutItsDaemonSetIsNotThere();
    void daemonSetsOfADisabledServiceLbAreLeftOver();
    void metalLbTellsItsPoolsAndMode();
    void metalLbOfItsOwnClass();
    void metalLbWithoutWorkloadIsLeftOver();
    void metalLbWithoutPoolSaysSo();
    void twoOnOneServiceAreAConflict();
    void twoOnDifferentServicesAreNone();
    void ciliumNeedsAPool();
    void ciliumThatAnnouncesNothingSaysSo();
    void kubeVipForTheApiAloneIsNone();
    void kubeVipAsAStaticPod();
    void pureLbRuns();
    void aCloudIsToldByItsAddress();
    void cloudsAreNamedByTheirProviderIds_data();
    void cloudsAreNamedByTheirProviderIds();
    void aManagerForNodesAloneIsNotConfirmed();
    void whatIsNotPermittedIsUnknown();
};

void TestLoadBalancerRoles::serviceLbIsSeenByItsDaemonSets()
{
    const std::string pod =
        "pod kube-system/svclb-web-1 node=server-0 owner=DaemonSet/svclb-web-0123abcd "
        "svccontroller.k3s.cattle.io/svcname=web\n";
    const RolesPtr roles = detectRoles(clusterOf(std::string(k3s) + svclb + web + pod));
    QCOMPARE(printRole(*roles, NetworkRole::LoadBalancer),
             QStringList{u"klipper-lb confirmed default state=fine version=v0.4.17 mode=all-nodes "
                         "namespace=kube-system services=1"_qs});
    QCOMPARE(roles->find(NetworkRole::LoadBalancer, "klipper-lb")->nodes, std::vector<std::string>{"server-0"});
    QCOMPARE(wrongEvidence(*roles), QStringList());
}

void TestLoadBalancerRoles::serviceLbOnChosenNodes()
{
    const std::string chosen =
        "node server-0 192.168.1.10 10.42.0.0/24 server svccontroller.k3s.cattle.io/enablelb=true\n";
    QVERIFY(loadBalancers(chosen + svclb + web).front().contains(u"mode=allow-list"_qs));
}

void TestLoadBalancerRoles::helmJobsAreNotServiceLb()
{
    QCOMPARE(liveLoadBalancers("deployment kube-system/helm-install app=h ready=1 image=rancher/klipper-helm:v0.9.5\n"
                               "service shop/web app=web port=80 ip=10.43.0.9"),
             QStringList());
}

void TestLoadBalancerRoles::serviceLbIsAssumedWithoutServices()
{
    QCOMPARE(loadBalancers(k3sWith), QStringList{u"klipper-lb assumed default services=0"_qs});
    QCOMPARE(loadBalancers(k3s), QStringList{u"klipper-lb assumed default services=0 | K3s brings it; how the servers "
                                             "were started is not visible."_qs});
}

void TestLoadBalancerRoles::serviceLbIsNotThereWhenDisabled()
{
    QCOMPARE(liveLoadBalancers(std::string(k3sWithout) + "service shop/web app=web type=LoadBalancer port=80\n"
                                                         "deployment shop/web app=web ready=1 image=x"),
             QStringList());
}

void TestLoadBalancerRoles::serviceLbWithoutItsDaemonSetIsNotThere()
{
    QCOMPARE(liveLoadBalancers(std::string(k3s) + web +
                               "daemonset shop/x app=x ready=1 image=x\n"
                               "deployment shop/web app=web ready=1 image=x"),
             QStringList());
}

void TestLoadBalancerRoles::daemonSetsOfADisabledServiceLbAreLeftOver()
{
    QCOMPARE(loadBalancers(std::string(k3sWithout) + svclb + web).front(),
             u"klipper-lb leftover state=fine version=v0.4.17 mode=all-nodes namespace=kube-system services=1 | K3s "
             "was started without ServiceLB; its DaemonSets are still there."_qs);
}

void TestLoadBalancerRoles::metalLbTellsItsPoolsAndMode()
{
    QCOMPARE(loadBalancers(std::string(k3sWithout) + metalLb),
             QStringList{u"metallb confirmed state=fine version=v0.15.2 mode=L2 pools=192.168.1.240-192.168.1.250 "
                         "10.9.0.0/24"_qs});
    QCOMPARE(loadBalancers(std::string(k3s) + metalLb).size(), 1);  // nobody assumes ServiceLB beside it
    const std::string advertised =
        "{\"apiVersion\":\"metallb.io/v1beta1\",\"kind\":\"BGPAdvertisement\",\"metadata\":"
        "{\"name\":\"b\",\"namespace\":\"metallb-system\",\"uid\":\"u\"},\"spec\":{}}";
    QVERIFY(loadBalancers(metalLb + advertised).front().contains(u"mode=L2 and BGP"_qs));
}

void TestLoadBalancerRoles::metalLbOfItsOwnClass()
{
    const QStringList found = loadBalancers(R"(
        yaml:
apiVersion: apps/v1
kind: Deployment
metadata: {name: controller, namespace: metallb-system}
spec:
  template:
    spec:
      containers:
      - {name: controller, image: "quay.io/metallb/controller:v0.15.2", args: [--port=7472, --lb-class=lan.example/metallb]}
status: {readyReplicas: 1}
        end
    )");
    QVERIFY2(found.front().contains(u"lbClass=lan.example/metallb"_qs), qPrintable(found.front()));
}

void TestLoadBalancerRoles::metalLbWithoutWorkloadIsLeftOver()
{
    const std::string pools = std::string(metalLb).substr(std::string(metalLb).find('{'));
    QCOMPARE(loadBalancers("deployment shop/web app=web ready=1 image=x\n" + pools).front(),
             u"metallb leftover mode=L2 pools=192.168.1.240-192.168.1.250 10.9.0.0/24 | Nothing of it runs."_qs);
    QCOMPARE(loadBalancers(pools).front(),
             u"metallb inferred mode=L2 pools=192.168.1.240-192.168.1.250 10.9.0.0/24 | "
             "Its pools are all that is seen of it."_qs);
}

void TestLoadBalancerRoles::metalLbWithoutPoolSaysSo()
{
    ClusterSnapshot live = *clusterOf(std::string(metalLb).substr(0, std::string(metalLb).find('{')));
    live.isLive = true;
    QCOMPARE(
        printRole(*detectRoles(std::make_shared<ClusterSnapshot>(live)), NetworkRole::LoadBalancer),
        QStringList{u"metallb confirmed state=fine version=v0.15.2 | It has no pool, so it assigns no address."_qs});
}

void TestLoadBalancerRoles::twoOnOneServiceAreAConflict()
{
    const std::string both =
        "service shop/web app=web type=LoadBalancer port=80 external=192.168.1.240 "
        "note:metallb.io/ip-allocated-from-pool=lan\n";
    const QStringList found = loadBalancers(std::string(k3s) + svclb + both + metalLb);
    QCOMPARE(found.size(), 2);
    QVERIFY(found[0].startsWith(u"klipper-lb conflict"_qs) && found[1].startsWith(u"metallb conflict"_qs));
    QVERIFY(found[0].endsWith(u"| Another load balancer acts on Service shop/web as well."_qs));
}

void TestLoadBalancerRoles::twoOnDifferentServicesAreNone()
{
    const std::string other =
        "service shop/api app=api type=LoadBalancer port=80 external=192.168.1.240 "
        "note:metallb.io/ip-allocated-from-pool=lan\n";
    const QStringList found = loadBalancers(std::string(k3s) + svclb + web + other + metalLb);
    QVERIFY(found[0].startsWith(u"klipper-lb confirmed"_qs) && found[1].startsWith(u"metallb confirmed"_qs));
}

void TestLoadBalancerRoles::ciliumNeedsAPool()
{
    QCOMPARE(liveLoadBalancers(ciliumConfig("true") + "service shop/web app=web port=80 ip=10.43.0.9"), QStringList());
    QCOMPARE(loadBalancers(ciliumConfig("true") + ciliumPool + ciliumPolicy),
             QStringList{u"cilium-lb confirmed state=fine version=v1.18.1 mode=L2 pools=10.9.0.0/24 "
                         "10.8.0.1-10.8.0.9"_qs});
}

void TestLoadBalancerRoles::ciliumThatAnnouncesNothingSaysSo()
{
    const QStringList found = liveLoadBalancers(ciliumConfig("false") + ciliumPool + ciliumPolicy);
    QVERIFY2(found.front().endsWith(u"| Its pools give addresses, and nothing announces them."_qs),
             qPrintable(found.front()));
}

void TestLoadBalancerRoles::kubeVipForTheApiAloneIsNone()
{
    const std::string service = "service shop/web app=web port=80 ip=10.43.0.9\ndeployment a/b app=b ready=1 image=x\n";
    QCOMPARE(liveLoadBalancers(service + kubeVip("false")), QStringList());
    QCOMPARE(loadBalancers(service + kubeVip("true")),
             QStringList{u"kube-vip confirmed state=fine version=v1.0.0 mode=ARP"_qs});
}

void TestLoadBalancerRoles::kubeVipAsAStaticPod()
{
    const std::string pod = "pod kube-system/kube-vip-a node=a image=ghcr.io/kube-vip/kube-vip:v1.0.0\n";
    const std::string other = "deployment shop/web app=web ready=1 image=x\n";
    QCOMPARE(loadBalancers(pod + other +
                           "service shop/web app=web type=LoadBalancer port=80 external=10.0.0.9 "
                           "note:kube-vip.io/vipHost=a"),
             QStringList{u"kube-vip confirmed state=fine version=v1.0.0"_qs});
    QCOMPARE(liveLoadBalancers(pod + other + web), QStringList());
}

void TestLoadBalancerRoles::pureLbRuns()
{
    QCOMPARE(loadBalancers("daemonset purelb-system/lbnodeagent app=p ready=1 "
                           "image=ghcr.io/purelb/purelb/lbnodeagent:v0.13.0"),
             QStringList{u"purelb confirmed state=fine version=v0.13.0"_qs});
}

void TestLoadBalancerRoles::aCloudIsToldByItsAddress()
{
    const std::string node =
        "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"a\"},\"spec\":{"
        "\"providerID\":\"hcloud://1234\"},\"status\":{\"nodeInfo\":{\"kubeletVersion\":"
        "\"v1.33.4\"}}}\n";
    const std::string manager =
        "deployment kube-system/hcloud-cloud-controller-manager app=hccm ready=1 "
        "image=docker.io/hetznercloud/hcloud-cloud-controller-manager:v1.26.0\n";
    QCOMPARE(loadBalancers(node + web), QStringList{u"cloud-provider inferred provider=hcloud"_qs});
    QCOMPARE(loadBalancers(node + web + manager),
             QStringList{u"cloud-provider confirmed state=fine version=v1.26.0 provider=hcloud"_qs});
    QCOMPARE(liveLoadBalancers(node + "deployment a/b app=b ready=1 image=x\nservice shop/web app=web ip=10.43.0.1"),
             QStringList());
}

void TestLoadBalancerRoles::cloudsAreNamedByTheirProviderIds()
{
    QFETCH(QString, id);
    QFETCH(QStringList, said);
    const std::string node =
        "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"a\"},\"spec\":{"
        "\"providerID\":\"" +
        id.toStdString() + "\"},\"status\":{\"nodeInfo\":{\"kubeletVersion\":\"v1.18.10\"}}}\n";
    QCOMPARE(loadBalancers(node + web), said);
    QCOMPARE(wrongEvidence(*detectRoles(clusterOf(node + web))), QStringList());
}

void TestLoadBalancerRoles::cloudsAreNamedByTheirProviderIds_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("said");
    const QStringList nobody{u"unknown: daemonsets not in the input"_qs};
    const QStringList oci{u"cloud-provider inferred provider=oci"_qs};
    QTest::newRow("an OCID") << u"ocid1.instance.oc1.eu-test-1.abcd"_qs << oci;
    QTest::newRow("an OCID with scheme") << u"oci:/"_qs + u"/ocid1.instance.oc1.eu-test-1.abcd"_qs << oci;
    QTest::newRow("azure") << u"azure:/"_qs + u"//subscriptions/x"_qs
                           << QStringList{u"cloud-provider inferred provider=azure"_qs};
    QTest::newRow("gce") << u"gce:/"_qs + u"/project/zone/vm"_qs
                         << QStringList{u"cloud-provider inferred provider=gce"_qs};
    QTest::newRow("another OCID") << u"ocid1.vnic.oc1.eu-test-1.abcd"_qs << nobody;
    QTest::newRow("no cloud") << u"rke2:/"_qs + u"/a"_qs << nobody;
}

void TestLoadBalancerRoles::aManagerForNodesAloneIsNotConfirmed()
{
    QCOMPARE(loadBalancers("deployment kube-system/m app=m ready=1 "
                           "image=digitalocean/digitalocean-cloud-controller-manager:v0.1.60"),
             QStringList{u"cloud-provider inferred state=fine version=v0.1.60 provider=digitalocean"_qs});
}

void TestLoadBalancerRoles::whatIsNotPermittedIsUnknown()
{
    ClusterSnapshot snapshot = *clusterOf("deployment a/b app=b ready=1 image=x");
    snapshot.isLive = true;
    snapshot.gaps = {{"Service", Gap::Why::Forbidden, ""}};
    QCOMPARE(printRole(*detectRoles(std::make_shared<ClusterSnapshot>(snapshot)), NetworkRole::LoadBalancer),
             QStringList{u"unknown: services not permitted"_qs});
}

QTEST_APPLESS_MAIN(TestLoadBalancerRoles)
#include "tst_loadbalancerroles.moc"
