// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "roles/consequences.h"
#include "roles/suppose.h"
#include "support/clusterof.h"
#include "topology/graph.h"

using namespace portolan;

namespace {

constexpr std::string_view k3s = R"(
    node server-0 192.168.1.10 10.42.0.0/24 server note:flannel.alpha.coreos.com/backend-type=vxlan
    node agent-0 192.168.1.20 10.42.1.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan
    pod shop/web-1 app=web node=agent-0 ip=10.42.1.4
    pod shop/host-1 app=host node=agent-0 ip=192.168.1.20 hostnetwork
    {"apiVersion": "traefik.io/v1alpha1", "kind": "IngressRoute", "metadata": {"name": "shop", "namespace": "shop"}}
    {"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": {"name": "only-web", "namespace": "shop"}}
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "traefik", "namespace": "kube-system", "labels": {"app.kubernetes.io/name": "traefik"}}, "spec": {"replicas": 1, "template": {"metadata": {"labels": {"app.kubernetes.io/name": "traefik"}}, "spec": {"containers": [{"name": "traefik", "image": "rancher/mirrored-library-traefik:3.6.13"}]}}}, "status": {"replicas": 1, "readyReplicas": 1}}
)";

RolesPtr supposed(std::string_view what)
{
    const auto supposition = parseSupposition(what);
    return buildTopology(clusterOf(k3s), {}, supposition.value())->roles;
}

std::string sayings(const Roles &roles)
{
    std::string all;
    for (const Consequence &consequence : consequencesOf(roles))
        all += consequence.says + '\n';
    return all;
}

}  // namespace

class TestSuppose : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatComesIsMarkedAndWhatGoesIsKept();
    void aServiceProxyBringsItsNetwork();
    void podsKeepTheirAddressUntilMadeAnew();
    void routesLoseTheirController();
    void policiesOfAnotherProductAreEnforcedByNobody();
    void whatIsThereAlreadyStays();
    void realityHasNoConsequences();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
};

void TestSuppose::whatComesIsMarkedAndWhatGoesIsKept()
{
    const RolesPtr roles = supposed("cni=cilium");
    const Component *cni = roles->filling(NetworkRole::Cni);
    QVERIFY(cni && cni->isSupposed);
    QCOMPARE(cni->name, std::string_view("cilium"));
    QVERIFY(cni->evidence.empty());
    QVERIFY(std::ranges::any_of(roles->replaced, [](const Component &c) { return c.name == "flannel"; }));
    QVERIFY(!roles->find(NetworkRole::Cni, "flannel"));
}

void TestSuppose::aServiceProxyBringsItsNetwork()
{
    const RolesPtr roles = supposed("service-proxy=cilium-ebpf");
    QCOMPARE(roles->filling(NetworkRole::ServiceProxy)->name, std::string_view("cilium-ebpf"));
    QCOMPARE(roles->filling(NetworkRole::Cni)->name, std::string_view("cilium"));
    QCOMPARE(roles->filling(NetworkRole::NetworkPolicy)->name, std::string_view("cilium"));
}

void TestSuppose::podsKeepTheirAddressUntilMadeAnew()
{
    QVERIFY(QString::fromStdString(sayings(*supposed("cni=cilium"))).startsWith(u"1 pod keeps an address"_qs));
    QVERIFY(!QString::fromStdString(sayings(*supposed("ingress=ingress-nginx"))).contains(u"pod keeps"_qs));
}

void TestSuppose::routesLoseTheirController()
{
    const RolesPtr roles = supposed("ingress=ingress-nginx");
    const auto consequences = consequencesOf(*roles);
    const auto route = std::ranges::find_if(
        consequences, [](const Consequence &c) { return c.says.find("1 IngressRoute") != std::string::npos; });
    QVERIFY(route != consequences.end());
    QCOMPARE(route->objects.front().text(), std::string("IngressRoute/shop/shop"));
}

void TestSuppose::policiesOfAnotherProductAreEnforcedByNobody()
{
    QVERIFY(QString::fromStdString(sayings(*supposed("cni=calico"))).contains(u"1 policy of Cilium"_qs));
    QVERIFY(!QString::fromStdString(sayings(*supposed("cni=cilium"))).contains(u"policy of Cilium"_qs));
}

void TestSuppose::whatIsThereAlreadyStays()
{
    const RolesPtr roles = supposed("ingress=traefik");
    QVERIFY(!roles->filling(NetworkRole::Ingress)->isSupposed);
    QVERIFY(roles->replaced.empty());
}

void TestSuppose::realityHasNoConsequences()
{
    QVERIFY(consequencesOf(*buildTopology(clusterOf(k3s))->roles).empty());
}

void TestSuppose::mistakesAreNamed_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("no role") << u"cilium"_qs << u"suppose ROLE=COMPONENT"_qs;
    QTest::newRow("unknown role") << u"mesh-network=istio"_qs << u"suppose ROLE=COMPONENT"_qs;
    QTest::newRow("unknown component") << u"cni=tealium"_qs << u"for cni one can suppose flannel"_qs;
}

void TestSuppose::mistakesAreNamed()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    const auto supposition = parseSupposition(text.toStdString());
    QVERIFY(!supposition);
    QVERIFY(QString::fromStdString(supposition.error().detail).startsWith(says));
}

QTEST_APPLESS_MAIN(TestSuppose)
#include "tst_suppose.moc"
