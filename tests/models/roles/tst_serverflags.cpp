// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "roles/serverflags.h"

using namespace portolan;

class TestServerFlags : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsValuesInEveryForm();
    void aFlagWithoutValueIsTrue();
};

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

QTEST_APPLESS_MAIN(TestServerFlags)
#include "tst_serverflags.moc"
