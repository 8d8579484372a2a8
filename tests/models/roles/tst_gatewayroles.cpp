// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "printroles.h"

using namespace portolan;

namespace {

/** `status`: of the condition Accepted; empty for a manifest. */
std::string gatewayClass(std::string_view name, std::string_view controller, std::string_view status)
{
    const std::string condition = status.empty() ? ""
                                                 : ",\"status\":{\"conditions\":[{\"type\":\"Accepted\",\"status\":\"" +
                                                       std::string(status) + "\"}]}";
    return "{\"apiVersion\":\"gateway.networking.k8s.io/v1\",\"kind\":\"GatewayClass\",\"metadata\":{\"name\":\"" +
           std::string(name) + "\"},\"spec\":{\"controllerName\":\"" + std::string(controller) + "\"}" + condition +
           "}\n";
}

std::string gateway(std::string_view ofClass)
{
    return "{\"apiVersion\":\"gateway.networking.k8s.io/v1\",\"kind\":\"Gateway\",\"metadata\":{\"name\":\"g\","
           "\"namespace\":\"shop\",\"uid\":\"u\"},\"spec\":{\"gatewayClassName\":\"" +
           std::string(ofClass) + "\"}}\n";
}

QStringList gateways(const std::string &drawing)
{
    return roleIn(drawing, NetworkRole::Gateway);
}

constexpr const char *traefik = "deployment kube-system/traefik app=traefik ready=1 image=traefik:3.6\n";

}  // namespace

class TestGatewayRoles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAcceptedClassWithItsControllerIsConfirmed_data();
    void anAcceptedClassWithItsControllerIsConfirmed();
    void definitionsAloneAreNoGateway();
    void traefiksProviderIsOffByDefault();
    void anAcceptedClassWithoutControllerIsLeftOver();
    void aClassThatNoGatewayUsesIsSaid();
    void plannedClassesAreInferred();
    void ciliumNeedsItsSwitch();
    void istiosWaypointsAreNoGateway();
    void anUnknownControllerIsSaid();
};

void TestGatewayRoles::anAcceptedClassWithItsControllerIsConfirmed_data()
{
    QTest::addColumn<QByteArray>("image");
    QTest::addColumn<QByteArray>("claim");
    const auto row = [](const char *name, const char *image, const char *claim) {
        QTest::newRow(name) << QByteArray(image) << QByteArray(claim);
    };
    row("traefik", "traefik:3.6", "traefik.io/gateway-controller");
    row("cilium", "quay.io/cilium/cilium:v1.18", "io.cilium/gateway-controller");
    row("istio", "istio/pilot:1.27", "istio.io/gateway-controller");
    row("envoy-gateway", "envoyproxy/gateway:v1.5", "gateway.envoyproxy.io/gatewayclass-controller");
    row("nginx-gateway-fabric", "ghcr.io/nginx/nginx-gateway-fabric:2.1", "gateway.nginx.org/nginx-gateway-controller");
    row("kong", "kong/kubernetes-ingress-controller:3.5", "konghq.com/kic-gateway-controller");
    row("haproxy-ingress", "jcmoraisjr/haproxy-ingress:v0.15", "haproxy-ingress.github.io/controller");
    row("haproxytech-ingress", "haproxytech/kubernetes-ingress:3.1", "haproxy.org/gateway-controller");
    row("contour", "projectcontour/contour:v1.32", "projectcontour.io/gateway-controller");
}

void TestGatewayRoles::anAcceptedClassWithItsControllerIsConfirmed()
{
    QFETCH(QByteArray, image);
    QFETCH(QByteArray, claim);
    const QStringList found = gateways("deployment x/c app=c ready=1 image=" + image.toStdString() + "\n" +
                                       gatewayClass("main", claim.toStdString(), "True") + gateway("main"));
    QCOMPARE(found.size(), 1);
    const QString expected = QString::fromLatin1(QTest::currentDataTag()) + u" confirmed state=fine"_qs;
    QVERIFY2(found.front().startsWith(expected) && found.front().contains(u"class=main"), qPrintable(found.front()));
}

