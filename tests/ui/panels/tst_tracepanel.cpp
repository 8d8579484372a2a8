// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

#include "kube/read.h"
#include "panels/findingspanel.h"
#include "panels/tracepanel.h"

using namespace portolan;

Q_DECLARE_METATYPE(portolan::TraceQuery)

namespace {

GraphPtr sample(const char *name)
{
    return buildTopology(readInputs({std::string(PORTOLAN_SOURCE_DIR) + "/resources/samples/" + name}).snapshot);
}

QListWidget *listIn(QWidget &panel)
{
    return panel.findChild<QListWidget *>();
}

}  // namespace

class TestTracePanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qRegisterMetaType<TraceQuery>();
        m_theme = themeNamed("light");
    }

    /** Typed ends and Enter ask; the answer is told hop by hop. */
    void aWayIsAskedAndTold()
    {
        TracePanel panel;
        panel.setTheme(m_theme);
        panel.resize(420, 700);
        static_cast<QWidget &>(panel).show();
        QSignalSpy asked(&panel, &TracePanel::traceWanted);
        panel.setEnds("internet", "http://shop.example/");
        QTest::keyClick(panel.findChildren<QLineEdit *>().last(), Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        const auto query = asked.first().first().value<TraceQuery>();
        QCOMPARE(query.to, std::string("http://shop.example/"));

        const auto trace = Tracer(sample("k3s-vanilla.json")).trace(query);
        QVERIFY(trace);
        panel.show(trace.value());
        QCOMPARE(listIn(panel)->count(), int(trace.value().hops.size()));
        QVERIFY(panel.text().contains("VXLAN"));
        QVERIFY(panel.text().contains("HTTP 200"));
        // A screen reader has each hop whole.
        const QString spoken = listIn(panel)->item(3)->data(Qt::AccessibleTextRole).toString();
        QVERIFY(spoken.contains("dnat") && spoken.contains("10.42.0.7:8000"));
    }
    void arrowKeysGoFromHopToHop()
    {
        TracePanel panel;
        panel.setTheme(m_theme);
        panel.resize(420, 700);
        static_cast<QWidget &>(panel).show();
        panel.show(
            Tracer(sample("k3s-vanilla.json")).trace({"internet", "http://shop.example/", "TCP", {}, {}}).value());
        QSignalSpy chosen(&panel, &TracePanel::hopChosen);
        listIn(panel)->setCurrentRow(0);
        QTest::keyClick(listIn(panel), Qt::Key_Down);
        QCOMPARE(chosen.last().first().toInt(), 1);
    }
    void whatIsClickedGoesIntoTheFieldThatWasTypedInLast()
    {
        TracePanel panel;
        panel.setEnds({}, {});
        panel.take({}, "svc:shop/web:80");
        const auto edits = panel.findChildren<QLineEdit *>();
        QCOMPARE(edits[1]->text(), QString("svc:shop/web:80"));
        panel.take("node:agent-0", {});
        QCOMPARE(edits[0]->text(), QString("node:agent-0"));
    }
    void aFailureSaysWhy()
    {
        TracePanel panel;
        panel.setTheme(m_theme);
        panel.showFailure("there is no Node x in the input");
        QVERIFY(panel.text().contains("there is no Node x"));
    }

    void findingsAreListedTheWorstFirst()
    {
        const auto findings = findFaults(*sample("broken.json"));
        FindingsPanel panel;
        panel.setTheme(m_theme);
        panel.resize(900, 700);
        static_cast<QWidget &>(panel).show();
        panel.show(findings);
        QCOMPARE(listIn(panel)->count(), int(findings.size()));
        QVERIFY(listIn(panel)->item(0)->text().startsWith("Error"));
        QSignalSpy chosen(&panel, &FindingsPanel::objectChosen);
        listIn(panel)->setCurrentRow(2);
        QCOMPARE(chosen.last().first().toString(), QString::fromStdString(findings[2].objects.front()));
        // Severities can be left out.
        panel.findChildren<QPushButton *>().first()->setChecked(false);
        QVERIFY(listIn(panel)->count() < int(findings.size()));
        QVERIFY(!listIn(panel)->item(0)->text().startsWith("Error"));
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TestTracePanel)
#include "tst_tracepanel.moc"
