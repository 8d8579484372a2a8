// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QtTest>

#include "kube/read.h"
#include "policy/reach.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

QStringList linesOf(const Reach &reach)
{
    QStringList lines;
    for (const ReachEdge &edge : reach.edges)
        lines += QString::fromStdString(titleOf(reach.peers[edge.from]) + " => " + titleOf(reach.peers[edge.to]) +
                                        " : " + textOf(reach.portsOf(edge)));
    lines.sort();
    return lines;
}

/** A small cluster with policies drawn by lot. */
std::string randomCluster(QRandomGenerator &random, int policies)
{
    const char *spaces[] = {"a", "b"}, *apps[] = {"x", "y", "z"};
    std::string text;
    for (int i = 0; i < 8; ++i)
        text += "pod " + std::string(spaces[i % 2]) + "/p" + std::to_string(i) + " app=" + apps[random.bounded(3)] +
                (random.bounded(3) == 0 ? " tier=t" : "") + " ip=10.42.0." + std::to_string(10 + i) +
                " port=http:" + std::to_string(8080 + random.bounded(2)) + '\n';
    const auto selector = [&]() -> std::string {
        return random.bounded(3) == 0 ? "{}"
                                      : R"({"matchLabels":{"app":")" + std::string(apps[random.bounded(3)]) + "\"}}";
    };
    const auto peer = [&]() -> std::string {
        switch (random.bounded(4)) {
            case 0:
                return R"({"podSelector":)" + selector() + '}';
            case 1:
                return R"({"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":")" +
                       std::string(spaces[random.bounded(2)]) + R"("}},"podSelector":)" + selector() + '}';
            case 2:
                return R"({"ipBlock":{"cidr":"10.42.0.8/29"}})";
            default:
                return R"({"namespaceSelector":{}})";
        }
    };
    const auto rule = [&](const char *peers) {
        std::string one = "{";
        if (random.bounded(4) != 0)
            one += '"' + std::string(peers) + "\":[" + peer() + (random.bounded(2) ? "," + peer() : "") + "],";
        const char *ports[] = {"[]", R"([{"port":8080}])", R"([{"port":"http"}])", R"([{"port":8081,"endPort":9000}])"};
        return one + R"("ports":)" + ports[random.bounded(4)] + '}';
    };
    for (int i = 0; i < policies; ++i)
        text += R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":")" +
                std::string(spaces[random.bounded(2)]) + R"(","name":"n)" + std::to_string(i) +
                R"("},"spec":{"podSelector":)" + selector() + R"(,"policyTypes":[)" +
                (random.bounded(2) ? R"("Ingress")" : R"("Ingress","Egress")") + R"(],"ingress":[)" + rule("from") +
                R"(],"egress":[)" + rule("to") + "]}}\n";
    return text;
}

}  // namespace

class TestReach : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /** Published examples with their answers; tests/data/reach/README.md says whose. */
    void examplesAgree_data()
    {
        QTest::addColumn<QString>("folder");
        const QDir data(QStringLiteral(PORTOLAN_SOURCE_DIR "/tests/data/reach"));
        for (const QString &name : data.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            QTest::newRow(qPrintable(name)) << data.filePath(name);
    }
    void examplesAgree()
    {
        QFETCH(QString, folder);
        const auto outcome = readInputs({(folder + "/input").toStdString()});
        const Policies policies(outcome.snapshot, {false, false});
        QFile file(folder + "/expected.txt");
        QVERIFY(file.open(QIODevice::ReadOnly));
        QStringList expected = QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts);
        expected.sort();
        QCOMPARE(linesOf(reachOf(policies, *outcome.snapshot, false)).join('\n'), expected.join('\n'));
    }

    /** What is said of sorts of pods is true of each pair of pods. */
    void groupsAgreeWithPairs()
    {
        QRandomGenerator random(4711);
        for (int round = 0; round < 60; ++round) {
            const SnapshotPtr snapshot = clusterOf(randomCluster(random, 1 + round % 5));
            const Policies policies(snapshot);
            const Reach reach = reachOf(policies, *snapshot, true);
            for (const std::uint16_t port : {std::uint16_t(80), std::uint16_t(8080), std::uint16_t(8081)}) {
                std::set<std::pair<const policy::Subject *, const policy::Subject *>> allowed;
                for (const ReachEdge &edge : reach.edges) {
                    for (const auto *from : reach.peers[edge.from].subjects) {
                        for (const auto *to : reach.peers[edge.to].subjects) {
                            if (reach.portsOf(edge).has(Protocol::TCP, port))
                                allowed.insert({from, to});
                        }
                    }
                }
                for (const auto &from : policies.subjects().all()) {
                    for (const auto &to : policies.subjects().all()) {
                        if (&from == &to)
                            continue;
                        const bool is =
                            policies.check({{nullptr, &from, {}}, {nullptr, &to, {}}, Protocol::TCP, port, {}, false})
                                .allowed == Allowed::Yes;
                        QVERIFY2(is == allowed.contains({&from, &to}),
                                 qPrintable(QString("round %1: %2 to %3 on %4")
                                                .arg(round)
                                                .arg(from.name.c_str(), to.name.c_str())
                                                .arg(port)));
                    }
                }
            }
        }
    }

    /** A policy that selects nobody new may only open: one more rule never takes a connection away. */
    void oneMoreRuleNeverTakesAway()
    {
        QRandomGenerator random(99);
        for (int round = 0; round < 40; ++round) {
            const std::string drawing = randomCluster(random, 3);
            const std::string more =
                R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":"a","name":"n0more"},)"
                R"("spec":{"podSelector":{},"policyTypes":["Ingress"],"ingress":[{}]}})";
            const std::string isolating =
                R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":"a","name":"deny"},)"
                R"("spec":{"podSelector":{},"policyTypes":["Ingress"]}})";
            const SnapshotPtr before = clusterOf(drawing + isolating + '\n'),
                              after = clusterOf(drawing + isolating + '\n' + more + '\n');
            const Policies first(before), second(after);
            for (const auto &from : first.subjects().all()) {
                for (const auto &to : first.subjects().all()) {
                    const auto ask = [&](const Policies &policies) {
                        return policies
                            .check({{nullptr, policies.subjects().find(from.space, from.name), {}},
                                    {nullptr, policies.subjects().find(to.space, to.name), {}},
                                    Protocol::TCP,
                                    8080,
                                    {}})
                            .allowed;
                    };
                    QVERIFY(ask(first) != Allowed::Yes || ask(second) == Allowed::Yes);
                }
            }
        }
    }

    /** What a rule cuts out of the addresses outside is told apart. */
    void outsideIsCutByBlocks()
    {
        const SnapshotPtr snapshot = clusterOf(
            "pod a/one app=x ip=10.42.0.1\n" +
            std::string(
                R"({"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"namespace":"a","name":"p"},)"
                R"("spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}]}]}})"));
        const Reach reach = reachOf(Policies(snapshot), *snapshot, false);
        const auto open = std::ranges::find_if(reach.edges, [&](const ReachEdge &edge) {
            return reach.peers[edge.from].type == ReachPeer::Type::External;
        });
        QVERIFY(open != reach.edges.end());
        const auto &ranges = reach.peers[open->from].ranges;
        QCOMPARE(ranges.size(), 2u);
        QCOMPARE(policy::textOf(ranges[0].last), std::string("10.0.255.255"));
        QCOMPARE(policy::textOf(ranges[1].first), std::string("10.2.0.0"));
    }
};

QTEST_APPLESS_MAIN(TestReach)
#include "tst_reach.moc"
