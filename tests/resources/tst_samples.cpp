// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QHostAddress>
#include <QtTest>
#include <map>
#include <set>

#include "kube/read.h"

using namespace portolan;

/** Every sample is a cluster that could be: addresses in their ranges, endpoints that are pods, owners that exist. */
class TestSamples : public QObject {
    Q_OBJECT

    static QString text(std::string_view view)
    {
        return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
    }

    static ReadOutcome sample(const QString &name)
    {
        QFile file(QStringLiteral(PORTOLAN_SOURCE_DIR) + u"/resources/samples/%1.json"_qs.arg(name));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        return readBytes({bytes.data(), static_cast<std::size_t>(bytes.size())}, name.toStdString());
    }

    static bool isInside(std::string_view address, std::string_view cidr)
    {
        return QHostAddress(text(address)).isInSubnet(QHostAddress::parseSubnet(text(cidr)));
    }

    static bool matches(const Pod &pod, const Value &selector)
    {
        return std::ranges::all_of(selector.members(), [&](const Member &wanted) {
            return valueOf(*pod.labels, wanted.key) == wanted.value.text();
        });
    }

    /** All kept objects but pods. */
    static std::vector<const Object *> objectsOf(const ClusterSnapshot &snapshot)
    {
        std::vector<const Object *> all;
        for (const ObjectTable &table : snapshot.objects) {
            for (const ObjectPtr &object : table)
                all.push_back(object.get());
        }
        return all;
    }

    static bool exists(const ClusterSnapshot &snapshot, std::string_view kind, std::string_view space,
                       std::string_view name)
    {
        const KindInfo *known = kindByReference(kind);
        if (!known)
            return false;
        if (known->kind == Kind::Pod)
            return snapshot.findPod(space, name) != nullptr;
        return snapshot.find(known->kind, known->namespaced ? space : std::string_view(), name) != nullptr;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("k3s-vanilla") << u"k3s-vanilla"_qs;
        QTest::newRow("broken") << u"broken"_qs;
    }

    void isReadWithoutAProblem()
    {
        QFETCH_GLOBAL(QString, name);
        const ReadOutcome outcome = sample(name);
        QVERIFY2(outcome.problems.empty(), outcome.problems.empty() ? "" : outcome.problems.front().message.c_str());
        QVERIFY(outcome.skipped.empty());
        QCOMPARE(outcome.snapshot->of(Kind::Node).size(), std::size_t(3));
        QVERIFY(outcome.snapshot->pods.size() >= 15);
    }

