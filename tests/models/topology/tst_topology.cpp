// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QtTest>

#include "kube/read.h"
#include "support/clusterof.h"
#include "support/printgraph.h"
#include "topology/facts.h"
#include "topology/search.h"

using namespace portolan;

class TestTopology : public QObject {
    Q_OBJECT

    static GraphPtr graphOf(std::string_view drawing) { return buildTopology(clusterOf(drawing)); }

    static GraphPtr sample(const QString &name)
    {
        QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR) + u"/resources/samples/%1.json"_qs.arg(name));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        return buildTopology(readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, "sample").snapshot);
    }

    static QStringList ids(const TopologyGraph &graph, VertexType type)
    {
        QStringList found;
        for (const Vertex &vertex : graph.vertices) {
            if (vertex.type == type)
                found << QString::fromUtf8(vertex.id.data(), static_cast<qsizetype>(vertex.id.size()));
        }
        return found;
    }

private Q_SLOTS:
    void theSliceSaysWhatAServiceSelects()
    {
        const auto graph = graphOf(R"(
            service shop/web app=web port=80:8080
            pod     shop/web-1 app=web ip=10.42.0.4
            pod     shop/web-2 app=web ip=10.42.0.5 notready
            pod     shop/web-3 app=web ip=10.42.0.6 terminating
            pod     shop/web-4 app=web ip=10.42.0.7
            slice   shop/web-x service=web 10.42.0.4:ready=web-1 10.42.0.5:notready=web-2 10.42.0.6:terminating=web-3 port=8080
        )");
        QCOMPARE(print(*graph), (QStringList{u"Service/shop/web selects Pod/shop/web-1 (ready)"_qs,
                                             u"Service/shop/web selects Pod/shop/web-2 (not ready)"_qs,
                                             u"Service/shop/web selects Pod/shop/web-3 (terminating)"_qs}));
        QCOMPARE(stateOf(*graph, "Service/shop/web"), u"warning: 1 of 3 ready"_qs);
        const auto evidence = graph->evidenceOf(graph->edges[graph->outgoing(graph->find("Service/shop/web"))[1]]);
        QCOMPARE(evidence[1].object.text(), std::string("EndpointSlice/shop/web-x"));
        QCOMPARE(evidence[1].object.object->root.pointer(evidence[1].path).boolean(true), false);
    }

    void withoutASliceTheSelectorDecidesAndTheEdgeSaysSo()
    {
        const auto graph = graphOf(R"(
            service shop/web  app=web tier=front
            pod     shop/web-1  app=web tier=front
            pod     shop/web-2  app=web
            pod     other/web-1 app=web tier=front
        )");
        QCOMPARE(print(*graph), QStringList{u"Service/shop/web selects Pod/shop/web-1 (ready)"_qs});
        QVERIFY(graph->edges.front().bySelector);
    }

    void ownersAreFollowedUpToTheWorkload()
    {
        const auto graph = graphOf(R"(
            deployment shop/web app=web replicas=1
            {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web-5d","namespace":"shop","ownerReferences":[{"apiVersion":"apps/v1","kind":"Deployment","name":"web","controller":true}]}}
            pod shop/web-5d-a app=web owner=ReplicaSet/web-5d
            pod shop/lonely
        )");
        QCOMPARE(ids(*graph, VertexType::Workload), QStringList{u"Deployment/shop/web"_qs});
        QCOMPARE(graph->vertices[graph->find("Pod/shop/web-5d-a")].parent, graph->find("Deployment/shop/web"));
        QCOMPARE(graph->vertices[graph->find("Pod/shop/lonely")].parent, none);
    }

    void anOwnerThatTheInputLacksIsInferred()
    {
        const auto graph = graphOf(R"(
            pod shop/web-5d-a pod-template-hash=5d owner=ReplicaSet/web-5d
            pod shop/db-0 owner=StatefulSet/db
        )");
        QCOMPARE(ids(*graph, VertexType::Workload),
                 (QStringList{u"Deployment/shop/web"_qs, u"StatefulSet/shop/db"_qs}));
        QVERIFY(graph->vertices[graph->find("Deployment/shop/web")].isInferred);
    }

    void nodesThatOnlyPodsNameAreInferred()
    {
        const auto graph = graphOf("pod shop/a node=ghost");
        const Vertex &node = graph->vertices[graph->find("Node/ghost")];
        QVERIFY(node.isInferred);
        QCOMPARE(node.state, State::Unknown);
        QCOMPARE(node.podCount, 1u);
    }

    void aManifestIsPlanned()
    {
        const auto graph = graphOf(R"(
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop"},"spec":{"replicas":3,"template":{"metadata":{"labels":{"app":"web"}}}}}
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}
        )");
        QCOMPARE(print(*graph), QStringList{u"Service/shop/web selects Deployment/shop/web"_qs});
        QVERIFY(graph->vertices[graph->find("Deployment/shop/web")].isPlanned);
        QCOMPARE(graph->vertices[graph->find("Deployment/shop/web")].podCount, 3u);
        QCOMPARE(stateOf(*graph, "Service/shop/web"), u"unknown: planned"_qs);
    }

    void aServiceSaysWhyItSendsNowhere()
    {
        const auto graph = graphOf(R"(
            pod shop/web-1 app=web notready
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"none","namespace":"shop","uid":"1"},"spec":{"selector":{"app":"nobody"}}}
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"unready","namespace":"shop","uid":"2"},"spec":{"selector":{"app":"web"}}}
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"bare","namespace":"shop","uid":"3"},"spec":{}}
        )");
        QCOMPARE(stateOf(*graph, "Service/shop/none"), u"failing: selects no pod"_qs);
        QCOMPARE(stateOf(*graph, "Service/shop/unready"), u"failing: no ready endpoint"_qs);
        QCOMPARE(stateOf(*graph, "Service/shop/bare"), u"unknown: endpoints not in the input"_qs);
    }

    /** The API server's own Service has no selector, and its endpoints are not among what people save first. */
    void whatAServiceSendsToIsUnknownWhereItsSlicesWereNotRead()
    {
        const std::string services = R"(
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"kubernetes","namespace":"default","uid":"1"},"spec":{"clusterIP":"10.43.0.1"}}
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","uid":"2"},"spec":{"selector":{"app":"web"}}}
            pod other/a app=a
        )";
        const auto graph = graphOf(services);
        QCOMPARE(stateOf(*graph, "Service/default/kubernetes"), u"unknown: endpoints not in the input"_qs);
        QCOMPARE(stateOf(*graph, "Service/shop/web"), u"unknown: endpoints not in the input"_qs);

        ClusterSnapshot forbidden = *clusterOf(services);
        forbidden.isLive = true;
        forbidden.gaps = {{std::string(info(Kind::EndpointSlice).reference), Gap::Why::Forbidden, {}, {}}};
        const auto followed = buildTopology(std::make_shared<const ClusterSnapshot>(forbidden));
        QCOMPARE(stateOf(*followed, "Service/default/kubernetes"), u"unknown: endpoints not permitted"_qs);
        QCOMPARE(stateOf(*followed, "Service/shop/web"), u"failing: selects no pod"_qs);
    }

    void aServiceWithoutEndpointsIsToldWhereSlicesWereRead()
    {
        const std::string bare =
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"bare","namespace":"shop","uid":"1"},"spec":{}}
            )";
        const std::string slice =
            R"({"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"x","namespace":"shop","uid":"2","labels":{"kubernetes.io/service-name":"%"}},"endpoints":[]})";
        const auto sliceOf = [&](const char *service) {
            return std::string(slice).replace(slice.find('%'), 1, service);
        };
        QCOMPARE(stateOf(*graphOf(bare + sliceOf("other")), "Service/shop/bare"),
                 u"warning: no selector and no endpoints"_qs);
        QCOMPARE(stateOf(*graphOf(bare + sliceOf("bare")), "Service/shop/bare"), u"warning: no endpoint"_qs);
    }

    void anIngressLeadsFromItsControllerToItsServices()
    {
        const auto graph = graphOf(R"(
            {"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"traefik"},"spec":{"controller":"traefik.io/ingress-controller"}}
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"other","namespace":"shop","uid":"2"},"spec":{}}
            service shop/web app=web port=http:80
            ingress shop/web class=traefik host=shop.example path=/ to=web:80
            {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"broken","namespace":"shop","uid":"1"},"spec":{"ingressClassName":"traefik","defaultBackend":{"service":{"name":"gone","port":{"number":80}}},"rules":[{"http":{"paths":[{"path":"/x","backend":{"service":{"name":"web","port":{"number":81}}}}]}}]}}
        )");
        QCOMPARE(
            print(*graph, EdgeType::Routes),
            (QStringList{u"Ingress/shop/broken:/x routes Service/shop/web failing"_qs,
                         u"Ingress/shop/broken:default routes Service/shop/gone failing"_qs,
                         u"Ingress/shop/web:shop.example/ routes Service/shop/web"_qs,
                         u"IngressController/traefik.io/ingress-controller routes Ingress/shop/broken:/x"_qs,
                         u"IngressController/traefik.io/ingress-controller routes Ingress/shop/broken:default"_qs,
                         u"IngressController/traefik.io/ingress-controller routes Ingress/shop/web:shop.example/"_qs}));
        QCOMPARE(stateOf(*graph, "Ingress/shop/broken:/x"), u"failing: Service web has no port 81"_qs);
        QCOMPARE(stateOf(*graph, "Ingress/shop/broken:default"), u"failing: Service gone: does not exist"_qs);
        QCOMPARE(stateOf(*graph, "Service/shop/gone"), u"failing: does not exist"_qs);
    }

    void whatManifestsDoNotHoldMayBeElsewhere_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("service");
        QTest::addColumn<QString>("route");
        QTest::newRow("of a cluster") << u"status"_qs << u"failing: does not exist"_qs
                                      << u"failing: Service gone: does not exist"_qs;
        QTest::newRow("manifests") << u"ignored"_qs << u"unknown: not in the input"_qs
                                   << u"unknown: no class and no default class in the input"_qs;
    }
    void whatManifestsDoNotHoldMayBeElsewhere()
    {
        QFETCH(QString, status);
        QFETCH(QString, service);
        QFETCH(QString, route);
        const std::string drawing =
            "{'apiVersion':'v1','kind':'Service','metadata':{'name':'web','namespace':'shop'},'spec':{},'" +
            status.toStdString() +
            "':{'loadBalancer':{'ingress':[{'ip':'10.0.0.1'}]}}}\n"
            "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'name':'a','namespace':'shop'},"
            "'spec':{'defaultBackend':{'service':{'name':'gone','port':{'number':80}}}}}\n";
        const auto graph = graphOf(QByteArray::fromStdString(drawing).replace('\'', '"').toStdString());
        QCOMPARE(stateOf(*graph, "Service/shop/gone"), service);
        QCOMPARE(stateOf(*graph, "Ingress/shop/a:default"), route);
    }

    void aForbiddenKindIsUnknownAndNotMissing()
    {
        const auto graph = graphOf(R"(
            {"apiVersion":"v1","kind":"Status","status":"Failure","reason":"Forbidden","code":403,"message":"services is forbidden: user u cannot list resource services at the cluster scope","details":{"kind":"services"}}
            ingress shop/web class=traefik host=shop.example path=/ to=web:80
        )");
        QVERIFY(stateOf(*graph, "Service/shop/web").startsWith(u"unknown"));
    }

    void gatewayRoutesCrossNamespacesOnlyByGrant()
    {
        const auto graph = graphOf(R"(
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"gw","namespace":"infra"},"spec":{"gatewayClassName":"c","listeners":[{"name":"web","port":80,"protocol":"HTTP"}]},"status":{"addresses":[{"type":"IPAddress","value":"192.0.2.1"}],"conditions":[{"type":"Accepted","status":"True"}]}}
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"r","namespace":"shop","uid":"1"},"spec":{"parentRefs":[{"name":"gw","namespace":"infra"}],"hostnames":["shop.example"],"rules":[{"matches":[{"path":{"value":"/a"}}],"backendRefs":[{"name":"api","namespace":"back","port":80}]},{"matches":[{"path":{"value":"/b"}}],"backendRefs":[{"name":"db","namespace":"closed","port":80}]}]}}
            {"apiVersion":"gateway.networking.k8s.io/v1beta1","kind":"ReferenceGrant","metadata":{"name":"g","namespace":"back"},"spec":{"from":[{"group":"gateway.networking.k8s.io","kind":"HTTPRoute","namespace":"shop"}],"to":[{"group":"","kind":"Service"}]}}
            service back/api app=api port=80 
            pod back/api-1 app=api
            service closed/db app=db port=80
            pod closed/db-1 app=db
        )");
        QVERIFY(print(*graph).contains(u"Gateway/infra/gw routes HTTPRoute/shop/r:shop.example/a"_qs));
        QVERIFY(print(*graph).contains(u"HTTPRoute/shop/r:shop.example/a routes Service/back/api"_qs));
        QVERIFY(print(*graph).contains(u"LoadBalancer/192.0.2.1 exposes Gateway/infra/gw"_qs));
        QCOMPARE(stateOf(*graph, "HTTPRoute/shop/r:shop.example/a"), u"fine"_qs);
        QCOMPARE(stateOf(*graph, "HTTPRoute/shop/r:shop.example/b"), u"failing: no ReferenceGrant in closed"_qs);
    }

    void aGatewayIsNotReachedFromOutsideByAClusterAddress()
    {
        const auto graph = graphOf(R"(
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"waypoint","namespace":"shop"},"spec":{"clusterIP":"10.43.0.7","type":"ClusterIP","ports":[{"port":15008}]}}
            {"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","metadata":{"name":"waypoint","namespace":"shop"},"spec":{"gatewayClassName":"c","listeners":[{"name":"mesh","port":15008,"protocol":"HBONE"}]},"status":{"addresses":[{"type":"IPAddress","value":"10.43.0.7"},{"type":"IPAddress","value":"192.0.2.1"}]}}
        )");
        QVERIFY(!print(*graph).join(u' ').contains(u"10.43.0.7"_qs));
        QVERIFY(print(*graph).contains(u"LoadBalancer/192.0.2.1 exposes Gateway/shop/waypoint"_qs));
    }

    void traefikServicesAreFollowedAndCyclesEnd()
    {
        const auto graph = graphOf(R"(
            service shop/a app=a port=80
            service shop/b app=b port=80
            {"apiVersion":"traefik.io/v1alpha1","kind":"TraefikService","metadata":{"name":"w","namespace":"shop"},"spec":{"weighted":{"services":[{"name":"a","port":80,"weight":3},{"name":"w","kind":"TraefikService"},{"name":"m","kind":"TraefikService"}]}}}
            {"apiVersion":"traefik.io/v1alpha1","kind":"TraefikService","metadata":{"name":"m","namespace":"shop"},"spec":{"mirroring":{"name":"b","port":80}}}
            {"apiVersion":"traefik.io/v1alpha1","kind":"IngressRoute","metadata":{"name":"r","namespace":"shop"},"spec":{"routes":[{"match":"Host(`x.example`) && PathPrefix(`/y`) ","services":[{"name":"w","kind":"TraefikService"}]}]}}
        )");
        const VertexIndex route = graph->find("IngressRoute/shop/r:Host(`x.example`) && PathPrefix(`/y`) ");
        QCOMPARE(graph->vertices[route].name, std::string_view("/y"));
        QCOMPARE(graph->vertices[route].detail, std::string_view("x.example"));
        QCOMPARE(graph->outgoing(route).size(), std::size_t(2));
    }

    void aPendingLoadBalancerIsOnTheChart()
    {
        const auto graph = graphOf(
            R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop","uid":"1"},"spec":{"type":"LoadBalancer","selector":{"app":"web"},"ports":[{"port":443,"nodePort":30443}]},"status":{"loadBalancer":{}}})");
        QCOMPARE(stateOf(*graph, "LoadBalancer/pending:shop/web"), u"failing: pending"_qs);
        QVERIFY(print(*graph).contains(u"LoadBalancer/pending:shop/web exposes Service/shop/web failing"_qs));
    }

    void largeMeshesAreABackbone()
    {
        std::string drawing;
        for (int i = 0; i < 60; ++i)
            drawing += "node n" + std::to_string(i) + " 10.0.0." + std::to_string(i) + " 10.42." + std::to_string(i) +
                       ".0/24 note:flannel.alpha.coreos.com/backend-type=vxlan\n";
        const auto graph = graphOf(drawing);
        QCOMPARE(print(*graph, EdgeType::Tunnel).size(), 60);
        QVERIFY(graph->find("Overlay/flannel-vxlan") != none);
    }

    void theVanillaSampleIsFine()
    {
        const auto graph = sample(u"k3s-vanilla"_qs);
        for (const Vertex &vertex : graph->vertices)
            QVERIFY2(vertex.state == State::Fine, vertex.id.data());
        QCOMPARE(print(*graph, EdgeType::Tunnel).size(), 3);
        QCOMPARE(print(*graph, EdgeType::Controls).size(), 2);
        const auto lb = print(*graph, EdgeType::Exposes);
        QVERIFY(lb.contains(u"LoadBalancer/192.168.1.20 exposes IngressController/traefik.io/ingress-controller"_qs));
        const VertexIndex traefik = graph->find("IngressController/traefik.io/ingress-controller");
        QCOMPARE(graph->vertices[traefik].detail, std::string_view("web websecure"));
    }

    void theBrokenSampleSaysWhatIsBroken_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("state");
        QTest::newRow("selector") << u"Service/shop/search"_qs << u"failing: selects no pod"_qs;
        QTest::newRow("not ready") << u"Service/shop/payments"_qs << u"failing: no ready endpoint"_qs;
        QTest::newRow("terminating") << u"Service/shop/cart"_qs << u"warning: only terminating endpoints"_qs;
        QTest::newRow("pending") << u"LoadBalancer/pending:shop/edge-tls"_qs << u"failing: pending"_qs;
        QTest::newRow("node") << u"Node/agent-1"_qs << u"failing: NotReady"_qs;
    }
    void theBrokenSampleSaysWhatIsBroken()
    {
        QFETCH(QString, id);
        QFETCH(QString, state);
        static const GraphPtr graph = sample(u"broken"_qs);
        QCOMPARE(stateOf(*graph, id.toStdString()), state);
    }

    void everyEvidenceIsAFieldOfItsObject()
    {
        for (const auto &name : {u"k3s-vanilla"_qs, u"broken"_qs}) {
            const auto graph = sample(name);
            QVERIFY(graph->evidence.size() > 50);
            for (const Evidence &evidence : graph->evidence) {
                if (!evidence.object.object)
                    continue;
                const Value value = evidence.object.object->root.pointer(evidence.path);
                const std::string said = evidence.object.text() + std::string(evidence.path);
                QVERIFY2(!value.isNull(), said.c_str());
                QVERIFY2(!value.isText() || value.text() == evidence.value, said.c_str());
            }
        }
    }

    void briefsSayWhatVerticesSay()
    {
        const auto graph = sample(u"broken"_qs);
        QCOMPARE(graph->briefs().size(), graph->vertices.size());
        QVERIFY(std::ranges::is_sorted(graph->spaces()));
        std::size_t roots = 0;
        for (VertexIndex v = 0; v < graph->vertices.size(); ++v) {
            const Vertex &vertex = graph->vertices[v];
            const VertexBrief &brief = graph->briefs()[v];
            QCOMPARE(brief.parent, vertex.parent);
            QCOMPARE(brief.type, vertex.type);
            QCOMPARE(brief.state, vertex.state);
            QCOMPARE(brief.space == none ? std::string_view() : graph->spaces()[brief.space], vertex.space);
            if (vertex.parent == none)
                QCOMPARE(graph->roots()[roots++], v);
        }
        QCOMPARE(graph->roots().size(), roots);
    }

    /** Some thousand ids, so that their index grows several times. */
    void verticesAreSortedByIdHoweverManyThereAre()
    {
        std::string drawing;
        for (int i = 0; i < 3000; ++i)
            drawing += "deployment a-" + std::to_string(i % 7) + "/web-" + std::to_string(i) + " app=web replicas=0\n";
        const auto graph = graphOf(drawing);
        QCOMPARE(graph->vertices.size(), std::size_t(3000));
        const auto isNotBefore = [](std::string_view a, std::string_view b) { return a >= b; };
        QVERIFY(std::ranges::adjacent_find(graph->vertices, isNotBefore, &Vertex::id) == graph->vertices.end());
        QCOMPARE(graph->vertices[graph->find("Deployment/a-4/web-1999")].name, std::string_view("web-1999"));
    }

    void searchFindsNamesAndAddresses()
    {
        const auto graph = sample(u"k3s-vanilla"_qs);
        const auto found = search(*graph, "WEB");
        QVERIFY(!found.empty());
        QCOMPARE(graph->vertices[found.front()].name.substr(0, 3), std::string_view("web"));
        QCOMPARE(search(*graph, "10.43.0.10").size(), std::size_t(1));
        QVERIFY(search(*graph, "").empty());
        QVERIFY(search(*graph, "no such thing").empty());
    }
};

QTEST_APPLESS_MAIN(TestTopology)
#include "tst_topology.moc"
