// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <algorithm>

#include "followed.h"
#include "kube/accessrule.h"
#include "support/controlplane.h"
#include "topology/graph.h"

using namespace portolan;

namespace {

using Phase = LinkState::Phase;

const QByteArray cart = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: c, image: "cart:1", ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: cart, namespace: shop}
spec:
  ingressClassName: traefik
  rules:
  - host: shop.example
    http: {paths: [{path: /cart, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}]}
)";

const QByteArray rights = R"(
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: viewers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: portolan-viewer}
subjects: [{kind: Group, name: viewers}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: viewers, namespace: kube-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: portolan-viewer}
subjects: [{kind: Group, name: viewers}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: no-nodes}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, name: no-nodes}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: shop-only, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, name: shop-only}]
)";

const Gap *gapOf(const ClusterSnapshot &snapshot, const char *kind)
{
    const auto found = std::ranges::find(snapshot.gaps, kind, &Gap::kind);
    return found == snapshot.gaps.end() ? nullptr : &*found;
}

std::size_t podsIn(const ClusterSnapshot &snapshot, std::string_view space)
{
    return static_cast<std::size_t>(
        std::count_if(snapshot.pods.begin(), snapshot.pods.end(), [&](const Pod &pod) { return pod.space == space; }));
}

}  // namespace

/** One control plane for all of these; each leaves it as it found it. */
class TestFollowing : public QObject {
    Q_OBJECT

    ControlPlane m_plane;

    SnapshotPtr listed(const QString &kubeconfig, FollowOptions options = {})
    {
        return readLive(connectionIn(kubeconfig), std::move(options)).snapshot;
    }

    bool hasSettled()
    {
        return QTest::qWaitFor(
            [this] {
                const auto snapshot = listed(m_plane.kubeconfig());
                const auto isReady = [](const Pod &pod) { return pod.isReady && !pod.ip.empty(); };
                return snapshot->pods.size() == 14 &&
                       std::all_of(snapshot->pods.begin(), snapshot->pods.end(), isReady);
            },
            60000);
    }

    bool agreesWithKubectl()
    {
        const QByteArray saved =
            m_plane.kubectl({u"get"_qs, u"-A"_qs, u"-o"_qs, u"json"_qs,
                             u"nodes,namespaces,pods,services,endpointslices,deployments,replicasets,daemonsets,"
                             "statefulsets,jobs,ingresses,ingressclasses,networkpolicies,servicecidrs,"
                             "customresourcedefinitions,addons,helmcharts,ingressroutes,middlewares"_qs});
        const ReadOutcome witness =
            readBytes(std::string_view(saved.data(), static_cast<std::size_t>(saved.size())), "kubectl");
        const SnapshotPtr live = listed(m_plane.kubeconfig());
        const auto counts = witness.snapshot->counts();
        return graphOf(live) == graphOf(witness.snapshot) && counts.size() > 15 &&
               std::ranges::all_of(counts, [&](const auto &one) { return live->counts()[one.first] == one.second; });
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
        QVERIFY(hasSettled());
        m_plane.apply(QByteArray::fromStdString(accessRules()));
        m_plane.apply(rights);
    }

    void cleanup() { m_plane.mend(); }

    /** Status fields still change for a while after everything runs: it is tried until both were read of one moment. */
    void kubectlSeesTheSame()
    {
        QVERIFY(QTest::qWaitFor([this] { return agreesWithKubectl(); }, 30000));
    }

    void pagesOfSevenGiveTheSame()
    {
        FollowOptions options;
        options.pageSize = 7;
        QVERIFY(QTest::qWaitFor(
            [&] {
                return graphOf(listed(m_plane.proxiedKubeconfig(), options)) == graphOf(listed(m_plane.kubeconfig()));
            },
            30000));
        const auto requests = m_plane.requests();
        QVERIFY(std::ranges::any_of(requests, [](const QJsonObject &request) {
            return request[u"target"].toString().contains(u"/pods?limit=7&continue=");
        }));
    }

    void aClientCertificateDoes()
    {
        QCOMPARE(listed(m_plane.kubeconfig(u"certificate"_qs))->of(Kind::Node).size(), 3u);
    }

