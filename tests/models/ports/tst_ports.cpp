// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTest>
#include <algorithm>

#include "ports/formats.h"
#include "support/clusterof.h"

using namespace portolan;

namespace {

std::string nodes(const std::string &backend, int servers = 1)
{
    std::string drawing;
    for (int i = 0; i < 3; ++i)
        drawing += "node n" + std::to_string(i) + " 192.168.1." + std::to_string(10 + i) + " 10.42." +
                   std::to_string(i) + ".0/24 " + (i < servers ? "server node-role.kubernetes.io/etcd=true" : "") +
                   " note:flannel.alpha.coreos.com/backend-type=" + backend + "\n";
    return drawing;
}

const Knowledge &known()
{
    static const Knowledge knowledge = builtInKnowledge().value();
    return knowledge;
}

std::vector<PortRule> rulesOf(const std::string &drawing, const std::optional<Supposition> &supposition = {})
{
    return portRules(*buildTopology(clusterOf(drawing), {}, supposition), known());
}

/** "UDP 8472 all nodes → all nodes" */
QStringList said(const std::vector<PortRule> &rules)
{
    QStringList lines;
    for (const PortRule &rule : rules)
        lines << QString::fromStdString(rule.protocol + ' ' + rule.port + ' ' + rule.fromWords + " -> " + rule.toWords);
    return lines;
}

}  // namespace

class TestPorts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBackendDecidesTheTunnelsPort();
    void agentsReachServers();
    void etcdNeedsSeveralServers();
    void loadBalancersOpenTheirServicesPorts();
    void withoutALoadBalancerNobodyOpensItsPorts();
    void hostPortsOfTheIngressControllerAreOpened();
    void portsAreNumbersThatPortsCanHave();
    void whatIsSupposedIsMarked();
    void firewallsNameMachinesByAddress();
    void hostileNamesStayComments();
    void nftablesReadsItsFile();
};

void TestPorts::theBackendDecidesTheTunnelsPort()
{
    QVERIFY(said(rulesOf(nodes("vxlan"))).contains(u"UDP 8472 all nodes -> all nodes"_qs));
    const QStringList wireguard = said(rulesOf(nodes("wireguard")));
    QVERIFY(wireguard.contains(u"UDP 51820 all nodes -> all nodes"_qs));
    QVERIFY(!wireguard.contains(u"UDP 8472 all nodes -> all nodes"_qs));
    const QStringList routed = said(rulesOf(nodes("host-gw")));
    QVERIFY(routed.filter(u"UDP 8472"_qs).isEmpty() && routed.filter(u"51820"_qs).isEmpty());
}

void TestPorts::agentsReachServers()
{
    const auto rules = rulesOf(nodes("vxlan"));
    const auto api = std::ranges::find_if(
        rules, [](const PortRule &rule) { return rule.port == "6443" && rule.fromWords == "agents"; });
    QVERIFY(api != rules.end());
    const std::vector<std::string> agents{"Node/n1", "Node/n2"};
    QCOMPARE(api->from, agents);
    QCOMPARE(api->to, std::vector<std::string>{"Node/n0"});
    QVERIFY(api->isRequired && !api->source.empty());
}

void TestPorts::etcdNeedsSeveralServers()
{
    QVERIFY(said(rulesOf(nodes("vxlan", 1))).filter(u"2379"_qs).isEmpty());
    QVERIFY(said(rulesOf(nodes("vxlan", 3))).contains(u"TCP 2379-2380 servers -> servers"_qs));
}

void TestPorts::loadBalancersOpenTheirServicesPorts()
{
    const auto rules = rulesOf(
        nodes("vxlan") + "service shop/web app=web type=LoadBalancer ip=10.43.0.5 port=8080 external=192.168.1.10\n");
    const auto web = std::ranges::find(rules, std::string("8080"), &PortRule::port);
    QVERIFY(web != rules.end());
    QCOMPARE(web->from, std::vector<std::string>{"clients"});
    QCOMPARE(web->source, std::string("Service/shop/web"));
}

void TestPorts::withoutALoadBalancerNobodyOpensItsPorts()
{
    const auto rules = rulesOf(
        "node a 192.168.1.10 10.42.0.0/24 version=v1.33.4\nnode b 192.168.1.11 10.42.1.0/24 version=v1.33.4\n"
        "service shop/web app=web type=LoadBalancer ip=10.43.0.5 port=8080\n");
    QVERIFY(std::ranges::find(rules, std::string("8080"), &PortRule::port) == rules.end());
}

