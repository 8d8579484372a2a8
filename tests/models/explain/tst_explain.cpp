// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "explain/explanation.h"
#include "kube/read.h"

using namespace portolan;

namespace {

GraphPtr graphOf(const std::string &yaml)
{
    return buildTopology(readBytes(yaml, "drawn.yaml").snapshot);
}

QString sentencesOf(const Explanation &explanation)
{
    QStringList lines;
    for (const std::string &sentence : explanation.sentences)
        lines << QString::fromStdString(sentence);
    return lines.join(' ');
}

QString why(const Explanation &explanation)
{
    return QString::fromStdString(explanation.stateWhy);
}

QString factOf(const Explanation &explanation, const char *label)
{
    for (const ExplainedFact &fact : explanation.facts) {
        if (fact.label == label)
            return QString::fromStdString(fact.value);
    }
    return "(no fact)";
}

const std::string readyPod = R"(---
apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: web-1, labels: {app: web}, ownerReferences: [{kind: ReplicaSet, name: web-5d4, controller: true, apiVersion: apps/v1}]}
spec: {nodeName: agent-1, containers: [{name: web, image: "nginx:1.25", ports: [{name: http, containerPort: 8080}]}]}
status: {phase: Running, podIP: 10.42.1.5, podIPs: [{ip: 10.42.1.5}], conditions: [{type: Ready, status: "True"}], containerStatuses: [{name: web, ready: true, restartCount: 2, state: {running: {}}}]}
)";
const std::string failingPod = R"(---
apiVersion: v1
kind: Pod
metadata: {namespace: shop, name: web-2, labels: {app: web}}
spec: {nodeName: agent-1, containers: [{name: web, image: "nginx:1.25"}]}
status: {phase: Running, podIP: 10.42.1.6, conditions: [{type: Ready, status: "False", reason: ContainersNotReady}], containerStatuses: [{name: web, ready: false, restartCount: 7, state: {waiting: {reason: CrashLoopBackOff, message: "back-off 5m0s restarting failed container"}}}]}
)";
const std::string service = R"(---
apiVersion: v1
kind: Service
metadata: {namespace: shop, name: web}
spec: {type: ClusterIP, clusterIP: 10.43.7.31, clusterIPs: [10.43.7.31], selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
status: {loadBalancer: {}}
)";
const std::string slice = R"(---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {namespace: shop, name: web-abc, labels: {kubernetes.io/service-name: web}}
addressType: IPv4
ports: [{name: http, port: 8080, protocol: TCP}]
endpoints:
- {addresses: [10.42.1.5], conditions: {ready: true}, targetRef: {kind: Pod, namespace: shop, name: web-1}}
- {addresses: [10.42.1.6], conditions: {ready: false}, targetRef: {kind: Pod, namespace: shop, name: web-2}}
)";

std::string serviceWith(const std::string &spec, const std::string &status = "{}")
{
    return "---\napiVersion: v1\nkind: Service\nmetadata: {namespace: shop, name: web}\nspec: {" + spec +
           "}\nstatus: {loadBalancer: " + status + "}\n";
}

std::string ingressWith(const std::string &path, const std::string &type,
                        const std::string &backend = "name: web, port: {number: 80}")
{
    return "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {namespace: shop, name: shop}\nspec: "
           "{ingressClassName: traefik, rules: [{host: shop.example, http: {paths: [{path: " +
           path + ", pathType: " + type + ", backend: {service: {" + backend + "}}}]}}]}\nstatus: {loadBalancer: {}}\n";
}

const std::string traefikClass =
    "---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: traefik}\nspec: {controller: "
    "traefik.io/ingress-controller}\n";

}  // namespace