void TestGatewayRoles::definitionsAloneAreNoGateway()
{
    QCOMPARE(gateways(std::string(traefik) +
                      "{\"apiVersion\":\"apiextensions.k8s.io/v1\",\"kind\":\"CustomResourceDefinition\",\"metadata\":{"
                      "\"name\":\"gateways.gateway.networking.k8s.io\",\"uid\":\"u\"},\"spec\":{\"group\":"
                      "\"gateway.networking.k8s.io\"}}"),
             QStringList{u"unknown: gatewayclasses not in the input"_qs});
    ClusterSnapshot live = *clusterOf(traefik);
    live.isLive = true;
    QCOMPARE(printRole(*detectRoles(std::make_shared<ClusterSnapshot>(live)), NetworkRole::Gateway), QStringList());
}

void TestGatewayRoles::traefiksProviderIsOffByDefault()
{
    QCOMPARE(gateways(traefik + gatewayClass("traefik", "traefik.io/gateway-controller", "Unknown")),
             QStringList{u"traefik leftover state=fine version=3.6 class=traefik | No controller has accepted its "
                         "class."_qs});
    const auto with = [](const std::string &provider) {
        return gateways(
            "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"traefik\","
            "\"namespace\":\"k\"},\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"image\":"
            "\"traefik:3.6\",\"args\":[\"--providers.kubernetescrd\"" +
            provider + "]}]}}},\"status\":{\"readyReplicas\":1}}\n" +
            gatewayClass("traefik", "traefik.io/gateway-controller", "True"));
    };
    QVERIFY(with(",\"--providers.kubernetesgateway=true\"").front().startsWith(u"traefik confirmed"_qs));
    QVERIFY(with(",\"--providers.kubernetesGateway.experimentalChannel\"").front().startsWith(u"traefik confirmed"_qs));
    QVERIFY(
        with("").front().endsWith(u"| Class without controller: Traefik runs, and its Gateway provider is off."_qs));
}

void TestGatewayRoles::anAcceptedClassWithoutControllerIsLeftOver()
{
    const QStringList found = gateways("deployment shop/web app=web ready=1 image=x\n" +
                                       gatewayClass("eg", "gateway.envoyproxy.io/gatewayclass-controller", "True"));
    QCOMPARE(found.front(),
             u"envoy-gateway leftover class=eg | Class without controller: nothing runs that would "
             "serve it."_qs);
}

void TestGatewayRoles::aClassThatNoGatewayUsesIsSaid()
{
    const std::string drawing = traefik + gatewayClass("traefik", "traefik.io/gateway-controller", "True");
    QVERIFY(gateways(drawing + gateway("other")).front().endsWith(u"| No Gateway uses its class."_qs));
    QVERIFY(!gateways(drawing + gateway("traefik")).front().contains(u"|"_qs));
}

void TestGatewayRoles::plannedClassesAreInferred()
{
    QCOMPARE(gateways(gatewayClass("eg", "gateway.envoyproxy.io/gatewayclass-controller", {})),
             QStringList{u"envoy-gateway inferred class=eg | Its class is all that is seen of it."_qs});
}

void TestGatewayRoles::ciliumNeedsItsSwitch()
{
    const auto with = [](const std::string &value) {
        return gateways(
            "daemonset kube-system/cilium ready=1 image=quay.io/cilium/cilium:v1.18.1\n"
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"cilium-config\","
            "\"namespace\":\"kube-system\"},\"data\":{\"enable-gateway-api\":\"" +
            value + "\"}}\n" + gatewayClass("cilium", "io.cilium/gateway-controller", "True"));
    };
    QVERIFY(with("true").front().startsWith(u"cilium confirmed"_qs));
    QVERIFY(with("false").front().startsWith(u"cilium leftover"_qs));
}

void TestGatewayRoles::istiosWaypointsAreNoGateway()
{
    QCOMPARE(gateways("deployment istio-system/istiod app=istiod ready=1 image=istio/pilot:1.27\n" +
                      gatewayClass("istio-waypoint", "istio.io/mesh-controller", "True")),
             QStringList());
}

void TestGatewayRoles::anUnknownControllerIsSaid()
{
    QCOMPARE(gateways(traefik + gatewayClass("cloud", "networking.example.com/gateway", "True")),
             QStringList{u"unknown: the controller of class cloud is not known: networking.example.com/gateway"_qs});
}

QTEST_APPLESS_MAIN(TestGatewayRoles)
#include "tst_gatewayroles.moc"
