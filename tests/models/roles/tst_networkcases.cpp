// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "printroles.h"

using namespace portolan;

namespace {

std::string server(const std::string &name, const std::string &args, const std::string &more = {})
{
    return "yaml:\napiVersion: v1\nkind: Node\nmetadata:\n  name: " + name +
           "\n  labels: {node-role.kubernetes.io/control-plane: 'true'}\n  annotations:\n    k3s.io/node-args: '" +
           args + "'\n" + more +
           "spec: {podCIDR: 10.42.0.0/24}\nstatus: {nodeInfo: {kubeletVersion: v1.36.1+k3s1}}\nend\n";
}

const std::string vxlan =
    "    flannel.alpha.coreos.com/backend-type: vxlan\n"
    "    flannel.alpha.coreos.com/backend-data: '{\"VNI\":1}'\n";

/** A node of another distribution. */
const std::string elsewhere = "yaml:\napiVersion: v1\nkind: Node\nmetadata:\n  name: a\n  annotations:\n" + vxlan +
                              "status: {nodeInfo: {kubeletVersion: v1.33.1}}\nend\n";

std::string plain(const std::string &name)
{
    return "yaml:\napiVersion: v1\nkind: Node\nmetadata: {name: " + name +
           "}\nstatus: {nodeInfo: {kubeletVersion: v1.33.1}}\nend\n";
}

/** A DaemonSet with a ready pod; `container`: what else stands in its container, as lines of YAML. */
std::string daemonSet(const std::string &name, const std::string &image, const std::string &container = {},
                      const std::string &status = "{desiredNumberScheduled: 1, numberReady: 1}")
{
    return "yaml:\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: " + name +
           ", namespace: kube-system}\nspec:\n  template:\n    spec:\n      containers:\n      - name: main\n"
           "        image: " +
           image + '\n' + container + (status.empty() ? std::string() : "status: " + status + '\n') + "end\n";
}

const std::string web = "deployment shop/web app=web replicas=1 ready=1\n";

/** A live cluster whose DaemonSets and Deployments may not be listed. */
QStringList withoutWorkloads(const std::string &drawing, NetworkRole role)
{
    auto snapshot = std::make_shared<ClusterSnapshot>(*clusterOf(drawing));
    snapshot->isLive = true;
    for (const char *kind : {"DaemonSet", "Deployment", "StatefulSet"})
        snapshot->gaps.push_back({kind, Gap::Why::Forbidden, "", {}});
    return printRole(*detectRoles(snapshot), role);
}

}  // namespace

/** What is said in full of clusters that differ in one thing. */
class TestNetworkCases : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRoleIsSaidInFull_data();
    void aRoleIsSaidInFull();
    void agentsAreFoundByTheirPodsWhereWorkloadsMayNotBeRead_data();
    void agentsAreFoundByTheirPodsWhereWorkloadsMayNotBeRead();
    void aLayerFillsNothing();
    void theMtuOfFlannelIsAConjectureAndNoSetting();
    void rangesOfBothFamiliesAreKept();
    void evidenceStandsInItsObjects();
    void whatCiliumDoesIsInItsConfigMap();
    void rangesStandOnTheCommandLinesOfStaticPods();
};

