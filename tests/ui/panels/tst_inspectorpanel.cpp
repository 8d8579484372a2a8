// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QScrollArea>
#include <QScrollBar>
#include <QtTest>

#include "panels/evidencebutton.h"
#include "panels/inspectorpanel.h"
#include "panels/linkbutton.h"
#include "panels/segments.h"
#include "panels/textblock.h"
#include "panels/yamlview.h"

#include <QPlainTextEdit>

using namespace portolan;

namespace {

Explanation apiService()
{
    Explanation api;
    api.title = "api";
    api.place = "Service in shop";
    api.state = State::Warning;
    api.stateWhy = "1 of 3 endpoints is not ready.";
    api.sentences = {"A ClusterIP.", "It is called <b>api</b>."};
    api.facts = {{"Type", "ClusterIP", true}, {"Address", "10.43.7.31", true}, {"Endpoints", "2 ready", false}};
    api.evidence = {
        {"EndpointSlice shop/api-x7k2p", "EndpointSlice/shop/api-x7k2p", "/endpoints/2/conditions/ready", "false"},
        {"Service shop/api", "Service/shop/api", "/spec/clusterIP", "10.43.7.31"}};
    api.links = {{"Workload", "Deployment api", "Deployment/shop/api"}, {"Route", "/api", "Ingress/shop/shop:/api"}};
    api.yaml = "kind: Service\nmetadata:\n  name: api\n  namespace: shop\nspec:\n  clusterIP: 10.43.7.31\n";
    api.yamlNote = "The fields that were kept.";
    return api;
}

}  // namespace

class TestInspectorPanel : public QObject {
    Q_OBJECT

    static QString textOf(const QWidget &panel, const QString &name)
    {
        const auto *block = panel.findChild<TextBlock *>(name);
        return block ? block->toPlainText() : u"(missing)"_qs;
    }

    static QAbstractButton *named(const QWidget &panel, const QString &accessibleName)
    {
        for (QAbstractButton *button : panel.findChildren<QAbstractButton *>()) {
            if (button->accessibleName() == accessibleName)
                return button;
        }
        return nullptr;
    }

    static void settle() { QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete); }

    static Segments *tabs(const QWidget &panel) { return panel.findChild<Segments *>(); }
    static QString yaml(const QWidget &panel) { return panel.findChild<QPlainTextEdit *>()->toPlainText(); }
    static int markedLine(const QWidget &panel)
    {
        return panel.findChild<QPlainTextEdit *>()->textCursor().blockNumber();
    }

