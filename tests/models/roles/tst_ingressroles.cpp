// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "printroles.h"

using namespace portolan;

namespace {

std::string ingressClass(std::string_view name, std::string_view controller)
{
    return "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"IngressClass\",\"metadata\":{\"name\":\"" +
           std::string(name) + "\",\"uid\":\"u\"},\"spec\":{\"controller\":\"" + std::string(controller) + "\"}}\n";
}

QStringList ingress(const std::string &drawing)
{
    return roleIn(drawing, NetworkRole::Ingress);
}

}  // namespace

class TestIngressRoles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void imageAndClassAreConfirmed_data();
    void imageAndClassAreConfirmed();
    void traefikTellsItsEntryPointsAndProviders();
    void traefikIsTheDefaultOfK3sOnly();
    void theDefaultClassIsNamed();
    void imagesOfTheSameMakerAreNoController();
    void theControllerStringDecidesNotTheClassName();
    void contourGoesByTheClassName();
    void contourSaysThatAnotherClaimsItsClass();
    void aClassOfItsOwnByOption();
    void aClassWithoutControllerIsLeftOver();
    void customResourcesAloneAreLeftOver();
    void aWorkloadOfNoPodsServesNobody();
    void noReadyPodIsNotConfirmed();
    void manifestsAreInferred();
    void ciliumNeedsItsSwitch();
    void istioNeedsAGateway();
    void podsTellWhereWorkloadsAreNotPermitted();
    void k3sIsAssumedWhereNothingIsSeen();
    void disabledOnK3sIsNotAssumed();
    void anUnknownControllerIsSaid();
    void evidenceStandsWhereItSays();
};

void TestIngressRoles::imageAndClassAreConfirmed_data()
{
    QTest::addColumn<QByteArray>("image");
    QTest::addColumn<QByteArray>("claim");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *image, const char *claim, const char *expected) {
        QTest::newRow(image) << QByteArray(image) << QByteArray(claim) << QString::fromLatin1(expected);
    };
    row("rancher/mirrored-library-traefik:3.6.13", "traefik.io/ingress-controller", "traefik");
    row("docker.io/traefik:v3.6", "traefik.io/ingress-controller", "traefik");
    row("registry.k8s.io/ingress-nginx/controller:v1.13.0@sha256:dc75", "k8s.io/ingress-nginx", "ingress-nginx");
    row("rancher/nginx-ingress-controller:v1.12.1", "k8s.io/ingress-nginx", "ingress-nginx");
    row("nginx/nginx-ingress:5.1", "nginx.org/ingress-controller", "nginx-ingress");
    row("haproxytech/kubernetes-ingress:3.1", "haproxy.org/ingress-controller/haproxy", "haproxytech-ingress");
    row("quay.io/jcmoraisjr/haproxy-ingress:v0.15", "haproxy-ingress.github.io/controller", "haproxy-ingress");
    row("ghcr.io/projectcontour/contour:v1.32", "any.example/thing", "contour");
    row("kong/kubernetes-ingress-controller:3.5", "ingress-controllers.konghq.com/kong", "kong");
}

void TestIngressRoles::imageAndClassAreConfirmed()
{
    QFETCH(QByteArray, image);
    QFETCH(QByteArray, claim);
    QFETCH(QString, expected);
    const QStringList found = ingress("deployment web/front app=front replicas=1 ready=1 image=" + image.toStdString() +
                                      "\n" + ingressClass("contour", claim.toStdString()));
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.front().startsWith(expected + u" confirmed state=fine"_qs), qPrintable(found.front()));
    QVERIFY2(found.front().endsWith(u" class=contour"_qs), qPrintable(found.front()));
}

