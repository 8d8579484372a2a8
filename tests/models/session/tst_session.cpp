// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSemaphore>
#include <QSignalSpy>
#include <QtTest>

#include "session/session.h"

using namespace portolan;

Q_DECLARE_METATYPE(portolan::ClusterPtr)
Q_DECLARE_METATYPE(portolan::LayoutPtr)

class TestSession : public QObject {
    Q_OBJECT

    static Session::Source cluster(const std::string &node)
    {
        return [node](std::stop_token) {
            return readBytes(R"({"apiVersion":"v1","kind":"Node","metadata":{"name":")" + node + R"("}})", node);
        };
    }

    static std::string nodeOf(const Cluster &cluster)
    {
        return std::string((*cluster.read.snapshot->of(Kind::Node).begin())->name);
    }

private Q_SLOTS:
    void laysOutWhatIsOpened()
    {
        Session session;
        std::vector<std::string> shown;
        connect(&session, &Session::laid, this, [&](const ClusterPtr &cluster, const LayoutPtr &layout) {
            shown.push_back(nodeOf(*cluster));
            QCOMPARE(layout->graph, cluster->graph);
        });
        session.open(cluster("first"));
        QTRY_COMPARE(shown, std::vector<std::string>{"first"});
    }

    /** The older reading finishes after the newer one was asked for: it must never be shown. */
    void theNewestInputWins()
    {
        Session session;
        QSemaphore isReading, mayEnd;
        std::vector<std::string> shown;
        connect(&session, &Session::laid, this, [&](const ClusterPtr &cluster) { shown.push_back(nodeOf(*cluster)); });
        session.open([&](std::stop_token stop) {
            isReading.release();
            mayEnd.acquire();
            return cluster("slow")(stop);
        });
        isReading.acquire();
        session.open(cluster("newest"));
        mayEnd.release();
        QTRY_COMPARE(shown, std::vector<std::string>{"newest"});
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(shown, std::vector<std::string>{"newest"});
    }

    /** Once for each that is shown, and never again for the same. */
    void whatIsShownIsJudged()
    {
        Session session;
        QStringList said;
        connect(&session, &Session::laid, this,
                [&](const ClusterPtr &cluster) { said << u"shown "_qs + QString::fromStdString(nodeOf(*cluster)); });
        connect(&session, &Session::judged, this, [&](const JudgementPtr &judgement) {
            const auto found = judgement->of("Node/broken");
            said << (found.empty() ? u"nothing"_qs : u"found at broken"_qs);
        });
        const auto notReady = [](std::stop_token) {
            return readBytes(
                R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"broken"},"status":{"conditions":[{"type":"Ready","status":"False","reason":"KubeletNotReady"}]}})",
                "broken");
        };
        session.open(notReady);
        QTRY_COMPARE(said, (QStringList{u"shown broken"_qs, u"found at broken"_qs}));
        session.arrange({});
        QTRY_COMPARE(said.size(), qsizetype(3));
        session.open(cluster("fine"));
        QTRY_COMPARE(said.mid(3), (QStringList{u"shown fine"_qs, u"nothing"_qs}));
    }

    void whatIsObsoleteIsToldToStop()
    {
        Session session;
        QSemaphore isReading;
        bool wasStopped = false;
        session.open([&](std::stop_token stop) {
            isReading.release();
            while (!stop.stop_requested())
                QThread::yieldCurrentThread();
            wasStopped = true;
            return cluster("stopped")(stop);
        });
        isReading.acquire();
        session.open(cluster("next"));
        QThreadPool::globalInstance()->waitForDone();
        QVERIFY(wasStopped);
    }

    void aWishLaysOutWhatIsOpenInAnotherWay()
    {
        Session session;
        std::vector<Lens> lenses;
        connect(&session, &Session::laid, this,
                [&](const ClusterPtr &, const LayoutPtr &layout) { lenses.push_back(layout->lens); });
        session.open(cluster("one"));
        QTRY_COMPARE(lenses.size(), std::size_t(1));
        LayoutWish wish;
        wish.lens = Lens::Machines;
        session.arrange(wish);
        QTRY_COMPARE(lenses.size(), std::size_t(2));
        QCOMPARE(lenses.back(), Lens::Machines);
    }

    void twoClustersAreOpenAtOnce()
    {
        Session left, right;
        std::string leftNode, rightNode;
        connect(&left, &Session::laid, this, [&](const ClusterPtr &cluster) { leftNode = nodeOf(*cluster); });
        connect(&right, &Session::laid, this, [&](const ClusterPtr &cluster) { rightNode = nodeOf(*cluster); });
        left.open(cluster("left"));
        right.open(cluster("right"));
        QTRY_COMPARE(leftNode, std::string("left"));
        QTRY_COMPARE(rightNode, std::string("right"));
    }

    void whatHoldsNothingLeavesWhatIsOpen()
    {
        Session session;
        std::vector<std::string> shown;
        int empty = 0;
        connect(&session, &Session::laid, this, [&](const ClusterPtr &cluster) { shown.push_back(nodeOf(*cluster)); });
        connect(&session, &Session::nothingFound, this, [&] { ++empty; });
        session.open(cluster("first"));
        QTRY_COMPARE(shown.size(), std::size_t(1));
        session.open([](std::stop_token) { return readBytes("milk", "shopping"); });
        QTRY_COMPARE(empty, 1);
        session.arrange({});
        QTRY_COMPARE(shown, (std::vector<std::string>{"first", "first"}));
    }

    void pinsThatAreKnownWhenItOpensAreInTheFirstLayout()
    {
        Session session;
        std::vector<PointF> places;
        connect(&session, &Session::opened, this, [&] {
            LayoutWish wish;
            wish.lens = Lens::Machines;
            wish.pins["Node/first"] = {1000, 700};
            session.setWish(wish);
        });
        connect(&session, &Session::laid, this, [&](const ClusterPtr &, const LayoutPtr &layout) {
            const RectF &rect = layout->items[layout->find("Node/first")].rect;
            places.push_back({rect.x, rect.y});
        });
        session.open(cluster("first"));
        QTRY_COMPARE(places, (std::vector<PointF>{{1000, 700}}));
    }

    void memoryThatRunsOutIsAProblemAndNoCrash()
    {
        Session session;
        std::vector<Problem> problems;
        connect(&session, &Session::nothingFound, this,
                [&](const ClusterPtr &cluster) { problems = cluster->read.problems; });
        session.open([](std::stop_token) -> ReadOutcome { throw std::bad_alloc(); });
        QTRY_COMPARE(problems.size(), std::size_t(1));
        QVERIFY(problems.front().message.find("memory") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