void TestNetworkCases::aRoleIsSaidInFull_data()
{
    using R = NetworkRole;
    QTest::addColumn<QString>("drawing");
    QTest::addColumn<int>("role");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char *what, const std::string &drawing, R role, const QStringList &said) {
        QTest::newRow(what) << QString::fromStdString(drawing) << static_cast<int>(role) << said;
    };

    row("servers that differ in Flannel's backend",
        server("a", R"(["server"])", vxlan) + server("b", R"(["server","--flannel-backend","none"])"), R::Cni,
        {u"flannel inferred default backend=vxlan device=flannel.1 embedded=true port=8472 vni=1 | Servers differ in "
         "--flannel-backend: none on b; vxlan on a."_qs});
    row("servers that ask for another backend than the nodes have",
        server("a", R"(["server","--flannel-backend=wireguard-native"])", vxlan), R::Cni,
        {u"flannel inferred default backend=vxlan device=flannel.1 embedded=true port=8472 vni=1 | The servers ask "
         "for wireguard, and the nodes have vxlan."_qs});
    row("nobody after Flannel",
        server("a", R"(["server","--flannel-backend","none"])") + web + daemonSet("other", "example.org/other:1"),
        R::Cni, {u"unknown: K3s was told not to start Flannel, and no other network is seen"_qs});
    row("nothing of Flannel but a default that another network contradicts",
        "node a 10.0.0.1 10.42.0.0/24 server\n" + daemonSet("cilium", "quay.io/cilium/cilium:v1.18.1"), R::Cni,
        {u"cilium confirmed state=fine version=v1.18.1 | Its ConfigMap cilium-config can not be seen, so its modes are "
         "not known."_qs});
    row("Flannel's annotations alone, off K3s", elsewhere + web + daemonSet("other", "example.org/other:1"), R::Cni,
        {u"flannel leftover backend=vxlan device=flannel.1 port=8472 vni=1 | Nodes have its annotations, and nothing "
         "that is seen runs it."_qs,
         u"unknown: nothing that the API shows is a network that is known here"_qs});
    row("Flannel's annotations, where workloads were not saved", elsewhere, R::Cni,
        {u"flannel inferred backend=vxlan device=flannel.1 port=8472 vni=1 | Nodes have its annotations; what runs it "
         "is not seen."_qs});
    row("Calico's backend is off in its environment",
        server("a", R"(["server"])", vxlan) +
            daemonSet("calico-node", "quay.io/calico/node:v3.30.0",
                      "        env: [{name: CALICO_NETWORKING_BACKEND, value: none}]\n"),
        R::Cni, {u"flannel inferred default backend=vxlan device=flannel.1 embedded=true port=8472 vni=1"_qs});
    row("Calico's first pool is in its environment",
        server("a", R"(["server","--flannel-backend=none"])") +
            daemonSet("calico-node", "quay.io/calico/node:v3.30.0",
                      "        env:\n        - {name: CALICO_IPV4POOL_IPIP, value: Never}\n        - {name: "
                      "CALICO_IPV4POOL_VXLAN, value: Always}\n        - {name: CALICO_IPV4POOL_CIDR, value: "
                      "10.48.0.0/16}\n"),
        R::Cni,
        {u"calico confirmed state=fine version=v3.30.0 encapsulation=VXLAN ipPools=10.48.0.0/16 port=4789 vni=4096"_qs});
    row("eBPF by a variable",
        server("a", R"(["server","--flannel-backend=none","--disable-kube-proxy"])") +
            daemonSet("calico-node", "quay.io/calico/node:v3.30.0",
                      "        env: [{name: FELIX_BPFENABLED, value: 'true'}]\n"),
        R::ServiceProxy, {u"calico-ebpf confirmed state=fine version=v3.30.0"_qs});
    row("Canal as RKE2 names it",
        "yaml:\napiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: rke2-canal, namespace: kube-system, labels: "
        "{k8s-app: canal}}\nspec: {template: {spec: {containers: [{name: calico-node, image: "
        "'rancher/hardened-calico:v3.30.0-build1'}, {name: kube-flannel, image: "
        "'rancher/hardened-flannel:v0.27.0-build1'}]}}}\nstatus: {desiredNumberScheduled: 1, numberReady: 1}\nend\n",
        R::Cni, {u"canal confirmed state=fine version=v3.30.0-build1"_qs});
    row("an agent that only some nodes have",
        plain("a") + plain("b") + "pod kube-system/weave-net-x node=a owner=DaemonSet/weave-net\n" +
            daemonSet("weave-net", "weaveworks/weave-kube:2.8.1"),
        R::Cni, {u"weave confirmed state=fine version=2.8.1 | Its agent is ready on 1 of 2 nodes."_qs});
    row("a manifest that no cluster has seen",
        daemonSet("cilium", "quay.io/cilium/cilium:v1.18.1", {}, {}) +
            "yaml:\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\ndata: "
            "{routing-mode: native, kube-proxy-replacement: strict, mtu: '0'}\nend\n",
        R::Cni, {u"cilium inferred version=v1.18.1 kubeProxyReplacement=true routingMode=native"_qs});
    row("policies that Cilium is told to ignore",
        daemonSet("cilium", "quay.io/cilium/cilium:v1.18.1") +
            "yaml:\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\ndata: "
            "{enable-policy: never}\nend\n",
        R::NetworkPolicy, {u"unknown: Cilium was told never to enforce policies"_qs});
    row("kindnet", daemonSet("kindnet", "docker.io/kindest/kindnetd:v20250512-df8de77b"), R::NetworkPolicy,
        {u"unknown: kindnet enforces NetworkPolicies since kind 0.24 of August 2024, and no object tells kind's "
         "version; the image here is v20250512-df8de77b"_qs});
    row("a policy controller that a server turns off and another does not",
        server("a", R"(["server","--disable-network-policy"])") + server("b", R"(["server"])"), R::NetworkPolicy,
        {u"kube-router-netpol assumed default embedded=true policies=0 | Servers differ in --disable-network-policy: "
         "false on b; true on a."_qs});
    row("a switch that is written out as off", server("a", R"(["server","--disable-network-policy","false"])"),
        R::NetworkPolicy,
        {u"kube-router-netpol assumed default embedded=true policies=0 | It runs inside the k3s process, where the API "
         "does not show it."_qs});
    row("modes of kube-proxy that differ from node to node",
        server("a", R"(["server","--kube-proxy-arg","proxy-mode=nftables"])") +
            server("b", R"(["server","--kube-proxy-arg","v=2"])") + server("c", R"(["server"])"),
        R::ServiceProxy,
        {u"kube-proxy assumed default embedded=true mode=iptables | Nodes differ in mode: iptables on b, c; nftables "
         "on a."_qs});
    row("kube-proxy with its ConfigMap",
        daemonSet("kube-proxy", "registry.k8s.io/kube-proxy:v1.33.1") +
            "yaml:\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube-proxy, namespace: kube-system}\ndata:\n"
            "  config.conf: |\n    kind: KubeProxyConfiguration\n    clusterCIDR: 10.244.0.0/16\n    mode: "
            "\"ipvs\"\nend\n",
        R::ServiceProxy,
        {u"kube-proxy confirmed default state=fine version=v1.33.1 clusterCidr=10.244.0.0/16 embedded=false "
         "mode=ipvs"_qs});
    row("kube-proxy in RKE2's static pods",
        "yaml:\napiVersion: v1\nkind: Pod\nmetadata: {name: kube-proxy-a, namespace: kube-system, labels: {component: "
        "kube-proxy, tier: control-plane}, ownerReferences: [{apiVersion: v1, kind: Node, name: a, uid: u, controller: "
        "true}]}\nspec: {nodeName: a, "
        "containers: [{name: kube-proxy, image: 'rancher/hardened-kubernetes:v1.33.1-rke2r1', command: [kube-proxy], "
        "args: [--proxy-mode=ipvs, --cluster-cidr=10.42.0.0/16]}]}\nstatus: {phase: Running, conditions: [{type: "
        "Ready, status: 'True'}]}\nend\n",
        R::ServiceProxy,
        {u"kube-proxy confirmed default state=fine version=v1.33.1-rke2r1 clusterCidr=10.42.0.0/16 embedded=false "
         "mode=ipvs"_qs});
    row("two proxies that are there for certain",
        daemonSet("kube-proxy", "registry.k8s.io/kube-proxy:v1.33.1") +
            daemonSet("kube-router", "docker.io/cloudnativelabs/kube-router:v2.5.0"),
        R::ServiceProxy,
        {u"kube-proxy conflict default state=fine version=v1.33.1 embedded=false | Another service proxy is there as "
         "well: kube-router."_qs,
         u"kube-router conflict state=fine version=v2.5.0 runs=router,service-proxy,firewall | Another service proxy "
         "is there as well: kube-proxy."_qs});
}

