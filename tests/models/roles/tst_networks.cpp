// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "roles/network.h"
#include "roles/roles.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

constexpr std::string_view flannelNodes = R"(
    node server-0 192.168.1.10 10.42.0.0/24 server note:flannel.alpha.coreos.com/backend-type=vxlan note:flannel.alpha.coreos.com/backend-data={"VNI":1,"VtepMAC":"aa:bb:cc:00:00:01"}
    node agent-0 192.168.1.20 10.42.1.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan note:flannel.alpha.coreos.com/backend-data={"VNI":1,"VtepMAC":"aa:bb:cc:00:00:02"}
)";

std::string server(const std::string &args)
{
    return R"(    {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "server-9", "uid": "1", "labels": {"node-role.kubernetes.io/control-plane": "true"}, "annotations": {"k3s.io/node-args": ")" +
           args +
           R"("}}, "spec": {"podCIDR": "10.42.0.0/24"}, "status": {"nodeInfo": {"kubeletVersion": "v1.36.1+k3s1"}}}
)";
}

std::string daemonSet(const std::string &name, const std::string &image, const std::string &labels = "{}",
                      const std::string &args = "[]")
{
    return R"(    {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": ")" + name +
           R"(", "namespace": "kube-system", "uid": "2", "labels": )" + labels +
           R"(}, "spec": {"template": {"spec": {"containers": [{"name": "main", "image": ")" + image +
           R"(", "args": )" + args +
           R"(}]}}}, "status": {"desiredNumberScheduled": 1, "numberReady": 1}}
)";
}

std::string object(const std::string &api, const std::string &kind, const std::string &name, const std::string &rest)
{
    const bool isCluster = kind == "Installation" || kind == "FelixConfiguration" || kind == "IPPool";
    return "    {\"apiVersion\": \"" + api + "\", \"kind\": \"" + kind + "\", \"metadata\": {\"name\": \"" + name +
           "\"" + (isCluster ? "" : ", \"namespace\": \"kube-system\"") + "}, " + rest + "}\n";
}

const std::string noFlannel = R"([\"server\",\"--flannel-backend\",\"none\",\"--disable-network-policy\"])";

/** "cni=flannel:inferred service-proxy=…" of the three roles, leftovers too. */
QString said(const Roles &roles)
{
    QStringList parts;
    for (const Component &component : roles.components) {
        if (component.role != NetworkRole::Cni && component.role != NetworkRole::ServiceProxy &&
            component.role != NetworkRole::NetworkPolicy)
            continue;
        parts << QString::fromStdString(std::string(name(component.role)) + '=' + std::string(component.name) + ':' +
                                        std::string(name(component.confidence)));
    }
    return parts.join(u' ');
}

const Component &cni(const Roles &roles)
{
    const Component *found = roles.filling(NetworkRole::Cni);
    if (!found)
        qFatal("no CNI");
    return *found;
}

QString set(const Component &component, std::string_view key)
{
    const std::string_view value = component.setting(key);
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

}  // namespace

class TestNetworks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rolesAreFilledByWhatTheObjectsShow_data();
    void rolesAreFilledByWhatTheObjectsShow();
    void flannelsBackendIsReadFromTheNodes();
    void nodesThatDisagreeAreNamed();
    void calicosPoolsSayHowPacketsAreWrapped();
    void ciliumsConfigMapSaysItsModes();
    void oldCiliumHasOneKeyForItsTunnel();
    void evidenceStandsWhereItSays();
    void whatIsSwitchedOffWithoutReplacementIsSaid();
    void nodesThatMayNotBeReadAreTheReason();
    void distributionsAreToldByTheirMarks_data();
    void distributionsAreToldByTheirMarks();
    void rangesComeFromFlagsBeforeDefaults();
    void readsLinesAndFlatJson();
};

