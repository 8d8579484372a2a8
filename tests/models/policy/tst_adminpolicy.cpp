// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "asked.h"

using namespace portolan;
using namespace portolan::asked;

namespace {

constexpr std::string_view alpha1 = "policy.networking.k8s.io/v1alpha1", alpha2 = "policy.networking.k8s.io/v1alpha2";
constexpr std::string_view shopOnly = R"("subject":{"namespaces":{"matchLabels":{"team":"a"}}})";
constexpr std::string_view fromAll = R"("from":[{"namespaces":{}}])";

std::string rule(std::string_view action, std::string_view peers = fromAll, std::string_view more = {})
{
    return R"({"action":")" + std::string(action) + "\"," + std::string(peers) +
           (more.empty() ? std::string() : ',' + std::string(more)) + '}';
}

std::string admin(int priority, std::string_view rules, std::string_view name = "a",
                  std::string_view subject = shopOnly)
{
    return object(
        alpha1, "AdminNetworkPolicy", name,
        R"({"priority":)" + std::to_string(priority) + ',' + std::string(subject) + ',' + std::string(rules) + '}');
}

std::string baseline(std::string_view rules)
{
    return object(alpha1, "BaselineAdminNetworkPolicy", "default",
                  '{' + std::string(shopOnly) + ',' + std::string(rules) + '}');
}

std::string clusterWide(std::string_view tier, int priority, std::string_view rules, std::string_view name = "c")
{
    return object(alpha2, "ClusterNetworkPolicy", name,
                  R"({"tier":")" + std::string(tier) + R"(","priority":)" + std::to_string(priority) + ',' +
                      std::string(shopOnly) + ',' + std::string(rules) + '}');
}

std::string ingress(const std::string &rules)
{
    return R"("ingress":[)" + rules + ']';
}

std::string egress(const std::string &rules)
{
    return R"("egress":[)" + rules + ']';
}

const std::string isolating = networkPolicy(R"({"podSelector":{}})");
const std::string opening = networkPolicy(R"({"podSelector":{},"ingress":[{}]})");
const std::string probeOnly =
    networkPolicy(R"({"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{"matchLabels":{"team":"b"}}}]}]})");

}  // namespace

class TestAdminPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tiers_data()
    {
        QTest::addColumn<QString>("rules");
        QTest::addColumn<QString>("senders");
        const auto row = [](const char *name, const std::string &rules, const char *senders) {
            QTest::newRow(name) << QString::fromStdString(rules) << QString(senders);
        };
        constexpr const char *nobodysPods = "agent outside node";  // peers are pods: nobody else is meant
        row("deny comes before a NetworkPolicy that allows", admin(1, ingress(rule("Deny"))) + opening, nobodysPods);
        row("allow comes before one that isolates", admin(1, ingress(rule("Allow"))) + isolating, "api batch probe");
        row("pass leaves it to NetworkPolicies", admin(1, ingress(rule("Pass"))) + probeOnly, "probe");
        row("pass leaves it to nobody", admin(1, ingress(rule("Pass"))), everybody);
        row("what no rule fits is left to NetworkPolicies", admin(1, ingress(rule("Deny"))) + isolating, "");
        row("the first rule that fits decides", admin(1, ingress(rule("Allow") + ',' + rule("Deny"))), everybody);
        row("the lower priority is asked first",
            admin(2, ingress(rule("Deny")), "b") + admin(1, ingress(rule("Allow")), "z") + isolating,
            "api batch probe");
        row("pass skips the tier's other policies",
            admin(1, ingress(rule("Pass")), "b") + admin(2, ingress(rule("Deny")), "c") + probeOnly, "probe");
        row("without rules it has no say", admin(1, R"("egress":[])") + probeOnly, "probe");
        row("baseline: deny where no NetworkPolicy selects", baseline(ingress(rule("Deny"))), nobodysPods);
        row("baseline: a NetworkPolicy comes before it", baseline(ingress(rule("Deny"))) + probeOnly, "probe");
        row("baseline: and what it denies stays denied", baseline(ingress(rule("Allow"))) + isolating, "");
        row("baseline: the admin's pass leads to it", admin(1, ingress(rule("Pass"))) + baseline(ingress(rule("Deny"))),
            nobodysPods);
        row("baseline: the admin's allow comes before it",
            admin(1, ingress(rule("Allow"))) + baseline(ingress(rule("Deny"))), everybody);
        row("cluster-wide: accept", clusterWide("Admin", 1, ingress(rule("Accept"))) + isolating, "api batch probe");
        row("cluster-wide: deny", clusterWide("Admin", 1, ingress(rule("Deny"))) + opening, nobodysPods);
        row("cluster-wide: pass", clusterWide("Admin", 1, ingress(rule("Pass"))) + probeOnly, "probe");
        row("cluster-wide: the baseline tier comes last", clusterWide("Baseline", 1, ingress(rule("Deny"))) + probeOnly,
            "probe");
        row("cluster-wide: both tiers",
            clusterWide("Admin", 5, ingress(rule("Pass")), "x") +
                clusterWide("Baseline", 1, ingress(rule("Deny")), "y"),
            nobodysPods);
        row("cluster-wide: priorities in the baseline tier",
            clusterWide("Baseline", 9, ingress(rule("Deny")), "x") +
                clusterWide("Baseline", 3, ingress(rule("Accept")), "y"),
            everybody);
    }
    void tiers()
    {
        QFETCH(QString, rules);
        QFETCH(QString, senders);
        QCOMPARE(Cluster(rules.toStdString()).senders(), senders);
    }

    void subjects_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::addColumn<bool>("isSubject");  // shop/web
        const auto row = [](const char *name, const char *subject, bool isSubject) {
            QTest::newRow(name) << QString(subject) << isSubject;
        };
        row("all namespaces", R"({"namespaces":{}})", true);
        row("a namespace", R"({"namespaces":{"matchLabels":{"team":"a"}}})", true);
        row("another namespace", R"({"namespaces":{"matchLabels":{"team":"b"}}})", false);
        row("by expression",
            R"({"namespaces":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["ops"]}]}})",
            true);
        row("pods", R"({"pods":{"namespaceSelector":{},"podSelector":{"matchLabels":{"app":"web"}}}})", true);
        row("other pods", R"({"pods":{"namespaceSelector":{},"podSelector":{"matchLabels":{"app":"api"}}}})", false);
        row("pods of another namespace",
            R"({"pods":{"namespaceSelector":{"matchLabels":{"team":"b"}},"podSelector":{"matchLabels":{"app":"web"}}}})",
            false);
        row("nobody is named", R"({})", false);
    }
    void subjects()
    {
        QFETCH(QString, subject);
        QFETCH(bool, isSubject);
        const Cluster asked(admin(1, ingress(rule("Deny")), "a", R"("subject":)" + subject.toStdString()));
        QCOMPARE(asked.senders(), QString(isSubject ? "agent outside node" : everybody));
    }

    void peers_data()
    {
        QTest::addColumn<QString>("peers");
        QTest::addColumn<QString>("receivers");  // of shop/web, all others denied
        const auto row = [](const char *name, const char *peers, const char *receivers) {
            QTest::newRow(name) << QString(peers) << QString(receivers);
        };
        row("namespaces", R"([{"namespaces":{"matchLabels":{"team":"b"}}}])", "probe");
        row("all namespaces", R"([{"namespaces":{}}])", "api batch probe");
        row("pods", R"([{"pods":{"namespaceSelector":{},"podSelector":{"matchLabels":{"app":"api"}}}}])", "api");
        row("two peers", R"([{"namespaces":{"matchLabels":{"team":"b"}}},{"networks":["203.0.113.0/24"]}])",
            "probe outside");
        row("networks mean pods, too", R"([{"networks":["10.42.0.0/24","10.42.1.2/32"]}])", "api batch probe");
        row("all networks", R"([{"networks":["0.0.0.0/0"]}])", everybody);
        row("nodes by their addresses", R"([{"nodes":{"matchLabels":{"zone":"y"}}}])", "agent node");
        row("other nodes", R"([{"nodes":{"matchLabels":{"zone":"x"}}}])", "");
        row("names of domains may be anybody's", R"([{"domainNames":["*.example.com"]}])",
            "api? batch? probe? agent? outside? node?");
        row("beside them others are sure", R"([{"domainNames":["example.com"]},{"namespaces":{}}])",
            "api batch probe agent? outside? node?");
        row("a peer of a later version", R"([{"moons":{}}])", "api? batch? probe? agent? outside? node?");
    }
    void peers()
    {
        QFETCH(QString, peers);
        QFETCH(QString, receivers);
        const std::string allowing = rule("Allow", R"("to":)" + peers.toStdString());
        const std::string denying = rule("Deny", R"("to":[{"networks":["0.0.0.0/0","::/0"]}])");
        QCOMPARE(Cluster(admin(1, egress(allowing + ',' + denying))).receivers(), receivers);
    }

    /** Where it is open whether a rule fits, what comes after it counts, too. */
    void whatIsNotEvaluatedLeavesItOpen_data()
    {
        QTest::addColumn<QString>("rules");
        QTest::addColumn<QString>("receivers");
        const auto row = [](const char *name, const std::string &rules, const char *receivers) {
            QTest::newRow(name) << QString::fromStdString(rules) << QString(receivers);
        };
        const std::string domains = R"("to":[{"domainNames":["example.com"]}])",
                          all = R"("to":[{"networks":["0.0.0.0/0"]}])";
        constexpr const char *open = "api? batch? probe? agent? outside? node?";
        row("allow before all is denied", admin(1, egress(rule("Allow", domains) + ',' + rule("Deny", all))), open);
        row("allow before all is allowed", admin(1, egress(rule("Allow", domains) + ',' + rule("Allow", all))),
            everybody);
        row("deny before all is allowed", admin(1, egress(rule("Deny", domains) + ',' + rule("Allow", all))), open);
        row("deny before all is denied", admin(1, egress(rule("Deny", domains) + ',' + rule("Deny", all))), "");
        row("pass around a rule that denies", admin(1, egress(rule("Pass", domains) + ',' + rule("Deny", all))), open);
        row("pass around one that allows, to a policy that isolates",
            admin(1, egress(rule("Pass", domains) + ',' + rule("Allow", all))) +
                networkPolicy(R"({"podSelector":{},"policyTypes":["Egress"]})"),
            open);
        row("pass to where the same is said", admin(1, egress(rule("Pass", domains) + ',' + rule("Allow", all))),
            everybody);
        row("behind a rule that is sure", admin(1, egress(rule("Deny", all) + ',' + rule("Allow", domains))), "");
    }
    void whatIsNotEvaluatedLeavesItOpen()
    {
        QFETCH(QString, rules);
        QFETCH(QString, receivers);
        const Cluster asked(rules.toStdString());
        QCOMPARE(asked.receivers(), receivers);
        const bool isOpen = receivers.contains('?');
        QCOMPARE(asked.verdict("shop/web", "shop/api").caveats.empty(), !isOpen);
    }

    void ports_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("ports");
        QTest::addColumn<QString>("denied");  // of TCP 8080, TCP 9090, UDP 53
        const auto row = [](const char *name, const char *kind, const char *ports, const char *denied) {
            QTest::newRow(name) << QString(kind) << QString(ports) << QString(denied);
        };
        row("no list", "a", "", "T8080 T9090 U53");
        row("a number", "a", R"("ports":[{"portNumber":{"protocol":"TCP","port":8080}}])", "T8080");
        row("of another protocol", "a", R"("ports":[{"portNumber":{"protocol":"UDP","port":8080}}])", "");
        row("a range", "a", R"("ports":[{"portRange":{"protocol":"TCP","start":8000,"end":9090}}])", "T8080 T9090");
        row("a range whose protocol is left out", "a", R"("ports":[{"portRange":{"start":9000,"end":9090}}])", "T9090");
        row("a name", "a", R"("ports":[{"namedPort":"http"}])", "T8080");
        row("a name of UDP", "a", R"("ports":[{"namedPort":"dns"}])", "U53");
        row("several", "a", R"("ports":[{"namedPort":"dns"},{"portNumber":{"protocol":"TCP","port":9090}}])",
            "T9090 U53");
        row("no protocols", "c", "", "T8080 T9090 U53");
        row("a protocol", "c", R"("protocols":[{"udp":{}}])", "U53");
        row("a protocol's number", "c", R"("protocols":[{"tcp":{"destinationPort":{"number":8080}}}])", "T8080");
        row("a protocol's range", "c",
            R"("protocols":[{"tcp":{"destinationPort":{"range":{"start":9000,"end":9100}}}}])", "T9090");
        row("a name, cluster-wide", "c", R"("protocols":[{"destinationNamedPort":"http"}])", "T8080");
    }
    void ports()
    {
        QFETCH(QString, kind);
        QFETCH(QString, ports);
        QFETCH(QString, denied);
        const std::string rules = ingress(rule("Deny", fromAll, ports.toStdString()));
        const Cluster asked(kind == "a" ? admin(1, rules) : clusterWide("Admin", 1, rules));
        QStringList found;
        const std::tuple<const char *, std::uint16_t, Protocol> all[] = {
            {"T8080", 8080, Protocol::TCP}, {"T9090", 9090, Protocol::TCP}, {"U53", 53, Protocol::UDP}};
        for (const auto &[name, port, protocol] : all) {
            if (asked.verdict("ops/probe", "shop/web", port, protocol).allowed == Allowed::No)
                found += name;
        }
        QCOMPARE(found.join(' '), denied);
    }

    void rulesAreNamed()
    {
        const Cluster asked(admin(1, ingress(rule("Deny")), "stop") + opening);
        const PolicyVerdict verdict = asked.verdict("ops/probe", "shop/web");
        QCOMPARE(verdict.ingress.policies, std::vector<std::string>{"AdminNetworkPolicy/stop ingress[0]"});
        QVERIFY(QString::fromStdString(sentenceOf(verdict)).contains("AdminNetworkPolicy/stop"));
    }
};

QTEST_APPLESS_MAIN(TestAdminPolicy)
#include "tst_adminpolicy.moc"
