// SPDX-License-Identifier: GPL-3.0-or-later
#include <QChart>
#include <QChartView>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include "panels/numberspanel.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

QChartView *chart(const NumbersPanel &panel, const QString &name)
{
    for (QChartView *view : panel.findChildren<QChartView *>()) {
        if (view->accessibleName() == name)
            return view;
    }
    return nullptr;
}

}  // namespace

class TestNumbersPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsMadeBeforeTheFirstGraph()
    {
        NumbersPanel panel;
        panel.setTheme(themeNamed(u"dark"_qs));
        QVERIFY(panel.findChildren<QChartView *>().isEmpty());
    }

    void theKeysReachEveryBarAndThePageCanBeSaved()
    {
        NumbersPanel panel;
        panel.setTheme(themeNamed(u"light"_qs));
        panel.resize(900, 700);
        panel.show(buildTopology(clusterOf(R"(
            node    agent-0 192.168.1.10 10.42.0.0/24
            pod     shop/a app=a node=agent-0 ip=10.42.0.2
        )")));
        QSignalSpy selected(&panel, &NumbersPanel::vertexSelected);
        for (QPushButton *button : panel.findChildren<QPushButton *>()) {
            if (button->text() == u"agent-0"_qs && selected.isEmpty())
                QTest::keyClick(button, Qt::Key_Space);
        }
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.front().front().toString(), u"Node/agent-0"_qs);
        QTemporaryDir folder;
        for (const char *name : {"numbers.png", "numbers.svg"}) {
            const QString path = folder.filePath(QString::fromLatin1(name));
            QVERIFY(panel.savePicture(path));
            QVERIFY(QFileInfo(path).size() > 1000);
        }
    }

    void barsLeadToTheirObjects()
    {
        NumbersPanel panel;
        panel.setTheme(themeNamed(u"light"_qs));
        panel.resize(900, 700);
        panel.show(buildTopology(clusterOf(R"(
            node    agent-0 192.168.1.10 10.42.0.0/24
            node    agent-1 192.168.1.11 10.42.1.0/24
            pod     shop/a app=a node=agent-1 ip=10.42.1.2
            service shop/a app=a ip=10.43.0.5 port=80
        )")));
        static_cast<QWidget &>(panel).show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QChartView *nodes = chart(panel, u"Pods per node"_qs);
        QVERIFY(nodes);
        QVERIFY(nodes->accessibleDescription().contains(u"agent-1: 1 pod; the pod CIDR has 253 addresses"_qs));

        // the bar of the fuller node is the upper one; its longer part is the room that is left
        QSignalSpy selected(&panel, &NumbersPanel::vertexSelected);
        const QRectF plot = nodes->chart()->mapRectToScene(nodes->chart()->plotArea());
        QTest::mouseClick(nodes->viewport(), Qt::LeftButton, {},
                          nodes->mapFromScene(QPointF(plot.left() + plot.width() / 2, plot.top() + plot.height() / 4)));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.front().front().toString(), u"Node/agent-1"_qs);
    }

    void emptyClusterIsSaidToBe()
    {
        NumbersPanel panel;
        panel.show(buildTopology(std::make_shared<ClusterSnapshot>()));
        QVERIFY(panel.findChildren<QChartView *>().isEmpty());
        ClusterSnapshot snapshot;
        snapshot.isLive = true;
        snapshot.gaps.push_back({"Node", Gap::Why::Forbidden, {}});
        panel.show(buildTopology(std::make_shared<ClusterSnapshot>(snapshot)));
        QStringList texts;
        for (const QLabel *label : panel.findChildren<QLabel *>())
            texts << label->text();
        QVERIFY(texts.contains(u"Not known: reading these objects is not permitted."_qs));
    }
};

QTEST_MAIN(TestNumbersPanel)
#include "tst_numberspanel.moc"
