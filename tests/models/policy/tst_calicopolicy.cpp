// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <map>

#include "asked.h"
#include "policy/calicoselector.h"

using namespace portolan;
using namespace portolan::asked;

namespace {

constexpr std::string_view api = "projectcalico.org/v3";
constexpr const char *open = "api? batch? probe? agent? outside? node?";

std::string namespaced(const std::string &spec, std::string_view name = "p")
{
    return object(api, "NetworkPolicy", name, spec, "shop");
}

std::string global(const std::string &spec, std::string_view name = "g")
{
    return object(api, "GlobalNetworkPolicy", name, spec);
}

std::string tier(std::string_view name, int order, std::string_view action = "Deny")
{
    return object(api, "Tier", name,
                  R"({"order":)" + std::to_string(order) + R"(,"defaultAction":")" + std::string(action) + "\"}");
}

/** Rules of ingress for shop/web. */
std::string web(const std::string &rules, std::string_view more = {})
{
    return R"({"selector":"app == 'web'","types":["Ingress"],)" + std::string(more) + R"("ingress":[)" + rules + "]}";
}

std::string from(std::string_view source, std::string_view action = "Allow")
{
    return R"({"action":")" + std::string(action) + R"(","source":)" + std::string(source) + '}';
}

}  // namespace

class TestCalicoPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void selectors_data()
    {
        QTest::addColumn<QString>("selector");
        QTest::addColumn<QString>("result");  // "yes", "no"; "wrong": it can't be understood
        const auto row = [](const char *selector, const char *result) {
            QTest::newRow(selector) << QString(selector) << QString(result);
        };
        // Asked of {app: web, tier: front, pcs/x: a.b}.
        row("", "yes");
        row("  ", "yes");
        row("all()", "yes");
        row("all( )", "yes");
        row("global()", "no");
        row("has(app)", "yes");
        row("has( app )", "yes");
        row("has(role)", "no");
        row("!has(role)", "yes");
        row("! has(app)", "no");
        row("!!has(app)", "yes");
        row("app == 'web'", "yes");
        row("app=='web'", "yes");
        row("app == \"web\"", "yes");
        row("app == 'api'", "no");
        row("role == 'x'", "no");
        row("app != 'web'", "no");
        row("app != 'api'", "yes");
        row("role != 'x'", "yes");
        row("app in {'web', 'api'}", "yes");
        row("app in { 'api' }", "no");
        row("app in {}", "no");
        row("app in {'web',}", "yes");
        row("role in {'x'}", "no");
        row("app not in {'web'}", "no");
        row("app not  in {'api'}", "yes");
        row("app notin {'api'}", "yes");
        row("role not in {'x'}", "yes");
        row("app contains 'e'", "yes");
        row("app contains 'x'", "no");
        row("role contains ''", "no");
        row("app starts with 'we'", "yes");
        row("app starts  with 'eb'", "no");
        row("app ends with 'eb'", "yes");
        row("app ends with 'we'", "no");
        row("pcs/x == 'a.b'", "yes");
        row("app == 'web' && tier == 'front'", "yes");
        row("app == 'web' && tier == 'back'", "no");
        row("app == 'api' || tier == 'front'", "yes");
        row("app == 'api' || tier == 'back'", "no");
        row("app == 'web' || app == 'x' && tier == 'back'", "yes");  // && binds closer
        row("(app == 'web' || app == 'x') && tier == 'back'", "no");
        row("!(app == 'api')", "yes");
        row("!app == 'web'", "no");
        row("((has(app)))", "yes");
        row("app", "wrong");
        row("app ==", "wrong");
        row("app == web", "wrong");
        row("app = 'web'", "wrong");
        row("app == 'web", "wrong");
        row("app == 'web' &&", "wrong");
        row("app == 'web' tier == 'front'", "wrong");
        row("(app == 'web'", "wrong");
        row("has(app", "wrong");
        row("app in {'web' 'api'}", "wrong");
        row("app in 'web'", "wrong");
        row("app like 'web'", "wrong");
        row("'web' == app", "wrong");
    }
    void selectors()
    {
        QFETCH(QString, selector);
        QFETCH(QString, result);
        const std::map<std::string_view, std::string_view> labels = {
            {"app", "web"}, {"tier", "front"}, {"pcs/x", "a.b"}};
        const policy::LabelSource source = [&](std::string_view key) {
            const auto found = labels.find(key);
            return found == labels.end() ? nullptr : &found->second;
        };
        const std::string kept = selector.toStdString();
        const auto compiled = policy::compileSelector(kept);
        QCOMPARE(!compiled                  ? QStringLiteral("wrong")
                 : compiled.value()(source) ? QStringLiteral("yes")
                                            : QStringLiteral("no"),
                 result);
    }
    void selectorsAreNotNestedWithoutEnd()
    {
        QVERIFY(!policy::compileSelector(std::string(100'000, '(')));
        QVERIFY(!policy::compileSelector(std::string(100'000, '!')));
        QVERIFY(!policy::compileSelector(std::string(100'000, '!') + "all()"));
    }

    void policies_data()
    {
        QTest::addColumn<QString>("rules");
        QTest::addColumn<QString>("senders");
        const auto row = [](const char *name, const std::string &rules, const char *senders) {
            QTest::newRow(name) << QString::fromStdString(rules) << QString(senders);
        };
        const std::string allow = R"({"action":"Allow"})", deny = R"({"action":"Deny"})", pass = R"({"action":"Pass"})",
                          log = R"({"action":"Log"})";
        row("whom it selects is denied what no rule allows", namespaced(web("")), "");
        row("it selects somebody else", namespaced(R"({"selector":"app == 'api'","ingress":[]})"), everybody);
        row("an empty selector takes the namespace", namespaced(R"({"ingress":[]})"), "");
        row("of the namespace alone", object(api, "NetworkPolicy", "p", R"({"ingress":[]})", "ops"), everybody);
        row("allow", namespaced(web(allow)), everybody);
        row("the first rule decides", namespaced(web(deny + ',' + allow)), "");
        row("log goes on", namespaced(web(log + ',' + allow)), everybody);
        row("log alone allows nothing", namespaced(web(log)), "");
        row("the lower order is asked first",
            namespaced(web(deny, R"("order":20,)"), "a") + namespaced(web(allow, R"("order":10,)"), "b"), everybody);
        row("without an order it comes last",
            namespaced(web(deny), "a") + namespaced(web(allow, R"("order":10,)"), "b"), everybody);
        row("of equal order by name", namespaced(web(deny), "b") + namespaced(web(allow), "a"), everybody);
        row("NetworkPolicies have the order 1000",
            namespaced(web(deny, R"("order":1001,)")) + networkPolicy(R"({"podSelector":{},"ingress":[{}]})"),
            everybody);
        row("before them it may deny",
            namespaced(web(deny, R"("order":999,)")) + networkPolicy(R"({"podSelector":{},"ingress":[{}]})"), "");
        row("pass in the last tier leaves it open", namespaced(web(pass)), everybody);
        row("global", global(web(allow)), everybody);
        row("global, of chosen namespaces", global(R"({"namespaceSelector":"team == 'a'","ingress":[]})"), "");
        row("global, of others", global(R"({"namespaceSelector":"team == 'b'","ingress":[]})"), everybody);
        row("global, by name of the namespace",
            global(R"({"namespaceSelector":"projectcalico.org/name == 'shop'","ingress":[]})"), "");
        row("a tier before the default one",
            tier("early", 10) + global(web(deny, R"("tier":"early",)")) + namespaced(web(allow)), "");
        row("its pass leads to the next",
            tier("early", 10) + global(web(pass, R"("tier":"early",)")) + namespaced(web(allow)), everybody);
        row("its end denies whom it selects",
            tier("early", 10) + global(web("", R"("tier":"early",)")) + namespaced(web(allow)), "");
        row("its end may pass",
            tier("early", 10, "Pass") + global(web("", R"("tier":"early",)")) + namespaced(web(allow)), everybody);
        row("its end is nothing to whom it does not select",
            tier("early", 10) + global(R"({"tier":"early","selector":"app == 'api'","ingress":[]})") +
                namespaced(web(allow)),
            everybody);
        row("tiers by their order",
            tier("a", 20) + tier("b", 10) + global(web(deny, R"("tier":"a",)"), "x") +
                global(web(allow, R"("tier":"b",)"), "y"),
            everybody);
        row("a tier behind the default one is not reached",
            tier("late", 2'000'000) + global(web(allow, R"("tier":"late",)")) + namespaced(web("")), "");
        row("a tier behind it is, where nobody of it selects",
            tier("late", 2'000'000) + global(web(deny, R"("tier":"late",)")), "");
        row("a tier that was not read", global(web(deny, R"("tier":"lost",)")), open);
        row("it is open even so what others allow", global(web(deny, R"("tier":"lost",)")) + namespaced(web(allow)),
            open);
        row("but not what they deny", global(web(deny, R"("tier":"lost",)")) + namespaced(web("")), "");
        row("applyOnForward holds for pods, too", global(web(deny, R"("applyOnForward":true,)")), "");
        row("doNotTrack is for hosts", global(web(deny, R"("applyOnForward":true,"doNotTrack":true,)")), everybody);
        row("preDNAT is for hosts", global(web(deny, R"("applyOnForward":true,"preDNAT":true,)")), everybody);
        row("staged is not enforced", object(api, "StagedNetworkPolicy", "s", web(deny), "shop"), everybody);
        row("ServiceAccounts by their labels may be any",
            namespaced(R"({"serviceAccountSelector":"role == 'x'","ingress":[]})"), open);
        row("a selector that nobody understands", namespaced(R"({"selector":"app ~ 'web'","ingress":[]})"), open);
    }
    void policies()
    {
        QFETCH(QString, rules);
        QFETCH(QString, senders);
        QCOMPARE(Cluster(rules.toStdString()).senders(), senders);
    }

    void types_data()
    {
        QTest::addColumn<QString>("spec");
        QTest::addColumn<bool>("isIngress");
        QTest::addColumn<bool>("isEgress");
        const auto row = [](const char *name, const char *spec, bool isIngress, bool isEgress) {
            QTest::newRow(name) << QString(spec) << isIngress << isEgress;
        };
        row("no rules", "{}", true, false);
        row("ingress", R"({"ingress":[{"action":"Deny"}]})", true, false);
        row("egress", R"({"egress":[{"action":"Deny"}]})", false, true);
        row("both", R"({"ingress":[{"action":"Deny"}],"egress":[{"action":"Deny"}]})", true, true);
        row("types say egress", R"({"types":["Egress"]})", false, true);
        row("types say both", R"({"types":["Ingress","Egress"]})", true, true);
    }
    void types()
    {
        QFETCH(QString, spec);
        QFETCH(bool, isIngress);
        QFETCH(bool, isEgress);
        const Cluster asked(namespaced(spec.toStdString()));
        QCOMPARE(asked.senders().contains("probe"), !isIngress);
        QCOMPARE(asked.receivers().contains("probe"), !isEgress);
        QCOMPARE(asked.receivers().contains("outside"), !isEgress);
    }

    void peers_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("ofNamespaced");
        QTest::addColumn<QString>("ofGlobal");
        const auto row = [](const char *name, const char *source, const char *ofNamespaced, const char *ofGlobal) {
            QTest::newRow(name) << QString(source) << QString(ofNamespaced) << QString(ofGlobal);
        };
        row("nobody named: all", "{}", everybody, everybody);
        row("selector", R"({"selector":"app == 'probe' || app == 'api'"})", "api", "api probe");
        row("all()", R"~({"selector":"all()"})~", "api batch agent node", everybody);  // and sets of networks
        row("namespaceSelector", R"({"namespaceSelector":"team == 'b'"})", "probe", "probe");
        row("namespaceSelector of all", R"~({"namespaceSelector":"all()"})~", "api batch probe agent node",
            "api batch probe agent node");
        row("both", R"~({"namespaceSelector":"all()","selector":"has(app)"})~", "api probe", "api probe");
        row("by the label of the namespace", R"({"selector":"projectcalico.org/namespace == 'ops'"})", "", "probe");
        row("notSelector", R"({"notSelector":"app == 'api'"})", "batch agent node", "batch probe agent outside node");
        row("selector and notSelector", R"~({"selector":"has(app)","notSelector":"app == 'api'"})~", "", "probe");
        row("nets", R"({"nets":["10.42.0.0/24","203.0.113.0/24"]})", "api batch outside", "api batch outside");
        row("notNets", R"({"notNets":["10.42.0.3/32","203.0.113.0/24"]})", "batch probe agent node",
            "batch probe agent node");
        row("nets and notNets", R"({"nets":["10.42.0.0/16"],"notNets":["10.42.0.3/32"]})", "batch probe",
            "batch probe");
        row("selector and nets", R"~({"selector":"has(app)","nets":["10.42.0.0/24"]})~", "api", "api");
        row("selector and notNets", R"~({"namespaceSelector":"all()","notNets":["10.42.0.0/24","192.168.0.0/16"]})~",
            "probe", "probe");
        row("sets of networks of the cluster", R"({"selector":"kind == 'partner'"})", "", "outside");
        row("of no namespace", R"~({"namespaceSelector":"global()","selector":"kind == 'partner'"})~", "outside",
            "outside");
        row("sets of networks of a namespace", R"({"selector":"kind == 'friend'"})", "agent node", "agent node");
        row("sets of another namespace", R"({"namespaceSelector":"team == 'b'","selector":"kind == 'friend'"})", "",
            "");
        row("not a set of networks", R"({"notSelector":"kind == 'partner'"})", "api batch agent node",
            "api batch probe agent node");
        row("ServiceAccounts by name", R"({"serviceAccounts":{"names":["robot"]}})", "", "");
        row("the account that none names", R"({"serviceAccounts":{"names":["default","robot"]}})", "api batch",
            "api batch probe");
        row("ServiceAccounts by label", R"({"serviceAccounts":{"selector":"role == 'x'"}})", open, open);
        row("the endpoints of a Service", R"({"services":{"name":"api","namespace":"shop"}})", "api", "api");
        row("a Service that was not read", R"({"services":{"name":"lost","namespace":"shop"}})", open, open);
        row("a selector that nobody understands", R"({"selector":"app =~ 'x'"})", open, open);
    }
    void peers()
    {
        QFETCH(QString, source);
        QFETCH(QString, ofNamespaced);
        QFETCH(QString, ofGlobal);
        const std::string sets =
            object(api, "GlobalNetworkSet", "partners", R"({"nets":["203.0.113.0/28"]})", {}, R"({"kind":"partner"})") +
            object(api, "NetworkSet", "friends", R"({"nets":["192.168.1.11"]})", "shop", R"({"kind":"friend"})");
        const std::string slice = "slice shop/api-x service=api 10.42.0.3:ready=api@agent-0 port=http:3000/TCP\n";
        const std::string rules = web(from(source.toStdString()));
        QCOMPARE(Cluster(sets + slice + namespaced(rules)).senders(), ofNamespaced);
        QCOMPARE(Cluster(sets + slice + global(rules)).senders(), ofGlobal);
    }

    void ports_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("allowed");  // of TCP 8080, TCP 9090, UDP 53
        const auto row = [](const char *name, const char *rule, const char *allowed) {
            QTest::newRow(name) << QString(rule) << QString(allowed);
        };
        row("no protocol", "", "T8080 T9090 U53");
        row("a protocol", R"(,"protocol":"UDP")", "U53");
        row("a protocol by its number", R"(,"protocol":6)", "T8080 T9090");
        row("ICMP has no ports", R"(,"protocol":"ICMP")", "");
        row("a port", R"(,"protocol":"TCP","destination":{"ports":[8080]})", "T8080");
        row("a range", R"(,"protocol":"TCP","destination":{"ports":["8000:9090"]})", "T8080 T9090");
        row("a number as a text", R"(,"protocol":"TCP","destination":{"ports":["9090"]})", "T9090");
        row("a name", R"(,"protocol":"TCP","destination":{"ports":["http"]})", "T8080");
        row("a name of UDP", R"(,"protocol":"UDP","destination":{"ports":["dns"]})", "U53");
        row("not a port", R"(,"protocol":"TCP","destination":{"notPorts":[8080]})", "T9090");
        row("not a range", R"(,"protocol":"TCP","destination":{"ports":["1:65535"],"notPorts":["9000:9100"]})",
            "T8080");
        row("not a name", R"(,"protocol":"TCP","destination":{"notPorts":["http"]})", "T8080? T9090?");
        row("not a protocol", R"(,"notProtocol":"TCP")", "U53");
        row("ports of the sender", R"(,"protocol":"TCP","source":{"ports":[1024]})", "T8080? T9090?");
        row("what the receiver must be", R"(,"destination":{"selector":"app == 'web'"})", "T8080? T9090? U53?");
    }
    void ports()
    {
        QFETCH(QString, rule);
        QFETCH(QString, allowed);
        const Cluster asked(namespaced(web(R"({"action":"Allow")" + rule.toStdString() + '}')));
        QStringList found;
        const std::tuple<const char *, std::uint16_t, Protocol> all[] = {
            {"T8080", 8080, Protocol::TCP}, {"T9090", 9090, Protocol::TCP}, {"U53", 53, Protocol::UDP}};
        for (const auto &[name, port, protocol] : all) {
            const Allowed is = asked.verdict("ops/probe", "shop/web", port, protocol).allowed;
            if (is != Allowed::No)
                found += QString(name) + (is == Allowed::Unknown ? "?" : "");
        }
        QCOMPARE(found.join(' '), allowed);
    }

    void egressIsAboutTheReceiver()
    {
        const Cluster asked(namespaced(
            R"({"selector":"app == 'web'","types":["Egress"],"egress":[{"action":"Allow","protocol":"TCP",)"
            R"("destination":{"selector":"app == 'api'","ports":["http"]}},{"action":"Allow","destination":{"nets":["203.0.113.0/24"]}}]})"));
        QCOMPARE(asked.receivers(3000), QStringLiteral("api outside"));
        QCOMPARE(asked.receivers(8080), QStringLiteral("outside"));
    }
    void aServiceGivesThePorts()
    {
        const Cluster asked("slice shop/api-x service=api 10.42.0.3:ready=api@agent-0 port=http:3000/TCP\n" +
                            namespaced(R"({"selector":"app == 'web'","types":["Egress"],"egress":[{"action":"Allow",)"
                                       R"("destination":{"services":{"name":"api","namespace":"shop"}}}]})"));
        QCOMPARE(asked.receivers(3000), QStringLiteral("api"));
        QCOMPARE(asked.receivers(8080), QString());
    }
    void whatIsNotEvaluatedIsNamed()
    {
        const Cluster asked(global(web("", R"("doNotTrack":true,"applyOnForward":true,)"), "raw") +
                            global(web("", R"("tier":"lost",)"), "lost"));
        QVERIFY(asked.notEvaluated().contains("GlobalNetworkPolicy/lost: its tier was not read"));
        QVERIFY(asked.notEvaluated().contains("GlobalNetworkPolicy/raw: it holds for hosts (doNotTrack)"));
    }
};

QTEST_APPLESS_MAIN(TestCalicoPolicy)
#include "tst_calicopolicy.moc"