void TestPorts::hostPortsOfTheIngressControllerAreOpened()
{
    const std::string pod =
        R"({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "c-1", "namespace": "ingress-nginx", "labels": {"app.kubernetes.io/name": "ingress-nginx"}, "ownerReferences": [{"kind": "DaemonSet", "name": "c", "controller": true}]}, "spec": {"nodeName": "n1", "containers": [{"name": "controller", "image": "registry.k8s.io/ingress-nginx/controller:v1.11.2", "ports": [{"containerPort": 8081, "hostPort": 81}, {"containerPort": 9090, "hostPort": 9090, "hostIP": "127.0.0.1"}]}]}, "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}})";
    const auto rules = rulesOf(nodes("vxlan") +
                               "daemonset ingress-nginx/c app.kubernetes.io/name=ingress-nginx "
                               "image=registry.k8s.io/ingress-nginx/controller:v1.11.2\n" +
                               pod + "\n");
    const auto opened = std::ranges::find(rules, std::string("81"), &PortRule::port);
    QVERIFY(opened != rules.end());
    QCOMPARE(opened->to, std::vector<std::string>{"Node/n1"});
    QCOMPARE(opened->component, std::string("ingress-nginx"));
    QVERIFY(std::ranges::find(rules, std::string("9090"), &PortRule::port) == rules.end());
}

void TestPorts::portsAreNumbersThatPortsCanHave()
{
    for (const char *good : {"1", "8472", "65535", "2379-2380"})
        QVERIFY2(isPortRange(good), good);
    for (const char *bad : {"", "0", "65536", "x", "80; reboot", "-", "80-", "-80", "90-80", "1-2-3", "99999999999"})
        QVERIFY2(!isPortRange(bad), bad);
}

void TestPorts::whatIsSupposedIsMarked()
{
    const auto rules = rulesOf(nodes("vxlan"), Supposition{NetworkRole::Cni, "cilium"});
    const auto tunnel = std::ranges::find(rules, std::string("8472"), &PortRule::port);
    QVERIFY(tunnel != rules.end());
    QCOMPARE(tunnel->component, std::string("cilium"));
    QVERIFY(tunnel->isSupposed);
}

void TestPorts::firewallsNameMachinesByAddress()
{
    const GraphPtr graph = buildTopology(clusterOf(nodes("vxlan")));
    const auto rules = portRules(*graph, known());
    const QString nft = QString::fromStdString(portsForNftables(rules, *graph));
    QVERIFY(nft.contains(u"ip saddr { 192.168.1.11, 192.168.1.12 } tcp dport 6443 accept"_qs));
    QVERIFY(nft.contains(u"# n1, n2\n"_qs));
    QVERIFY(!nft.contains(u"\n        drop"_qs));
    const QString ufw = QString::fromStdString(portsForUfw(rules, *graph));
    QVERIFY(ufw.contains(u"ufw allow from 192.168.1.11 to any port 6443 proto tcp comment"_qs));
    QVERIFY(ufw.contains(u"port 30000:32767 proto tcp"_qs));
    const QString firewalld = QString::fromStdString(portsForFirewalld(rules, *graph));
    QVERIFY(firewalld.contains(u"source address=\"192.168.1.10\" port port=\"8472\" protocol=\"udp\" accept"_qs));
}

void TestPorts::hostileNamesStayComments()
{
    const GraphPtr graph = buildTopology(clusterOf(
        nodes("vxlan") +
        R"({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x'; reboot; '\n\"} drop", "namespace": "a"}, "spec": {"type": "LoadBalancer", "ports": [{"port": 81}]}})"
        "\n"
        R"({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n9"}, "status": {"addresses": [{"type": "InternalIP", "address": "10.0.0.1; reboot"}]}})"));
    const auto rules = portRules(*graph, known());
    QVERIFY(!QString::fromStdString(portsForUfw(rules, *graph)).contains(u"'; reboot"_qs));
    for (const std::string &text : {portsForNftables(rules, *graph), portsForUfw(rules, *graph)}) {
        QVERIFY(QString::fromStdString(text).contains(u"81"_qs));
        QVERIFY(!QString::fromStdString(text).contains(u"10.0.0.1; reboot"_qs));
        for (const QString &line : QString::fromStdString(text).split(u'\n'))
            QVERIFY2(!line.trimmed().startsWith(u"reboot"_qs), qPrintable(line));
    }
}

/** The tool itself is the judge. It asks the kernel, which needs rights that a user has in a namespace of his own. */
void TestPorts::nftablesReadsItsFile()
{
    const QString nft = QStandardPaths::findExecutable(
        u"nft"_qs, qEnvironmentVariable("PATH").split(u':') + QStringList{u"/usr/sbin"_qs, u"/sbin"_qs});
    if (nft.isEmpty())
        QSKIP("nft is not installed (Debian package nftables)");
    const GraphPtr graph = buildTopology(clusterOf(nodes("vxlan", 3)));
    QTemporaryFile file;
    QVERIFY(file.open());
    const std::string text = portsForNftables(portRules(*graph, known()), *graph);
    file.write(text.data(), static_cast<qint64>(text.size()));
    file.flush();
    QProcess check;
    check.start(u"unshare"_qs, {u"-rn"_qs, nft, u"-c"_qs, u"-f"_qs, file.fileName()});
    QVERIFY(check.waitForFinished());
    const QString said = QString::fromLocal8Bit(check.readAllStandardError());
    if (check.exitCode() != 0 && (said.contains(u"not permitted"_qs) || said.contains(u"unshare"_qs)))
        QSKIP("this machine gives no network namespace to check in");
    QVERIFY2(check.exitCode() == 0, qPrintable(said));
}

QTEST_GUILESS_MAIN(TestPorts)
#include "tst_ports.moc"