void TestIngressRoles::traefikTellsItsEntryPointsAndProviders()
{
    QCOMPARE(ingress(R"(
        service kube-system/traefik app=traefik type=LoadBalancer port=80:web
        service kube-system/traefik-metrics app=traefik port=9100
        yaml:
apiVersion: apps/v1
kind: Deployment
metadata: {name: traefik, namespace: kube-system, labels: {helm.sh/chart: traefik-39.0.701_up39.0.7}}
spec:
  template:
    metadata: {labels: {app: traefik}}
    spec:
      containers:
      - name: traefik
        image: rancher/mirrored-library-traefik:3.6.13
        args:
        - --entryPoints.metrics.address=:9100/tcp
        - --entryPoints.websecure.address=:8443/tcp
        - --entryPoints.web.address=:8000/tcp
        - --providers.kubernetescrd
        - --providers.kubernetesingress.ingressendpoint.publishedservice=kube-system/traefik
        - --providers.kubernetesgateway=false
status: {replicas: 1, readyReplicas: 1}
        end
        )" + ingressClass("traefik", "traefik.io/ingress-controller")),
             QStringList{u"traefik confirmed state=fine version=3.6.13 chartVersion=39.0.701+up39.0.7 class=traefik "
                         "entryPoints=web:8000 websecure:8443 providers=crd ingress service=kube-system/traefik"_qs});
}

void TestIngressRoles::traefikIsTheDefaultOfK3sOnly()
{
    const std::string node = "node a 10.0.0.1 10.42.0.0/24 server version=";
    const std::string own = "\ndeployment kube-system/traefik app=traefik ready=1 image=traefik:3\n";
    const std::string other = "\ndeployment edge/traefik app=traefik ready=1 image=traefik:3\n";
    QVERIFY(ingress(node + "v1.33.4+k3s1" + own).front().startsWith(u"traefik confirmed default"_qs));
    QVERIFY(ingress(node + "v1.33.4" + own).front().startsWith(u"traefik confirmed state"_qs));
    const std::string left = ingressClass("traefik", "traefik.io/ingress-controller");
    QVERIFY(ingress(node + "v1.33.4+k3s1\ndeployment a/b app=b ready=1 image=x\n" + left)
                .front()
                .startsWith(u"traefik leftover class"_qs));
    QVERIFY(ingress(node + "v1.33.4+k3s1" + other).front().startsWith(u"traefik confirmed state"_qs));
}