void TestNetworks::rolesAreFilledByWhatTheObjectsShow_data()
{
    QTest::addColumn<QString>("drawing");
    QTest::addColumn<QString>("roles");
    const auto row = [](const char *what, const std::string &drawing, const QString &roles) {
        QTest::newRow(what) << QString::fromStdString(drawing) << roles;
    };
    const std::string cilium = daemonSet("cilium", "quay.io/cilium/cilium:v1.18.1", R"({"k8s-app": "cilium"})");
    const std::string replaced =
        object("v1", "ConfigMap", "cilium-config", R"("data": {"kube-proxy-replacement": "true"})");
    const std::string calico = daemonSet("calico-node", "quay.io/calico/node:v3.30.0");
    row("vanilla K3s", std::string(flannelNodes),
        u"cni=flannel:inferred service-proxy=kube-proxy:assumed network-policy=kube-router-netpol:assumed"_qs);
    row("Cilium beside kube-proxy", server(noFlannel) + cilium,
        u"cni=cilium:confirmed service-proxy=kube-proxy:assumed network-policy=cilium:confirmed"_qs);
    row("Cilium in place of kube-proxy",
        server(R"([\"server\",\"--flannel-backend=none\",\"--disable-network-policy\",\"--disable-kube-proxy\"])") +
            cilium + replaced,
        u"cni=cilium:confirmed service-proxy=cilium-ebpf:confirmed network-policy=cilium:confirmed"_qs);
    row("two networks told to run", std::string(flannelNodes) + server(R"([\"server\"])") + cilium,
        u"cni=cilium:conflict cni=flannel:conflict service-proxy=kube-proxy:assumed network-policy=cilium:confirmed "
        "network-policy=kube-router-netpol:assumed"_qs);
    row("annotations of a network before, flags not visible", std::string(flannelNodes) + cilium,
        u"cni=cilium:confirmed cni=flannel:leftover service-proxy=kube-proxy:assumed network-policy=cilium:confirmed"_qs);
    row("Cilium chained on another network",
        std::string(flannelNodes) + cilium +
            object("v1", "ConfigMap", "cilium-config", R"("data": {"cni-chaining-mode": "generic-veth"})"),
        u"cni=flannel:inferred service-proxy=kube-proxy:assumed network-policy=cilium:confirmed"_qs);
    row("Canal is neither Flannel nor Calico",
        std::string(flannelNodes) + daemonSet("canal", "docker.io/calico/node:v3.30.0", R"({"k8s-app": "canal"})"),
        u"cni=canal:confirmed service-proxy=kube-proxy:assumed network-policy=calico:confirmed"_qs);
    row("Calico with eBPF",
        server(R"([\"server\",\"--flannel-backend=none\",\"--disable-network-policy\",\"--disable-kube-proxy\"])") +
            calico +
            object("operator.tigera.io/v1", "Installation", "default",
                   R"("spec": {"calicoNetwork": {"linuxDataplane": "BPF"}})"),
        u"cni=calico:confirmed service-proxy=calico-ebpf:confirmed network-policy=calico:confirmed"_qs);
    row("Calico for policy alone",
        std::string(flannelNodes) + calico +
            object("v1", "ConfigMap", "calico-config", R"("data": {"calico_backend": "none"})"),
        u"cni=flannel:inferred service-proxy=kube-proxy:assumed network-policy=calico:confirmed"_qs);
    row("pools of a Calico that is gone",
        std::string(flannelNodes) + "    deployment shop/web app=web replicas=1 ready=1\n" +
            daemonSet("other", "example.org/other:1") +
            object("projectcalico.org/v3", "IPPool", "default", R"("spec": {"cidr": "192.168.0.0/16"})"),
        u"cni=flannel:inferred cni=calico:leftover service-proxy=kube-proxy:assumed "
        "network-policy=kube-router-netpol:assumed"_qs);
    row("Multus is a layer",
        std::string(flannelNodes) + daemonSet("kube-multus-ds", "ghcr.io/k8snetworkplumbingwg/multus-cni:v4.2.0"),
        u"cni=flannel:inferred cni=multus:confirmed service-proxy=kube-proxy:assumed "
        "network-policy=kube-router-netpol:assumed"_qs);
    row("pods of a DaemonSet that was not saved",
        "node a 10.0.0.1 10.32.0.0/24\n deployment kube-system/coredns k8s-app=kube-dns replicas=1 ready=1\n"
        " pod kube-system/weave-net-x name=weave-net node=a ip=10.0.0.1 hostnetwork owner=DaemonSet/weave-net "
        "image=weaveworks/weave-kube:2.6.5\n",
        u"cni=weave:confirmed service-proxy=kube-proxy:assumed network-policy=weave:confirmed"_qs);
    const std::string cloudNode =
        R"(    {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n", "annotations": {"flannel.alpha.coreos.com/backend-type": "vxlan"}}, "status": {"nodeInfo": {"kubeletVersion": "v1.18.10"}}}
)";
    row("Flannel out of a cloud's registry",
        cloudNode + daemonSet("kube-flannel-ds", "ams.example/tenant/oke-public-flannel@sha256:0123"),
        u"cni=flannel:confirmed"_qs);
    row("kube-proxy in the image for all parts",
        cloudNode + daemonSet("kube-proxy", "mcr.example/oss/kubernetes/hyperkube:v1.16.7", "{}",
                              R"(["/hyperkube", "kube-proxy", "--cluster-cidr=10.244.0.0/16"])"),
        u"cni=flannel:inferred service-proxy=kube-proxy:confirmed"_qs);
    row("another part in that image",
        cloudNode + daemonSet("scheduler", "mcr.example/oss/kubernetes/hyperkube:v1.16.7", "{}",
                              R"(["/hyperkube", "kube-scheduler"])"),
        u"cni=flannel:inferred"_qs);
    row("kube-router does what its arguments say",
        server(noFlannel) + daemonSet("kube-router", "docker.io/cloudnativelabs/kube-router:v2.5.0", "{}",
                                      R"(["--run-router=true", "--run-service-proxy=false", "--run-firewall=true"])"),
        u"cni=kube-router:confirmed service-proxy=kube-proxy:assumed network-policy=kube-router:confirmed"_qs);
}

