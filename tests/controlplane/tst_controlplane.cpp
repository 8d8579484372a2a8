// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSet>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTest>
#include <algorithm>
#include <csignal>

#include "support/controlplane.h"

using namespace portolan;

namespace {

/** What came back over the proxy. */
struct Answer {
    int code = 0;  ///< 0: none came
    QByteArray body;
    QNetworkReply::NetworkError error = QNetworkReply::NoError;
    QString peer;  ///< the name of the host that answered at last
    QByteArray retryAfter;
    bool isHttp2 = false;
};

bool isAlive(qint64 process)
{
    return ::kill(static_cast<pid_t>(process), 0) == 0;
}

QJsonArray itemsOf(const QByteArray &list)
{
    return QJsonDocument::fromJson(list).object()[u"items"_qs].toArray();
}

QString nameOf(const QJsonValue &object)
{
    return object[u"metadata"_qs][u"name"_qs].toString();
}

}  // namespace

/** That the control plane is what the tests against it take it for. */
class TestControlPlane : public QObject {
    Q_OBJECT

    ControlPlane m_plane;

    QJsonArray get(const QString &resource, const QString &space = {}) const
    {
        const QStringList where = space.isEmpty() ? QStringList{u"-A"_qs} : QStringList{u"-n"_qs, space};
        return itemsOf(m_plane.kubectl(QStringList{u"get"_qs, resource, u"-o"_qs, u"json"_qs} + where));
    }

    bool shopRuns() const
    {
        const QJsonArray pods = get(u"pods"_qs, u"shop"_qs);
        return pods.size() == 7 && std::all_of(pods.begin(), pods.end(), [](const QJsonValue &pod) {
                   return pod[u"status"_qs][u"phase"_qs].toString() == u"Running" &&
                          !pod[u"status"_qs][u"podIP"_qs].toString().isEmpty();
               });
    }

