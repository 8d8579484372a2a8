// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "policy/policy.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

/** Two namespaces with a few pods each; policies follow. */
constexpr std::string_view cluster = R"(
    namespace shop team=a
    namespace ops  team=b
    node agent-0 192.168.1.10 10.42.0.0/24
    pod shop/web   app=web   node=agent-0 ip=10.42.0.2 port=http:8080 port=admin:9090 port=dns:53/UDP
    pod shop/api   app=api   node=agent-0 ip=10.42.0.3 port=http:3000
    pod shop/batch           node=agent-0 ip=10.42.0.4
    pod ops/probe  app=probe node=agent-0 ip=10.42.1.2
    pod ops/agent  app=agent node=agent-0 ip=192.168.1.10 hostnetwork
)";

/** A policy of namespace shop in JSON, on one line. */
std::string policyOf(std::string_view spec, std::string_view name = "p")
{
    return R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":"shop","name":")" +
           std::string(name) + R"("},"spec":)" + std::string(spec) + "}\n";
}

struct Asked {
    std::string from, to;
    std::uint16_t port = 8080;
    Protocol protocol = Protocol::TCP;
    std::string portName = {};
};

PolicyEnd endOf(const Policies &policies, const std::string &text)
{
    PolicyEnd end;
    const auto slash = text.find('/');
    if (slash == std::string::npos)
        end.address = text;
    else
        end.subject = policies.subjects().find(text.substr(0, slash), text.substr(slash + 1));
    return end;
}

PolicyVerdict verdictOf(const std::string &rules, const Asked &asked, const PolicyOptions &options = {})
{
    const SnapshotPtr snapshot = clusterOf(std::string(cluster) + rules);
    const Policies policies(snapshot, options);
    return policies.check(
        {endOf(policies, asked.from), endOf(policies, asked.to), asked.protocol, asked.port, asked.portName, false});
}

bool isAllowed(const std::string &rules, const Asked &asked, const PolicyOptions &options = {})
{
    return verdictOf(rules, asked, options).allowed == Allowed::Yes;
}

}  // namespace

class TestPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutPoliciesAllIsOpen()
    {
        const PolicyVerdict verdict = verdictOf({}, {"ops/probe", "shop/web"});
        QVERIFY(verdict.allowed == Allowed::Yes && !verdict.ingress.isIsolated && !verdict.egress.isIsolated);
    }

    void sections_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<bool>("mayProbe");  // ops/probe to shop/web
        QTest::addColumn<bool>("maySend");   // shop/web to ops/probe
        const auto row = [](const char *name, const char *spec, bool mayProbe, bool maySend) {
            QTest::newRow(name) << QString(spec) << mayProbe << maySend;
        };
        row("no rules isolate ingress alone", R"({"podSelector":{}})", false, true);
        row("an empty list of rules", R"({"podSelector":{},"ingress":[]})", false, true);
        row("an empty rule lets all in", R"({"podSelector":{},"ingress":[{}]})", true, true);
        row("an empty from lets all in", R"({"podSelector":{},"ingress":[{"from":[]}]})", true, true);
        row("an egress section isolates egress too",
            R"({"podSelector":{},"ingress":[{}],"egress":[{"to":[{"podSelector":{}}]}]})", true, false);
        row("an empty egress section does not", R"({"podSelector":{},"egress":[]})", false, true);
        row("types say egress", R"({"podSelector":{},"policyTypes":["Egress"]})", true, false);
        row("types say both", R"({"podSelector":{},"policyTypes":["Ingress","Egress"]})", false, false);
        row("a section without its type has no say",
            R"({"podSelector":{},"policyTypes":["Ingress"],"ingress":[{}],"egress":[]})", true, true);
        row("it selects somebody else",
            R"({"podSelector":{"matchLabels":{"app":"api"}},"policyTypes":["Ingress","Egress"]})", true, true);
        row("selected by expression",
            R"({"podSelector":{"matchExpressions":[{"key":"app","operator":"In","values":["web","x"]}]}})", false,
            true);
        row("not selected by expression",
            R"({"podSelector":{"matchExpressions":[{"key":"app","operator":"NotIn","values":["web"]}]}})", true, true);
        row("a key that is missing is not in",
            R"({"podSelector":{"matchExpressions":[{"key":"tier","operator":"NotIn","values":["x"]}]}})", false, true);
        row("a key must exist", R"({"podSelector":{"matchExpressions":[{"key":"tier","operator":"Exists"}]}})", true,
            true);
        row("a key must not exist",
            R"({"podSelector":{"matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]}})", false, true);
    }
    void sections()
    {
        QFETCH(QString, spec);
        QFETCH(bool, mayProbe);
        QFETCH(bool, maySend);
        const std::string rules = policyOf(spec.toStdString());
        QCOMPARE(isAllowed(rules, {"ops/probe", "shop/web"}), mayProbe);
        QCOMPARE(isAllowed(rules, {"shop/web", "ops/probe"}), maySend);
    }

    void peers_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("allowed");  // of api, batch, probe, and the address 203.0.113.7
        const auto row = [](const char *name, const char *from, const char *allowed) {
            QTest::newRow(name) << QString(from) << QString(allowed);
        };
        row("pods of the own namespace", R"([{"podSelector":{}}])", "api batch");
        row("some of them", R"([{"podSelector":{"matchLabels":{"app":"api"}}}])", "api");
        row("a namespace", R"([{"namespaceSelector":{"matchLabels":{"team":"b"}}}])", "probe");
        row("all namespaces", R"([{"namespaceSelector":{}}])", "api batch probe");
        row("a namespace by its name",
            R"([{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"ops"}}}])", "probe");
        row("both in one element hold together",
            R"([{"namespaceSelector":{"matchLabels":{"team":"b"}},"podSelector":{"matchLabels":{"app":"api"}}}])", "");
        row("in two elements either does",
            R"([{"namespaceSelector":{"matchLabels":{"team":"b"}}},{"podSelector":{"matchLabels":{"app":"api"}}}])",
            "api probe");
        row("a block outside", R"([{"ipBlock":{"cidr":"203.0.113.0/24"}}])", "outside");
        row("a block with a hole", R"([{"ipBlock":{"cidr":"203.0.113.0/24","except":["203.0.113.0/28"]}}])", "");
        row("a block that has pods", R"([{"ipBlock":{"cidr":"10.42.0.0/24"}}])", "api batch");
        row("a block of the other family", R"([{"ipBlock":{"cidr":"::/0"}}])", "");
        row("an element with nothing in it", R"([{}])", "");
        row("everybody outside and nobody inside", R"([{"ipBlock":{"cidr":"0.0.0.0/0","except":["10.0.0.0/8"]}}])",
            "outside");
    }
    void peers()
    {
        QFETCH(QString, from);
        QFETCH(QString, allowed);
        const std::string rules = policyOf(R"({"podSelector":{"matchLabels":{"app":"web"}},"ingress":[{"from":)" +
                                           from.toStdString() + "}]}");
        QStringList found;
        for (const char *who : {"shop/api", "shop/batch", "ops/probe"}) {
            if (isAllowed(rules, {who, "shop/web"}))
                found += QString(who).section('/', 1);
        }
        if (isAllowed(rules, {"203.0.113.7", "shop/web"}))
            found += "outside";
        QCOMPARE(found.join(' '), allowed);
    }

    void ports_data()
    {
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QString>("allowed");  // of TCP 8080, TCP 9090, UDP 53, SCTP 8080
        const auto row = [](const char *name, const char *ports, const char *allowed) {
            QTest::newRow(name) << QString(ports) << QString(allowed);
        };
        row("no list", "null", "T8080 T9090 U53 S8080");
        row("an empty list", "[]", "T8080 T9090 U53 S8080");
        row("a number is TCP", R"([{"port":8080}])", "T8080");
        row("a protocol without a port", R"([{"protocol":"UDP"}])", "U53");
        row("nothing at all is TCP", "[{}]", "T8080 T9090");
        row("a range", R"([{"port":8000,"endPort":9090}])", "T8080 T9090");
        row("a range of one", R"([{"port":8080,"endPort":8080}])", "T8080");
        row("a range that is none", R"([{"port":9090,"endPort":8080}])", "");
        row("a name", R"([{"port":"http"}])", "T8080");
        row("a name with its protocol", R"([{"port":"dns","protocol":"UDP"}])", "U53");
        row("a name with another protocol", R"([{"port":"dns"}])", "");
        row("SCTP", R"([{"port":8080,"protocol":"SCTP"}])", "S8080");
        row("several", R"([{"port":9090},{"port":53,"protocol":"UDP"}])", "T9090 U53");
    }
    void ports()
    {
        QFETCH(QString, ports);
        QFETCH(QString, allowed);
        const std::string rules = policyOf(R"({"podSelector":{},"ingress":[{"ports":)" + ports.toStdString() + "}]}");
        QStringList found;
        const std::pair<const char *, Asked> all[] = {{"T8080", {"ops/probe", "shop/web", 8080, Protocol::TCP}},
                                                      {"T9090", {"ops/probe", "shop/web", 9090, Protocol::TCP}},
                                                      {"U53", {"ops/probe", "shop/web", 53, Protocol::UDP}},
                                                      {"S8080", {"ops/probe", "shop/web", 8080, Protocol::SCTP}}};
        for (const auto &[name, asked] : all) {
            if (isAllowed(rules, asked))
                found += name;
        }
        QCOMPARE(found.join(' '), allowed);
    }

    /** The receiving pod says which number a name has; in egress rules too. */
    void namesAreThoseOfTheReceiver()
    {
        const std::string rules =
            policyOf(R"({"podSelector":{"matchLabels":{"app":"batch"}}})") +
            policyOf(R"({"podSelector":{},"policyTypes":["Egress"],"egress":[{"ports":[{"port":"http"}]}]})", "q");
        QVERIFY(isAllowed(rules, {"shop/web", "shop/api", 3000}));
        QVERIFY(!isAllowed(rules, {"shop/web", "shop/api", 8080}));
        QVERIFY(isAllowed(rules, {"shop/api", "shop/web", 8080}));
        QVERIFY(!isAllowed(rules, {"shop/api", "203.0.113.7", 8080}));
        QVERIFY(isAllowed(rules, {"shop/api", "shop/web", 0, Protocol::TCP, "http"}));
        QCOMPARE(verdictOf(rules, {"shop/web", "shop/api", 0, Protocol::TCP, "admin"}).allowed, Allowed::Unknown);
    }
    void policiesAddUpAndBothEndsMustAllow()
    {
        const std::string in = policyOf(
            R"({"podSelector":{"matchLabels":{"app":"web"}},"ingress":[{"from":[{"podSelector":{}}]}]})", "in");
        const std::string more =
            policyOf(R"({"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{}}]}]})", "more");
        const std::string out =
            policyOf(R"({"podSelector":{"matchLabels":{"app":"api"}},"policyTypes":["Egress"]})", "out");
        QVERIFY(!isAllowed(in, {"ops/probe", "shop/web"}));
        QVERIFY(isAllowed(in + more, {"ops/probe", "shop/web"}));
        QVERIFY(isAllowed(in, {"shop/api", "shop/web"}));
        const PolicyVerdict verdict = verdictOf(in + out, {"shop/api", "shop/web"});
        QCOMPARE(verdict.allowed, Allowed::No);
        QCOMPARE(verdict.ingress.policies, std::vector<std::string>{"NetworkPolicy/shop/in ingress[0]"});
        QCOMPARE(verdict.egress.policies, std::vector<std::string>{"NetworkPolicy/shop/out"});
        QVERIFY(QString::fromStdString(sentenceOf(verdict)).contains("NetworkPolicy/shop/out"));
    }
    void nobodyIsKeptFromItselfNorANodeFromItsPods()
    {
        const std::string rules = policyOf(R"({"podSelector":{},"policyTypes":["Ingress","Egress"]})");
        QVERIFY(isAllowed(rules, {"shop/web", "shop/web"}));
        QVERIFY(!isAllowed(rules, {"shop/api", "shop/web"}));
    }
    void hostNetworkIsHeldToPoliciesOnlyIfAsked()
    {
        const std::string rules = policyOf(R"({"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{}}]}]})");
        QVERIFY(!isAllowed(rules, {"ops/agent", "shop/web"}));
        QVERIFY(isAllowed(rules, {"ops/agent", "shop/web"}, {false, true}));
        QVERIFY(!verdictOf(rules, {"ops/agent", "shop/web"}).caveats.empty());
    }
    void blocksMeanPodsOnlyIfAsked()
    {
        const std::string rules =
            policyOf(R"({"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}]})");
        QVERIFY(isAllowed(rules, {"ops/probe", "shop/web"}));
        QVERIFY(!isAllowed(rules, {"ops/probe", "shop/web"}, {true, false}));
        QVERIFY(isAllowed(rules, {"203.0.113.7", "shop/web"}, {true, false}));
    }
    /** A namespace that nobody saved has its name all the same. */
    void namespacesNeedNotBeRead()
    {
        const SnapshotPtr snapshot = clusterOf(
            "pod a/one app=x ip=10.0.0.1\npod b/two app=y ip=10.0.0.2\n" +
            std::string(
                R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":"a","name":"p"},)"
                R"("spec":{"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"b"}}}]}]}})"));
        const Policies policies(snapshot);
        QCOMPARE(policies.check({endOf(policies, "b/two"), endOf(policies, "a/one"), Protocol::TCP, 80, {}}).allowed,
                 Allowed::Yes);
        QCOMPARE(policies.check({endOf(policies, "10.9.9.9"), endOf(policies, "a/one"), Protocol::TCP, 80, {}}).allowed,
                 Allowed::No);
    }

    void portsAreSets()
    {
        PortSet set = PortSet::of(Protocol::TCP, 80, 90);
        set.add(PortSet::of(Protocol::TCP, 91, 95));
        QCOMPARE(set.ranges(Protocol::TCP).size(), 1u);
        set.remove(PortSet::of(Protocol::TCP, 85, 85));
        QVERIFY(set.has(Protocol::TCP, 84) && !set.has(Protocol::TCP, 85) && set.has(Protocol::TCP, 95));
        QVERIFY(!set.has(Protocol::UDP, 84));
        PortSet all = PortSet::all();
        all.remove(set);
        QVERIFY(all.common(set).isEmpty() && !all.isAll());
        all.add(set);
        QVERIFY(all.isAll());
    }
};

QTEST_APPLESS_MAIN(TestPolicy)
#include "tst_policy.moc"