void TestNetworks::rolesAreFilledByWhatTheObjectsShow()
{
    QFETCH(QString, drawing);
    QFETCH(QString, roles);
    QCOMPARE(said(*detectRoles(clusterOf(drawing.toStdString()))), roles);
}

void TestNetworks::flannelsBackendIsReadFromTheNodes()
{
    const RolesPtr roles = detectRoles(clusterOf(flannelNodes));
    const Component &flannel = cni(*roles);
    QCOMPARE(set(flannel, "backend"), u"vxlan"_qs);
    QCOMPARE(set(flannel, "vni"), u"1"_qs);
    QCOMPARE(set(flannel, "port"), u"8472"_qs);
    QCOMPARE(set(flannel, "device"), u"flannel.1"_qs);
    QCOMPARE(flannel.nodes.size(), std::size_t(2));
    QVERIFY(flannel.isDefault);
}

void TestNetworks::nodesThatDisagreeAreNamed()
{
    const RolesPtr roles = detectRoles(clusterOf(R"(
        node a 10.0.0.1 10.42.0.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan
        node b 10.0.0.2 10.42.1.0/24 note:flannel.alpha.coreos.com/backend-type=vxlan
        node c 10.0.0.3 10.42.2.0/24 note:flannel.alpha.coreos.com/backend-type=host-gw
    )"));
    QCOMPARE(set(cni(*roles), "backend"), u"vxlan"_qs);
    QCOMPARE(QString::fromStdString(cni(*roles).remark),
             u"Nodes disagree about the backend: host-gw on c; vxlan on a, b."_qs);
}

void TestNetworks::calicosPoolsSayHowPacketsAreWrapped()
{
    const std::string pools =
        object("projectcalico.org/v3", "IPPool", "lb",
               R"("spec": {"cidr": "10.9.0.0/24", "allowedUses": ["LoadBalancer"]})") +
        object("projectcalico.org/v3", "IPPool", "pods",
               R"("spec": {"cidr": "10.48.0.0/16", "vxlanMode": "CrossSubnet", "ipipMode": "Never", "blockSize": 26})");
    const RolesPtr roles =
        detectRoles(clusterOf(server(noFlannel) + daemonSet("calico-node", "quay.io/calico/node:v3.30.0") + pools));
    QCOMPARE(set(cni(*roles), "encapsulation"), u"VXLANCrossSubnet"_qs);
    QCOMPARE(set(cni(*roles), "ipPools"), u"10.48.0.0/16"_qs);
    QCOMPARE(set(cni(*roles), "blockSize"), u"26"_qs);
    QCOMPARE(set(cni(*roles), "port"), u"4789"_qs);
}

void TestNetworks::ciliumsConfigMapSaysItsModes()
{
    const RolesPtr roles = detectRoles(clusterOf(
        server(noFlannel) + daemonSet("cilium", "quay.io/cilium/cilium:v1.18.1") +
        object(
            "v1", "ConfigMap", "cilium-config",
            R"("data": {"routing-mode": "native", "ipam": "cluster-pool", "cluster-pool-ipv4-cidr": "10.0.0.0/8", "enable-wireguard": "true", "enable-policy": "default"})")));
    QCOMPARE(set(cni(*roles), "routingMode"), u"native"_qs);
    QCOMPARE(set(cni(*roles), "tunnelProtocol"), QString());
    QCOMPARE(set(cni(*roles), "encryption"), u"wireguard"_qs);
    QCOMPARE(set(cni(*roles), "podCidr"), u"10.0.0.0/8"_qs);
    QCOMPARE(set(*roles->filling(NetworkRole::NetworkPolicy), "policyMode"), u"default"_qs);
}

void TestNetworks::oldCiliumHasOneKeyForItsTunnel()
{
    const RolesPtr roles =
        detectRoles(clusterOf(server(noFlannel) + daemonSet("cilium", "quay.io/cilium/cilium:v1.11.0") +
                              object("v1", "ConfigMap", "cilium-config", R"("data": {"tunnel": "geneve"})")));
    QCOMPARE(set(cni(*roles), "tunnelProtocol"), u"geneve"_qs);
    QCOMPARE(set(cni(*roles), "port"), u"6081"_qs);
}

void TestNetworks::evidenceStandsWhereItSays()
{
    const RolesPtr roles =
        detectRoles(clusterOf(server(noFlannel) + daemonSet("cilium", "quay.io/cilium/cilium:v1.18.1") +
                              object("v1", "ConfigMap", "cilium-config",
                                     R"("data": {"kube-proxy-replacement": "true", "tunnel-protocol": "vxlan"})")));
    std::size_t checked = 0;
    for (const Component &component : roles->components) {
        for (const Proof &proof : component.evidence) {
            if (!proof.object.object || proof.path.empty() || proof.value.empty() || proof.path == roles::nodeArgsPath)
                continue;
            QCOMPARE(textOf(proof.object.object->root.pointer(proof.path)), proof.value);
            ++checked;
        }
    }
    QVERIFY(checked > 3);
}

void TestNetworks::whatIsSwitchedOffWithoutReplacementIsSaid()
{
    const RolesPtr roles =
        detectRoles(clusterOf(server(R"([\"server\",\"--disable-kube-proxy\",\"--disable-network-policy\"])")));
    for (const NetworkRole role : {NetworkRole::ServiceProxy, NetworkRole::NetworkPolicy}) {
        QVERIFY(!roles->filling(role));
        const auto why = std::ranges::find(roles->unknown, role, &UnknownRole::role);
        QVERIFY(why != roles->unknown.end());
        QVERIFY(QString::fromStdString(why->why).contains(u"told not to start"_qs));
    }
}

void TestNetworks::nodesThatMayNotBeReadAreTheReason()
{
    auto snapshot = std::make_shared<ClusterSnapshot>(*clusterOf("service shop/web app=web ip=10.43.0.5 port=80"));
    snapshot->isLive = true;
    snapshot->gaps.push_back({"nodes", Gap::Why::Forbidden, "", {}});
    const RolesPtr roles = detectRoles(snapshot);
    QVERIFY(!roles->filling(NetworkRole::Cni));
    const auto why = std::ranges::find(roles->unknown, NetworkRole::Cni, &UnknownRole::role);
    QVERIFY(why != roles->unknown.end());
    QCOMPARE(QString::fromStdString(why->why), u"nodes not permitted"_qs);
    QVERIFY(QString::fromStdString(roles->distribution.why).contains(u"not permitted"_qs));
}

void TestNetworks::distributionsAreToldByTheirMarks_data()
{
    QTest::addColumn<QString>("node");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *name, const QString &node) {
        QTest::newRow(name) << node << QString::fromLatin1(name);
    };
    const QString node =
        u"{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"metadata\": {\"name\": \"%1\", \"uid\": \"1\", \"labels\": "
        u"{\"%2\": "
        "\"x\"}, \"annotations\": {\"%3\": \"x\"}}, \"spec\": {\"providerID\": \"%4\"}, \"status\": {\"nodeInfo\": "
        "{\"kubeletVersion\": \"%5\"}}}"_qs;
    row("k3s", node.arg(u"a"_qs, u"b"_qs, u"c"_qs, u"k3s:"_qs, u"v1.36.1+k3s1"_qs));
    row("k3d", node.arg(u"k3d-dev-server-0"_qs, u"b"_qs, u"c"_qs, u"d"_qs, u"v1.36.1+k3s1"_qs));
    row("rke2", node.arg(u"a"_qs, u"b"_qs, u"c"_qs, u"d"_qs, u"v1.33.1+rke2r1"_qs));
    row("kind", node.arg(u"a"_qs, u"b"_qs, u"kubeadm.alpha.kubernetes.io/cri-socket"_qs,
                         u"kind:/"_qs + u"/docker/x/y"_qs, u"v1.33.1"_qs));
    row("minikube", node.arg(u"minikube"_qs, u"minikube.k8s.io/name"_qs, u"c"_qs, u"d"_qs, u"v1.33.1"_qs));
    row("eks", node.arg(u"a"_qs, u"b"_qs, u"c"_qs, u"aws:"_qs, u"v1.31.5-eks-5d632ec"_qs));
    row("gke", node.arg(u"a"_qs, u"b"_qs, u"c"_qs, u"gce:"_qs, u"v1.31.5-gke.1023000"_qs));
    row("aks", node.arg(u"a"_qs, u"kubernetes.azure.com/cluster"_qs, u"c"_qs, u"azure:"_qs, u"v1.31.5"_qs));
    row("openshift", node.arg(u"a"_qs, u"node.openshift.io/os_id"_qs, u"c"_qs, u"d"_qs, u"v1.30.4"_qs));
    row("kubeadm", node.arg(u"a"_qs, u"b"_qs, u"kubeadm.alpha.kubernetes.io/cri-socket"_qs, u"d"_qs, u"v1.33.1"_qs));
    const QString joined =
        node.arg(u"a"_qs, u"b"_qs, u"kubeadm.alpha.kubernetes.io/cri-socket"_qs, QString(), u"v1.24.6"_qs) + u'\n';
    row("kind", joined + QString::fromStdString(daemonSet("kindnet", "docker.io/kindest/kindnetd:v20220726")));
    row("kubeadm", joined + QString::fromStdString(daemonSet("kindnet", "registry.example/own/network:v1")));
    row("unknown", node.arg(u"a"_qs, u"b"_qs, u"c"_qs, u"d"_qs, u"v1.33.1"_qs));
}

