// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "support/clusterof.h"
#include "topology/filter.h"

using namespace portolan;

class TestFilter : public QObject {
    Q_OBJECT

    static QStringList shown(std::string_view drawing, const Filter &filter)
    {
        const auto graph = buildTopology(clusterOf(drawing));
        const auto isShown = visible(*graph, filter);
        QStringList ids;
        for (VertexIndex v = 0; v < graph->vertices.size(); ++v) {
            if (isShown[v])
                ids << QString::fromUtf8(graph->vertices[v].id.data(),
                                         static_cast<qsizetype>(graph->vertices[v].id.size()));
        }
        return ids;
    }

private Q_SLOTS:
    void selectorsAreReadAsKubectlDoes_data()
    {
        QTest::addColumn<QString>("selector");
        QTest::addColumn<bool>("matches");
        QTest::newRow("equal") << u"app=web"_qs << true;
        QTest::newRow("equal twice") << u"app == web"_qs << true;
        QTest::newRow("other") << u"app=api"_qs << false;
        QTest::newRow("not") << u"app!=api"_qs << true;
        QTest::newRow("not, absent key") << u"zone!=a"_qs << true;
        QTest::newRow("in") << u"tier in (front, back)"_qs << true;
        QTest::newRow("in, absent key") << u"zone in (a)"_qs << false;
        QTest::newRow("notin") << u"tier notin (back)"_qs << true;
        QTest::newRow("exists") << u"app"_qs << true;
        QTest::newRow("exists, absent") << u"zone"_qs << false;
        QTest::newRow("does not exist") << u"!zone"_qs << true;
        QTest::newRow("all of them") << u"app=web,tier=front,!zone"_qs << true;
        QTest::newRow("not all of them") << u"app=web, tier=back"_qs << false;
        QTest::newRow("prefix and empty value") << u"k8s.io/flag="_qs << true;
        QTest::newRow("nothing asked") << u""_qs << true;
    }
    void selectorsAreReadAsKubectlDoes()
    {
        QFETCH(QString, selector);
        QFETCH(bool, matches);
        const auto parsed = LabelSelector::parse(selector.toStdString());
        QVERIFY(parsed);
        const SnapshotPtr cluster = clusterOf(
            R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"x","labels":{"app":"web","k8s.io/flag":"","tier":"front"}}})");
        ObjectRef space;
        space.kind = Kind::Namespace;
        space.object = cluster->find(Kind::Namespace, {}, "x");
        QCOMPARE(parsed.value().matchesLabelsOf(space), matches);
    }

    void aBrokenSelectorSaysWhere_data()
    {
        QTest::addColumn<QString>("selector");
        QTest::addColumn<QString>("said");
        QTest::newRow("no key") << u"=web"_qs << u"key"_qs;
        QTest::newRow("operator") << u"app of (a)"_qs << u"one of"_qs;
        QTest::newRow("parenthesis") << u"app in (a"_qs << u"parenthesis"_qs;
        QTest::newRow("no values") << u"app in a"_qs << u"parentheses"_qs;
        QTest::newRow("comma") << u"app=web tier=front"_qs << u"comma"_qs;
    }
    void aBrokenSelectorSaysWhere()
    {
        QFETCH(QString, selector);
        QFETCH(QString, said);
        const auto parsed = LabelSelector::parse(selector.toStdString());
        QVERIFY(!parsed);
        QVERIFY2(QString::fromStdString(parsed.error().detail).contains(said), parsed.error().detail.c_str());
    }

    void hiddenNamespacesAndTypesVanish()
    {
        const char *drawing =
            "deployment shop/web app=web replicas=1\npod shop/web-1 app=web owner=Deployment/web\nservice other/api "
            "app=api\n";
        Filter filter;
        filter.hiddenSpaces = {"other"};
        QCOMPARE(shown(drawing, filter), (QStringList{u"Deployment/shop/web"_qs, u"Pod/shop/web-1"_qs}));
        filter.hiddenTypes = {VertexType::Workload};
        QCOMPARE(shown(drawing, filter), QStringList());
    }

    void labelsKeepWhatLeadsThere()
    {
        Filter filter;
        filter.labels = LabelSelector::parse("app=web").value();
        const QStringList ids = shown(
            "service shop/web app=web port=80\nservice shop/api app=api port=80\n"
            "pod shop/web-1 app=web node=n\npod shop/api-1 app=api node=n\n"
            "ingress shop/in class=c host=h path=/ to=web:80\ningress shop/other class=c host=h path=/o to=api:80\n",
            filter);
        QVERIFY(ids.contains(u"Pod/shop/web-1"_qs));
        QVERIFY(ids.contains(u"Service/shop/web"_qs));
        QVERIFY(ids.contains(u"Ingress/shop/in:h/"_qs));
        QVERIFY(!ids.contains(u"Pod/shop/api-1"_qs));
        QVERIFY(!ids.contains(u"Ingress/shop/other:h/o"_qs));
    }
};

QTEST_APPLESS_MAIN(TestFilter)
#include "tst_filter.moc"
