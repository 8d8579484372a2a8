// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QtTest>
#include <map>

#include "kube/read.h"
#include "trace/trace.h"

using namespace portolan;
using namespace Qt::StringLiterals;

namespace {

/** What one step of a recorded or a traced way has in common: place, device, addresses and outer header. */
QString stepOf(const QString &at, QString device, const QString &src, const QString &dst, int port,
               const QString &protocol, const QString &outer)
{
    if (device == u"uplink")
        device = "eth0";  // what the machines of the record call it
    return at + ' ' + device + ' ' + src + '>' + dst + ':' + QString::number(port) + ' ' + protocol + outer;
}

QString stepOf(const QJsonObject &hop)
{
    const QJsonObject packet = hop["packet"].toObject(), outer = packet["outer"].toObject();
    const QString tunnel = outer.isEmpty() ? QString()
                                           : " in " + outer["src"].toString() + '>' + outer["dst"].toString() + ':' +
                                                 QString::number(outer["dport"].toInt()) + " vni " +
                                                 QString::number(outer["vni"].toInt());
    return stepOf(hop["at"].toString(), hop["device"].toString(), packet["src"].toString(), packet["dst"].toString(),
                  packet["dport"].toInt(), packet["protocol"].toString(), tunnel);
}

QString stepOf(const Hop &hop)
{
    const auto text = [](const std::string &s) { return QString::fromStdString(s); };
    const auto &outer = hop.packet.outer;
    const QString tunnel = !outer ? QString()
                                  : " in " + text(outer->src) + '>' + text(outer->dst) + ':' +
                                        QString::number(outer->dport) + " vni " + QString::number(outer->vni);
    return stepOf(text(hop.at), text(hop.device), text(hop.packet.src), text(hop.packet.dst), hop.packet.dport,
                  text(hop.packet.protocol), tunnel);
}

/** The first recorded step that the trace does not have, in its order; empty if it has all. The bridge is seen only
 *  sometimes where it hands a frame from pod to pod, and the routers outside are no matter of the cluster. */
QString missingStep(const QJsonArray &recorded, const QJsonArray &bridgedOn, const Trace &trace)
{
    std::size_t next = 0;
    for (const QJsonValue &value : recorded) {
        const QJsonObject hop = value.toObject();
        const bool isBridge = bridgedOn.contains(hop["at"]) && hop["device"] == "cni0" && hop["dir"] == "out";
        if (isBridge || hop["device"].toString().startsWith(u"wan"))
            continue;
        const QString wanted = stepOf(hop);
        while (next < trace.hops.size() && stepOf(trace.hops[next]) != wanted)
            ++next;
        if (next++ >= trace.hops.size())
            return wanted;
    }
    return {};
}

QStringList sorted(const QJsonArray &texts)
{
    QStringList list;
    for (const QJsonValue &text : texts)
        list += text.toString();
    list.sort();
    return list;
}

/** The record's own words for the gateway: the client was given a route. */
std::string viaOf(const QString &note)
{
    static const QRegularExpression node(u"via [0-9.]+ \\((.+?)\\)"_s);
    return node.match(note).captured(1).toStdString();
}

}  // namespace

