// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>
#include <map>

#include "findings/finding.h"
#include "kube/read.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

std::vector<Finding> findingsOf(const SnapshotPtr &snapshot)
{
    return findFaults(*buildTopology(snapshot));
}

SnapshotPtr sample(const QString &name)
{
    return readInputs({(QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples/") + name).toStdString()}).snapshot;
}

std::vector<Finding> ofSample(const QString &name)
{
    return findingsOf(sample(name));
}

QStringList rulesIn(const std::vector<Finding> &findings)
{
    QStringList rules;
    for (const Finding &finding : findings)
        rules += QString::fromUtf8(finding.rule.data(), qsizetype(finding.rule.size()));
    rules.removeDuplicates();
    rules.sort();
    return rules;
}

bool tells(const std::vector<Finding> &findings, const QString &rule, const QString &object)
{
    return std::ranges::any_of(findings, [&](const Finding &finding) {
        const bool isRule = QString::fromUtf8(finding.rule.data(), qsizetype(finding.rule.size())) == rule;
        return isRule && (object.isEmpty() || std::ranges::any_of(finding.objects, [&](const std::string &one) {
                              return QString::fromStdString(one).contains(object);
                          }));
    });
}

/** Objects that stand in most drawings: without a node and a pod, nothing says that others are missing. */
constexpr std::string_view ground = R"(
    node agent-0 192.168.1.10 10.42.0.0/24
    pod  shop/web-1 app=web node=agent-0 ip=10.42.0.4 port=http:8080
)";

std::string object(const char *kind, const char *version, const char *name, const char *spec)
{
    return std::string(R"({"apiVersion":")") + version + R"(","kind":")" + kind +
           R"(","metadata":{"namespace":"shop","uid":"1","name":")" + name + R"("},)" + spec + "}\n";
}

std::string service(const char *spec, const char *status = "{}")
{
    return object("Service", "v1", "s", (std::string(R"("spec":)") + spec + R"(,"status":)" + status).c_str());
}

}  // namespace

/** A slice, a Service and a class that a cluster has seen. */
const std::string otherSlice =
    object("EndpointSlice", "discovery.k8s.io/v1", "o", R"("addressType":"IPv4","endpoints":[],"ports":[])");
const std::string seenService =
    service(R"({"selector":{"app":"web"},"ports":[{"port":80,"name":"http"}],"clusterIP":"10.43.0.5"})");

