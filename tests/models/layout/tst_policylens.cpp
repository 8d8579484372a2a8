// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "invariants.h"
#include "layout/layers.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

/** A policy in JSON, on one line. */
std::string policyOf(const std::string &space, const std::string &name, const std::string &spec)
{
    return R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":")" + space +
           R"(","name":")" + name + R"("},"spec":)" + spec + "}\n";
}

std::string selectorOf(const std::string &app)
{
    return R"({"matchLabels":{"app":")" + app + R"("}})";
}

/** A cluster in which anybody may be isolated, and let in from anywhere. */
std::string tangle(unsigned seed)
{
    std::mt19937 random(seed);
    const auto upTo = [&](unsigned most) { return static_cast<int>(random() % (most + 1)); };
    std::string drawing = "node n 192.168.1.10 10.42.0.0/24\n";
    std::vector<std::pair<std::string, std::string>> all;
    const int spaces = 1 + upTo(4);
    for (int s = 0; s < spaces; ++s) {
        const std::string space = "s" + std::to_string(s);
        drawing += "namespace " + space + " team=" + (upTo(1) ? "a\n" : "b\n");
        const int workloads = 1 + upTo(9);
        for (int w = 0; w < workloads; ++w) {
            const std::string app = "w" + std::to_string(w);
            drawing += "deployment " + space + '/' + app + " app=" + app + " replicas=1 port=http:8080\n";
            all.emplace_back(space, app);
        }
    }
    for (const auto &[space, app] : all) {
        if (upTo(2) == 0)
            continue;
        const auto &[fromSpace, fromApp] = all[random() % all.size()];
        const std::string peers[] = {
            R"([{"podSelector":)" + selectorOf(fromApp) + "}]",
            R"([{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":")" + fromSpace +
                R"("}},"podSelector":)" + selectorOf(fromApp) + "}]",
            R"([{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}])",
            R"([{"namespaceSelector":{}}])",
        };
        const std::string rule = upTo(5) == 0 ? "[]" : upTo(9) == 0 ? "[{}]" : R"([{"PEERS":)" + peers[upTo(3)] + "}]";
        const bool isEgress = upTo(2) == 0;
        std::string rules = rule;
        if (const auto at = rules.find("PEERS"); at != rules.npos)
            rules.replace(at, 5, isEgress ? "to" : "from");
        drawing += policyOf(
            space, "p" + app,
            R"({"podSelector":)" + selectorOf(app) +
                (isEgress ? R"(,"policyTypes":["Egress"],"egress":)" : R"(,"policyTypes":["Ingress"],"ingress":)") +
                rules + "}");
    }
    return drawing;
}

/** The names of the cards from left to right, of those in one row from top to bottom. */
QStringList namesOf(const Layout &layout)
{
    QStringList names;
    for (const QString &place : test::placesOf(layout)) {
        if (!place.contains(u"Namespace/"))
            names << place.section(u'/', -1);
    }
    return names;
}

LayoutPtr layOutPolicies(const std::string &drawing, LayoutWish wish = {})
{
    wish.lens = Lens::Policy;
    return layOut(buildTopology(clusterOf(drawing)), wish);
}

}  // namespace