class TestExplain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aVertexIsToldInSentences_data()
    {
        QTest::addColumn<QString>("cluster");
        QTest::addColumn<QString>("vertex");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const std::string &cluster, const char *vertex, const char *expected) {
            QTest::newRow(name) << QString::fromStdString(cluster) << vertex << QString::fromUtf8(expected);
        };
        row("ClusterIP with slices", service + slice + readyPod + failingPod, "Service/shop/web",
            "A ClusterIP Service: clients inside the cluster call 10.43.7.31:80, a virtual address that the cluster's "
            "Service proxy "
            "translates to its one ready pod. 1 more is not ready (CrashLoopBackOff), so it gets nothing.");
        row("ClusterIP by selector", service + readyPod, "Service/shop/web",
            "The pods are those that match its selector, as what was opened holds no EndpointSlices of shop.");
        row("selector that finds nobody",
            serviceWith("clusterIP: 10.43.0.9, selector: {app: wbe}, ports: [{port: 80}]") + readyPod,
            "Service/shop/web", "Its selector app=wbe matches no pod in shop, so nothing answers.");
        row("headless", serviceWith("clusterIP: None, selector: {app: web}, ports: [{port: 5432}]") + readyPod,
            "Service/shop/web",
            "A headless Service (clusterIP: None): it has no address of its own; the DNS name web.shop.svc stands for "
            "the "
            "addresses of its ready pods, and clients connect to one of them directly.");
        row("NodePort",
            serviceWith(
                "type: NodePort, clusterIP: 10.43.0.9, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]") +
                readyPod,
            "Service/shop/web",
            "A NodePort Service: clients outside call port 30080 on a node's address; inside the cluster it is "
            "10.43.0.9:80, a "
            "virtual address that the cluster's Service proxy translates to its one ready pod.");
        row("LoadBalancer",
            serviceWith("type: LoadBalancer, clusterIP: 10.43.0.9, selector: {app: web}, ports: [{port: 80}, {name: s, "
                        "port: 443}]",
                        "{ingress: [{ip: 192.168.1.10}, {ip: 192.168.1.11}]}") +
                readyPod,
            "Service/shop/web",
            "A LoadBalancer Service: clients outside call 192.168.1.10 and 192.168.1.11 on ports 80 and 443; inside "
            "the cluster "
            "it is 10.43.0.9 on ports 80 and 443, a virtual address");
        row("pending LoadBalancer",
            serviceWith("type: LoadBalancer, clusterIP: 10.43.0.9, selector: {app: web}, ports: [{port: 80}]") +
                readyPod,
            "Service/shop/web", "A LoadBalancer Service that is pending, as status.loadBalancer lists no address;");
        row("ExternalName", serviceWith("type: ExternalName, externalName: db.example.com"), "Service/shop/web",
            "An ExternalName Service: inside the cluster web.shop.svc is an alias (CNAME) for db.example.com; nothing "
            "is proxied "
            "and no port is translated.");
        row("pod", readyPod, "Pod/shop/web-1", "it runs on agent-1 at 10.42.1.5. Its container is ready.");
        row("pod without owner", failingPod, "Pod/shop/web-2",
            "A pod without an owner, so nothing replaces it when it is gone: it runs on agent-1 at 10.42.1.6. Its "
            "container is not "
            "ready.");
        row("Ingress path", service + ingressWith("/api", "Prefix") + traefikClass,
            "Ingress/shop/shop:shop.example/api",
            "Requests for shop.example whose path is /api or below it go to Service web, port 80. Traefik compares "
            "letter by letter "
            "unless strictPrefixMatching is on, so /apix fits as well.");
        row("exact path", service + ingressWith("/api", "Exact") + traefikClass, "Ingress/shop/shop:shop.example/api",
            "Requests for shop.example whose path is exactly /api go to Service web, port 80.");
        row("class that was not opened", service + ingressWith("/api", "Exact"), "Ingress/shop/shop:shop.example/api",
            "Its class is traefik.");
    }
    void aVertexIsToldInSentences()
    {
        QFETCH(QString, cluster);
        QFETCH(QString, vertex);
        QFETCH(QString, expected);
        const GraphPtr graph = graphOf(cluster.toStdString());
        const VertexIndex v = graph->find(vertex.toStdString());
        QVERIFY2(v != none, qPrintable(vertex));
        const QString said = sentencesOf(explain(*graph, v));
        QVERIFY2(said.contains(expected), qPrintable("said: " + said));
    }

    void aStateSaysWhyAndWhatToDo_data()
    {
        QTest::addColumn<QString>("cluster");
        QTest::addColumn<QString>("vertex");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const std::string &cluster, const char *vertex, const char *expected) {
            QTest::newRow(name) << QString::fromStdString(cluster) << vertex << QString::fromUtf8(expected);
        };
        row("crash loop", failingPod, "Pod/shop/web-2",
            "CrashLoopBackOff: a container starts and ends again and again; its log of the run before says why "
            "(kubectl logs "
            "--previous); the API says: back-off 5m0s restarting failed container.");
        row("selector", serviceWith("clusterIP: 10.43.0.9, selector: {app: wbe}, ports: [{port: 80}]") + readyPod,
            "Service/shop/web",
            "No pod in shop carries the labels app=wbe: correct the selector or the labels of the pods.");
        row("class of a load balancer",
            serviceWith("type: LoadBalancer, loadBalancerClass: example.com/lb, clusterIP: 10.43.0.9, selector: {app: "
                        "web}, ports: [{port: 80}]") +
                readyPod,
            "Service/shop/web", "leaves that to the controller of class example.com/lb, which has not written one");
        row("missing port", service + ingressWith("/", "Prefix", "name: web, port: {number: 8080}") + traefikClass,
            "Ingress/shop/shop:shop.example/",
            "Service web has no port 8080; its ports are 80 (http). A route names the Service's own port, not the "
            "container's.");
        row("missing Service", service + ingressWith("/", "Prefix", "name: gone, port: {number: 80}") + traefikClass,
            "Ingress/shop/shop:shop.example/",
            "What was opened has no Service gone in shop: create it, or correct the name.");
    }
    void aStateSaysWhyAndWhatToDo()
    {
        QFETCH(QString, cluster);
        QFETCH(QString, vertex);
        QFETCH(QString, expected);
        const GraphPtr graph = graphOf(cluster.toStdString());
        const VertexIndex v = graph->find(vertex.toStdString());
        QVERIFY2(v != none, qPrintable(vertex));
        const Explanation told = explain(*graph, v);
        QVERIFY2(why(told).contains(expected), qPrintable("said: " + why(told)));
    }

    void aServiceShowsItsPortsAndEndpoints()
    {
        const GraphPtr graph = graphOf(service + slice + readyPod + failingPod);
        const Explanation told = explain(*graph, graph->find("Service/shop/web"));
        QCOMPARE(factOf(told, "Port"), QString("http 80 → 8080"));
        QCOMPARE(factOf(told, "Endpoints"), QString("1 ready, 1 not ready"));
        QCOMPARE(factOf(told, "Selector"), QString("app=web"));
        QCOMPARE(QString::fromStdString(told.place), QString("Service in shop"));
    }

    void endpointsThatNobodyReadAreNotNone()
    {
        const std::string rest = "spec: {clusterIP: 10.43.0.1, ports: [{port: 443}]}\nstatus: {loadBalancer: {}}\n";
        const GraphPtr graph = graphOf(
            "---\napiVersion: v1\nkind: Service\nmetadata: {namespace: default, name: "
            "kubernetes}\n" +
            rest +
            "---\napiVersion: v1\nkind: Service\nmetadata: {namespace: kube-system, name: "
            "kube-dns, labels: {k8s-app: kube-dns}}\n" +
            rest);
        const Explanation api = explain(*graph, graph->find("Service/default/kubernetes"));
        QCOMPARE(factOf(api, "Endpoints"), QString("not known"));
        QVERIFY2(why(api).contains("what was opened holds no EndpointSlices of default"), qPrintable(why(api)));
        const Explanation dns = explain(*graph, graph->find("Service/kube-system/kube-dns"));
        QCOMPARE(factOf(dns, "Endpoints"), QString("not known"));
        QVERIFY2(why(dns).contains("what was opened holds no EndpointSlices of kube-system"), qPrintable(why(dns)));
        QVERIFY2(!sentencesOf(dns).contains("No endpoint"), qPrintable(sentencesOf(dns)));
    }

    void theYamlSaysWhatIsLeftOut()
    {
        const GraphPtr graph = graphOf(readyPod);
        const Explanation told = explain(*graph, graph->find("Pod/shop/web-1"));
        QVERIFY(told.yaml.find("nodeName: agent-1") != std::string::npos);
        QVERIFY(told.yamlNote.find("managedFields") != std::string::npos);
    }

    void aNodeTellsTheRangeThatItsPodsAreFrom()
    {
        const std::string node = R"(---
apiVersion: v1
kind: Node
metadata: {name: agent-1}
spec: {podCIDR: 10.42.1.0/24}
)";
        const std::string ciliumNode = R"(---