/** Traces against what packets did on a real network of three nodes. */
class TestPackets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const QDir data(QStringLiteral(PORTOLAN_SOURCE_DIR "/tests/data/packets"));
        for (const QString &name : data.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const auto outcome = readInputs({data.filePath(name + "/cluster.json").toStdString()});
            QVERIFY(outcome.problems.empty());
            m_tracers[name] = std::make_unique<Tracer>(buildTopology(outcome.snapshot));
        }
        QVERIFY(!m_tracers.empty());
    }

    void everyFlowIsTraced_data()
    {
        QTest::addColumn<QString>("cluster");
        QTest::addColumn<QJsonObject>("flow");
        for (const auto &[cluster, tracer] : m_tracers) {
            QFile file(PORTOLAN_SOURCE_DIR "/tests/data/packets/" + cluster + "/flows.json");
            QVERIFY(file.open(QIODevice::ReadOnly));
            for (const QJsonValue &flow : QJsonDocument::fromJson(file.readAll()).array())
                QTest::newRow(qPrintable(cluster + ": " + flow["name"].toString())) << cluster << flow.toObject();
        }
    }
    void everyFlowIsTraced()
    {
        QFETCH(QString, cluster);
        QFETCH(QJsonObject, flow);
        const auto text = [&](const char *key) { return flow[QLatin1String(key)].toString().toStdString(); };
        TraceQuery query;
        query.from = flow.contains("fromAddress") ? text("fromAddress") : text("from");
        query.to = text("to");
        query.protocol = text("protocol");
        query.address = text("address");
        query.via = viaOf(flow["note"].toString());
        const auto answer = m_tracers[cluster]->trace(query);
        QVERIFY2(answer, answer ? "" : answer.error().detail.c_str());
        const Trace &trace = answer.value();
        const QJsonObject expected = flow["expect"].toObject();
        if (flow["name"] == "pod to LAN host outside of the cluster, closed port") {
            // Whether a host outside listens, no object tells: the trace ends where the packet leaves, and says so.
            QVERIFY(!trace.caveats.empty());
            QCOMPARE(missingStep(expected["hops"].toArray(), {}, trace), QString());
            return;
        }
        const std::string_view verdict = name(trace.verdict);
        QCOMPARE(QString::fromUtf8(verdict.data(), qsizetype(verdict.size())), expected["verdict"].toString());
        QStringList backends;
        for (const std::string &backend : trace.backends)
            backends += QString::fromStdString(backend);
        QCOMPARE(backends, sorted(expected["backends"].toArray()));
        const QString seen = QString::fromStdString(trace.sourceSeen);
        const QJsonValue source = expected["sourceSeen"];
        QVERIFY2(source.isArray() ? source.toArray().contains(seen) : source.toString() == seen, qPrintable(seen));
        QVERIFY(!trace.hops.empty() &&
                std::ranges::none_of(trace.hops, [](const Hop &hop) { return hop.says.empty(); }));

        // With several backends the record holds one way for each; the trace shows the way to the first.
        QStringList missing{missingStep(expected["hops"].toArray(), expected["bridgedOn"].toArray(), trace)};
        for (const QJsonValue &path : expected["paths"].toArray())
            missing += missingStep(path["hops"].toArray(), expected["bridgedOn"].toArray(), trace);
        QVERIFY2(missing.contains(QString()), qPrintable(missing.join(" | ")));
    }

    /** A name is answered as the cluster's DNS did. */
    void namesAreAnswered_data() { everyFlowIsTraced_data(); }
    void namesAreAnswered()
    {
        QFETCH(QString, cluster);
        QFETCH(QJsonObject, flow);
        if (!flow["expect"].toObject().contains("dns"))
            return;
        TraceQuery query;
        query.from = flow["from"].toString().toStdString();
        query.to = flow["to"].toString().toStdString();
        const auto answer = m_tracers[cluster]->trace(query);
        QVERIFY(answer);
        const Trace &trace = answer.value();
        const QJsonObject dns = flow["expect"].toObject()["dns"].toObject();
        if (trace.rcode.empty()) {
            QVERIFY2(flow["name"] == "DNS: outside name", "only servers outside can be unknown");
            return;
        }
        QCOMPARE(QString::fromStdString(trace.rcode), dns["rcode"].toString());
        QSet<QString> ours, theirs;
        for (const DnsAnswer &one : trace.answers)
            ours += QString::fromStdString(one.name + ' ' + one.type + ' ' + one.value);
        for (const QJsonValue &one : dns["answers"].toArray()) {
            const QString line = one["name"].toString() + ' ' + one["type"].toString() + ' ' + one["value"].toString();
            if (!line.startsWith(u"db.example.test"))  // from a server outside, which no object shows
                theirs += line;
        }
        QCOMPARE(ours, theirs);
    }

    void whoCantBeFoundIsSaid()
    {
        const auto &tracer = *m_tracers.begin()->second;
        for (const char *from : {"pod:nope/nope", "node:nope", "somebody", ""}) {
            const auto answer = tracer.trace({from, "10.43.0.1:443", "TCP", {}, {}});
            QVERIFY(!answer);
            QCOMPARE(answer.error().kind, Error::Kind::Usage);
        }
        for (const char *to : {"svc:nope/nope:80", "pod:nope", "10.43.0.1", "10.43.0.1:http", "dns:", "[::1"})
            QVERIFY2(!tracer.trace({"internet", to, "TCP", {}, {}}), to);
    }

private:
    std::map<QString, std::unique_ptr<Tracer>> m_tracers;
};

QTEST_APPLESS_MAIN(TestPackets)
#include "tst_packets.moc"
