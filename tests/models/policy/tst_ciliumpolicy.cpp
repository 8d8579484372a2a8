// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "asked.h"

using namespace portolan;
using namespace portolan::asked;

namespace {

constexpr std::string_view api = "cilium.io/v2";

std::string namespaced(const std::string &spec, std::string_view name = "p")
{
    return object(api, "CiliumNetworkPolicy", name, spec, "shop");
}

std::string clusterwide(const std::string &spec, std::string_view name = "c")
{
    return object(api, "CiliumClusterwideNetworkPolicy", name, spec);
}

/** Sections of a policy for shop/web. */
std::string web(const std::string &sections)
{
    return R"({"endpointSelector":{"matchLabels":{"app":"web"}},)" + sections + '}';
}

const std::string apiServer =
    R"({"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"kubernetes","namespace":"default",)"
    R"("labels":{"kubernetes.io/service-name":"kubernetes"}},"addressType":"IPv4","endpoints":[{"addresses":["192.168.1.11"]}],)"
    R"("ports":[{"port":6443}]})"
    "\n";

}  // namespace

class TestCiliumPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void policies_data()
    {
        QTest::addColumn<QString>("rules");
        QTest::addColumn<QString>("senders");
        const auto row = [](const char *name, const std::string &rules, const char *senders) {
            QTest::newRow(name) << QString::fromStdString(rules) << QString(senders);
        };
        const std::string
            fromApi = R"("ingress":[{"fromEndpoints":[{"matchLabels":{"app":"api"}}]}])",
            fromProbe = R"("ingress":[{"fromEndpoints":[{"matchLabels":{"io.kubernetes.pod.namespace":"ops"}}]}])",
            fromAll = R"("ingress":[{"fromEntities":["all"]}])",
            denyApi = R"("ingressDeny":[{"fromEndpoints":[{"matchLabels":{"app":"api"}}]}])";
        row("an empty rule isolates", namespaced(web(R"("ingress":[{}])")), "");
        row("an empty list is no section", namespaced(web(R"("ingress":[])")), everybody);
        row("egress alone leaves ingress open", namespaced(web(R"("egress":[{}])")), everybody);
        row("it selects somebody else",
            namespaced(R"({"endpointSelector":{"matchLabels":{"app":"api"}},"ingress":[{}]})"), everybody);
        row("an empty selector takes the namespace", namespaced(R"({"endpointSelector":{},"ingress":[{}]})"), "");
        row("and not another one",
            object(api, "CiliumNetworkPolicy", "p", R"({"endpointSelector":{},"ingress":[{}]})", "ops"), everybody);
        row("a namespaced policy selects in its namespace, whatever it says",
            object(api, "CiliumNetworkPolicy", "p",
                   R"({"endpointSelector":{"matchLabels":{"k8s:io.kubernetes.pod.namespace":"shop"}},"ingress":[{}]})",
                   "ops"),
            everybody);
        row("cluster-wide", clusterwide(R"({"endpointSelector":{},"ingress":[{}]})"), "");
        row("cluster-wide, in a namespace",
            clusterwide(
                R"({"endpointSelector":{"matchLabels":{"k8s:io.kubernetes.pod.namespace":"ops"}},"ingress":[{}]})"),
            everybody);
        row("policies add up", namespaced(web(fromApi), "a") + namespaced(web(fromProbe), "b"), "api probe");
        row("with NetworkPolicies, too",
            namespaced(web(fromApi)) +
                networkPolicy(
                    R"({"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"team":"b"}}}]}]})"),
            "api probe");
        row("deny comes first", namespaced(web(fromAll + ',' + denyApi)), "batch probe agent outside node");
        row("of another policy, too", namespaced(web(fromAll), "a") + clusterwide(web(denyApi)),
            "batch probe outside agent node");
        row("before NetworkPolicies, too",
            namespaced(web(denyApi)) + networkPolicy(R"({"podSelector":{},"ingress":[{}]})"),
            "batch probe agent outside node");
        row("deny alone isolates", namespaced(web(denyApi)), "");
        row("unless it says otherwise", namespaced(web(denyApi + R"(,"enableDefaultDeny":{"ingress":false})")),
            "batch probe agent outside node");
        row("allow that does not isolate", namespaced(web(fromApi + R"(,"enableDefaultDeny":{"ingress":false})")),
            everybody);
        row("its rules count where another isolates",
            namespaced(web(fromApi + R"(,"enableDefaultDeny":{"ingress":false})"), "a") +
                namespaced(web(fromProbe), "b"),
            "api probe");
        row("isolated without rules", namespaced(web(R"("enableDefaultDeny":{"ingress":true})")), "");
        row("several specs",
            R"({"apiVersion":"cilium.io/v2","kind":"CiliumNetworkPolicy","metadata":{"name":"p",)"
            R"("namespace":"shop"},"specs":[)" +
                web(fromApi) + ',' + web(fromProbe) + "]}\n",
            "api probe");
        row("of nodes", clusterwide(R"({"nodeSelector":{},"ingress":[{}]})"), everybody);
        row("of nobody", namespaced(R"({"ingress":[{}]})"), everybody);
        row("of a reserved endpoint",
            clusterwide(R"({"endpointSelector":{"matchLabels":{"reserved:ingress":""}},"ingress":[{}]})"), everybody);
    }
    void policies()
    {
        QFETCH(QString, rules);
        QFETCH(QString, senders);
        const auto sorted = [](const QString &names) {
            QStringList list = names.split(' ', Qt::SkipEmptyParts);
            list.sort();
            return list.join(' ');
        };
        QCOMPARE(sorted(Cluster(rules.toStdString()).senders()), sorted(senders));
    }

    void ingressPeers_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("ofNamespaced");
        QTest::addColumn<QString>("ofClusterwide");
        const auto row = [](const char *name, const char *rule, const char *ofNamespaced, const char *ofClusterwide) {
            QTest::newRow(name) << QString(rule) << QString(ofNamespaced) << QString(ofClusterwide);
        };
        row("all endpoints", R"({"fromEndpoints":[{}]})", "api batch", "api batch probe");
        row("no endpoint", R"({"fromEndpoints":[]})", "", "");
        row("no endpoint, with ports", R"({"fromEndpoints":[],"toPorts":[{"ports":[{"port":"8080"}]}]})", "", "");
        row("by label", R"({"fromEndpoints":[{"matchLabels":{"app":"api"}}]})", "api", "api");
        row("with its origin", R"({"fromEndpoints":[{"matchLabels":{"k8s:app":"api"}}]})", "api", "api");
        row("of any origin", R"({"fromEndpoints":[{"matchLabels":{"any:app":"api"}}]})", "api", "api");
        row("of another origin", R"({"fromEndpoints":[{"matchLabels":{"container:app":"api"}}]})", "", "");
        row("by expression", R"({"fromEndpoints":[{"matchExpressions":[{"key":"app","operator":"Exists"}]}]})", "api",
            "api probe");
        row("not in", R"({"fromEndpoints":[{"matchExpressions":[{"key":"app","operator":"NotIn","values":["api"]}]}]})",
            "batch", "batch probe");
        row("another namespace", R"({"fromEndpoints":[{"matchLabels":{"k8s:io.kubernetes.pod.namespace":"ops"}}]})",
            "probe", "probe");
        row("in any namespace",
            R"({"fromEndpoints":[{"matchExpressions":[{"key":"k8s:io.kubernetes.pod.namespace","operator":"Exists"}]}]})",
            "api batch probe", "api batch probe");
        row("by the namespace's labels",
            R"({"fromEndpoints":[{"matchLabels":{"k8s:io.cilium.k8s.namespace.labels.team":"b"}}]})", "probe", "probe");
        row("by ServiceAccount",
            R"({"fromEndpoints":[{"matchLabels":{"io.cilium.k8s.policy.serviceaccount":"default"}}]})", "api batch",
            "api batch probe");
        row("of this cluster", R"({"fromEndpoints":[{"matchLabels":{"io.cilium.k8s.policy.cluster":"default"}}]})",
            "api batch", "api batch probe");
        row("of another cluster", R"({"fromEndpoints":[{"matchLabels":{"io.cilium.k8s.policy.cluster":"b"}}]})", "",
            "");
        row("two selectors add up",
            R"({"fromEndpoints":[{"matchLabels":{"app":"api"}},{"matchLabels":{"k8s:io.kubernetes.pod.namespace":"ops"}}]})",
            "api probe", "api probe");
        row("an entity as a label", R"({"fromEndpoints":[{"matchLabels":{"reserved:remote-node":""}}]})", "agent node",
            "agent node");
        row("entity all", R"({"fromEntities":["all"]})", everybody, everybody);
        row("entity world", R"({"fromEntities":["world"]})", "outside", "outside");
        row("entity world-ipv4", R"({"fromEntities":["world-ipv4"]})", "outside", "outside");
        row("entity world-ipv6", R"({"fromEntities":["world-ipv6"]})", "", "");
        row("entity cluster", R"({"fromEntities":["cluster"]})", "api batch probe agent node",
            "api batch probe agent node");
        row("entity host", R"({"fromEntities":["host"]})", "", "");
        row("entity remote-node", R"({"fromEntities":["remote-node"]})", "agent node", "agent node");
        row("entities kube-apiserver", R"({"fromEntities":["kube-apiserver"]})", "agent node", "agent node");
        row("entities of which nobody is known", R"({"fromEntities":["health","init","unmanaged","ingress","none"]})",
            "", "");
        row("no entity", R"({"fromEntities":[]})", "", "");
        row("an entity of a later version", R"({"fromEntities":["moon"]})", "api? batch? probe? agent? outside? node?",
            "api? batch? probe? agent? outside? node?");
        row("CIDR", R"({"fromCIDR":["203.0.113.0/24"]})", "outside", "outside");
        row("CIDR means neither pods nor nodes", R"({"fromCIDR":["0.0.0.0/0"]})", "outside", "outside");
        row("a set of CIDRs", R"({"fromCIDRSet":[{"cidr":"203.0.113.0/24","except":["203.0.113.128/25"]}]})", "outside",
            "outside");
        row("with an exception", R"({"fromCIDRSet":[{"cidr":"203.0.113.0/24","except":["203.0.113.0/28"]}]})", "", "");
        row("a group of CIDRs", R"({"fromCIDRSet":[{"cidrGroupRef":"partners"}]})", "outside", "outside");
        row("a group by label", R"({"fromCIDRSet":[{"cidrGroupSelector":{"matchLabels":{"kind":"partner"}}}]})",
            "outside", "outside");
        row("a group that was not read", R"({"fromCIDRSet":[{"cidrGroupRef":"lost"}]})", "outside?", "outside?");
        row("nodes by label", R"({"fromNodes":[{"matchLabels":{"zone":"y"}}]})", "agent? node?", "agent? node?");
        row("groups of a cloud", R"({"fromGroups":[{"aws":{}}]})", "outside?", "outside?");
        row("ports alone", R"({"toPorts":[{"ports":[{"port":"8080","protocol":"TCP"}]}]})", everybody, everybody);
        row("ICMP alone", R"({"icmps":[{"fields":[{"type":8}]}]})", "", "");
        row("requirements", R"({"fromRequires":[{"matchLabels":{"app":"api"}}],"fromEndpoints":[{}]})",
            "api? batch? probe? agent? outside? node?", "api? batch? probe? agent? outside? node?");
    }
    void ingressPeers()
    {
        QFETCH(QString, rule);
        QFETCH(QString, ofNamespaced);
        QFETCH(QString, ofClusterwide);
        const std::string group = object(api, "CiliumCIDRGroup", "partners", R"({"externalCIDRs":["203.0.113.0/28"]})",
                                         {}, R"({"kind":"partner"})");
        const std::string spec = web(R"("ingress":[)" + rule.toStdString() + ']');
        QCOMPARE(Cluster(apiServer + group + namespaced(spec)).senders(), ofNamespaced);
        QCOMPARE(Cluster(apiServer + group + clusterwide(spec)).senders(), ofClusterwide);
    }

    void egressPeers_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("receivers");
        const auto row = [](const char *name, const char *rule, const char *receivers) {
            QTest::newRow(name) << QString(rule) << QString(receivers);
        };
        row("endpoints", R"({"toEndpoints":[{"matchLabels":{"app":"api"}}]})", "api");
        row("names of domains are outside", R"({"toFQDNs":[{"matchName":"example.com"}]})", "outside?");
        row("with ports", R"({"toFQDNs":[{"matchName":"example.com"}],"toPorts":[{"ports":[{"port":"443"}]}]})", "");
        row("a Service's pods", R"({"toServices":[{"k8sService":{"serviceName":"api","namespace":"shop"}}]})", "api");
        row("Services by label",
            R"({"toServices":[{"k8sServiceSelector":{"selector":{"matchLabels":{"k8s:kind":"shown"}},"namespace":"shop"}}]})",
            "api");
        row("a Service without a selector",
            R"({"toServices":[{"k8sService":{"serviceName":"bare","namespace":"shop"}}]})", "outside?");
        row("a Service that was not read",
            R"({"toServices":[{"k8sService":{"serviceName":"lost","namespace":"shop"}}]})",
            "api? batch? probe? agent? outside? node?");
        row("the API server, whose addresses were not read", R"({"toEntities":["kube-apiserver"]})",
            "agent? outside? node?");
        row("two entities", R"({"toEntities":["world","remote-node"]})", "agent outside node");
        row("nothing", "{}", "");
    }
    void egressPeers()
    {
        QFETCH(QString, rule);
        QFETCH(QString, receivers);
        const std::string services =
            "service shop/api app=api type=ClusterIP ip=10.43.0.5 port=80:3000/TCP label:kind=shown\n"
            "service shop/bare type=ClusterIP ip=10.43.0.6 port=80/TCP\n";
        QCOMPARE(Cluster(services + namespaced(web(R"("egress":[)" + rule.toStdString() + ']'))).receivers(),
                 receivers);
    }

    void ports_data()
    {
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QString>("allowed");  // of TCP 8080, TCP 9090, UDP 53, SCTP 8080
        const auto row = [](const char *name, const char *ports, const char *allowed) {
            QTest::newRow(name) << QString(ports) << QString(allowed);
        };
        row("a port of any protocol", R"([{"ports":[{"port":"8080"}]}])", "T8080 S8080");
        row("said so", R"([{"ports":[{"port":"8080","protocol":"ANY"}]}])", "T8080 S8080");
        row("of one", R"([{"ports":[{"port":"8080","protocol":"TCP"}]}])", "T8080");
        row("a range", R"([{"ports":[{"port":"8000","endPort":9090,"protocol":"TCP"}]}])", "T8080 T9090");
        row("every port", R"([{"ports":[{"port":"0","protocol":"UDP"}]}])", "U53");
        row("a name", R"([{"ports":[{"port":"http","protocol":"TCP"}]}])", "T8080");
        row("two lists", R"([{"ports":[{"port":"53","protocol":"UDP"}]},{"ports":[{"port":"9090","protocol":"TCP"}]}])",
            "T9090 U53");
        row("a list without ports", "[{}]", "");
        row("an empty list", "[]", "T8080 T9090 U53 S8080");
    }
    void ports()
    {
        QFETCH(QString, ports);
        QFETCH(QString, allowed);
        const Cluster asked(
            namespaced(web(R"("ingress":[{"fromEntities":["cluster"],"toPorts":)" + ports.toStdString() + "}]")));
        QStringList found;
        const std::tuple<const char *, std::uint16_t, Protocol> all[] = {{"T8080", 8080, Protocol::TCP},
                                                                         {"T9090", 9090, Protocol::TCP},
                                                                         {"U53", 53, Protocol::UDP},
                                                                         {"S8080", 8080, Protocol::SCTP}};
        for (const auto &[name, port, protocol] : all) {
            if (asked.verdict("ops/probe", "shop/web", port, protocol).allowed == Allowed::Yes)
                found += name;
        }
        QCOMPARE(found.join(' '), allowed);
    }

    void layerSevenIsNoted()
    {
        const Cluster asked(namespaced(
            web(R"("ingress":[{"toPorts":[{"ports":[{"port":"8080"}],"rules":{"http":[{"method":"GET"}]}}]}])")));
        const PolicyVerdict verdict = asked.verdict("ops/probe", "shop/web");
        QCOMPARE(verdict.allowed, Allowed::Yes);
        QCOMPARE(verdict.caveats.size(), 1u);
        QVERIFY(QString::fromStdString(verdict.caveats[0]).contains("layer 7"));
        QCOMPARE(verdict.ingress.policies, std::vector<std::string>{"CiliumNetworkPolicy/shop/p ingress[0]"});
    }
    /** A node is told from others where it is known who is on it. */
    void hostIsTheSubjectsNode()
    {
        const Cluster asked(namespaced(web(R"("egress":[{"toEntities":["host"]}])")));
        QCOMPARE(asked.verdict("shop/web", "192.168.1.10").allowed, Allowed::Yes);
        QCOMPARE(asked.verdict("shop/web", "192.168.1.11").allowed, Allowed::No);
        QCOMPARE(asked.verdict("shop/web", "ops/agent").allowed, Allowed::No);
    }
    void theClustersNameIsReadFromItsSettings()
    {
        const std::string named =
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"cilium-config","namespace":"kube-system"},)"
            R"("data":{"cluster-name":"east"}})"
            "\n";
        const std::string spec =
            web(R"("ingress":[{"fromEndpoints":[{"matchLabels":{"k8s:io.cilium.k8s.policy.cluster":"east"}}]}])");
        QCOMPARE(Cluster(named + namespaced(spec)).senders(), QStringLiteral("api batch"));
        QCOMPARE(Cluster(namespaced(spec)).senders(), QString());
    }
    void whatIsNotEvaluatedIsNamed()
    {
        const Cluster asked(clusterwide(R"({"nodeSelector":{},"ingress":[{}]})", "nodes") +
                            namespaced(R"({"ingress":[{}]})", "none") +
                            namespaced(web(R"("egress":[{"toFQDNs":[{"matchName":"example.com"}]}])"), "names"));
        QCOMPARE(asked.notEvaluated().count("CiliumNetworkPolicy/shop/names egress[0]: toFQDNs is not evaluated"), 1);
        QVERIFY(asked.notEvaluated().contains("CiliumClusterwideNetworkPolicy/nodes: it holds for nodes"));
        QVERIFY(asked.notEvaluated().contains("CiliumNetworkPolicy/shop/none: it selects neither"));
    }
};

QTEST_APPLESS_MAIN(TestCiliumPolicy)
#include "tst_ciliumpolicy.moc"
