// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

#include "panels/problemsbar.h"

using namespace portolan;

class TestProblemsBar : public QObject {
    Q_OBJECT

    const std::vector<Problem> m_problems{{Severity::Warning, "pods.json", 0, 7, "an object stands twice"},
                                          {Severity::Error, "nodes.json", 0, 412, "the file ends inside an object"}};
    const std::vector<Skipped> m_skipped{{"README.yaml", 2, 9, "it has no kind"}};

    static QString line(const ProblemsBar &bar) { return bar.findChild<QLabel *>(u"line"_qs)->text(); }

private Q_SLOTS:
    void itIsHiddenIfNothingIsMissing()
    {
        ProblemsBar bar;
        QVERIFY(bar.isHidden());
        bar.show(m_problems, {}, {});
        QVERIFY(!bar.isHidden());
        bar.show({}, {}, {});
        QVERIFY(bar.isHidden());
        bar.show({}, {}, {{"IngressRoute", Gap::Why::NotInstalled, {}}});  // there are none, so none is missing
        QVERIFY(bar.isHidden());
    }

    void itSaysInOneLineWhatIsMissing()
    {
        ProblemsBar bar;
        bar.show(m_problems, m_skipped, {{"Ingress", Gap::Why::Forbidden, {}}});
        QCOMPARE(line(bar), u"1 error · 1 warning · 1 document was skipped · not permitted: Ingresses"_qs);
    }

    void theListOpensAndHasTheWorstFirst()
    {
        ProblemsBar bar;
        bar.show(m_problems, m_skipped, {});
        auto *list = bar.findChild<QListView *>();
        auto *button = bar.findChild<QPushButton *>(u"show"_qs);
        QVERIFY(list->isHidden());
        button->click();
        QVERIFY(!list->isHidden());
        QCOMPARE(list->model()->rowCount(), 3);
        const auto spoken = list->model()->index(0, 0).data(Qt::AccessibleTextRole).toString();
        QCOMPARE(spoken, u"error: nodes.json, line 412: The file ends inside an object."_qs);
        button->click();
        QVERIFY(list->isHidden());
    }

    void whoClosesItHasReadIt()
    {
        ProblemsBar bar;
        bar.show(m_problems, m_skipped, {});
        bar.findChild<QToolButton *>()->click();
        QVERIFY(bar.isHidden());
        bar.show(m_problems, m_skipped, {});
        QVERIFY(bar.isHidden());
        bar.show(m_problems, {}, {});
        QVERIFY(!bar.isHidden());
    }
};

QTEST_MAIN(TestProblemsBar)
#include "tst_problemsbar.moc"