    void whatIsMadeAppearsAndWhatIsDeletedGoes()
    {
        const Followed followed(m_plane.kubeconfig());
        QVERIFY(followed.waitUntilLive());
        m_plane.apply(cart);
        QVERIFY(
            followed.waitUntil([&] { return followed.snapshot()->find(Kind::Ingress, "shop", "cart") != nullptr; }));
        QVERIFY(followed.waitUntil([&] { return podsIn(*followed.snapshot(), "shop") == 9; }));
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
        m_plane.kubectl({u"delete"_qs, u"-f"_qs, u"-"_qs}, cart);
        QVERIFY(followed.waitUntil([&] { return podsIn(*followed.snapshot(), "shop") == 7; }));
        QVERIFY(!followed.snapshot()->find(Kind::Ingress, "shop", "cart"));
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
    }

    void aNewKindIsFollowedAsWell()
    {
        const Followed followed(m_plane.kubeconfig());
        QVERIFY(followed.waitUntilLive());
        QCOMPARE(gapOf(*followed.snapshot(), "Tier")->why, Gap::Why::NotInstalled);
        m_plane.apply(R"(
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tiers.projectcalico.org}
spec:
  group: projectcalico.org
  scope: Cluster
  names: {kind: Tier, plural: tiers, singular: tier}
  versions:
  - {name: v3, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}
)");
        QVERIFY(followed.waitUntil([&] { return !gapOf(*followed.snapshot(), "Tier"); }));
        m_plane.apply("apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: first}\nspec: {order: 10}\n");
        QVERIFY(followed.waitUntil([&] { return followed.snapshot()->of(Kind::Tier).size() == 1; }));
        m_plane.kubectl({u"delete"_qs, u"crd"_qs, u"tiers.projectcalico.org"_qs});
        QVERIFY(followed.waitUntil([&] { return followed.snapshot()->of(Kind::Tier).empty(); }));
    }

    void rightsAreGaps()
    {
        const SnapshotPtr all = listed(m_plane.kubeconfig());
        const SnapshotPtr viewer = listed(m_plane.kubeconfig(u"viewer"_qs));
        QCOMPARE(viewer->counts(), all->counts());
        QVERIFY2(std::ranges::all_of(viewer->gaps, [](const Gap &gap) { return gap.why == Gap::Why::NotInstalled; }),
                 "the role that the program prints is enough");

        const SnapshotPtr noNodes = listed(m_plane.kubeconfig(u"no-nodes"_qs));
        QVERIFY(noNodes->of(Kind::Node).empty());
        QCOMPARE(gapOf(*noNodes, "Node")->why, Gap::Why::Forbidden);
        QVERIFY(QString::fromStdString(gapOf(*noNodes, "Node")->message).contains(u"forbidden"));
        QCOMPARE(noNodes->pods.size(), all->pods.size());

        const SnapshotPtr nobody = listed(m_plane.kubeconfig(u"nobody"_qs));
        QVERIFY(nobody->pods.empty());
        QCOMPARE(gapOf(*nobody, "Pod")->why, Gap::Why::Forbidden);
    }

    void whoMayReadOneNamespaceGetsIt()
    {
        Connection connection = connectionIn(m_plane.kubeconfig(u"shop-only"_qs));
        connection.space = "shop";
        const SnapshotPtr shop = readLive(connection, {}).snapshot;
        QCOMPARE(podsIn(*shop, "shop"), 7u);
        QCOMPARE(shop->pods.size(), 7u);
        QCOMPARE(gapOf(*shop, "Pod")->readIn, std::vector<std::string>{"shop"});
        QVERIFY(shop->find(Kind::Ingress, "shop", "shop"));
    }

    void onlyWhatWasAskedFor()
    {
        FollowOptions options;
        options.space = "shop";
        const SnapshotPtr shop = listed(m_plane.kubeconfig(), options);
        QCOMPARE(shop->pods.size(), 7u);
        QCOMPARE(shop->of(Kind::Node).size(), 3u);
        QVERIFY(!gapOf(*shop, "Pod"));
    }

    void faultsAreSurvived_data()
    {
        QTest::addColumn<QJsonObject>("fault");
        const auto row = [](const char *name, const QJsonObject &fault) { QTest::newRow(name) << fault; };
        row("500", {{u"kind"_qs, u"status"_qs}, {u"code"_qs, 500}, {u"times"_qs, 6}});
        row("503", {{u"kind"_qs, u"status"_qs}, {u"code"_qs, 503}, {u"times"_qs, 6}});
        row("429 that says when", {{u"kind"_qs, u"status"_qs}, {u"code"_qs, 429}, {u"after"_qs, 1}, {u"times"_qs, 6}});
        row("410 on a watch",
            {{u"kind"_qs, u"status"_qs}, {u"code"_qs, 410}, {u"path"_qs, u"resourceVersion="_qs}, {u"times"_qs, 6}});
        row("pages cut", {{u"kind"_qs, u"cut"_qs}, {u"path"_qs, u"limit="_qs}, {u"after"_qs, 300}, {u"times"_qs, 4}});
        row("pages cut short",
            {{u"kind"_qs, u"truncate"_qs}, {u"path"_qs, u"limit="_qs}, {u"after"_qs, 300}, {u"times"_qs, 4}});
        row("pages damaged",
            {{u"kind"_qs, u"corrupt"_qs}, {u"path"_qs, u"limit="_qs}, {u"after"_qs, 300}, {u"times"_qs, 4}});
        row("watches cut",
            {{u"kind"_qs, u"cut"_qs}, {u"path"_qs, u"watch=1"_qs}, {u"after"_qs, 200}, {u"times"_qs, 8}});
        row("watches damaged",
            {{u"kind"_qs, u"corrupt"_qs}, {u"path"_qs, u"watch=1"_qs}, {u"after"_qs, 100}, {u"times"_qs, 8}});
        row("watches end at once", {{u"kind"_qs, u"endwatch"_qs}, {u"path"_qs, u"watch=1"_qs}, {u"times"_qs, 8}});
        row("slow", {{u"kind"_qs, u"delay"_qs}, {u"after"_qs, 700}, {u"times"_qs, 20}});
        row("a redirect", {{u"kind"_qs, u"redirect"_qs}, {u"path"_qs, u"/services?"_qs}, {u"times"_qs, 2}});
    }
    /** Each once from the beginning, and once in the middle of following. */
    void faultsAreSurvived()
    {
        QFETCH(QJsonObject, fault);
        m_plane.fail(fault);
        const Followed followed(m_plane.proxiedKubeconfig());
        QVERIFY(followed.waitUntilLive());
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
        m_plane.fail(fault);
        m_plane.fail({{u"kind"_qs, u"hangup"_qs}});
        m_plane.apply(cart);
        QVERIFY(
            followed.waitUntil([&] { return followed.snapshot()->find(Kind::Service, "shop", "cart") != nullptr; }));
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
        m_plane.mend();
        m_plane.kubectl({u"delete"_qs, u"-f"_qs, u"-"_qs}, cart);
        QVERIFY(followed.waitUntil([&] { return podsIn(*followed.snapshot(), "shop") == 7; }));
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
    }

    void certificatesThatAreNotRightAreNamed_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QString>("word");
        QTest::newRow("for another name") << u"name"_qs << u"other names"_qs;
        QTest::newRow("of another authority") << u"authority"_qs << u"another authority"_qs;
        QTest::newRow("expired") << u"expired"_qs << u"expired"_qs;
    }
    void certificatesThatAreNotRightAreNamed()
    {
        QFETCH(QString, which);
        QFETCH(QString, word);
        m_plane.fail({{u"kind"_qs, u"certificate"_qs}, {u"which"_qs, which}});
        Followed followed(m_plane.proxiedKubeconfig());
        QVERIFY(followed.waitUntil([&] { return followed.state().phase == Phase::GaveUp; }));
        QVERIFY2(followed.state().trouble->detail.find(word.toStdString()) != std::string::npos,
                 followed.state().trouble->detail.c_str());
        m_plane.mend();
        followed.reconnect();
        QVERIFY(followed.waitUntilLive());
    }

    void credentialsAreRenewedWhenTheyAreRefused()
    {
        Connection connection = connectionIn(m_plane.proxiedKubeconfig());
        std::atomic<int> renewals = 0;
        connection.credential.token = "was-good-once";
        FollowOptions options;
        options.credential = [&](bool isRefused, const std::stop_token &) -> Result<Credential> {
            renewals += isRefused;
            Credential credential;
            credential.token = isRefused ? "admin-token" : "was-good-once";
            return credential;
        };
        const SnapshotPtr snapshot = readLive(connection, options).snapshot;
        QCOMPARE(snapshot->of(Kind::Node).size(), 3u);
        QCOMPARE(renewals.load(), 1);
    }

    void credentialsThatStayRefusedAreSaidToBe()
    {
        Connection connection = connectionIn(m_plane.kubeconfig());
        connection.credential.token = "nonsense";
        const ReadOutcome outcome = readLive(connection, {});
        QCOMPARE(outcome.objects, 0u);
        QCOMPARE(outcome.problems.size(), 1u);
    }

    void aFrozenServerIsStaleAndComesBack()
    {
        const Followed followed(m_plane.kubeconfig());
        QVERIFY(followed.waitUntilLive());
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
        const std::string before = graphOf(followed.snapshot());
        m_plane.freeze(u"kube-apiserver"_qs);
        QVERIFY(followed.waitUntil([&] { return followed.state().phase == Phase::Stale; }));
        QVERIFY(!followed.state().trouble->detail.empty());
        QCOMPARE(graphOf(followed.snapshot()), before);
        m_plane.thaw(u"kube-apiserver"_qs);
        QVERIFY(followed.waitUntilLive());
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
    }

    void aServerThatIsStartedAgainIsFollowedOn()
    {
        const Followed followed(m_plane.kubeconfig());
        QVERIFY(followed.waitUntilLive());
        m_plane.kill(u"kube-apiserver"_qs);
        QVERIFY(followed.waitUntil([&] { return followed.state().phase == Phase::Stale; }));
        m_plane.begin(u"kube-apiserver"_qs);
        m_plane.apply(cart);
        QVERIFY(
            followed.waitUntil([&] { return followed.snapshot()->find(Kind::Service, "shop", "cart") != nullptr; }));
        QVERIFY(followed.waitUntilLive());
        m_plane.kubectl({u"delete"_qs, u"-f"_qs, u"-"_qs}, cart);
        QVERIFY(followed.waitUntil([&] { return podsIn(*followed.snapshot(), "shop") == 7; }, 60000));
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
    }

    /** The server forgets old versions every second, gives up connections and takes few requests at once. */
    void aHurriedServerIsFollowedOn()
    {
        m_plane.kill(u"kube-apiserver"_qs);
        m_plane.begin(u"kube-apiserver"_qs,
                      {u"--etcd-compaction-interval=1s"_qs, u"--goaway-chance=0.02"_qs, u"--min-request-timeout=2"_qs,
                       u"--max-requests-inflight=8"_qs, u"--feature-gates=WatchList=false"_qs});
        const Followed followed(m_plane.proxiedKubeconfig());
        QVERIFY(followed.waitUntilLive());
        m_plane.fail({{u"kind"_qs, u"refuse"_qs}});
        QVERIFY(followed.waitUntil([&] { return followed.state().phase == Phase::Stale; }));
        const QJsonObject pods =
            QJsonDocument::fromJson(m_plane.kubectl({u"get"_qs, u"--raw"_qs, u"/api/v1/pods?limit=1"_qs})).object();
        const QString version = pods[u"metadata"][u"resourceVersion"].toString();
        QVERIFY(!version.isEmpty());
        m_plane.apply(cart);
        const QString old = u"/api/v1/pods?limit=1&resourceVersionMatch=Exact&resourceVersion="_qs + version;
        QVERIFY(QTest::qWaitFor([&] { return m_plane.kubectl({u"get"_qs, u"--raw"_qs, old}).isEmpty(); }, 60000));
        m_plane.mend();
        QVERIFY(followed.waitUntilLive());
        QVERIFY(followed.waitUntilAsListed(m_plane.kubeconfig()));
        m_plane.kubectl({u"delete"_qs, u"-f"_qs, u"-"_qs}, cart);
        QVERIFY(followed.waitUntil([&] { return podsIn(*followed.snapshot(), "shop") == 7; }, 60000));
    }

    /** Last: of everything above. */
    void theWireCarriedNothingElse()
    {
        const auto requests = m_plane.requests();
        QVERIFY(requests.size() > 100);
        for (const QJsonObject &request : requests) {
            QCOMPARE(request[u"method"].toString(), u"GET"_qs);
            QVERIFY(!request[u"target"].toString().contains(u"/secrets"));
        }
        QVERIFY(std::ranges::any_of(
            requests, [](const QJsonObject &request) { return request[u"proto"].toString() == u"HTTP/2.0"; }));
    }
};

QTEST_GUILESS_MAIN(TestFollowing)
#include "tst_following.moc"