void TestNetworks::distributionsAreToldByTheirMarks()
{
    QFETCH(QString, node);
    QFETCH(QString, name);
    const RolesPtr roles = detectRoles(clusterOf(node.toStdString()));
    QCOMPARE(QString::fromStdString(std::string(roles->distribution.name)), name);
    QCOMPARE(roles->distribution.why.empty(), name != u"unknown"_qs);
}

void TestNetworks::rangesComeFromFlagsBeforeDefaults()
{
    const RolesPtr assumed = detectRoles(clusterOf(flannelNodes));
    QCOMPARE(assumed->facts.podCidr.value, std::string("10.42.0.0/16"));
    QVERIFY(assumed->facts.podCidr.isAssumed);
    const RolesPtr told = detectRoles(
        clusterOf(server(R"([\"server\",\"--cluster-cidr\",\"10.50.0.0/16\",\"--cluster-domain=home.lan\"])")));
    QCOMPARE(told->facts.podCidr.value, std::string("10.50.0.0/16"));
    QVERIFY(!told->facts.podCidr.isAssumed);
    QCOMPARE(told->facts.domain.value, std::string("home.lan"));
    const RolesPtr other = detectRoles(clusterOf("node a 10.0.0.1 10.99.0.0/24"));
    QVERIFY(other->facts.podCidr.value.empty());
}

void TestNetworks::readsLinesAndFlatJson()
{
    QCOMPARE(roles::lineValue("a: 1\n  mode: \"ipvs\"\n#mode: x", "mode"), std::string_view("ipvs"));
    QCOMPARE(roles::lineValue("modes: 2", "mode"), std::string_view());
    QCOMPARE(roles::jsonValue(R"({"VNI": 1, "Type": "vxlan"})", "VNI"), std::string_view("1"));
    QCOMPARE(roles::jsonValue(R"({"Backend": {"Type": "host-gw"}})", "Type"), std::string_view("host-gw"));
    QCOMPARE(roles::jsonValue("{\"Type\"", "Type"), std::string_view());
}

QTEST_APPLESS_MAIN(TestNetworks)
#include "tst_networks.moc"
