// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <set>

#include "roles/roles.h"
#include "sample.h"

using namespace portolan;
using namespace portolan::samples;

/** What networks wrote into the samples agrees with the pods. */
class TestSampleNetworks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addRows(); }

    /** What the samples are for. */
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
            {"calico-ebpf", NetworkRole::NetworkPolicy, "calico"},
            {"cilium", NetworkRole::Cni, "cilium"},
            {"cilium", NetworkRole::ServiceProxy, "cilium-ebpf"},
            {"cilium", NetworkRole::Gateway, "cilium"},
            {"cilium", NetworkRole::LoadBalancer, "cilium-lb"},
            {"mesh", NetworkRole::Mesh, "istio"},
            {"mesh", NetworkRole::Dns, "coredns"},
        };
        const RolesPtr roles = detectRoles(read(name).snapshot);
        for (const Filled &filled : all) {
            if (name == QLatin1String(filled.sample))
                QCOMPARE(text(roles->filling(filled.role)->name), text(filled.component));
        }
        QCOMPARE(roles->distribution.name, std::string_view("k3s"));
        QVERIFY(std::ranges::none_of(roles->components, [](const Component &component) {
            return component.confidence == Confidence::Leftover || component.confidence == Confidence::Conflict;
        }));
    }

    void podsOfFlannelHaveAddressesOfTheirNode()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        if (hasFlag(*snapshot, "--flannel-backend=none"))
            QSKIP("no Flannel");
        for (const ObjectPtr &node : snapshot->of(Kind::Node)) {
            QCOMPARE(text(node->annotation("flannel.alpha.coreos.com/backend-type")), u"vxlan"_qs);
            QVERIFY(node->annotation("k3s.io/node-args").starts_with("["));
            QCOMPARE(text(node->annotation("flannel.alpha.coreos.com/public-ip")),
                     text(node->status()["addresses"].at(0)["address"].text()));
        }
        for (const Pod &pod : snapshot->pods) {
            if (pod.ip.empty() || pod.pod->hostNetwork)
                continue;
            const Object *node = snapshot->find(Kind::Node, {}, pod.node);
            QVERIFY2(isInside(pod.ip, node->spec()["podCIDR"].text()), pod.name.data());
        }
    }

    void calicoGivesAddressesOfTheNodesBlocks()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        if (snapshot->of(Kind::IPPool).empty())
            QSKIP("no Calico");
        const Object &pool = **snapshot->of(Kind::IPPool).begin();
        QCOMPARE(pool.spec()["blockSize"].integer(), 26);
        const auto blockOf = [](std::string_view address) {
            return QHostAddress(text(address)).toIPv4Address() & ~63u;
        };
        std::map<quint32, std::string_view> nodes;
        std::set<std::string_view> tunnels;
        for (const ObjectPtr &node : snapshot->of(Kind::Node)) {
            const std::string_view tunnel = node->annotation("projectcalico.org/IPv4VXLANTunnelAddr");
            QVERIFY(nodes.emplace(blockOf(tunnel), node->name).second);
            tunnels.insert(tunnel);
            QCOMPARE(text(node->annotation("projectcalico.org/IPv4Address")),
                     text(node->status()["addresses"].at(0)["address"].text()) + u"/24"_qs);
        }
        for (const Pod &pod : snapshot->pods) {
            if (pod.pod->hostNetwork)
                continue;
            QVERIFY2(isInside(pod.ip, pool.spec()["cidr"].text()), pod.name.data());
            QCOMPARE(text(nodes[blockOf(pod.ip)]), text(pod.node));
            QVERIFY(!tunnels.contains(pod.ip));
        }
    }

    /** The program does not keep these annotations, so the file is asked. */
    void calicoMarksPodsWithTheirAddress()
    {
        QFETCH_GLOBAL(QString, name);
        if (name != u"calico-ebpf")
            QSKIP("no Calico");
        for (const QJsonValue &item : QJsonDocument::fromJson(bytesOf(name)).object()[u"items"].toArray()) {
            if (item[u"kind"].toString() != u"Pod" || item[u"spec"][u"hostNetwork"].toBool())
                continue;
            const bool hasEnded = item[u"status"][u"phase"].toString() == u"Succeeded";
            const QString address = item[u"status"][u"podIP"].toString() + u"/32"_qs;
            QCOMPARE(item[u"metadata"][u"annotations"][u"cni.projectcalico.org/podIP"].toString(),
                     hasEnded ? QString() : address);
        }
    }

    void ciliumGivesAddressesOfTheNodesRange()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        if (snapshot->of(Kind::CiliumNode).empty())
            QSKIP("no Cilium");
        QCOMPARE(snapshot->of(Kind::CiliumNode).size(), snapshot->of(Kind::Node).size());
        const Object *config = snapshot->find(Kind::ConfigMap, "kube-system", "cilium-config");
        QVERIFY(config);
        std::size_t connected = 0;
        for (const Pod &pod : snapshot->pods) {
            if (pod.pod->hostNetwork)
                continue;
            const Object *node = snapshot->find(Kind::CiliumNode, {}, pod.node);
            QVERIFY2(node, pod.name.data());
            const std::string_view range = node->spec()["ipam"]["podCIDRs"].at(0).text();
            QVERIFY2(isInside(pod.ip, range), pod.name.data());
            QVERIFY2(isInside(pod.ip, (*config)["data"]["cluster-pool-ipv4-cidr"].text()), pod.name.data());
            const Object *endpoint = snapshot->find(Kind::CiliumEndpoint, pod.space, pod.name);
            QVERIFY2(endpoint, pod.name.data());
            const Value networking = endpoint->status()["networking"];
            QCOMPARE(text(networking["addressing"].at(0)["ipv4"].text()), text(pod.ip));
            QCOMPARE(text(networking["node"].text()), text(pod.hostIp));
            ++connected;
        }
        QCOMPARE(snapshot->of(Kind::CiliumEndpoint).size(), connected);
        QCOMPARE(snapshot->otherCounts.contains("CiliumIdentity"), true);
    }

    void podsOfAMeshShowThatTheyAreInIt()
    {
        QFETCH_GLOBAL(QString, name);
        const auto snapshot = read(name).snapshot;
        std::map<std::string_view, int> meshed;
        for (const Pod &pod : snapshot->pods) {
            const Object *space = snapshot->find(Kind::Namespace, {}, pod.space);
            const bool isAmbient = space->label("istio.io/dataplane-mode") == "ambient" &&
                                   valueOf(*pod.labels, "istio.io/dataplane-mode") != "none";
            const bool hasSidecar = space->label("istio-injection") == "enabled";
            const bool isLinkerds = space->annotation("linkerd.io/inject") == "enabled";
            QCOMPARE(valueOf(*pod.annotations, "ambient.istio.io/redirection") == "enabled", isAmbient);
            QCOMPARE(!valueOf(*pod.annotations, "sidecar.istio.io/status").empty(), hasSidecar);
            const auto proxies = std::ranges::count_if(pod.pod->containers, [&](const Container &container) {
                return container.isSidecar && container.name == (hasSidecar ? "istio-proxy" : "linkerd-proxy");
            });
            const bool isControlPlane = pod.space == "linkerd";
            QCOMPARE(proxies, hasSidecar || isLinkerds || isControlPlane ? 1 : 0);
            meshed["ambient"] += isAmbient;
            meshed["sidecar"] += hasSidecar;
            meshed["linkerd"] += isLinkerds;
        }
        for (const char *each : {"ambient", "sidecar", "linkerd"})
            QCOMPARE(meshed[each] >= 5, name == u"mesh");
    }

    void policiesSelectPods()
    {
        QFETCH_GLOBAL(QString, name);
        if (name == u"broken")
            QSKIP("broken on purpose");
        const auto snapshot = read(name).snapshot;
        const auto selects = [&](const Object &policy, const Value &selector) {
            return std::ranges::any_of(snapshot->pods, [&](const Pod &pod) {
                return pod.space == policy.space && matches(pod, selector["matchLabels"]);
            });
        };
        for (const ObjectPtr &policy : snapshot->of(Kind::NetworkPolicy))
            QVERIFY2(selects(*policy, policy->spec()["podSelector"]), nameOf(*policy).c_str());
        for (const ObjectPtr &policy : snapshot->of(Kind::CiliumNetworkPolicy))
            QVERIFY2(selects(*policy, policy->spec()["endpointSelector"]), nameOf(*policy).c_str());
    }
};

QTEST_APPLESS_MAIN(TestSampleNetworks)
#include "tst_samplenetworks.moc"