class TestFindings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /** resources/samples/README.md lists what was broken, and by which rules that shows. */
    void everyFaultOfTheBrokenSampleIsFound()
    {
        const auto findings = ofSample("broken.json");
        QFile readme(QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples/README.md"));
        QVERIFY(readme.open(QIODevice::ReadOnly));
        static const QRegularExpression row("^\\| [A-Za-z ]*`([^`]+)` \\|.*\\| ([A-Z0-9, -]+) \\|$",
                                            QRegularExpression::MultilineOption);
        int rows = 0;
        for (auto matches = row.globalMatch(QString::fromUtf8(readme.readAll())); matches.hasNext();) {
            const auto match = matches.next();
            ++rows;
            for (const QString &rule : match.captured(2).split(", "))
                QVERIFY2(tells(findings, rule, match.captured(1)), qPrintable(rule + ' ' + match.captured(1)));
        }
        QVERIFY(rows >= 20);
    }
    void wellKeptSamplesGiveNoError()
    {
        for (const char *sample :
             {"k3s-vanilla.json", "k3s-ha-metallb.json", "calico-ebpf.json", "cilium.json", "mesh.json"}) {
            for (const Finding &finding : ofSample(sample)) {
                QVERIFY2(finding.severity != Severity::Error, finding.message.c_str());
                QVERIFY2(finding.severity != Severity::Warning || finding.rule == "IN-16", finding.message.c_str());
            }
        }
    }

    void rules_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("wrong");
        QTest::addColumn<QString>("right");
        const auto row = [](const char *rule, const std::string &wrong, const std::string &right) {
            QTest::newRow(rule) << QString(rule) << QString::fromStdString(wrong) << QString::fromStdString(right);
        };
        const std::string slice = "slice shop/s-x service=s 10.42.0.4:ready=web-1@agent-0 port=http:8080\n";
        row("SV-01", service(R"({"selector":{"app":"x"},"ports":[{"port":80}],"clusterIP":"10.43.0.5"})"),
            service(R"({"selector":{"app":"web"},"ports":[{"port":80}],"clusterIP":"10.43.0.5"})"));
        row("SV-02",
            "pod shop/a app=a notready ip=10.42.0.5\n" +
                service(R"({"selector":{"app":"a"},"ports":[{"port":80,"name":"http"}],"clusterIP":"10.43.0.5"})") +
                "slice shop/s-x "
                "service=s 10.42.0.5:notready=a@agent-0 port=http:80\n",
            seenService + slice);
        row("SV-03",
            service(R"({"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"x"}],"clusterIP":"10.43.0.5"})"),
            service(R"({"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"http"}],"clusterIP":"10.43.0.5"})"));
        row("SV-04",
            "pod shop/web-2 app=web node=agent-0 ip=10.42.0.5 port=other:1\n" +
                service(
                    R"({"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"http"}],"clusterIP":"10.43.0.5"})"),
            "pod shop/web-2 app=web node=agent-0 ip=10.42.0.5 port=http:1\n" +
                service(
                    R"({"selector":{"app":"web"},"ports":[{"port":80,"targetPort":"http"}],"clusterIP":"10.43.0.5"})"));
        row("SV-05",
            service(
                R"({"selector":{"app":"web"},"ports":[{"port":80,"protocol":"UDP","targetPort":"http"}],"clusterIP":"10.43.0.5"})"),
            service(
                R"({"selector":{"app":"web"},"ports":[{"port":80,"protocol":"TCP","targetPort":"http"}],"clusterIP":"10.43.0.5"})"));
        row("SV-07", service(R"({"ports":[{"port":80}],"clusterIP":"10.43.0.5"})") + otherSlice,
            service(R"({"ports":[{"port":80,"name":"http"}],"clusterIP":"10.43.0.5"})") + slice);
        row("SV-10",
            service(R"({"selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}],"clusterIP":"None"})"),
            service(R"({"selector":{"app":"web"},"ports":[{"port":8080,"targetPort":8080}],"clusterIP":"None"})"));
        row("SV-12", service(R"({"type":"ExternalName","externalName":"203.0.113.5"})"),
            service(R"({"type":"ExternalName","externalName":"db.example"})"));
        row("SV-13", service(R"({"type":"ExternalName","externalName":"db.example","ports":[{"port":80}]})"),
            service(R"({"type":"ExternalName","externalName":"db.example"})"));
        row("SV-14",
            "service shop/t app=web ip=10.43.0.9 port=http:80\n" +
                service(R"({"type":"ExternalName","externalName":"gone.shop.svc.cluster.local"})"),
            "service shop/t app=web ip=10.43.0.9 port=http:80\n" +
                service(R"({"type":"ExternalName","externalName":"t.shop.svc.cluster.local"})"));
        row("SV-15",
            service(
                R"({"selector":{"app":"web"},"externalIPs":["192.0.2.1"],"ports":[{"port":80}],"clusterIP":"10.43.0.5"})"),
            service(R"({"selector":{"app":"web"},"ports":[{"port":80}],"clusterIP":"10.43.0.5"})"));
        const std::string second = "node agent-1 192.168.1.11 10.42.1.0/24\n";
        row("SV-17",
            second +
                service(
                    R"({"selector":{"app":"web"},"internalTrafficPolicy":"Local","ports":[{"port":80,"name":"http"}],"clusterIP":"10.43.0.5"})") +
                slice,
            service(
                R"({"selector":{"app":"web"},"internalTrafficPolicy":"Local","ports":[{"port":80,"name":"http"}],"clusterIP":"10.43.0.5"})") +
                slice);
        row("SV-18",
            second +
                service(
                    R"({"type":"NodePort","selector":{"app":"web"},"externalTrafficPolicy":"Local","ports":[{"port":80,"name":"http","nodePort":30080}],"clusterIP":"10.43.0.5"})") +
                slice,
            second +
                service(
                    R"({"type":"NodePort","selector":{"app":"web"},"externalTrafficPolicy":"Cluster","ports":[{"port":80,"name":"http","nodePort":30080}],"clusterIP":"10.43.0.5"})") +
                slice);
        row("SV-20",
            service(
                R"({"selector":{"app":"web"},"ipFamilies":["IPv4","IPv6"],"ports":[{"port":80}],"clusterIP":"10.43.0.5"})"),
            service(
                R"({"selector":{"app":"web"},"ipFamilies":["IPv4"],"ports":[{"port":80}],"clusterIP":"10.43.0.5"})"));
        row("LB-01",
            service(R"({"type":"LoadBalancer","selector":{"app":"web"},"ports":[{"port":80}],"clusterIP":"10.43.0.5"})",
                    R"({"loadBalancer":{}})"),
            service(R"({"type":"LoadBalancer","selector":{"app":"web"},"ports":[{"port":80}],"clusterIP":"10.43.0.5"})",
                    R"({"loadBalancer":{"ingress":[{"ip":"192.0.2.1"}]}})"));
        row("LB-03",
            service(
                R"({"type":"LoadBalancer","loadBalancerClass":"example.com/x","selector":{"app":"web"},"ports":[{"port":80}],"clusterIP":"10.43.0.5"})",
                R"({"loadBalancer":{}})"),
            service(R"({"type":"LoadBalancer","selector":{"app":"web"},"ports":[{"port":80}],"clusterIP":"10.43.0.5"})",
                    R"({"loadBalancer":{}})"));
        const std::string ingressClass =
            R"({"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"traefik","uid":"2"},"spec":{"controller":"traefik.io/ingress-controller"}})"
            "\n";
        const auto ingress = [&](const char *name, const char *spec) {
            return object("Ingress", "networking.k8s.io/v1", name, (std::string(R"("spec":)") + spec).c_str());
        };
        const std::string there = seenService + slice;
        row("IN-01",
            ingress(
                "i",
                R"({"rules":[{"http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"gone","port":{"number":80}}}}]}}]})") +
                there,
            ingress(
                "i",
                R"({"rules":[{"http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}]})") +
                there);
        row("IN-02",
            ingress(
                "i",
                R"({"rules":[{"http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":8080}}}}]}}]})") +
                there,
            ingress(
                "i",
                R"({"rules":[{"http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"name":"http"}}}}]}}]})") +
                there);
        row("IN-04", ingressClass + ingress("i", R"({"ingressClassName":"nope"})"),
            ingressClass + ingress("i", R"({"ingressClassName":"traefik"})"));
        row("IN-10", ingress("i", R"({"tls":[{"hosts":["a"]}],"rules":[{"host":"a"}]})"),
            ingress("i", R"({"tls":[{"hosts":["a"],"secretName":"x"}],"rules":[{"host":"a"}]})"));
        row("IN-11", ingress("i", R"({"tls":[{"hosts":["b"],"secretName":"x"}],"rules":[{"host":"a"}]})"),
            ingress("i", R"({"tls":[{"hosts":["a"],"secretName":"x"}],"rules":[{"host":"a"}]})"));
        const char *same =
            R"({"rules":[{"host":"a","http":{"paths":[{"path":"/x","pathType":"Exact","backend":{"service":{"name":"s","port":{"number":80}}}}]}}]})";
        const char *other =
            R"({"rules":[{"host":"b","http":{"paths":[{"path":"/x","pathType":"Exact","backend":{"service":{"name":"s","port":{"number":80}}}}]}}]})";
        row("IN-12", there + ingress("i", same) + ingress("k", same), there + ingress("i", same) + ingress("k", other));
        row("ND-01", "node agent-1 192.168.1.11 10.42.1.0/24 notready\n", second);
        row("ND-04", "node agent-1 192.168.1.11 10.42.0.0/24\n", second);
        row("ND-12", "node agent-1 192.168.1.10 10.42.1.0/24\n", second);
        row("DN-05",
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"kube-system","name":"coredns"},"data":{"Corefile":".:53 { kubernetes cluster.local\n forward . x }"}})"
            "\n"
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"kube-system","name":"coredns-custom"},"data":{"x.conf":"y"}})"
            "\n",
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"kube-system","name":"coredns"},"data":{"Corefile":".:53 { kubernetes cluster.local\n forward . x }"}})"
            "\n"
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"kube-system","name":"coredns-custom"},"data":{"x.server":"y"}})"
            "\n");
        row("DN-04",
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"kube-system","name":"coredns"},"data":{"Corefile":".:53 { kubernetes cluster.local }"}})"
            "\n",
            R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"kube-system","name":"coredns"},"data":{"Corefile":".:53 { kubernetes cluster.local\n forward . x }"}})"
            "\n");
        const auto policy = [&](const char *spec) {
            return object("NetworkPolicy", "networking.k8s.io/v1", "p", (std::string(R"("spec":)") + spec).c_str());
        };
        row("NP-01", policy(R"({"podSelector":{"matchLabels":{"app":"x"}}})"),
            policy(R"({"podSelector":{"matchLabels":{"app":"web"}}})"));
        row("NP-02", policy(R"({"podSelector":{},"ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"x"}}}]}]})"),
            policy(R"({"podSelector":{},"ingress":[{"from":[{"podSelector":{"matchLabels":{"app":"web"}}}]}]})"));
        row("NP-07", there + policy(R"({"podSelector":{},"ingress":[{"ports":[{"port":80}]}]})"),
            there + policy(R"({"podSelector":{},"ingress":[{"ports":[{"port":8080}]}]})"));
        row("NP-08", policy(R"({"podSelector":{},"ingress":[{"ports":[{"port":"x"}]}]})"),
            policy(R"({"podSelector":{},"ingress":[{"ports":[{"port":"http"}]}]})"));
        row("MS-06", "namespace a label:istio-injection=enabled label:istio.io/rev=x\n",
            "namespace a label:istio-injection=enabled\n");
        row("MS-01", "namespace shop label:istio-injection=enabled\n",
            "namespace other label:istio-injection=enabled\n");
    }
    void rules()
    {
        QFETCH(QString, rule);
        QFETCH(QString, wrong);
        QFETCH(QString, right);
        const auto found = findingsOf(clusterOf(std::string(ground) + wrong.toStdString()));
        QVERIFY2(tells(found, rule, {}), qPrintable("silent; found " + rulesIn(found).join(' ')));
        QVERIFY2(!tells(findingsOf(clusterOf(std::string(ground) + right.toStdString())), rule, {}),
                 "told where all is well");
    }

    /** That nobody saved pods, slices or Services doesn't mean that there are none. */
    void whatWasNotReadIsNotMissing()
    {
        const auto findings = findingsOf(clusterOf(
            "service shop/s app=web ip=10.43.0.5 port=http:80\n" +
            object(
                "Ingress", "networking.k8s.io/v1", "i",
                R"("spec":{"ingressClassName":"x","rules":[{"http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}]})")));
        for (const Finding &finding : findings)
            QVERIFY2(finding.severity == Severity::Info, finding.message.c_str());
    }
    void everyFindingSaysWhatToDo()
    {
        QSet<QString> ids;
        for (const FindingRule &rule : findingRules())
            ids += QString::fromUtf8(rule.id.data(), qsizetype(rule.id.size()));
        QCOMPARE(ids.size(), qsizetype(findingRules().size()));
        const SnapshotPtr broken = sample("broken.json");  // evidence points into it
        for (const Finding &finding : findingsOf(broken)) {
            QVERIFY(findingRule(finding.rule));
            QVERIFY(!finding.message.empty() && !finding.remedy.empty() && !finding.objects.empty());
            for (const Proof &proof : finding.evidence)
                QVERIFY2(proof.object.pod || !proof.object.object->root.pointer(proof.path).isNull(),
                         proof.path.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestFindings)
#include "tst_findings.moc"
