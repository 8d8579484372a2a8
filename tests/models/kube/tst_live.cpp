// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "kube/decoder.h"
#include "kube/live.h"
#include "kube/write.h"

using namespace portolan;

namespace {

Batch batchOf(const QString &json)
{
    Batch batch;
    std::string text = QString(json).replace(u'\'', u'"').toStdString();
    const std::size_t size = text.size();
    text.resize(size + jsonPadding);
    JsonDecoder decoder;
    if (decoder.decode(std::string_view(text).substr(0, size), {}, batch))
        qFatal("the test's JSON is broken");
    return batch;
}

QString pod(const QString &space, const QString &name, const QString &node)
{
    return u"{'apiVersion':'v1','kind':'Pod','metadata':{'namespace':'%1','name':'%2','labels':{'app':'%2'},"
           "'ownerReferences':[{'kind':'ReplicaSet','name':'%2','controller':true}]},'spec':{'nodeName':'%3',"
           "'containers':[{'name':'c','image':'i'}]},'status':{'phase':'Running','podIP':'10.42.0.1','hostIP':"
           "'192.168.1.1'}}"_qs.arg(space, name, node);
}

QString list(const QStringList &items)
{
    return u"{'apiVersion':'v1','kind':'List','items':["_qs + items.join(u',') + u"]}"_qs;
}

QString service(const QString &space, const QString &name)
{
    return u"{'apiVersion':'v1','kind':'Service','metadata':{'namespace':'%1','name':'%2'}}"_qs.arg(space, name);
}

void put(LiveCluster &cluster, Batch batch)
{
    cluster.put(batch);
}

QStringList podsOf(const ClusterSnapshot &snapshot)
{
    QStringList all;
    for (const Pod &one : snapshot.pods)
        all << QString::fromStdString(std::string(one.space) + '/' + std::string(one.name) + '@' +
                                      std::string(one.node));
    return all;
}

QString numbered(int i)
{
    return u"p%1"_qs.arg(i, 4, 10, QLatin1Char('0'));
}

}  // namespace

class tst_live : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsListedReplacesWhatWasThere()
    {
        LiveCluster cluster("c", "s");
        cluster.list(Kind::Pod, {},
                     batchOf(list({pod(u"a"_qs, u"one"_qs, u"n"_qs), pod(u"b"_qs, u"two"_qs, u"n"_qs)})));
        QCOMPARE(podsOf(*cluster.snapshot(1)), (QStringList{u"a/one@n"_qs, u"b/two@n"_qs}));
        cluster.list(Kind::Pod, "b", batchOf(list({pod(u"b"_qs, u"three"_qs, u"n"_qs)})));
        QCOMPARE(podsOf(*cluster.snapshot(2)), (QStringList{u"a/one@n"_qs, u"b/three@n"_qs}));
        cluster.list(Kind::Pod, {}, batchOf(list({})));
        QVERIFY(cluster.snapshot(3)->pods.empty());
    }

    void theLatestEventCounts()
    {
        LiveCluster cluster("c", "s");
        put(cluster, batchOf(pod(u"a"_qs, u"one"_qs, u"n1"_qs)));
        put(cluster, batchOf(pod(u"a"_qs, u"one"_qs, u"n2"_qs)));
        put(cluster, batchOf(pod(u"a"_qs, u"two"_qs, u"n"_qs)));
        cluster.remove({Kind::Pod, "a", "two"});
        cluster.remove({Kind::Pod, "a", "never"});
        put(cluster, batchOf(service(u"a"_qs, u"web"_qs)));
        cluster.remove({Kind::Service, "a", "web"});
        put(cluster, batchOf(service(u"a"_qs, u"web"_qs)));
        const SnapshotPtr snapshot = cluster.snapshot(1);
        QCOMPARE(podsOf(*snapshot), QStringList{u"a/one@n2"_qs});
        QVERIFY(snapshot->find(Kind::Service, "a", "web"));
        QVERIFY(!cluster.hasChanged());
    }

    void snapshotsShareWhatDidNotChange()
    {
        LiveCluster cluster("c", "s");
        QStringList pods;
        for (int i = 0; i < 3000; ++i)
            pods << pod(u"a"_qs, numbered(i), u"n"_qs);
        cluster.list(Kind::Pod, {}, batchOf(list(pods)));
        const SnapshotPtr before = cluster.snapshot(1);
        put(cluster, batchOf(pod(u"a"_qs, numbered(1500), u"elsewhere"_qs)));
        const SnapshotPtr after = cluster.snapshot(2);
        QCOMPARE(after->pods.chunks().size(), before->pods.chunks().size());
        int shared = 0;
        for (std::size_t i = 0; i < after->pods.chunks().size(); ++i)
            shared += after->pods.chunks()[i] == before->pods.chunks()[i];
        QCOMPARE(shared, int(before->pods.chunks().size()) - 1);
        QCOMPARE(before->findPod("a", "p1500")->node, "n");
        QCOMPARE(after->findPod("a", "p1500")->node, "elsewhere");
        cluster.list(Kind::Pod, {}, batchOf(list(pods)));
        cluster.list(Kind::Pod, {}, batchOf(list(pods)));
        QCOMPARE(podsOf(*cluster.snapshot(3)), podsOf(*before));
    }

    /** However events are cut into snapshots, the end is what a fresh list gives. */
    void manyEventsAreAsGoodAsAList()
    {
        LiveCluster fed("c", "s");
        std::map<QString, QString> truth;
        quint32 random = 7;
        const auto next = [&random](quint32 below) {
            random = random * 1664525u + 1013904223u;
            return (random >> 8) % below;
        };
        for (int round = 0; round < 120; ++round) {
            for (int event = 0; event < 40; ++event) {
                const QString name = numbered(int(next(1400)));
                if (next(3) == 0) {
                    truth.erase(name);
                    fed.remove({Kind::Pod, "a", name.toStdString()});
                } else {
                    const QString node = u"n%1"_qs.arg(next(5));
                    truth[name] = pod(u"a"_qs, name, node);
                    put(fed, batchOf(truth[name]));
                }
            }
            if (round % 3 != 0)
                continue;
            QStringList all;
            for (const auto &[name, text] : truth)
                all << text;
            LiveCluster fresh("c", "s");
            fresh.list(Kind::Pod, {}, batchOf(list(all)));
            QCOMPARE(toJson(*fed.snapshot(1)), toJson(*fresh.snapshot(1)));
        }
        const SnapshotPtr last = fed.snapshot(2);
        for (const auto &chunk : last->pods.chunks())
            QVERIFY2(chunk->layers <= 12, "a chunk holds on to more and more events");
    }
};

QTEST_GUILESS_MAIN(tst_live)
#include "tst_live.moc"
