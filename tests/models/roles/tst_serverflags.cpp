// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "roles/serverflags.h"
#include "support/clusterof.h"

using namespace portolan;

class TestServerFlags : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsValuesInEveryForm();
    void aFlagWithoutValueIsTrue();
    void whatTheConfigurationFileTurnsOffIsOff();
    void twoFamiliesAreOneValue();
    void serversThatDifferAreNamed();
    void agentsSayNothingOfTheCluster();
    void rke2HasAnAnnotationOfItsOwn();
    void anyTextIsReadWithoutHarm();
};

namespace {

/** A node with arguments in an annotation. */
std::string node(const std::string &name, const std::string &args, bool isServer = true,
                 const std::string &key = "k3s.io/node-args")
{
    return "yaml:\napiVersion: v1\nkind: Node\nmetadata:\n  name: " + name + "\n  labels: {" +
           (isServer ? "node-role.kubernetes.io/control-plane: 'true'" : "") + "}\n  annotations:\n    " + key + ": '" +
           args + "'\nend\n";
}

}  // namespace

void TestServerFlags::readsValuesInEveryForm()
{
    const auto flags = roles::parseNodeArgs(
        "[\"server\",\"--disable\",\"traefik,servicelb\",\"--disable=coredns\",\"--node-ip\",\"10.0.0.1\"]");
    const std::vector<std::string> off{"traefik", "servicelb", "coredns"};
    QCOMPARE(flags.at("disable"), off);
    QCOMPARE(flags.at("node-ip"), std::vector<std::string>{"10.0.0.1"});
}

void TestServerFlags::aFlagWithoutValueIsTrue()
{
    const auto flags = roles::parseNodeArgs("[\"server\",\"--disable-kube-proxy\",\"--flannel-backend\",\"none\"]");
    QCOMPARE(flags.at("disable-kube-proxy"), std::vector<std::string>{"true"});
    QCOMPARE(flags.at("flannel-backend"), std::vector<std::string>{"none"});
}

/** K3s parts "--flag=false" into two words. */
void TestServerFlags::whatTheConfigurationFileTurnsOffIsOff()
{
    const auto cluster = clusterOf(
        node("a", R"(["server","--disable-network-policy","false","--disable-kube-proxy","true","--rootless"])"));
    const auto flags = roles::ServerFlags::of(*cluster);
    QVERIFY(flags.has("disable-network-policy"));
    QVERIFY(!flags.isOn("disable-network-policy"));
    QVERIFY(flags.isOn("disable-kube-proxy"));
    QVERIFY(flags.isOn("rootless"));
    QVERIFY(!flags.isOn("disable-cloud-controller"));
}

void TestServerFlags::twoFamiliesAreOneValue()
{
    for (const char *args : {R"(["server","--cluster-cidr","10.42.0.0/16,2001:db8::/56"])",
                             R"(["server","--cluster-cidr=10.42.0.0/16","--cluster-cidr=2001:db8::/56"])"}) {
        const auto cluster = clusterOf(node("a", args));
        QCOMPARE(roles::ServerFlags::of(*cluster).joined("cluster-cidr"), std::string("10.42.0.0/16,2001:db8::/56"));
    }
}

void TestServerFlags::serversThatDifferAreNamed()
{
    const auto cluster = clusterOf(node("a", R"(["server"])") + node("b", R"(["server","--flannel-backend","none"])") +
                                   node("c", R"(["server"])"));
    const auto flags = roles::ServerFlags::of(*cluster);
    QCOMPARE(flags.differing("flannel-backend", "vxlan"), std::string("none on b; vxlan on a, c"));
    QCOMPARE(flags.differing("cluster-cidr", "default"), std::string());
    QCOMPARE(flags.giving("flannel-backend")->name, std::string_view("b"));
    QCOMPARE(flags.server()->name, std::string_view("a"));
}

void TestServerFlags::agentsSayNothingOfTheCluster()
{
    const auto cluster = clusterOf(node("a", R"(["agent","--flannel-backend","none"])", false));
    const auto flags = roles::ServerFlags::of(*cluster);
    QVERIFY(!flags.isVisible());
    QVERIFY(!flags.has("flannel-backend"));
}

void TestServerFlags::rke2HasAnAnnotationOfItsOwn()
{
    const auto cluster = clusterOf(node("a", R"(["server","--cni","cilium"])", true, "rke2.io/node-args"));
    const auto flags = roles::ServerFlags::of(*cluster);
    QCOMPARE(flags.value("cni"), std::string_view("cilium"));
    QCOMPARE(flags.server()->root.pointer(roles::nodeArgsPathOf(*flags.server())).text(),
             std::string_view(R"(["server","--cni","cilium"])"));
}

void TestServerFlags::anyTextIsReadWithoutHarm()
{
    for (const char *text : {"", "[", "\"", "[\"--a", "[\"--\"]", "[\"-\",\"=\"]", "{}", "\"\\", "[\"--=x\",\"---\"]"})
        QVERIFY(roles::parseNodeArgs(text).size() < 3);
}

QTEST_APPLESS_MAIN(TestServerFlags)
#include "tst_serverflags.moc"