void TestIngressRoles::theDefaultClassIsNamed()
{
    const RolesPtr roles = detectRoles(clusterOf(R"(
        deployment kube-system/traefik app=traefik ready=1 image=traefik:3
        yaml:
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: traefik, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
spec: {controller: traefik.io/ingress-controller}
        end
    )"));
    QCOMPARE(roles->components.front().evidence.back().path,
             std::string("/metadata/annotations/ingressclass.kubernetes.io~1is-default-class"));
}

void TestIngressRoles::imagesOfTheSameMakerAreNoController()
{
    QCOMPARE(ingress(R"(
        deployment shop/whoami app=whoami ready=1 image=traefik/whoami:v1.10
        deployment shop/web app=web ready=1 image=nginx:1.27
        deployment shop/lb app=lb ready=1 image=haproxy:3
        daemonset  kube-system/envoy app=e ready=1 image=quay.io/cilium/cilium-envoy:v1
    )"),
             QStringList());
}

void TestIngressRoles::theControllerStringDecidesNotTheClassName()
{
    QCOMPARE(ingress("deployment a/community app=c ready=1 image=registry.k8s.io/ingress-nginx/controller:v1\n"
                     "deployment a/f5 app=f ready=1 image=nginx/nginx-ingress:5\n" +
                     ingressClass("nginx", "nginx.org/ingress-controller")),
             (QStringList{u"ingress-nginx confirmed state=fine version=v1 | No IngressClass is its own."_qs,
                          u"nginx-ingress confirmed state=fine version=5 class=nginx"_qs}));
}

void TestIngressRoles::contourGoesByTheClassName()
{
    const std::string contour =
        "deployment projectcontour/contour app=contour ready=1 image=projectcontour/contour:v1\n"
        "daemonset projectcontour/envoy app=envoy ready=1 image=envoyproxy/envoy:v1.34\n"
        "service projectcontour/envoy app=envoy type=LoadBalancer port=80\n";
    QCOMPARE(ingress(contour + ingressClass("contour", "whatever.example/it-is-not-read")),
             QStringList{u"contour confirmed state=fine version=v1 class=contour service=projectcontour/envoy"_qs});
    QCOMPARE(ingress(contour + ingressClass("public", "projectcontour.io/ingress-controller")),
             QStringList{u"contour confirmed state=fine version=v1 service=projectcontour/envoy | No IngressClass is "
                         "its own."_qs});
}

void TestIngressRoles::contourSaysThatAnotherClaimsItsClass()
{
    const QStringList found = ingress(
        "deployment p/contour app=contour ready=1 image=projectcontour/contour:v1\n"
        "deployment k/traefik app=traefik ready=1 image=traefik:3\n" +
        ingressClass("contour", "traefik.io/ingress-controller"));
    QCOMPARE(found.front(),
             u"contour confirmed state=fine version=v1 class=contour | Another controller claims its "
             "class contour as well: Contour goes by the class's name alone."_qs);
    QVERIFY(found.back().startsWith(u"traefik confirmed"_qs) && found.back().contains(u"class=contour"_qs));
}

void TestIngressRoles::aClassOfItsOwnByOption()
{
    QCOMPARE(ingress(R"(
        yaml:
apiVersion: apps/v1
kind: Deployment
metadata: {name: internal, namespace: edge}
spec:
  template:
    spec:
      containers:
      - {name: controller, image: "registry.k8s.io/ingress-nginx/controller:v1.13.0", args: [/nginx-ingress-controller, --controller-class=k8s.io/internal]}
status: {readyReplicas: 1}
        end
        )" + ingressClass("internal", "k8s.io/internal")),
             QStringList{u"ingress-nginx confirmed state=fine version=v1.13.0 class=internal"_qs});
}

void TestIngressRoles::aClassWithoutControllerIsLeftOver()
{
    const std::string rest = ingressClass("nginx", "k8s.io/ingress-nginx");
    QCOMPARE(ingress("deployment shop/web app=web ready=1 image=x\n" + rest),
             QStringList{u"ingress-nginx leftover class=nginx | Class without controller: nothing runs that would "
                         "serve it."_qs});
    QCOMPARE(ingress(rest),
             (QStringList{u"ingress-nginx inferred class=nginx | Its class is all that is seen of it."_qs}));
}

void TestIngressRoles::customResourcesAloneAreLeftOver()
{
    const std::string definition = R"(
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"middlewares.traefik.io","uid":"u"},"spec":{"group":"traefik.io"}}
    )";
    QCOMPARE(ingress("deployment shop/web app=web ready=1 image=x" + definition),
             QStringList{u"traefik leftover | Only its custom resource definitions are there."_qs});
    QCOMPARE(ingress(definition), QStringList{u"unknown: deployments not in the input"_qs});
}

void TestIngressRoles::aWorkloadOfNoPodsServesNobody()
{
    QCOMPARE(ingress("deployment k/traefik app=traefik replicas=0 ready=0 image=traefik:3"),
             QStringList{u"traefik leftover state=fine version=3 | Its workload asks for no pod."_qs});
}

void TestIngressRoles::noReadyPodIsNotConfirmed()
{
    QCOMPARE(ingress("deployment k/traefik app=traefik replicas=1 ready=0 image=traefik:3"),
             QStringList{u"traefik inferred state=failing version=3 | None of its pods is ready."_qs});
}

void TestIngressRoles::manifestsAreInferred()
{
    QCOMPARE(ingress("deployment k/kong app=kong image=kong/kubernetes-ingress-controller:3.5"),
             QStringList{u"kong inferred version=3.5"_qs});
}

