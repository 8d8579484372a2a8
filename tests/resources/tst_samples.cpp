// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QHostAddress>
#include <QtTest>
#include <map>
#include <set>

#include "kube/read.h"
#include "roles/addressrange.h"
#include "roles/roles.h"

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

    /** Where a node's pods have their addresses from: Calico's pool, Cilium's block, else the node's own. */
    static std::string_view rangeOf(const ClusterSnapshot &snapshot, const Object &node)
    {
        for (const ObjectPtr &pool : snapshot.of(Kind::IPPool))
            return pool->spec()["cidr"].text();
        if (const Object *cilium = snapshot.find(Kind::CiliumNode, {}, node.name))
            return cilium->spec()["ipam"]["podCIDRs"].at(0).text();
        return node.spec()["podCIDR"].text();
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
        for (const char *sample : {"k3s-vanilla", "k3s-ha-metallb", "calico-ebpf", "cilium", "mesh", "broken"})
            QTest::newRow(sample) << QString::fromLatin1(sample);
    }

    void isReadWithoutAProblem()
    {
        QFETCH_GLOBAL(QString, name);
        const ReadOutcome outcome = sample(name);
        QVERIFY2(outcome.problems.empty(), outcome.problems.empty() ? "" : outcome.problems.front().message.c_str());
        QVERIFY(outcome.skipped.empty());
        QCOMPARE(outcome.snapshot->of(Kind::Node).size(), std::size_t(name == u"k3s-ha-metallb" ? 5 : 3));
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
            QVERIFY2(isInside(pod.ip, rangeOf(*snapshot, *node)), pod.name.data());
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
        QVERIFY(checked >= (name == u"k3s-ha-metallb" || name == u"cilium" ? 0 : 6));
    }

    void balancedAddressesAreOfAPoolOrANode()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        const auto isKnown = [&](std::string_view address) {
            for (const ObjectPtr &pool : snapshot->of(Kind::IPAddressPool)) {
                const Value ranges = pool->spec()["addresses"];
                for (const Value &range : ranges.items()) {
                    if (roles::isInRange(address, range.text()))
                        return true;
                }
            }
            for (const ObjectPtr &pool : snapshot->of(Kind::CiliumLoadBalancerIPPool)) {
                const Value block = pool->spec()["blocks"].at(0);
                const std::string range = std::string(block["start"].text()) + '-' + std::string(block["stop"].text());
                if (roles::isInRange(address, range))
                    return true;
            }
            const ObjectTable &nodes = snapshot->of(Kind::Node);
            return std::any_of(nodes.begin(), nodes.end(), [address](const ObjectPtr &node) {
                return node->status()["addresses"].at(0)["address"].text() == address;
            });
        };
        int checked = 0;
        for (const ObjectPtr &service : snapshot->of(Kind::Service)) {
            const Value addresses = service->status()["loadBalancer"]["ingress"];
            for (const Value &address : addresses.items()) {
                QVERIFY2(isKnown(address["ip"].text()), service->name.data());
                ++checked;
            }
        }
        QVERIFY(checked > 0);
    }

    /** What the samples of the alternatives are for. */
    void rolesAreFilledAsTheSampleSays()
    {
        QFETCH_GLOBAL(QString, name);
        struct Filled {
            const char *sample;
            NetworkRole role;
            std::string_view component;
        };
        constexpr Filled all[] = {
            {"k3s-vanilla", NetworkRole::Cni, "flannel"},
            {"k3s-vanilla", NetworkRole::ServiceProxy, "kube-proxy"},
            {"k3s-vanilla", NetworkRole::NetworkPolicy, "kube-router-netpol"},
            {"k3s-ha-metallb", NetworkRole::LoadBalancer, "metallb"},
            {"k3s-ha-metallb", NetworkRole::Ingress, "ingress-nginx"},
            {"calico-ebpf", NetworkRole::Cni, "calico"},
            {"calico-ebpf", NetworkRole::ServiceProxy, "calico-ebpf"},
            {"cilium", NetworkRole::Cni, "cilium"},
            {"cilium", NetworkRole::ServiceProxy, "cilium-ebpf"},
            {"cilium", NetworkRole::Gateway, "cilium"},
            {"cilium", NetworkRole::LoadBalancer, "cilium-lb"},
            {"mesh", NetworkRole::Mesh, "istio"},
            {"mesh", NetworkRole::Dns, "coredns"},
        };
        const RolesPtr roles = detectRoles(sample(name).snapshot);
        for (const Filled &filled : all) {
            if (name == QLatin1String(filled.sample))
                QCOMPARE(text(roles->filling(filled.role)->name), text(filled.component));
        }
        QCOMPARE(roles->distribution.name, std::string_view("k3s"));
        QVERIFY(std::ranges::none_of(roles->components, [](const Component &component) {
            return component.confidence == Confidence::Leftover || component.confidence == Confidence::Conflict;
        }));
    }

    void flannelAnnotatesEveryNode()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = sample(name).snapshot;
        if (name == u"calico-ebpf" || name == u"cilium")
            return;
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