class TestPolicyLens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void invariantsHoldForTangles()
    {
        for (unsigned seed = 0; seed < 80; ++seed) {
            const GraphPtr graph = buildTopology(clusterOf(tangle(seed)));
            for (const auto rollUp : {LayoutWish::RollUp::Auto, LayoutWish::RollUp::Always}) {
                LayoutWish wish;
                wish.lens = Lens::Policy;
                wish.rollUp = rollUp;
                const LayoutPtr layout = layOut(graph, wish);
                const QStringList faults = test::faultsOf(*layout, wish);
                QVERIFY2(faults.isEmpty(), qPrintable(u"seed %1: "_qs.arg(seed) + faults.join(u"; ")));
                const LayoutPtr again = layOut(graph, wish, layout.get());
                QCOMPARE(test::placesOf(*again), test::placesOf(*layout));
                QVERIFY(again->points == layout->points);
            }
        }
    }

    void callersStandLeftOfWhomTheyCall()
    {
        const LayoutPtr layout = layOutPolicies(
            "deployment shop/web app=web\n"
            "deployment shop/api app=api\n"
            "deployment shop/db app=db\n" +
            policyOf("shop", "api",
                     R"({"podSelector":)" + selectorOf("api") + R"(,"ingress":[{"from":[{"podSelector":)" +
                         selectorOf("web") + "}]}]}") +
            policyOf("shop", "db",
                     R"({"podSelector":)" + selectorOf("db") + R"(,"ingress":[{"from":[{"podSelector":)" +
                         selectorOf("api") + "}]}]}"));
        QCOMPARE(namesOf(*layout), (QStringList{u"web"_qs, u"api"_qs, u"db"_qs}));
        QCOMPARE(layout->edges.size(), std::size_t(2));
        const AccessMap &map = *layout->access;
        const auto endOf = [&](const char *id) { return map.ends[map.endOf(layout->graph->find(id))]; };
        QVERIFY(endOf("Deployment/shop/web").isOpen());
        QVERIFY(endOf("Deployment/shop/api").isIngressIsolated && !endOf("Deployment/shop/api").isEgressIsolated);
    }

    /** A caller in another namespace brings that namespace to the left. */
    void namespacesStandInTheOrderOfCalls()
    {
        const LayoutPtr layout = layOutPolicies(
            "deployment app/api app=api\n"
            "deployment front/web app=web\n" +
            policyOf("app", "api",
                     R"({"podSelector":{},"ingress":[{"from":[{"namespaceSelector":{}, "podSelector":)" +
                         selectorOf("web") + "}]}]}"));
        const auto left = [&](const char *id) { return layout->items[layout->find(id)].rect.x; };
        QVERIFY(left("Namespace/front") < left("Namespace/app"));
    }

    void whatHoldsForEveryPodIsOneLine()
    {
        std::string drawing = "deployment shop/db app=db\n";
        for (int i = 0; i < 8; ++i)
            drawing += "deployment shop/w" + std::to_string(i) + " app=w" + std::to_string(i) + '\n';
        drawing += policyOf("shop", "db",
                            R"({"podSelector":)" + selectorOf("db") +
                                R"(,"ingress":[{"from":[{"namespaceSelector":{}}],"ports":[{"port":5432}]}]})");
        const LayoutPtr layout = layOutPolicies(drawing);
        QCOMPARE(layout->edges.size(), std::size_t(1));
        QCOMPARE(layout->idOf(layout->edges[0].from), std::string("Addresses/from every pod"));
        const AccessMap &map = *layout->access;
        const std::uint32_t web = map.endOf(layout->graph->find("Deployment/shop/w0")),
                            db = map.endOf(layout->graph->find("Deployment/shop/db"));
        QVERIFY(map.mayReach(web, db));
        const auto mayReach = accessTo(map, db);
        const auto everyPod = std::ranges::find(mayReach, map.everyPod, &Access::from);
        QVERIFY(everyPod != mayReach.end());
        QCOMPARE(portsText(everyPod->ports), std::string("TCP 5432"));
        QVERIFY(std::ranges::all_of(mayReach, [&](const Access &a) { return a.from == map.everyPod || a.isForAll; }));
    }

    void addressesStandOutside()
    {
        const LayoutPtr layout = layOutPolicies(
            "deployment shop/web app=web\n" +
            policyOf(
                "shop", "web",
                R"({"podSelector":{},"policyTypes":["Ingress","Egress"],"ingress":[{"from":[{"ipBlock":{"cidr":"192.168.0.0/16"}}]}],"egress":[{"to":[{"ipBlock":{"cidr":"203.0.113.7/32"}}]}]})"));
        const ItemIndex from = layout->find("Addresses/from 192.168.0.0/16"),
                        to = layout->find("Addresses/to 203.0.113.7");
        QVERIFY(from != none && to != none);
        const RectF &web = layout->items[layout->find("Deployment/shop/web")].rect;
        QVERIFY(layout->items[from].rect.right() < web.x && layout->items[to].rect.x > web.right());
        QCOMPARE(layout->edges.size(), std::size_t(2));
    }

    void layersLeadToTheRight_data()
    {
        QTest::addColumn<QList<int>>("ends");
        QTest::addColumn<QList<int>>("layers");
        QTest::newRow("nothing") << QList<int>{} << QList<int>{0, 0, 0};
        QTest::newRow("a way") << QList<int>{0, 1, 1, 2} << QList<int>{0, 1, 2};
        QTest::newRow("the longest way counts") << QList<int>{0, 1, 0, 2, 1, 2} << QList<int>{0, 1, 2};
        QTest::newRow("a circle is cut once") << QList<int>{0, 1, 1, 2, 2, 0} << QList<int>{0, 1, 2};
        QTest::newRow("itself") << QList<int>{0, 0, 0, 1} << QList<int>{0, 1, 0};
    }

    void layersLeadToTheRight()
    {
        QFETCH(QList<int>, ends);
        QFETCH(QList<int>, layers);
        std::vector<chart::Joint> joints;
        for (int i = 0; i < ends.size(); i += 2)
            joints.push_back({static_cast<std::uint32_t>(ends[i]), static_cast<std::uint32_t>(ends[i + 1])});
        const auto found = chart::layersOf(static_cast<std::size_t>(layers.size()), joints, 6);
        QCOMPARE(QList<int>(found.begin(), found.end()), layers);
    }
};

QTEST_GUILESS_MAIN(TestPolicyLens)
#include "tst_policylens.moc"