void TestNetworkCases::aRoleIsSaidInFull()
{
    QFETCH(QString, drawing);
    QFETCH(int, role);
    QFETCH(QStringList, said);
    QCOMPARE(roleIn(drawing.toStdString(), static_cast<NetworkRole>(role)), said);
}

void TestNetworkCases::agentsAreFoundByTheirPodsWhereWorkloadsMayNotBeRead_data()
{
    QTest::addColumn<QString>("pods");
    QTest::addColumn<QString>("said");
    QTest::newRow("calico") << u"pod calico-system/calico-node-x node=a owner=DaemonSet/calico-node "
                               "image=quay.io/calico/node:v3.30.0"_qs
                            << u"calico confirmed state=fine version=v3.30.0"_qs;
    QTest::newRow("kindnet") << u"pod kube-system/kindnet-x node=a owner=DaemonSet/kindnet image=kindest/kindnetd:v1"_qs
                             << u"kindnet confirmed state=fine version=v1"_qs;
    QTest::newRow("another DaemonSet") << u"pod kube-system/x node=a owner=DaemonSet/x image=example.org/x:v1"_qs
                                       << u"unknown: daemonsets not permitted"_qs;
}

void TestNetworkCases::agentsAreFoundByTheirPodsWhereWorkloadsMayNotBeRead()
{
    QFETCH(QString, pods);
    QFETCH(QString, said);
    QCOMPARE(withoutWorkloads(plain("a") + pods.toStdString(), NetworkRole::Cni), QStringList{said});
}

void TestNetworkCases::aLayerFillsNothing()
{
    const auto roles =
        detectRoles(clusterOf(daemonSet("kube-multus-ds", "ghcr.io/k8snetworkplumbingwg/multus-cni:v4.2.0")));
    QVERIFY(roles->find(NetworkRole::Cni, "multus"));
    QVERIFY(!roles->filling(NetworkRole::Cni));
}

void TestNetworkCases::theMtuOfFlannelIsAConjectureAndNoSetting()
{
    const auto roles = detectRoles(clusterOf(server("a", R"(["server"])", vxlan)));
    const Component *flannel = roles->filling(NetworkRole::Cni);
    QVERIFY(flannel);
    QCOMPARE(flannel->setting("mtu"), std::string_view());
    QVERIFY(flannel->evidence.front().means.find("1450") != std::string::npos);
}