apiVersion: cilium.io/v2
kind: CiliumNode
metadata: {name: agent-1}
spec: {ipam: {podCIDRs: [10.42.9.0/24]}}
)";
        const auto told = [](const std::string &yaml) {
            const GraphPtr graph = graphOf(yaml);
            return explain(*graph, graph->find("Node/agent-1"));
        };
        const Explanation cilium = told(node + ciliumNode);
        QVERIFY2(sentencesOf(cilium).contains(u"10.42.9.0/24"_qs), qPrintable(sentencesOf(cilium)));
        QVERIFY(!sentencesOf(cilium).contains(u"10.42.1.0/24"_qs));
        QVERIFY(std::ranges::any_of(cilium.evidence,
                                    [](const ExplainedEvidence &one) { return one.path == "/spec/ipam/podCIDRs/0"; }));
        QVERIFY(sentencesOf(told(node)).contains(u"10.42.1.0/24"_qs));
    }

    void aLineOfTheChartSumsUp()
    {
        const GraphPtr graph = graphOf(service + slice + readyPod + failingPod);
        const auto edges = graph->outgoing(graph->find("Service/shop/web"));
        const Explanation told = explain(*graph, edges);
        QCOMPARE(sentencesOf(told),
                 QString("Service web selects 2 pods: 1 ready, 1 not ready. Its EndpointSlices say so."));
        QVERIFY2(why(told).startsWith("1 pod is not ready (CrashLoopBackOff)"), qPrintable(why(told)));
    }

    void aTunnelTellsWhatIsReadAndWhatIsDerived()
    {
        const auto node = [](const std::string &name, const std::string &address, const std::string &block) {
            return "---\napiVersion: v1\nkind: Node\nmetadata: {name: " + name +
                   ", annotations: {flannel.alpha.coreos.com/backend-type: vxlan, "
                   "flannel.alpha.coreos.com/public-ip: " +
                   address +
                   ", flannel.alpha.coreos.com/backend-data: '{\"VNI\":1,\"VtepMAC\":\"aa:bb:cc:dd:ee:ff\"}'}}\nspec: "
                   "{podCIDR: " +
                   block + ", podCIDRs: [" + block +
                   "]}\nstatus: {conditions: [{type: Ready, status: 'True'}], addresses: [{type: InternalIP, "
                   "address: " +
                   address + "}], nodeInfo: {kubeletVersion: v1.33.4+k3s1}}\n";
        };
        const GraphPtr graph =
            graphOf(node("a", "192.168.1.11", "10.42.0.0/24") + node("b", "192.168.1.12", "10.42.1.0/24"));
        std::vector<EdgeIndex> tunnels;
        for (EdgeIndex e = 0; e < graph->edges.size(); ++e) {
            if (graph->edges[e].type == EdgeType::Tunnel)
                tunnels.push_back(e);
        }
        QCOMPARE(tunnels.size(), std::size_t{1});
        const Explanation told = explain(*graph, tunnels);
        QCOMPARE(factOf(told, "VNI"), QString("1"));
        QCOMPARE(factOf(told, "Pod MTU"), QString("1450, derived from 1500"));
        QVERIFY2(sentencesOf(told).startsWith(
                     "Between a (192.168.1.11) and b (192.168.1.12), Flannel carries packets between "
                     "their pods inside of VXLAN"),
                 qPrintable(sentencesOf(told)));
        QVERIFY(sentencesOf(told).contains("both are derived"));
    }

    void nothingBehindALineIsNothing()
    {
        const GraphPtr graph = graphOf(service);
        QVERIFY(explain(*graph, std::span<const EdgeIndex>()).title.empty());
        const EdgeIndex outOfRange = 99;
        QVERIFY(explain(*graph, std::span(&outOfRange, 1)).title.empty());
        QVERIFY(explain(*graph, VertexIndex{none}).title.empty());
    }
};

QTEST_APPLESS_MAIN(TestExplain)
#include "tst_explain.moc"