    /** Asks the proxy for a path, as the administrator; what is not answered in `milliseconds` is given up. */
    Answer ask(const QString &path, int milliseconds = 20000) const
    {
        QFile kubeconfig(m_plane.proxiedKubeconfig());
        if (!kubeconfig.open(QIODevice::ReadOnly))
            return {};
        const QString text = QString::fromUtf8(kubeconfig.readAll());
        const QString server = text.mid(text.indexOf(u"https://"), 40).section(u'\n', 0, 0);
        QNetworkRequest request(QUrl(server + path));
        request.setRawHeader("Authorization", "Bearer admin-token");
        request.setTransferTimeout(milliseconds);
        QSslConfiguration ssl = QSslConfiguration::defaultConfiguration();
        ssl.setCaCertificates(QSslCertificate::fromPath(m_plane.file(u"proxy.crt"_qs)));
        request.setSslConfiguration(ssl);
        QNetworkAccessManager network;
        const std::unique_ptr<QNetworkReply> reply(network.get(request));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, milliseconds + 10000))
            return {};
        return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                reply->isOpen() ? reply->readAll() : QByteArray(),
                reply->error(),
                reply->url().host(),
                reply->rawHeader("Retry-After"),
                reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool()};
    }

    void fail(const QString &kind, QJsonObject more = {})
    {
        more[u"kind"_qs] = kind;
        m_plane.fail(more);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString why = ControlPlane::whyNot();
        if (!why.isEmpty() && ControlPlane::isRequired())
            QFAIL(qPrintable(why));
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
        const auto trouble = m_plane.start();
        QVERIFY2(!trouble, qPrintable(trouble.value_or(QString())));
        m_plane.applyFile(u"rights.yaml"_qs);
        QVERIFY(ControlPlane::waitUntil([this] { return shopRuns(); }));
    }

    void cleanup() { m_plane.mend(); }

    void machinesKeepTheLookOfK3s()
    {
        const QJsonArray nodes = get(u"nodes"_qs);
        QCOMPARE(nodes.size(), 3);
        QSet<QString> ranges;
        for (const QJsonValue &node : nodes) {
            const QJsonObject annotations = node[u"metadata"_qs][u"annotations"_qs].toObject();
            QCOMPARE(node[u"status"_qs][u"nodeInfo"_qs][u"kubeletVersion"_qs].toString(), u"v1.36.1+k3s1"_qs);
            QVERIFY(node[u"status"_qs][u"addresses"_qs][0][u"address"_qs].toString().startsWith(u"192.168.1."));
            QCOMPARE(annotations[u"flannel.alpha.coreos.com/backend-type"_qs].toString(), u"vxlan"_qs);
            QVERIFY(annotations.contains(u"k3s.io/node-args"_qs));
            ranges << node[u"spec"_qs][u"podCIDR"_qs].toString();
        }
        QCOMPARE(ranges, (QSet<QString>{u"10.42.0.0/24"_qs, u"10.42.1.0/24"_qs, u"10.42.2.0/24"_qs}));
    }

    void podsLiveInTheRangeOfTheirMachine()
    {
        QHash<QString, QPair<QHostAddress, int>> ranges;
        for (const QJsonValue &node : get(u"nodes"_qs))
            ranges[nameOf(node)] = QHostAddress::parseSubnet(node[u"spec"_qs][u"podCIDR"_qs].toString());
        QSet<QString> addresses, machines;
        for (const QJsonValue &pod : get(u"pods"_qs, u"shop"_qs)) {
            const QString address = pod[u"status"_qs][u"podIP"_qs].toString();
            const QString machine = pod[u"spec"_qs][u"nodeName"_qs].toString();
            QVERIFY2(QHostAddress(address).isInSubnet(ranges[machine]), qPrintable(nameOf(pod) + u' ' + address));
            addresses << address;
            machines << machine;
        }
        QCOMPARE(addresses.size(), 7);
        QVERIFY2(machines.size() > 1, "the scheduler spreads them");
    }

    void aMachineThatJoinsIsGivenARange()
    {
        m_plane.apply(R"({apiVersion: v1, kind: Node, metadata: {name: agent-2}})");
        QVERIFY(ControlPlane::waitUntil([this] {
            return !m_plane.kubectl({u"get"_qs, u"node"_qs, u"agent-2"_qs, u"-o"_qs, u"jsonpath={.spec.podCIDR}"_qs})
                        .isEmpty();
        }));
        m_plane.kubectl({u"delete"_qs, u"node"_qs, u"agent-2"_qs});
    }

    void slicesHaveTheAddressesOfPods()
    {
        QVERIFY(ControlPlane::waitUntil([this] {
            QStringList inSlices, ofPods;
            for (const QJsonValue &slice : get(u"endpointslices"_qs, u"shop"_qs)) {
                if (slice[u"metadata"_qs][u"labels"_qs][u"kubernetes.io/service-name"_qs].toString() != u"web")
                    continue;
                for (const QJsonValue &endpoint : slice[u"endpoints"_qs].toArray())
                    inSlices << endpoint[u"addresses"_qs][0].toString();
            }
            for (const QJsonValue &pod : get(u"pods"_qs, u"shop"_qs)) {
                if (nameOf(pod).startsWith(u"web-"))
                    ofPods << pod[u"status"_qs][u"podIP"_qs].toString();
            }
            inSlices.sort();
            ofPods.sort();
            return inSlices.size() == 3 && inSlices == ofPods;
        }));
    }

    void theLoadBalancerHasItsAddresses()
    {
        const QByteArray traefik = m_plane.kubectl({u"get"_qs, u"svc"_qs, u"-n"_qs, u"kube-system"_qs, u"traefik"_qs,
                                                    u"-o"_qs, u"jsonpath={.status.loadBalancer.ingress[*].ip}"_qs});
        QCOMPARE(traefik, QByteArray("192.168.1.10 192.168.1.20 192.168.1.30"));
    }

    void kindsOfOthersAreServed_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto *kind : {"addons.k3s.cattle.io", "helmcharts.helm.cattle.io", "ingressroutes.traefik.io",
                                 "ingressroutetcps.traefik.io", "ingressrouteudps.traefik.io", "middlewares.traefik.io",
                                 "traefikservices.traefik.io", "tlsoptions.traefik.io", "serverstransports.traefik.io",
                                 "gatewayclasses.gateway.networking.k8s.io", "gateways.gateway.networking.k8s.io",
                                 "httproutes.gateway.networking.k8s.io", "grpcroutes.gateway.networking.k8s.io",
                                 "tcproutes.gateway.networking.k8s.io", "tlsroutes.gateway.networking.k8s.io",
                                 "referencegrants.gateway.networking.k8s.io", "ipaddresspools.metallb.io",
                                 "l2advertisements.metallb.io", "bgppeers.metallb.io"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void kindsOfOthersAreServed()
    {
        QFETCH(QString, kind);
        QVERIFY(ControlPlane::waitUntil([&] {
            const QByteArray list = m_plane.kubectl({u"get"_qs, kind, u"-A"_qs, u"-o"_qs, u"json"_qs});
            return QJsonDocument::fromJson(list).object()[u"kind"_qs].toString() == u"List";
        }));
    }

    void usersMayWhatTheyAreMeantTo_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<QStringList>("may");
        const QString nodes = u"nodes"_qs, pods = u"pods"_qs, shop = u"pods shop"_qs, routes = u"ingressroutes"_qs;
        QTest::newRow("admin") << u"admin"_qs << QStringList{nodes, pods, shop, routes, u"secrets"_qs};
        QTest::newRow("viewer") << u"viewer"_qs << QStringList{nodes, pods, shop, routes};
        QTest::newRow("no-nodes") << u"no-nodes"_qs << QStringList{pods, shop};
        QTest::newRow("shop-only") << u"shop-only"_qs << QStringList{shop};
        QTest::newRow("nobody") << u"nobody"_qs << QStringList();
    }
    void usersMayWhatTheyAreMeantTo()
    {
        QFETCH(QString, user);
        QFETCH(QStringList, may);
        QStringList found;
        for (const QString &what : {u"nodes"_qs, u"pods"_qs, u"pods shop"_qs, u"ingressroutes"_qs, u"secrets"_qs}) {
            if (m_plane.may(user, u"list"_qs, what.section(u' ', 0, 0), what.section(u' ', 1, 1)))
                found << what;
        }
        QCOMPARE(found, may);
        QCOMPARE(m_plane.may(user, u"delete"_qs, u"pods"_qs, u"shop"_qs), user == u"admin");
    }

    void aDeletedPodGoesAndAnotherComes()
    {
        const auto uidOf = [](const QJsonValue &pod) { return pod[u"metadata"_qs][u"uid"_qs].toString(); };
        const QJsonValue before = get(u"pods"_qs, u"shop"_qs)[0];
        m_plane.kubectl({u"delete"_qs, u"pod"_qs, nameOf(before), u"-n"_qs, u"shop"_qs, u"--wait=false"_qs});
        QVERIFY(ControlPlane::waitUntil([&] {
            const QJsonArray pods = get(u"pods"_qs, u"shop"_qs);
            return shopRuns() && std::none_of(pods.begin(), pods.end(),
                                              [&](const QJsonValue &pod) { return uidOf(pod) == uidOf(before); });
        }));
    }

    void whatIsStartedAgainKeepsItsObjects()
    {
        const QStringList uid{
            u"get"_qs, u"svc"_qs, u"-n"_qs, u"shop"_qs, u"web"_qs, u"-o"_qs, u"jsonpath={.metadata.uid}"_qs};
        const QByteArray before = m_plane.kubectl(uid);
        QVERIFY(!before.isEmpty());
        const auto processes = m_plane.processes();
        m_plane.kill(u"kube-apiserver"_qs);
        m_plane.restart(u"etcd"_qs);
        m_plane.begin(u"kube-apiserver"_qs);
        QVERIFY(!isAlive(processes[u"kube-apiserver"_qs]));
        QVERIFY(m_plane.processes()[u"kube-apiserver"_qs] != processes[u"kube-apiserver"_qs]);
        QCOMPARE(m_plane.kubectl(uid), before);
    }

    void aFrozenServerIsSilent()
    {
        m_plane.freeze(u"kube-apiserver"_qs);
        const Answer frozen = ask(u"/version"_qs, 500);
        m_plane.thaw(u"kube-apiserver"_qs);
        QCOMPARE(frozen.code, 0);
        QCOMPARE(frozen.error, QNetworkReply::OperationCanceledError);
        QCOMPARE(ask(u"/version"_qs).code, 200);
    }

    void theProxyHandsOnAndWritesDown()
    {
        const Answer answer = ask(u"/version?written=down"_qs);
        QCOMPARE(answer.code, 200);
        QVERIFY(answer.isHttp2);
        QCOMPARE(QJsonDocument::fromJson(answer.body).object()[u"gitVersion"_qs].toString(), u"v1.36.3+k3s1"_qs);
        const QJsonObject last = m_plane.requests().constLast();
        QCOMPARE(last[u"method"_qs].toString(), u"GET"_qs);
        QCOMPARE(last[u"target"_qs].toString(), u"/version?written=down"_qs);
        QVERIFY(last[u"authorized"_qs].toBool());
        QVERIFY(last[u"headers"_qs].toArray().contains(u"Authorization"_qs));
    }

    void codesAreAnsweredAsOftenAsAsked_data()
    {
        QTest::addColumn<int>("code");
        for (const int code : {401, 403, 429, 500, 503})
            QTest::addRow("%d", code) << code;
    }
    void codesAreAnsweredAsOftenAsAsked()
    {
        QFETCH(int, code);
        const bool isBusy = code == 429;
        fail(u"status"_qs,
             {{u"code"_qs, code}, {u"times"_qs, 2}, {u"path"_qs, u"/version"_qs}, {u"after"_qs, isBusy ? 7 : 0}});
        QCOMPARE(ask(u"/readyz"_qs).code, 200);
        const Answer first = ask(u"/version"_qs);
        QCOMPARE(first.code, code);
        QCOMPARE(first.retryAfter, isBusy ? QByteArray("7") : QByteArray());
        QCOMPARE(ask(u"/version"_qs).code, code);
        QCOMPARE(ask(u"/version"_qs).code, 200);
    }

    void answersAreDamaged()
    {
        const QByteArray whole = ask(u"/version"_qs).body;
        const QJsonObject once{{u"after"_qs, 30}, {u"times"_qs, 1}};

        fail(u"cut"_qs, once);
        const Answer cut = ask(u"/version"_qs);
        QVERIFY(cut.error != QNetworkReply::NoError);

        fail(u"truncate"_qs, once);
        const Answer truncated = ask(u"/version"_qs);
        QCOMPARE(truncated.error, QNetworkReply::NoError);
        QCOMPARE(truncated.body, whole.left(30));

        fail(u"corrupt"_qs, once);
        const Answer corrupted = ask(u"/version"_qs);
        QCOMPARE(corrupted.body.size(), whole.size());
        QCOMPARE(corrupted.body.left(30), whole.left(30));
        QVERIFY(corrupted.body != whole);

        QCOMPARE(ask(u"/version"_qs).body, whole);
    }

    void aDelayedAnswerIsLate()
    {
        fail(u"delay"_qs, {{u"after"_qs, 60000}, {u"times"_qs, 1}});
        QCOMPARE(ask(u"/version"_qs, 500).error, QNetworkReply::OperationCanceledError);
        QCOMPARE(ask(u"/version"_qs).code, 200);
    }

    void watchesEndAtOnce()
    {
        const QString watch = u"/api/v1/nodes?watch=1&timeoutSeconds=600"_qs;
        fail(u"endwatch"_qs, {{u"path"_qs, u"watch=1"_qs}, {u"times"_qs, 1}});
        const Answer ended = ask(watch, 5000);
        QCOMPARE(ended.error, QNetworkReply::NoError);
        QCOMPARE(ended.body, QByteArray());
        QCOMPARE(ask(watch, 500).error, QNetworkReply::OperationCanceledError);
    }

    /** Who follows a redirect is seen there, and whether the token came along. */
    void redirectsLeadToAnotherHostThatWritesDown()
    {
        fail(u"redirect"_qs, {{u"path"_qs, u"/version"_qs}, {u"times"_qs, 1}});
        QCOMPARE(ask(u"/version"_qs).peer, u"127.0.0.2"_qs);
        const auto requests = m_plane.requests();
        QVERIFY(requests[requests.size() - 2][u"host"_qs].toString().startsWith(u"127.0.0.1:"));
        QVERIFY(requests.constLast()[u"host"_qs].toString().startsWith(u"127.0.0.2:"));
    }

    void certificatesAreWrong_data()
    {
        QTest::addColumn<QString>("which");
        for (const auto *which : {"name", "authority", "expired"})
            QTest::newRow(which) << QString::fromLatin1(which);
    }
    void certificatesAreWrong()
    {
        QFETCH(QString, which);
        fail(u"certificate"_qs, {{u"which"_qs, which}});
        QCOMPARE(ask(u"/version"_qs).error, QNetworkReply::SslHandshakeFailedError);
        m_plane.mend();
        QCOMPARE(ask(u"/version"_qs).code, 200);
    }

    void handshakesFail()
    {
        fail(u"refuse"_qs);
        QCOMPARE(ask(u"/version"_qs).code, 0);
    }

    void awayIsAClosedPortAndTheSameOneAgain()
    {
        fail(u"away"_qs);
        QCOMPARE(ask(u"/version"_qs).error, QNetworkReply::ConnectionRefusedError);
        m_plane.mend();
        QCOMPARE(ask(u"/version"_qs).code, 200);
    }

    void theOlderProtocolCanBeChosen()
    {
        fail(u"http1"_qs);
        const Answer answer = ask(u"/version"_qs);
        QCOMPARE(answer.code, 200);
        QVERIFY(!answer.isHttp2);
        QCOMPARE(m_plane.requests().constLast()[u"proto"_qs].toString(), u"HTTP/1.1"_qs);
    }

    void ordersThatMakeNoSenseAreRefused()
    {
        QTest::ignoreMessage(QtWarningMsg, R"(the control plane refuses: there is no fault "rain")");
        fail(u"rain"_qs);
        QTest::ignoreMessage(QtWarningMsg, R"(the control plane refuses: "kube-apiserver" runs already)");
        m_plane.begin(u"kube-apiserver"_qs);
    }

    void whoDiesLeavesNothing_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("its user's end") << 0;
        QTest::newRow("asked to") << SIGTERM;
        QTest::newRow("killed") << SIGKILL;
    }
    /** With SIGKILL its folder can't go; its programs do. */
    void whoDiesLeavesNothing()
    {
        QFETCH(int, signal);
        QTemporaryDir place;
        QProcess plane;
        plane.start(qEnvironmentVariable("PORTOLAN_CONTROLPLANE") + u"/controlplane"_qs,
                    {u"serve"_qs, u"--dir"_qs, place.path(), u"--programs"_qs, u""_qs});
        QVERIFY(QTest::qWaitFor([&] { return plane.canReadLine(); }, 120000));
        const QJsonObject pids = QJsonDocument::fromJson(plane.readLine()).object()[u"pids"_qs].toObject();
        QCOMPARE(pids.keys(), (QStringList{u"etcd"_qs, u"kube-apiserver"_qs}));
        if (signal != 0)
            ::kill(static_cast<pid_t>(plane.processId()), signal);
        else
            plane.closeWriteChannel();
        QVERIFY(plane.state() == QProcess::NotRunning || plane.waitForFinished(30000));
        for (const QJsonValue &pid : pids)
            QVERIFY(QTest::qWaitFor([&] { return !isAlive(pid.toInteger()); }, 10000));
        QCOMPARE(QDir(place.path()).exists(), signal == SIGKILL);
    }

    /** As when a test crashes while it waits: nobody reads the answer, either. */
    void whoIsLeftWhileItStartsLeavesNothing()
    {
        QTemporaryDir place;
        QProcess plane;
        plane.start(qEnvironmentVariable("PORTOLAN_CONTROLPLANE") + u"/controlplane"_qs,
                    {u"serve"_qs, u"--dir"_qs, place.path(), u"--programs"_qs, u""_qs});
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(place.filePath(u"kube-apiserver.log"_qs)); }, 60000));
        plane.closeReadChannel(QProcess::StandardOutput);
        plane.closeWriteChannel();
        QVERIFY(plane.waitForFinished(120000));
        QVERIFY(!QDir(place.path()).exists());
    }
};

QTEST_GUILESS_MAIN(TestControlPlane)
#include "tst_controlplane.moc"
