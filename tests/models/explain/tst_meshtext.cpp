// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "explain/explanation.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

std::string pod(const std::string &name, const std::string &containers, const std::string &annotations = "{}")
{
    return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name +
           "\",\"namespace\":\"shop\",\"annotations\":" + annotations +
           ",\"ownerReferences\":[{\"kind\":\"StatefulSet\",\"name\":\"web\",\"controller\":true}]},\"spec\":{"
           "\"containers\":" +
           containers +
           "},\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}\n";
}

}  // namespace

class TestMeshText : public QObject {
    Q_OBJECT

    static QString said(const std::string &drawing, std::string_view id)
    {
        const GraphPtr graph = buildTopology(clusterOf(drawing));
        QString text;
        for (const std::string &sentence : explain(*graph, graph->find(id)).sentences)
            text += QString::fromStdString(sentence) + u' ';
        return text;
    }
private Q_SLOTS:
    void aWorkloadSaysHowManyOfItsPodsAreInTheMesh()
    {
        const std::string set = "statefulset shop/web app=web replicas=2 ready=2\n";
        const std::string meshed = pod("web-0", R"([{"name":"web"},{"name":"istio-proxy"}])");
        const std::string plain = pod("web-1", R"([{"name":"web"}])");
        const QString all = said(set + meshed, "StatefulSet/shop/web");
        QVERIFY2(all.contains(u"in the mesh: Istio sidecar."_qs), qPrintable(all));
        const QString some = said(set + meshed + plain, "StatefulSet/shop/web");
        QVERIFY2(some.contains(u"1 of 2 pods"_qs) && some.contains(u"Istio sidecar"_qs), qPrintable(some));
        QVERIFY(!said(set + plain, "StatefulSet/shop/web").contains(u"mesh"_qs));
        QVERIFY(!said(set + pod("web-0", R"([{"name":"istio-proxy"}])"), "StatefulSet/shop/web").contains(u"mesh"_qs));
    }

    void ambientAndLinkerdAreToldApart()
    {
        const std::string set = "statefulset shop/web app=web replicas=1 ready=1\n";
        QVERIFY(said(set + pod("web-0", R"([{"name":"web"}])", R"({"ambient.istio.io/redirection":"enabled"})"),
                     "StatefulSet/shop/web")
                    .contains(u"Istio ambient"_qs));
        QVERIFY(said(set + pod("web-0", R"([{"name":"web"},{"name":"linkerd-proxy"}])"), "StatefulSet/shop/web")
                    .contains(u"Linkerd"_qs));
    }

    void aGatewayNamesItsClassController()
    {
        const QString text = said(
            R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"gw","namespace":"infra"},"spec":{"gatewayClassName":"edge","listeners":[{"name":"http","port":80,"protocol":"HTTP"}]}})"
            "\n"
            R"({"apiVersion":"gateway.networking.k8s.io/v1","kind":"GatewayClass","metadata":{"name":"edge"},"spec":{"controllerName":"traefik.io/gateway-controller"},"status":{"conditions":[{"type":"Accepted","status":"True"}]}})"
            "\n",
            "Gateway/infra/gw");
        QVERIFY2(text.contains(u"traefik.io/gateway-controller, which has accepted it"_qs), qPrintable(text));
    }
};

QTEST_APPLESS_MAIN(TestMeshText)
#include "tst_meshtext.moc"
