// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <functional>
#include <set>

#include "kube/read.h"
#include "kube/share.h"
#include "kube/write.h"

using namespace portolan;

/** A snapshot that is read again holds what did not change only once. */
class TestShare : public QObject {
    Q_OBJECT

    /** Pods and Services, two thousand of each; `change` edits their JSON. */
    static SnapshotPtr cluster(const std::function<void(int, std::string &)> &change = {})
    {
        std::string text = "{'apiVersion':'v1','kind':'List','items':[";
        for (int i = 0; i < 2000; ++i) {
            const std::string name = std::to_string(10'000 + i);
            std::string pod = "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'p" + name +
                              "','namespace':'s','labels':{'app':'a'}},'spec':{'nodeName':'n'},"
                              "'status':{'podIP':'10.0.0.1'}}";
            if (change)
                change(i, pod);
            if (!pod.empty())
                text += pod + ",";
            text += "{'apiVersion':'v1','kind':'Service','metadata':{'name':'v" + name + "','namespace':'s'}},";
        }
        text += "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'s'}}]}";
        std::ranges::replace(text, '\'', '"');
        return readBytes(text, "cluster").snapshot;
    }

    template <class T>
    static std::size_t sharedChunks(const Table<T> &a, const Table<T> &b)
    {
        const std::set<const void *> known = [&] {
            std::set<const void *> all;
            for (const auto &chunk : a.chunks())
                all.insert(chunk.get());
            return all;
        }();
        return static_cast<std::size_t>(
            std::ranges::count_if(b.chunks(), [&](const auto &chunk) { return known.contains(chunk.get()); }));
    }

private Q_SLOTS:
    void nothingChangedSharesEverything()
    {
        const SnapshotPtr before = cluster(), after = sharedWith(*before, cluster());
        QCOMPARE(sharedChunks(before->pods, after->pods), before->pods.chunks().size());
        QCOMPARE(sharedChunks(before->of(Kind::Service), after->of(Kind::Service)),
                 before->of(Kind::Service).chunks().size());
    }

    void oneChangedPodCostsItsChunk()
    {
        const SnapshotPtr before = cluster(), changed = cluster([](int i, std::string &pod) {
                                                  if (i == 1000)
                                                      pod.replace(pod.find("10.0.0.1"), 8, "10.0.0.2");
                                              });
        const SnapshotPtr after = sharedWith(*before, changed);
        QCOMPARE(sharedChunks(before->pods, after->pods), before->pods.chunks().size() - 1);
        QVERIFY(toJson(*after) == toJson(*changed));
        QCOMPARE(after->findPod("s", "p11000")->ip, "10.0.0.2");
    }

    void whatCameAndWentIsThereAndGone_data()
    {
        QTest::addColumn<int>("gone");
        QTest::newRow("first") << 0;
        QTest::newRow("in the middle") << 700;
        QTest::newRow("last") << 1999;
    }
    void whatCameAndWentIsThereAndGone()
    {
        QFETCH(int, gone);
        const auto without = [gone](int i, std::string &pod) {
            if (i == gone)
                pod.clear();
        };
        const SnapshotPtr all = cluster(), less = cluster(without);
        const std::string name = "p" + std::to_string(10'000 + gone);
        const SnapshotPtr went = sharedWith(*all, less), came = sharedWith(*less, all);
        QVERIFY(!went->findPod("s", name));
        QVERIFY(came->findPod("s", name));
        QVERIFY(toJson(*went) == toJson(*less));
        QVERIFY(toJson(*came) == toJson(*all));
        QCOMPARE(went->pods.size(), less->pods.size());
    }

    void itOutlivesWhatItCameFrom()
    {
        SnapshotPtr before = cluster();
        SnapshotPtr after = sharedWith(*before, cluster([](int i, std::string &pod) {
            if (i % 600 == 0)
                pod.replace(pod.find("10.0.0.1"), 8, "10.0.0.3");
        }));
        before.reset();
        QCOMPARE(after->findPod("s", "p10600")->ip, "10.0.0.3");
        QCOMPARE(valueOf(*after->findPod("s", "p10601")->labels, "app"), "a");
    }
};

QTEST_APPLESS_MAIN(TestShare)
#include "tst_share.moc"
