// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "printroles.h"

using namespace portolan;

namespace {

QStringList mesh(const std::string &drawing)
{
    return roleIn(drawing, NetworkRole::Mesh);
}

/** A running pod with containers of these names; a name with '+' before it is a native sidecar. */
std::string pod(const std::string &name, const std::string &space, const std::vector<std::string> &containers,
                const std::string &annotations = {})
{
    std::string init, main;
    for (const std::string &container : containers) {
        const bool isSidecar = container.front() == '+';
        std::string &list = isSidecar ? init : main;
        list += (list.empty() ? "" : ",") + std::string("{\"name\":\"") + container.substr(isSidecar ? 1 : 0) +
                "\",\"image\":\"x\"" + (isSidecar ? ",\"restartPolicy\":\"Always\"}" : "}");
    }
    return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"" + space +
           "\",\"annotations\":{" + annotations + "}},\"spec\":{\"initContainers\":[" + init + "],\"containers\":[" +
           main + "]},\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}\n";
}

constexpr const char *istiod =
    "deployment istio-system/istiod app=istiod istio.io/rev=default ready=1 image=docker.io/istio/pilot:1.27.0\n";
constexpr const char *ztunnel =
    "daemonset istio-system/ztunnel app=ztunnel replicas=2 ready=2 "
    "image=docker.io/istio/ztunnel:1.27.0\n";
constexpr const char *linkerd =
    "deployment linkerd/linkerd-destination app=l ready=1 image=cr.l5d.io/linkerd/controller:edge-25.9.2\n";

}  // namespace

class TestMeshRoles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sidecarsAreCounted();
    void gatewaysAreNotInTheMesh();
    void aMeshWithoutPodsSaysSo();
    void proxiesWithoutControlPlaneAreLeftOver();
    void ambientIsCountedByWhatPodsShow();
    void ambientAloneIsNotSidecarMode();
    void linkerdCountsItsProxies();
    void meshWideMutualTls();
    void noMeshIsNotUnknown();
};

void TestMeshRoles::sidecarsAreCounted()
{
    QCOMPARE(mesh(std::string(istiod) +
                  "namespace shop istio-injection=enabled\nnamespace old istio.io/rev=1-26\n"
                  "namespace out istio-injection=disabled istio.io/rev=default\n" +
                  pod("a", "shop", {"web", "istio-proxy"}) + pod("b", "shop", {"+istio-proxy", "api"}) +
                  pod("c", "out", {"web"}) + pod("d", "istio-system", {"discovery"})),
             QStringList{u"istio confirmed state=fine version=1.27.0 mode=sidecar namespaces=2 of 3 pods=2 of 3 "
                         "revision=default"_qs});
}

void TestMeshRoles::gatewaysAreNotInTheMesh()
{
    QVERIFY(mesh(std::string(istiod) + pod("gw", "edge", {"istio-proxy"})).front().contains(u"pods=0 of 1"_qs));
}

void TestMeshRoles::aMeshWithoutPodsSaysSo()
{
    QVERIFY(mesh(std::string(istiod) + pod("a", "shop", {"web"}))
                .front()
                .endsWith(u"| It runs, and no pod is in the mesh."_qs));
}

void TestMeshRoles::proxiesWithoutControlPlaneAreLeftOver()
{
    const std::string proxied = pod("a", "shop", {"web", "istio-proxy"});
    QCOMPARE(mesh("deployment shop/a app=a ready=1 image=x\n" + proxied),
             QStringList{u"istio leftover mode=sidecar pods=1 of 1 | Pods are still in the mesh, and nothing runs that "
                         "would direct them."_qs});
    QCOMPARE(mesh(proxied), QStringList{u"istio inferred mode=sidecar pods=1 of 1 | What runs it can not be seen."_qs});
}

void TestMeshRoles::ambientIsCountedByWhatPodsShow()
{
    const std::string waypoint =
        "{\"apiVersion\":\"gateway.networking.k8s.io/v1\",\"kind\":\"Gateway\",\"metadata\":{\"name\":\"waypoint\","
        "\"namespace\":\"shop\",\"uid\":\"u\"},\"spec\":{\"gatewayClassName\":\"istio-waypoint\"}}\n";
    QCOMPARE(mesh(std::string(istiod) + ztunnel + waypoint +
                  "namespace shop istio.io/dataplane-mode=ambient\nnamespace out istio.io/dataplane-mode=none\n" +
                  pod("a", "shop", {"web"}, "\"ambient.istio.io/redirection\":\"enabled\"") +
                  pod("b", "shop", {"web"}) + pod("c", "out", {"web"})),
             QStringList{u"istio-ambient confirmed state=fine version=1.27.0 namespaces=1 of 2 pods=1 of 3 "
                         "waypoints=1"_qs});
}

void TestMeshRoles::ambientAloneIsNotSidecarMode()
{
    QCOMPARE(mesh(std::string(istiod) + ztunnel).size(), 1);
    QCOMPARE(mesh(std::string(istiod) + ztunnel + pod("a", "shop", {"web", "istio-proxy"})).size(), 2);
}

void TestMeshRoles::linkerdCountsItsProxies()
{
    QCOMPARE(mesh(std::string(linkerd) +
                  "namespace shop note:linkerd.io/inject=enabled\n"
                  "namespace out note:linkerd.io/inject=disabled\n" +
                  pod("a", "shop", {"+linkerd-proxy", "web"}) + pod("b", "out", {"web"}) +
                  pod("d", "linkerd", {"linkerd-proxy", "destination"})),
             QStringList{u"linkerd confirmed state=fine version=edge-25.9.2 namespaces=1 of 2 pods=1 of 2"_qs});
}

void TestMeshRoles::meshWideMutualTls()
{
    const auto rule = [](const std::string &space, const std::string &selector) {
        return "{\"apiVersion\":\"security.istio.io/v1\",\"kind\":\"PeerAuthentication\",\"metadata\":{\"name\":\"d\","
               "\"namespace\":\"" +
               space + "\"},\"spec\":{" + selector + "\"mtls\":{\"mode\":\"STRICT\"}}}\n";
    };
    const std::string selector = "\"selector\":{\"matchLabels\":{\"app\":\"a\"}},";
    QVERIFY(mesh(istiod + rule("istio-system", "")).front().contains(u"mtls=STRICT"_qs));
    QVERIFY(!mesh(istiod + rule("shop", "")).front().contains(u"mtls"_qs));
    QVERIFY(!mesh(istiod + rule("istio-system", selector)).front().contains(u"mtls"_qs));
}

void TestMeshRoles::noMeshIsNotUnknown()
{
    QCOMPARE(mesh("deployment shop/a app=a ready=1 image=x\n" + pod("a", "shop", {"web"})), QStringList());
    QCOMPARE(mesh(pod("a", "shop", {"web"})), QStringList{u"unknown: deployments not in the input"_qs});
}

QTEST_APPLESS_MAIN(TestMeshRoles)
#include "tst_meshroles.moc"
