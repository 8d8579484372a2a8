// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>

#include "support/clusterof.h"
#include "topology/formats.h"

using namespace portolan;

/** Names as an attacker would choose them: each has what ends a string or starts markup in one of the formats. */
static std::string_view hostile();

class TestFormats : public QObject {
    Q_OBJECT

    static GraphPtr graphOf(std::string_view drawing) { return buildTopology(clusterOf(drawing)); }

private Q_SLOTS:
    void jsonIsAsTheContractSays()
    {
        const auto graph = graphOf(
            "service shop/web app=web port=80\npod shop/web-1 app=web node=n ip=10.42.0.4\nslice shop/web-x "
            "service=web "
            "10.42.0.4:ready=web-1@n port=8080\n");
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(toJson(*graph, {}))).object();
        QCOMPARE(json[u"schema"].toString(), u"topology/1"_qs);
        QVERIFY(json[u"problems"].isArray());
        const QJsonObject node = json[u"nodes"].toArray().last().toObject();
        QCOMPARE(node[u"id"].toString(), u"Service/shop/web"_qs);
        QCOMPARE(node[u"type"].toString(), u"service"_qs);
        QCOMPARE(node[u"kind"].toString(), u"Service"_qs);
        QCOMPARE(node[u"state"].toString(), u"fine"_qs);
        QCOMPARE(node[u"facts"][u"endpointsReady"].toInt(), 1);
        for (const auto edge : json[u"edges"].toArray()) {
            QVERIFY(edge[u"type"].isString() && edge[u"evidence"].isArray());
            if (edge[u"type"].toString() == u"selects") {
                QCOMPARE(edge[u"port"].toInt(), 8080);
                QCOMPARE(edge[u"evidence"][0][u"object"].toString(), u"EndpointSlice/shop/web-x"_qs);
                QCOMPARE(edge[u"evidence"][0][u"path"].toString(), u"/endpoints/0/addresses/0"_qs);
            }
        }
    }

    void orderOfTheInputDoesNotMatter()
    {
        QStringList lines{u"service shop/web app=web port=80"_qs, u"pod shop/web-1 app=web node=n ip=10.42.0.4"_qs,
                          u"pod shop/web-2 app=web node=m"_qs, u"node n 10.0.0.1 10.42.0.0/24"_qs,
                          u"ingress shop/in class=c host=h path=/ to=web:80"_qs};
        const std::string expected = toJson(*graphOf(lines.join(u'\n').toStdString()), {});
        for (int i = 0; i < 20; ++i) {
            std::next_permutation(lines.begin(), lines.end());
            QCOMPARE(toJson(*graphOf(lines.join(u'\n').toStdString()), {}), expected);
        }
    }

    void xmlHoldsHostileNames()
    {
        const auto graph = graphOf(hostile());
        for (const std::string &text : {toGraphml(*graph), toDrawio(*graph)}) {
            QXmlStreamReader xml(QString::fromStdString(text));
            int elements = 0;
            while (!xml.atEnd())
                elements += xml.readNext() == QXmlStreamReader::StartElement;
            QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
            QVERIFY(elements > 4);
        }
    }

    void graphmlNamesEveryVertexAndEdge()
    {
        const auto graph = graphOf("service shop/web app=web port=80\npod shop/web-1 app=web node=n\n");
        const QString text = QString::fromStdString(toGraphml(*graph));
        QCOMPARE(text.count(u"<node id="), qsizetype(graph->vertices.size()));
        QCOMPARE(text.count(u"<edge id="), qsizetype(graph->edges.size()));
        QVERIFY(text.contains(u"<node id=\"Pod/shop/web-1\">"));
    }

    void mermaidLabelsCannotEndThemselves()
    {
        const QString text = QString::fromStdString(toMermaid(*graphOf(hostile())));
        static const QRegularExpression line(
            u"^(flowchart LR|  (    )?(v\\d+\\[\"[^\"]*\"\\]:::\\w+|v\\d+ (-->|===|-\\.->) \\|[a-z-]+\\| v\\d+|subgraph n\\d+\\[\"[^\"]*\"\\]|end|classDef .*)|    v\\d+\\[\"[^\"]*\"\\]:::\\w+)$"_qs);
        for (const QString &one : text.split(u'\n', Qt::SkipEmptyParts))
            QVERIFY2(line.match(one).hasMatch(), qPrintable(one));
        QVERIFY(!text.contains(u"<script>"));
    }

    void dotStringsCannotEndThemselves()
    {
        const std::string text = toDot(*graphOf(hostile()));
        static const QRegularExpression string(u"\"(\\\\.|[^\"\\\\])*\""_qs);
        QString rest = QString::fromStdString(text);
        rest.remove(string);
        QVERIFY2(!rest.contains(u'"') && !rest.contains(u"evil"), qPrintable(rest));
        QVERIFY(text.find('\x1b') == std::string::npos);
    }
};

// Below the class, since moc does not read on after a raw string with \\" in it.
static std::string_view hostile()
{
    return R"(
    {"apiVersion":"v1","kind":"Service","metadata":{"name":"a.b\"]-->x; click evil","namespace":"<script>"},"spec":{"selector":{"app":"x"},"ports":[{"port":80}]}}
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p\\\"];}\u001b[31m\u0000&lt;","namespace":"<script>","labels":{"app":"x"}},"status":{"phase":"Running"}}
    {"apiVersion":"v1","kind":"Node","metadata":{"name":"]]>--><b>n</b>"}}
)";
}

QTEST_APPLESS_MAIN(TestFormats)
#include "tst_formats.moc"