    void podsHaveAddressesOfTheirNode()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        std::set<std::string_view> taken;
        for (const Pod &pod : snapshot->pods) {
            if (pod.ip.empty() || pod.pod->hostNetwork)
                continue;
            const Object *node = snapshot->find(Kind::Node, {}, pod.node);
            QVERIFY2(node, pod.name.data());
            QVERIFY2(isInside(pod.ip, node->spec()["podCIDR"].text()), pod.name.data());
            const bool hasEnded = pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
            QVERIFY2(hasEnded || taken.insert(pod.ip).second, pod.ip.data());
        }
    }

    void servicesHaveAddressesOfTheServiceRange()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        QCOMPARE(snapshot->of(Kind::ServiceCIDR).size(), std::size_t(1));
        const auto range = (*snapshot->of(Kind::ServiceCIDR).begin())->spec()["cidrs"].at(0).text();
        std::set<std::string_view> addresses;
        std::set<std::int64_t> nodePorts;
        for (const ObjectPtr &service : snapshot->of(Kind::Service)) {
            const auto address = service->spec()["clusterIP"].text();
            if (!address.empty() && address != "None") {
                QVERIFY2(isInside(address, range), address.data());
                QVERIFY2(addresses.insert(address).second, address.data());
            }
            for (const Value &port : service->spec()["ports"].items()) {
                if (const auto nodePort = port["nodePort"].integer())
                    QVERIFY(nodePort >= 30000 && nodePort <= 32767 && nodePorts.insert(nodePort).second);
            }
        }
    }

    void endpointsArePodsThatTheSelectorMatches()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        int checked = 0;
        for (const ObjectPtr &slice : snapshot->of(Kind::EndpointSlice)) {
            const Object *service =
                snapshot->find(Kind::Service, slice->space, slice->label("kubernetes.io/service-name"));
            for (const Value &endpoint : slice->root["endpoints"].items()) {
                const Value target = endpoint["targetRef"];
                if (!service || target["kind"].text() != "Pod")
                    continue;
                const Pod *pod = snapshot->findPod(slice->space, target["name"].text());
                QVERIFY2(pod, target["name"].text().data());
                QCOMPARE(text(endpoint["addresses"].at(0).text()), text(pod->ip));
                QCOMPARE(text(endpoint["nodeName"].text()), text(pod->node));
                QVERIFY2(matches(*pod, service->spec()["selector"]), pod->name.data());
                QVERIFY2(endpoint["conditions"]["ready"].boolean(true) == (pod->isReady && !pod->isTerminating),
                         pod->name.data());
                ++checked;
            }
        }
        QVERIFY(checked >= 8);
    }

    void everySelectedPodIsAnEndpoint()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        std::set<std::pair<std::string_view, std::string_view>> endpoints;
        for (const ObjectPtr &slice : snapshot->of(Kind::EndpointSlice)) {
            for (const Value &endpoint : slice->root["endpoints"].items())
                endpoints.emplace(slice->label("kubernetes.io/service-name"), endpoint["targetRef"]["name"].text());
        }
        for (const ObjectPtr &service : snapshot->of(Kind::Service)) {
            const Value selector = service->spec()["selector"];
            for (const Pod &pod : snapshot->pods) {
                if (selector.size() == 0 || pod.space != service->space || pod.ip.empty() ||
                    pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed || !matches(pod, selector))
                    continue;
                QVERIFY2(endpoints.contains({service->name, pod.name}), pod.name.data());
            }
        }
    }

    void ownersExist()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        for (const Object *object : objectsOf(*snapshot)) {
            for (const Value &owner : object->meta()["ownerReferences"].items()) {
                const auto where = reference(object->kind, object->space, object->name) + " owned by " +
                                   std::string(owner["name"].text());
                const KindInfo *kind = kindOf(owner["apiVersion"].text(), owner["kind"].text());
                QVERIFY2(kind && exists(*snapshot, kind->reference, object->space, owner["name"].text()),
                         where.c_str());
                const Object *found = snapshot->find(kind->kind, kind->namespaced ? object->space : std::string_view(),
                                                     owner["name"].text());
                QVERIFY2(!found || found->meta()["uid"].text() == owner["uid"].text(), where.c_str());
            }
        }
        for (const Pod &pod : snapshot->pods)
            QVERIFY2(pod.ownerName.empty() || exists(*snapshot, pod.ownerKind, pod.space, pod.ownerName),
                     pod.name.data());
    }

    void noTwoPodsTakeAHostPortOfOneNode()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        std::map<std::tuple<std::string_view, int, Protocol>, std::string_view> taken;
        int checked = 0;
        for (const Pod &pod : snapshot->pods) {
            for (const Container &container : pod.pod->containers) {
                for (const ContainerPort &port : container.ports) {
                    if (port.hostPort == 0 || pod.node.empty())
                        continue;
                    const auto [at, isFree] = taken.try_emplace({pod.node, port.hostPort, port.protocol}, pod.name);
                    QVERIFY2(isFree || at->second == pod.name, pod.name.data());
                    ++checked;
                }
            }
        }
        QVERIFY(checked >= 6);
    }

    void flannelAnnotatesEveryNode()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        for (const ObjectPtr &node : snapshot->of(Kind::Node)) {
            QCOMPARE(text(node->annotation("flannel.alpha.coreos.com/backend-type")), u"vxlan"_qs);
            QVERIFY(node->annotation("k3s.io/node-args").starts_with("["));
            const Value addresses = node->status()["addresses"];
            QVERIFY(std::ranges::any_of(addresses.items(), [&](const Value &address) {
                return address["address"].text() == node->annotation("flannel.alpha.coreos.com/public-ip");
            }));
        }
    }
};

QTEST_APPLESS_MAIN(TestSamples)
#include "tst_samples.moc"
