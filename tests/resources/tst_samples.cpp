// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <set>

#include "sample.h"

using namespace portolan;
using namespace portolan::samples;

/** Every sample is a cluster that could be: addresses in their ranges, endpoints that are pods, owners that exist. */
class TestSamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addRows(); }

    void isReadWithoutAProblem()
    {
        QFETCH_GLOBAL(QString, name);
        const ReadOutcome outcome = read(name);
        QVERIFY2(outcome.problems.empty(), outcome.problems.empty() ? "" : outcome.problems.front().message.c_str());
        QVERIFY(outcome.skipped.empty());
        QVERIFY(outcome.snapshot->of(Kind::Node).size() >= 3);
        QVERIFY(outcome.snapshot->pods.size() >= 15);
        QVERIFY(!outcome.snapshot->otherCounts.contains("Secret"));
    }

    void everyAddressIsOfOnePod()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        std::set<std::string_view> taken;
        for (const Pod &pod : snapshot->pods) {
            if (pod.node.empty())
                continue;
            const Object *node = snapshot->find(Kind::Node, {}, pod.node);
            QVERIFY2(node, pod.name.data());
            QCOMPARE(text(pod.hostIp), text(node->status()["addresses"].at(0)["address"].text()));
            if (pod.pod->hostNetwork)
                QCOMPARE(text(pod.ip), text(pod.hostIp));
            else
                QVERIFY2(hasEnded(pod) || taken.insert(pod.ip).second, pod.ip.data());
        }
    }

    void everyNamespaceExists()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        for (const Object *object : objectsOf(*snapshot))
            QVERIFY2(object->space.empty() || snapshot->find(Kind::Namespace, {}, object->space),
                     nameOf(*object).c_str());
        for (const Pod &pod : snapshot->pods)
            QVERIFY2(snapshot->find(Kind::Namespace, {}, pod.space), pod.name.data());
    }

    void everyCustomKindIsDefined()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        const std::set<std::string_view> builtIn{
            "v1", "apps/v1", "batch/v1", "networking.k8s.io/v1", "discovery.k8s.io/v1", "apiextensions.k8s.io/v1"};
        for (const Object *object : objectsOf(*snapshot)) {
            const std::string version(object->root["apiVersion"].text());
            if (builtIn.contains(version))
                continue;
            const ObjectTable &definitions = snapshot->of(Kind::CustomResourceDefinition);
            const bool isDefined = std::any_of(definitions.begin(), definitions.end(), [&](const ObjectPtr &one) {
                const Value spec = one->spec();
                const std::string group(spec["group"].text());
                return spec["names"]["kind"].text() == object->root["kind"].text() &&
                       std::ranges::any_of(spec["versions"].items(), [&](const Value &served) {
                           return group + '/' + std::string(served["name"].text()) == version;
                       });
            });
            QVERIFY2(isDefined, nameOf(*object).c_str());
        }
    }

    void workloadsCountTheirPods()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        std::map<std::tuple<std::string_view, std::string_view, std::string_view>, std::pair<int, int>> counts;
        for (const Pod &pod : snapshot->pods) {
            auto &[all, ready] = counts[{pod.ownerKind, pod.space, pod.ownerName}];
            all += pod.isTerminating ? 0 : 1;
            ready += pod.isReady && !pod.isTerminating ? 1 : 0;
        }
        for (const Kind kind : {Kind::ReplicaSet, Kind::StatefulSet}) {
            for (const ObjectPtr &set : snapshot->of(kind)) {
                const auto [all, ready] = counts[{info(kind).name, set->space, set->name}];
                QVERIFY2(set->status()["replicas"].integer() == all, nameOf(*set).c_str());
                QVERIFY2(set->status()["readyReplicas"].integer() == ready, nameOf(*set).c_str());
            }
        }
        for (const ObjectPtr &set : snapshot->of(Kind::DaemonSet))
            QVERIFY2(
                set->status()["numberReady"].integer() == counts[std::tuple("DaemonSet", set->space, set->name)].second,
                nameOf(*set).c_str());
        for (const ObjectPtr &set : snapshot->of(Kind::ReplicaSet)) {
            const Object *deployment =
                snapshot->find(Kind::Deployment, set->space, set->meta()["ownerReferences"].at(0)["name"].text());
            QVERIFY2(deployment, nameOf(*set).c_str());
            QCOMPARE(deployment->status()["readyReplicas"].integer(), set->status()["readyReplicas"].integer());
        }
    }

    void servicesHaveAddressesOfTheServiceRange()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
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
        const auto snapshot = read(name).snapshot;
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
        const auto snapshot = read(name).snapshot;
        std::set<std::pair<std::string_view, std::string_view>> endpoints;
        for (const ObjectPtr &slice : snapshot->of(Kind::EndpointSlice)) {
            for (const Value &endpoint : slice->root["endpoints"].items())
                endpoints.emplace(slice->label("kubernetes.io/service-name"), endpoint["targetRef"]["name"].text());
        }
        for (const ObjectPtr &service : snapshot->of(Kind::Service)) {
            const Value selector = service->spec()["selector"];
            for (const Pod &pod : snapshot->pods) {
                if (selector.size() == 0 || pod.space != service->space || pod.ip.empty() || hasEnded(pod) ||
                    !matches(pod, selector))
                    continue;
                QVERIFY2(endpoints.contains({service->name, pod.name}), pod.name.data());
            }
        }
    }

    void ownersExist()
    {
        QFETCH_GLOBAL(QString, name);
        std::map<QString, QString> uids;  // by kind, namespace and name, of kinds that the program only counts, too
        const auto key = [](const QJsonObject &named, const QString &space) {
            return QStringList{named[u"apiVersion"].toString(), named[u"kind"].toString(), space}.join(u' ');
        };
        const QJsonArray items = QJsonDocument::fromJson(bytesOf(name)).object()[u"items"].toArray();
        for (const QJsonValue &item : items) {
            const QJsonObject meta = item[u"metadata"].toObject();
            uids[key(item.toObject(), meta[u"namespace"].toString()) + u' ' + meta[u"name"].toString()] =
                meta[u"uid"].toString();
        }
        QCOMPARE(uids.size(), std::size_t(items.size()));
        int checked = 0;
        for (const QJsonValue &item : items) {
            const QString space = item[u"metadata"][u"namespace"].toString();
            for (const QJsonValue &owner : item[u"metadata"][u"ownerReferences"].toArray()) {
                const QString its = u' ' + owner[u"name"].toString(), uid = owner[u"uid"].toString();
                const auto inSpace = uids.find(key(owner.toObject(), space) + its);
                const auto global = uids.find(key(owner.toObject(), {}) + its);
                QVERIFY2((inSpace != uids.end() && inSpace->second == uid) ||
                             (global != uids.end() && global->second == uid),
                         qPrintable(item[u"metadata"][u"name"].toString() + u" owned by"_qs + its));
                ++checked;
            }
        }
        QVERIFY(checked > 20);
    }

    void everyUidIsOfOneObject()
    {
        QFETCH_GLOBAL(QString, name);
        std::set<QString> uids;
        for (const QJsonValue &item : QJsonDocument::fromJson(bytesOf(name)).object()[u"items"].toArray())
            QVERIFY2(uids.insert(item[u"metadata"][u"uid"].toString()).second,
                     qPrintable(item[u"metadata"][u"name"].toString()));
    }

    void noTwoPodsTakeAHostPortOfOneNode()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
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
        QVERIFY(checked >= 6);  // ServiceLB takes them, or agents in the host's network
    }
};

QTEST_APPLESS_MAIN(TestSamples)
#include "tst_samples.moc"
