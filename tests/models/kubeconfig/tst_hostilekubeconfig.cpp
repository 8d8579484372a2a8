// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <sys/stat.h>

#include "kubeconfig/address.h"
#include "kubeconfig/kubeconfig.h"
#include "kubeconfig/kubeconfigfile.h"
#include "kubeconfig/smallfile.h"

using namespace portolan;

/** A kubeconfig from somebody else neither starts, nor blocks, nor fills anything. */
class TestHostileKubeconfig : public QObject {
    Q_OBJECT

    static std::string repeated(const std::string &text, int times)
    {
        std::string all;
        for (int i = 0; i < times; ++i)
            all += text;
        return all;
    }

    static QString errorOf(const std::string &text)
    {
        const auto config = parseKubeconfig(text, "/f");
        return config ? QString() : QString::fromStdString(config.error().detail);
    }

    static QString errorOfFile(const std::string &path)
    {
        KubeconfigSearch search;
        search.explicitFile = path;
        const auto config = readKubeconfig(search);
        return config ? QString() : QString::fromStdString(config.error().detail);
    }

private Q_SLOTS:
    void onlyRegularFilesAreRead()
    {
        const QTemporaryDir folder;
        const std::string pipe = folder.filePath(u"pipe"_qs).toStdString();
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        QVERIFY(errorOfFile(pipe).contains(u"is not a file"));
        QVERIFY(errorOfFile("/dev/zero").contains(u"is not a file"));
        QVERIFY(errorOfFile(folder.path().toStdString()).contains(u"is not a file"));
        const auto zero = readSmallFile("/dev/zero", 100);
        QVERIFY(!zero && zero.error().detail == "is not a file");
    }

    void aLargeFileIsRefused()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"large"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(qint64(1) << 40));
        QVERIFY(errorOfFile(file.fileName().toStdString()).contains(u"is larger than 16384 KB"));
    }

    void bytesThatAreNoTextAreRefused()
    {
        QVERIFY(errorOf("current-context: \"\xff\"\n").endsWith(u"yaml: invalid UTF-8"));
        QVERIFY(errorOf("current-context: \"\xed\xa0\x80\"\n").endsWith(u"yaml: invalid UTF-8"));
    }

    void depthAndNumberAreBounded()
    {
        QVERIFY(errorOf("a: " + repeated("[", 100)).contains(u"nested too deep"));
        QVERIFY(errorOf("a: " + repeated("[", 400'000)).contains(u"nested too deep"));
        QVERIFY(errorOf(repeated("- ", 300'000)).contains(u"nested too deep"));
        QVERIFY(errorOf("a: [" + repeated("1,", 700'000) + "1]").contains(u"too many values"));
        QVERIFY(errorOf(repeated("? ", 100'000)).contains(u"yaml: "));
    }

    void aliasesCostWhatTheyMakeOfThemselves()
    {
        std::string bomb = "a0: &a0 [lol]\n";
        for (int i = 1; i < 40; ++i) {
            const std::string below = "*a" + std::to_string(i - 1);
            bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + below + ", " + below + "]\n";
        }
        QCOMPARE(errorOf(bomb), QString());  // nobody asks for these
        const std::string asked = bomb +
                                  "clusters: [{name: c, cluster: {extensions: [{name: "
                                  "client.authentication.k8s.io/exec, extension: *a39}]}}]\n";
        QVERIFY(errorOf(asked).contains(u"too large"));
        const std::string lists =
            "l: &l [" + repeated("a,", 50'000) + "a]\nusers:\n" + repeated("- {user: {exec: {args: *l}}}\n", 20'000);
        QVERIFY(errorOf(lists).contains(u"too much in too little"));
        QVERIFY(errorOf("l: &l [{<<: [" + repeated("{<<: {}},", 1'000) + "]}]\nclusters:\n" +
                        repeated("- {cluster: {<<: *l}}\n", 20'000))
                    .contains(u"too much in too little"));
    }

    void whatHoldsItselfEnds()
    {
        QVERIFY(errorOf("clusters: [{name: c, cluster: {extensions: [{name: client.authentication.k8s.io/exec, "
                        "extension: &e [*e]}]}}]\n")
                    .contains(u"it holds itself"));
        QCOMPARE(errorOf("clusters: &c [{name: c, cluster: &m {<<: *m}}]\n"), QString());
        QVERIFY(!errorOf("a: *nobody").isEmpty());
    }

    void namesStayWhatTheyAre()
    {
        const std::string name = "<b>x</b>\x1b[31m../../etc";
        const auto config =
            parseKubeconfig("contexts: [{name: \"<b>x</b>\\e[31m../../etc\"}]\ncurrent-context: none\n", "/f");
        QVERIFY(config);
        QCOMPARE(config.value().contexts.front().name, name);
        QVERIFY(!connectionFor(config.value(), name, {}));
    }

    void addressesHaveNoRoomForMore()
    {
        for (const char *bad : {"https://h/\r\nHost: x", "https://", "https:///x", "", "javascript:alert(1)",
                                "https://h h", "file:///etc/passwd", "ftp://h", "https://[::1", "https://h:99999999"})
            QVERIFY2(!serverAddress(bad, true), bad);
        QCOMPARE(serverAddress("https://jo:secret@h:1/p?q#f", true).value().url, std::string("https://h:1/p"));
        QCOMPARE(serverAddress("h:6443", true).value().url, std::string("https://h:6443"));
        QCOMPARE(withoutPassword("http://jo:secret@h:1"), std::string("http://jo:xxxxx@h:1"));
        QCOMPARE(withoutPassword("http://jo@h:1"), std::string("http://jo@h:1"));
    }

    void errorsHoldNoPassword()
    {
        const auto config = parseKubeconfig(
            "clusters: [{name: c, cluster: {server: 'https://h', proxy-url: 'ftp://jo:secret@h'}}]\n"
            "users: [{name: u, user: {username: jo, password: secret, token: secret}}]\n"
            "contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n",
            "/f");
        const auto connection = connectionFor(config.value(), {}, {});
        QVERIFY(!connection);
        QVERIFY(connection.error().detail.find("secret") == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestHostileKubeconfig)
#include "tst_hostilekubeconfig.moc"