void TestNetworkCases::rangesOfBothFamiliesAreKept()
{
    const auto roles =
        detectRoles(clusterOf(server("a", R"(["server","--cluster-cidr","10.42.0.0/16,2001:db8::/56"])")));
    QCOMPARE(roles->facts.podCidr.value, std::string("10.42.0.0/16,2001:db8::/56"));
    QVERIFY(!roles->facts.podCidr.isAssumed);
    QCOMPARE(roles->facts.podCidr.path, std::string("/metadata/annotations/k3s.io~1node-args"));
}

void TestNetworkCases::evidenceStandsInItsObjects()
{
    const auto roles = detectRoles(
        clusterOf(server("a", R"(["server"])", vxlan) + daemonSet("calico-node", "quay.io/calico/node:v3.30.0",
                                                                  "        env:\n        - {name: "
                                                                  "CALICO_IPV4POOL_CIDR, value: 10.48.0.0/16}\n        "
                                                                  "- {name: CALICO_IPV4POOL_VXLAN, value: Always}\n")));
    QCOMPARE(wrongEvidence(*roles), QStringList());
    QVERIFY(roles->find(NetworkRole::Cni, "calico")->evidence.size() >= 4);
}

void TestNetworkCases::whatCiliumDoesIsInItsConfigMap()
{
    const std::string drawing = server("a", R"(["server","--flannel-backend=none","--disable-kube-proxy"])") +
                                daemonSet("cilium", "quay.io/cilium/cilium:v1.12.3");
    const std::string config =
        R"({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cilium-config", "namespace": "kube-system"}, "data": {"kube-proxy-replacement": "false"}})";
    QCOMPARE(roleIn(drawing, NetworkRole::ServiceProxy),
             QStringList{u"unknown: K3s was told not to start kube-proxy, and whether Cilium takes its place is in its "
                         "ConfigMap, which can not be seen"_qs});
    QCOMPARE(
        roleIn(drawing + config, NetworkRole::ServiceProxy),
        QStringList{u"unknown: K3s was told not to start kube-proxy, and nothing is seen that takes its place"_qs});
}

void TestNetworkCases::rangesStandOnTheCommandLinesOfStaticPods()
{
    const auto part = [](const std::string &name, const std::string &arguments, const std::string &space) {
        return R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": ")" + name + R"(-a", "namespace": ")" +
               space + R"(", "labels": {"component": ")" + name +
               R"(", "tier": "control-plane"}, "ownerReferences": [{"apiVersion": "v1", "kind": "Node", "name": "a", "controller": true}]}, "spec": {"hostNetwork": true, "containers": [{"name": "main", "image": "x", "command": [)" +
               arguments + R"(]}]}})" + "\n";
    };
    const std::string node =
        R"({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a"}, "status": {"nodeInfo": {"kubeletVersion": "v1.33.5"}}})"
        "\n";
    const std::string api = R"("kube-apiserver", "--service-cluster-ip-range=10.96.0.0/12")";
    const std::string manager = R"("kube-controller-manager", "--cluster-cidr=10.244.0.0/16")";
    const std::string inside = "pod shop/web app=web node=a ip=10.244.0.7\n";
    const std::string outside = "pod shop/web app=web node=a ip=10.0.0.7\n";
    const auto rolesOf = [&](const std::string &pod, const std::string &space) {
        return detectRoles(clusterOf(node + part("kube-apiserver", api, space) +
                                     part("kube-controller-manager", manager, space) + pod));
    };
    const RolesPtr roles = rolesOf(inside, "kube-system");
    const ClusterFacts &facts = roles->facts;
    QCOMPARE(facts.serviceCidr.value, std::string("10.96.0.0/12"));
    QVERIFY(!facts.serviceCidr.isAssumed);
    QCOMPARE(QString::fromStdString(facts.serviceCidr.object.text()), u"Pod/kube-system/kube-apiserver-a"_qs);
    QCOMPARE(facts.podCidr.value, std::string("10.244.0.0/16"));
    QCOMPARE(rolesOf(outside, "kube-system")->facts.podCidr.value, std::string());
    QCOMPARE(rolesOf(inside, "shop")->facts.serviceCidr.value, std::string());
    const std::string blackened = R"("kube-apiserver", "--service-cluster-ip-range=***HIDDEN***/22")";
    const RolesPtr hidden = detectRoles(clusterOf(node + part("kube-apiserver", blackened, "kube-system")));
    QCOMPARE(hidden->facts.serviceCidr.value, std::string());
}

QTEST_APPLESS_MAIN(TestNetworkCases)
#include "tst_networkcases.moc"