private Q_SLOTS:
    void whatIsShownIsThereAsPlainText()
    {
        InspectorPanel panel;
        panel.show(apiService());
        QCOMPARE(textOf(panel, u"stateWhy"_qs), u"1 of 3 endpoints is not ready."_qs);
        QCOMPARE(textOf(panel, u"sentences"_qs), u"A ClusterIP. It is called <b>api</b>."_qs);
        QVERIFY(textOf(panel, u"facts"_qs).contains(u"10.43.7.31"));
        QVERIFY(named(panel, u"EndpointSlice shop/api-x7k2p: endpoints[2].conditions.ready = false"_qs));
    }

    void nothingIsSaidOfAStateThatIsFine()
    {
        InspectorPanel panel;
        Explanation fine = apiService();
        fine.state = State::Fine;
        fine.stateWhy.clear();
        panel.show(fine);
        QCOMPARE(textOf(panel, u"stateWhy"_qs), u"(missing)"_qs);
    }

    void aLinkSaysWhereToGo()
    {
        InspectorPanel panel;
        panel.show(apiService());
        QSignalSpy wanted(&panel, &InspectorPanel::vertexWanted);
        QAbstractButton *link = named(panel, u"Route: /api"_qs);
        QVERIFY(link);
        QTest::mouseClick(link, Qt::LeftButton);
        QCOMPARE(wanted, (QList<QVariantList>{{u"Ingress/shop/shop:/api"_qs}}));
    }

    void followingALinkMayReplaceWhatIsShown()
    {
        InspectorPanel panel;
        panel.show(apiService());
        connect(&panel, &InspectorPanel::vertexWanted, &panel, [&panel] {
            Explanation next;
            next.title = "next";
            next.sentences = {"Another."};
            panel.show(next);
        });
        QAbstractButton *link = named(panel, u"Workload: Deployment api"_qs);
        link->setFocus();
        QTest::keyClick(link, Qt::Key_Return);
        settle();
        QCOMPARE(textOf(panel, u"sentences"_qs), u"Another."_qs);
        QVERIFY(!tabs(panel)->button(1)->isEnabled());
    }

    void evidenceOfTheObjectItselfOpensItsYamlAtTheField()
    {
        InspectorPanel panel;
        panel.show(apiService());
        QSignalSpy wanted(&panel, &InspectorPanel::objectWanted);
        named(panel, u"Service shop/api: spec.clusterIP = 10.43.7.31"_qs)->click();
        QCOMPARE(tabs(panel)->current(), 1);
        QCOMPARE(markedLine(panel), 5);
        QCOMPARE(wanted.count(), 0);
    }

    void evidenceOfAnotherObjectAsksForIt()
    {
        InspectorPanel panel;
        panel.show(apiService());
        QSignalSpy wanted(&panel, &InspectorPanel::objectWanted);
        named(panel, u"EndpointSlice shop/api-x7k2p: endpoints[2].conditions.ready = false"_qs)->click();
        QCOMPARE(wanted,
                 (QList<QVariantList>{{u"EndpointSlice/shop/api-x7k2p"_qs, u"/endpoints/2/conditions/ready"_qs}}));

        panel.showObject(u"EndpointSlice shop/api-x7k2p"_qs, "kind: EndpointSlice\nendpoints:\n- conditions: {}\n",
                         u"/endpoints/0/conditions"_qs);
        QCOMPARE(yaml(panel).left(19), u"kind: EndpointSlice"_qs);
        QCOMPARE(markedLine(panel), 2);
        Q_EMIT panel.findChild<YamlView *>()->backWanted();
        QCOMPARE(tabs(panel)->current(), 0);
        tabs(panel)->button(1)->click();
        QCOMPARE(yaml(panel).left(13), u"kind: Service"_qs);
    }

    void yamlIsOnlySetWhenItIsLookedAt()
    {
        InspectorPanel panel;
        panel.show(apiService());
        QCOMPARE(yaml(panel), QString());
        tabs(panel)->button(1)->click();
        QVERIFY(!yaml(panel).isEmpty());

        Explanation other = apiService();
        other.yaml = "kind: Pod\n";
        panel.show(other);  // the tab stays, and shows the other one
        QCOMPARE(tabs(panel)->current(), 1);
        QCOMPARE(yaml(panel), u"kind: Pod\n"_qs);
        other.yaml.clear();
        panel.show(other);
        QCOMPARE(tabs(panel)->current(), 0);
    }

    void muchEvidenceIsBehindAButton()
    {
        InspectorPanel panel;
        Explanation much = apiService();
        much.evidence.assign(30, much.evidence.front());
        panel.show(much);
        QCOMPARE(panel.findChildren<EvidenceButton *>().size(), 8);
        for (LinkButton *button : panel.findChildren<LinkButton *>()) {
            if (button->text() == u"Show 22 more")
                button->click();
        }
        QCOMPARE(panel.findChildren<EvidenceButton *>().size(), 30);
    }

    void longValuesMakeItHigherAndNotWider()
    {
        InspectorPanel panel;
        Explanation wide = apiService();
        wide.title = std::string(300, 't');
        wide.facts.push_back({"Note", std::string(500, 'x'), true});
        wide.evidence.front().value = std::string(500, 'y');
        wide.links.front().text = std::string(300, 'z');
        panel.show(wide);
        panel.resize(340, 600);
        panel.QWidget::show();
        auto *scroll = panel.findChild<QScrollArea *>();
        QTRY_VERIFY(scroll->widget()->width() <= scroll->viewport()->width());
        QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
        const auto *facts = panel.findChild<TextBlock *>(u"facts"_qs);
        QTRY_VERIFY(facts->height() >= facts->document()->size().height());
    }

    void whatHasRoomIsNotScrolled()
    {
        InspectorPanel panel;
        panel.resize(340, 1200);
        panel.QWidget::show();
        panel.show(apiService());
        const auto *scroll = panel.findChild<QScrollArea *>();
        const auto *last = named(panel, u"Route: /api"_qs);
        QTRY_VERIFY(last->y() > 300);
        QTRY_COMPARE(scroll->verticalScrollBar()->maximum(), 0);
    }

    void factsAreCopiedAsLinesWithTabs()
    {
        TextBlock facts;
        facts.setFacts(apiService().facts, themeNamed(u"light"_qs));
        facts.selectAll();
        facts.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"Type\tClusterIP\nAddress\t10.43.7.31\nEndpoints\t2 ready"_qs);
    }

    void clearingForgetsAll()
    {
        InspectorPanel panel;
        panel.show(apiService());
        panel.showYaml(u"/spec"_qs);
        panel.clear();
        settle();
        QCOMPARE(yaml(panel), QString());
        QCOMPARE(textOf(panel, u"sentences"_qs), u"(missing)"_qs);
        panel.showYaml(u"/spec"_qs);  // of nothing: does nothing
        QCOMPARE(yaml(panel), QString());
    }

    void whatIsShownStaysWhenTheThemeChanges()
    {
        InspectorPanel panel;
        panel.show(apiService());
        panel.setTheme(themeNamed(u"dark"_qs));
        settle();
        QCOMPARE(textOf(panel, u"sentences"_qs), u"A ClusterIP. It is called <b>api</b>."_qs);
    }
};

QTEST_MAIN(TestInspectorPanel)
#include "tst_inspectorpanel.moc"
