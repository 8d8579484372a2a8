// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/problems.h"

#include <QtTest>

#include "explain/absence.h"

using namespace portolan;

namespace {

QString q(const std::string &text)
{
    return QString::fromStdString(text);
}

}  // namespace

class TestProblems : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aProblemSaysWhere_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("document");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("expected");
        QTest::newRow("all known") << "shop.yaml" << 3 << 12 << "shop.yaml, document 3, line 12: not closed.";
        QTest::newRow("the only document") << "shop.json" << 1 << 0 << "shop.json: not closed.";
        QTest::newRow("standard input") << "-" << 2 << 0 << "standard input, document 2: not closed.";
        QTest::newRow("nowhere") << "" << 0 << 0 << "Not closed.";
    }
    void aProblemSaysWhere()
    {
        QFETCH(QString, file);
        QFETCH(int, document);
        QFETCH(int, line);
        const Problem problem{Severity::Warning, file.toStdString(), document, line, "not closed"};
        QTEST(q(describe(problem)), "expected");
    }

    void aSkippedDocumentSaysWhy()
    {
        QCOMPARE(q(describe(Skipped{"notes.yaml", 2, 9, "not a Kubernetes object"})),
                 QString("notes.yaml, document 2, line 9: skipped, not a Kubernetes object."));
    }

    void threeGapsAreThreeAnswers()
    {
        const QString forbidden = q(describe(Gap{"Ingress", Gap::Why::Forbidden, ""}));
        const QString notInstalled = q(describe(Gap{"ingressroutes", Gap::Why::NotInstalled, ""}));
        const QString failed = q(describe(Gap{"Service", Gap::Why::Failed, "timeout"}));
        QVERIFY2(forbidden.startsWith("Not permitted: Ingresses."), qPrintable(forbidden));
        QVERIFY2(notInstalled.startsWith("Not installed: the cluster does not serve IngressRoutes"),
                 qPrintable(notInstalled));
        QVERIFY2(failed.endsWith("The API server says: timeout."), qPrintable(failed));
    }

    void anErrorKeepsWhatTheSystemSaid()
    {
        QCOMPARE(q(describe(Error{Error::Kind::Io, "No such file or directory", "a.yaml"})),
                 QString("It can't be read or written: a.yaml, No such file or directory."));
        QCOMPARE(q(describe(Error{Error::Kind::Cancelled, "x", "y"})), QString("Cancelled."));
    }

    void theQuietLineCounts()
    {
        const std::vector<Gap> gaps{{"Ingress", Gap::Why::Forbidden, ""}, {"Gateway", Gap::Why::NotInstalled, ""}};
        QCOMPARE(q(quietLine({}, {}, {})), QString());
        QCOMPARE(q(quietLine({{Severity::Error, "", 0, 0, "x"}}, {{"a", 1, 1, ""}}, gaps)),
                 QString("1 error · 1 document was skipped · not permitted: Ingresses"));
        // A kind that is not installed is an answer and leaves nothing out.
        QVERIFY(!q(quietLine({}, {}, gaps)).contains("Gateway"));
    }

    void absenceTellsFourThingsApart()
    {
        ClusterSnapshot snapshot;
        QCOMPARE(
            q(absentText(snapshot, Kind::Service, "shop", "db")),
            QString("what was opened holds no Services of shop, so whether Service db exists in shop is not known"));
        snapshot.isLive = true;
        QCOMPARE(q(absentText(snapshot, Kind::Service, "shop", "db")), QString("there is no Service db in shop"));
        snapshot.gaps = {{"Service", Gap::Why::Forbidden, ""}};
        QCOMPARE(q(absentText(snapshot, Kind::Service, "shop", "db")),
                 QString("reading Services is not permitted, so whether Service db exists in shop is not known"));
        snapshot.gaps = {{"Middleware", Gap::Why::NotInstalled, ""}};
        QCOMPARE(q(absentText(snapshot, Kind::Middleware, "shop", "auth")),
                 QString("the cluster does not serve Middlewares, so there is no Middleware auth"));
    }
};

QTEST_APPLESS_MAIN(TestProblems)
#include "tst_problems.moc"