void TestIngressRoles::ciliumNeedsItsSwitch()
{
    const auto with = [](const std::string &value) {
        return ingress(
            "daemonset kube-system/cilium app=cilium ready=1 image=quay.io/cilium/cilium:v1.18.1\n"
            "deployment kube-system/cilium-operator app=o ready=1 image=quay.io/cilium/operator-generic:v1.18.1\n"
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"cilium-config\","
            "\"namespace\":\"kube-system\"},\"data\":{\"enable-ingress-controller\":\"" +
            value + "\"}}\n" + ingressClass("cilium", "cilium.io/ingress-controller"));
    };
    QCOMPARE(with("true"), QStringList{u"cilium confirmed state=fine version=v1.18.1 class=cilium"_qs});
    QCOMPARE(with("false"),
             QStringList{u"cilium leftover state=fine version=v1.18.1 class=cilium | Class without controller: Cilium "
                         "runs, and its Ingress controller is not switched on."_qs});
}

void TestIngressRoles::istioNeedsAGateway()
{
    const std::string control =
        "deployment istio-system/istiod app=istiod ready=1 image=docker.io/istio/pilot:1.27.0\n";
    QCOMPARE(ingress(control), QStringList());
    QCOMPARE(ingress(control + "deployment istio-ingress/gw istio=ingressgateway ready=1 image=auto\n"
                               "service istio-ingress/gw istio=ingressgateway type=LoadBalancer port=80\n"),
             QStringList{u"istio confirmed state=fine version=1.27.0 service=istio-ingress/gw"_qs});
}

void TestIngressRoles::podsTellWhereWorkloadsAreNotPermitted()
{
    const std::string pod = "pod k/traefik-1 app=traefik node=a image=rancher/mirrored-library-traefik:3.6.13\n";
    const auto with = [&](ClusterSnapshot snapshot) {
        snapshot.gaps = {{"DaemonSet", Gap::Why::Forbidden, ""}, {"Deployment", Gap::Why::Forbidden, ""}};
        return detectRoles(std::make_shared<ClusterSnapshot>(std::move(snapshot)));
    };
    const RolesPtr seen = with(*clusterOf(pod));
    QCOMPARE(printRole(*seen, NetworkRole::Ingress), QStringList{u"traefik confirmed state=fine version=3.6.13"_qs});
    QCOMPARE(seen->components.front().nodes, std::vector<std::string>{"a"});
    QCOMPARE(printRole(*with(*clusterOf("pod shop/web app=web image=x")), NetworkRole::Ingress),
             QStringList{u"unknown: deployments not permitted"_qs});
}

void TestIngressRoles::k3sIsAssumedWhereNothingIsSeen()
{
    QCOMPARE(ingress("node a 10.0.0.1 10.42.0.0/24 server"),
             QStringList{u"traefik assumed default | K3s installs it unless told otherwise; its workload can not be "
                         "seen."_qs});
    QCOMPARE(ingress("node a 10.0.0.1 10.42.0.0/24 server version=v1.33.4"),
             QStringList{u"unknown: deployments not in the input"_qs});
}

void TestIngressRoles::disabledOnK3sIsNotAssumed()
{
    QCOMPARE(ingress(R"(node a 10.0.0.1 10.42.0.0/24 server note:k3s.io/node-args=["server","--disable=traefik"])"),
             QStringList{u"unknown: deployments not in the input"_qs});
}

void TestIngressRoles::anUnknownControllerIsSaid()
{
    QCOMPARE(ingress("deployment shop/web app=web ready=1 image=x\n" + ingressClass("alb", "ingress.example.com/alb")),
             QStringList{u"unknown: the controller of class alb is not known: ingress.example.com/alb"_qs});
}

void TestIngressRoles::evidenceStandsWhereItSays()
{
    const RolesPtr roles =
        detectRoles(clusterOf("deployment k/traefik app=traefik ready=1 image=traefik:3\n"
                              "deployment k/x app=x ready=1 image=projectcontour/contour:v1\n" +
                              ingressClass("traefik", "traefik.io/ingress-controller")));
    QVERIFY(roles->components.size() >= 2);
    QCOMPARE(wrongEvidence(*roles), QStringList());
}

QTEST_APPLESS_MAIN(TestIngressRoles)
#include "tst_ingressroles.moc"
