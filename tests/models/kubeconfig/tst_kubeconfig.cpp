// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <unistd.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <filesystem>

#include "kubeconfig/kubeconfig.h"
#include "kubeconfig/kubeconfigfile.h"

using namespace portolan;

/** A kubeconfig is read as kubectl reads it. */
class TestKubeconfig : public QObject {
    Q_OBJECT

    static QString data(const QString &path)
    {
        return QLatin1String(PORTOLAN_SOURCE_DIR) + u"/tests/data/kubeconfig/"_qs + path;
    }

    static QJsonArray cases()
    {
        QFile file(data(u"cases.json"_qs));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
    }

    /** No place but those that a case names. */
    static KubeconfigSearch nowhere()
    {
        KubeconfigSearch search;
        search.k3sFile.clear();
        search.serviceAccount = "/nonexistent";
        return search;
    }

    static KubeconfigSearch searchOf(const QJsonObject &test)
    {
        const QString folder = data(test[u"id"].toString()) + u'/';
        QStringList files;
        for (const auto &file : test[u"KUBECONFIG"].toArray())
            files << folder + file.toString();
        KubeconfigSearch search = nowhere();
        search.environment = files.join(u':').toStdString();
        if (const QString flag = test[u"kubeconfig_flag"].toString(); !flag.isEmpty())
            search.explicitFile = (folder + flag).toStdString();
        return search;
    }

    static QStringList texts(const std::vector<std::string> &from)
    {
        QStringList all;
        for (const std::string &text : from)
            all << QString::fromStdString(text);
        return all;
    }

    /** What a configuration and a context come to. */
    struct Outcome {
        Kubeconfig config;
        std::optional<Connection> connection;
        QStringList errors, warnings;
    };

    static Outcome outcomeOf(const Result<Kubeconfig> &read, const std::string &context, const std::string &space = {})
    {
        Outcome outcome;
        if (!read) {
            outcome.errors = {QString::fromStdString(read.error().detail)};
            return outcome;
        }
        outcome.config = read.value();
        outcome.errors = texts(faultsOf(read.value(), context));
        outcome.warnings = texts(cautionsOf(read.value(), context));
        if (auto connection = connectionFor(read.value(), context, space))
            outcome.connection = std::move(connection).value();
        return outcome;
    }

    template <class T>
    static QStringList names(const std::vector<T> &entries)
    {
        QStringList all;
        for (const T &entry : entries)
            all << QString::fromStdString(entry.name);
        return all;
    }

    static QStringList strings(const QJsonValue &value)
    {
        QStringList all;
        for (const auto &each : value.isArray() ? value.toArray() : QJsonArray{value})
            all << each.toString();
        return all;
    }

    static void compareEntries(const Kubeconfig &config, const QJsonObject &expected)
    {
        if (expected.contains(u"current_context"))
            QCOMPARE(QString::fromStdString(config.currentContext), expected[u"current_context"].toString());
        if (expected.contains(u"contexts"))
            QCOMPARE(names(config.contexts), strings(expected[u"contexts"]));
        if (expected.contains(u"users"))
            QCOMPARE(names(config.users), strings(expected[u"users"]));
        const QJsonObject clusters = expected[u"clusters"].toObject();
        if (!clusters.isEmpty())
            QCOMPARE(names(config.clusters), clusters.keys());
        for (const NamedCluster &cluster : config.clusters) {
            if (!clusters.isEmpty())
                QCOMPARE(QString::fromStdString(cluster.server),
                         clusters[QString::fromStdString(cluster.name)].toString());
        }
    }

    static QString tokenOf(const Credential &credential)
    {
        if (!credential.token.empty())
            return QString::fromStdString(credential.token);
        const auto token = readTokenFile(credential.tokenFile);
        return token ? QString::fromStdString(token.value()) : QString();
    }

    static void compareEffective(const Outcome &outcome, const QJsonObject &expected)
    {
        QVERIFY2(outcome.connection, qPrintable(outcome.errors.join(u'\n')));
        const Connection &connection = *outcome.connection;
        const QMap<QString, QString> actual{{u"server"_qs, QString::fromStdString(connection.server)},
                                            {u"namespace"_qs, QString::fromStdString(connection.space)},
                                            {u"user"_qs, QString::fromStdString(connection.user)},
                                            {u"token"_qs, tokenOf(connection.credential)}};
        for (auto each = expected.begin(); each != expected.end(); ++each) {
            if (each->isBool())
                QCOMPARE(connection.insecure, each->toBool());
            else
                QCOMPARE(actual[each.key()], each->toString());
        }
    }

    static void comparePaths(const Kubeconfig &config, const QString &folder, const QJsonObject &expected)
    {
        const auto user = [&](const char *name) {
            return *std::ranges::find(config.users, std::string(name), &NamedUser::name);
        };
        const QMap<QString, std::string> actual{
            {u"users.u.client-certificate"_qs, user("u").credential.certificateFile},
            {u"users.u.client-key"_qs, user("u").credential.keyFile},
            {u"clusters.c.certificate-authority"_qs, config.clusters.front().authorityFile},
            {u"users.cmd-rel.exec.command"_qs, user("cmd-rel").exec->command},
            {u"users.cmd-path.exec.command"_qs, user("cmd-path").exec->command},
        };
        QCOMPARE(expected.keys(), actual.keys());
        for (auto each = actual.begin(); each != actual.end(); ++each) {
            const QString wanted = expected[each.key()].toString();
            const bool isPath = wanted.startsWith(u"sub/");
            QCOMPARE(QString::fromStdString(each.value()), isPath ? folder + wanted : wanted.section(u' ', 0, 0));
        }
    }

    /** One cluster, user and context; what is in them is given in YAML's flow style. */
    static Outcome resolved(const std::string &cluster, const std::string &user, const std::string &space = {})
    {
        return outcomeOf(
            parseKubeconfig("clusters: [{name: c, cluster: {" + cluster + "}}]\nusers: [{name: u, user: {" + user +
                                "}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n" + "current-context: x\n",
                            "/home/jo/.kube/config"),
            {}, space);
    }

    static Kubeconfig parse(const std::string &text)
    {
        auto config = parseKubeconfig(text, "/f");
        return config ? std::move(config).value() : Kubeconfig();
    }

    static Kubeconfig read(const KubeconfigSearch &search)
    {
        auto config = readKubeconfig(search);
        return config ? std::move(config).value() : Kubeconfig();
    }

    static std::string written(const QString &path, const QByteArray &text)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        return isWritten ? path.toStdString() : std::string();
    }

private Q_SLOTS:
    void asKubectl_data()
    {
        QTest::addColumn<QJsonObject>("test");
        QVERIFY(cases().size() > 10);
        for (const auto &test : cases())
            QTest::newRow(qPrintable(test[u"id"].toString())) << test.toObject();
    }

    void asKubectl()
    {
        QFETCH(QJsonObject, test);
        const QJsonObject expected = test[u"expect"].toObject();
        const Outcome outcome =
            outcomeOf(readKubeconfig(searchOf(test)), test[u"context_flag"].toString().toStdString());
        const Kubeconfig &config = outcome.config;
        const QString note = expected[u"error_or_note"].toString().section(u": "_qs, -1);  // after who says so
        const QJsonValue error = note.isEmpty() ? expected[u"error"] : QJsonValue(note);
        const QString errors = outcome.errors.join(u'\n');
        if (error.isNull() && !config.currentContext.empty())
            QCOMPARE(errors, QString());
        for (const QString &part : error.isNull() || error.isUndefined() ? QStringList() : strings(error))
            QVERIFY2(errors.contains(part), qPrintable(errors));
        compareEntries(config, expected);
        if (expected.contains(u"effective"))
            compareEffective(outcome, expected[u"effective"].toObject());
        if (expected.contains(u"paths"))
            comparePaths(config, data(test[u"id"].toString()) + u'/', expected[u"paths"].toObject());
    }

    void searchesInOrder()
    {
        const QTemporaryDir folder;
        KubeconfigSearch search = nowhere();
        search.home = folder.path().toStdString();
        search.k3sFile = written(folder.filePath(u"k3s.yaml"_qs), "current-context: k3s");
        QCOMPARE(read(search).currentContext, std::string("k3s"));
        (void)written(folder.filePath(u".kube/config"_qs), "# nothing\n");
        QCOMPARE(read(search).currentContext, std::string("k3s"));
        (void)written(folder.filePath(u".kube/config"_qs), "current-context: home");
        QCOMPARE(read(search).currentContext, std::string("home"));
        search.environment = ':' + written(folder.filePath(u"env"_qs), "current-context: env") + ':';
        QCOMPARE(read(search).currentContext, std::string("env"));
        search.explicitFile = written(folder.filePath(u"flag"_qs), "current-context: flag");
        QCOMPARE(read(search).currentContext, std::string("flag"));
    }

    void aSetEnvironmentKeepsHomeOut()
    {
        const QTemporaryDir folder;
        KubeconfigSearch search = nowhere();
        search.home = folder.path().toStdString();
        (void)written(folder.filePath(u".kube/config"_qs), "current-context: home");
        search.environment = "/nonexistent/a:/nonexistent/b";
        const Kubeconfig config = read(search);
        QCOMPARE(config.currentContext, std::string());
        QCOMPARE(texts(config.warnings), QStringList{u"Config not found: /nonexistent/a, /nonexistent/b"_qs});
        QCOMPARE(texts(faultsOf(config, {})), QStringList{u"no configuration has been provided"_qs});
    }

    void aPodHasItsAccount()
    {
        const QTemporaryDir folder;
        KubeconfigSearch search = nowhere();
        search.serviceAccount = folder.path().toStdString();
        search.serviceHost = "fd00::1";
        search.servicePort = "443";
        (void)written(folder.filePath(u"namespace"_qs), "shop\n");
        QVERIFY(!readKubeconfig(search));
        (void)written(folder.filePath(u"token"_qs), "t");
        (void)written(folder.filePath(u"ca.crt"_qs), "c");
        const auto connection = connectionFor(read(search), {}, {});
        QVERIFY(connection);
        QCOMPARE(connection.value().server, std::string("https://[fd00::1]:443"));
        QCOMPARE(connection.value().space, std::string("shop"));
        QCOMPARE(connection.value().credential.tokenFile, search.serviceAccount + "/token");
        QCOMPARE(connection.value().authorityFile, search.serviceAccount + "/ca.crt");
    }

    void onlyTheChosenContextHasToBeRight()
    {
        const Kubeconfig config = parse(
            "clusters: [{name: c, cluster: {server: 'https://h'}}]\n"
            "users: [{name: bad, user: {token: t, username: u}}, {name: good, user: {token: t}}]\n"
            "contexts: [{name: bad, context: {cluster: c, user: bad}}, {name: good, context: {cluster: c, user: good}}]"
            "\ncurrent-context: good\n");
        QVERIFY(connectionFor(config, {}, {}));
        QVERIFY(!connectionFor(config, "bad", {}));
    }

    void theNamespaceOfTheCommandLineCounts()
    {
        QCOMPARE(resolved("server: 'https://h'", "token: t", "shop").connection->space, std::string("shop"));
        QVERIFY(!resolved("server: 'https://h'", "token: t", "../kube-system").connection);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("cluster");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QString>("error");
        const QString fine = u"server: 'https://h'"_qs;
        const auto row = [](const char *name, const QString &cluster, const QString &user, const QString &error) {
            QTest::newRow(name) << cluster << user << error;
        };
        const QString v1 = u"apiVersion: client.authentication.k8s.io/v1"_qs;
        row("proxy", u"server: 'https://h', proxy-url: 'ftp://x'"_qs, {},
            u"invalid 'proxy-url' \"ftp://x\" for cluster \"c\": unsupported scheme \"ftp\", must be http, https, or socks5"_qs);
        row("no server", u"insecure-skip-tls-verify: true"_qs, {}, u"no server found for cluster \"c\""_qs);
        row("scheme", u"server: 'ftp://h'"_qs, {}, u"unsupported protocol scheme \"ftp\""_qs);
        row("file as server", u"server: 'file:///etc/passwd'"_qs, {},
            u"host must be a URL or a host:port pair: \"file:///etc/passwd\""_qs);
        row("no authority", fine + u", certificate-authority: /nonexistent"_qs, {},
            u"unable to read certificate-authority /nonexistent for c due to open /nonexistent: no such file or directory"_qs);
        row("odd certificate", fine, u"client-certificate: /dev/zero, client-key-data: Zm9v"_qs,
            u"unable to read client-cert /dev/zero for u due to /dev/zero is not a file"_qs);
        row("two authorities",
            fine + u", certificate-authority: " PORTOLAN_SOURCE_DIR "/LICENSE, certificate-authority-data: Zm9v"_qs, {},
            u"certificate-authority-data and certificate-authority are both specified for c. certificate-authority-data will override."_qs);
        row("no key", fine, u"client-certificate: " PORTOLAN_SOURCE_DIR "/LICENSE"_qs,
            u"client-key-data or client-key must be specified for u to use the clientCert authentication method."_qs);
        row("exec and token", fine, u"token: t, exec: {command: a, interactiveMode: Never, "_qs + v1 + u"}"_qs,
            u"more than one authentication method found for u; found [token exec], only one is allowed"_qs);
        row("exec and provider", fine,
            u"auth-provider: {name: gcp}, exec: {command: a, interactiveMode: Never, "_qs + v1 + u"}"_qs,
            u"authProvider cannot be provided in combination with an exec plugin for u"_qs);
        row("mode", fine, u"exec: {command: a, "_qs + v1 + u"}"_qs,
            u"interactiveMode must be specified for u to use exec authentication plugin"_qs);
        row("odd mode", fine, u"exec: {command: a, interactiveMode: Perhaps, "_qs + v1 + u"}"_qs,
            u"invalid interactiveMode for u: \"Perhaps\""_qs);
        row("alpha", fine,
            u"exec: {command: a, interactiveMode: Never, apiVersion: client.authentication.k8s.io/v1alpha1}"_qs,
            u"exec plugin: invalid apiVersion \"client.authentication.k8s.io/v1alpha1\""_qs);
        row("legacy", fine, u"auth-provider: {name: gcp, config: {cmd-path: /bin/true}}"_qs,
            u"the auth-provider \"gcp\" of user \"u\" is of a kind that Kubernetes removed in 1.26, and is never run; use an exec plugin in its place"_qs);
        row("impersonation", fine, u"as-groups: [a]"_qs,
            u"requesting uid, groups or user-extra for u without impersonating a user"_qs);
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, cluster);
        QFETCH(QString, user);
        QFETCH(QString, error);
        const Outcome resolution = resolved(cluster.toStdString(), user.toStdString());
        QCOMPARE(resolution.errors, QStringList{error});
        QVERIFY(!resolution.connection);
    }

    void readsEveryField()
    {
        const Outcome resolution = resolved(
            "server: 'https://h:6443/api/', tls-server-name: k, proxy-url: 'socks5://p:1080', "
            "certificate-authority-data: Zm9v, "
            "extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: a, n: 1, l: [true, null]}}]",
            "as: jo, as-uid: '7', as-groups: [a, b], as-user-extra: {k: [v]}, exec: {command: ../bin/login, "
            "apiVersion: client.authentication.k8s.io/v1beta1, args: [a, 'b c'], env: [{name: NAME, value: V}], "
            "provideClusterInfo: true, installHint: buy it}");
        QVERIFY2(resolution.connection, qPrintable(resolution.errors.join(u'\n')));
        const Connection &connection = *resolution.connection;
        QCOMPARE(connection.server, std::string("https://h:6443/api"));
        QCOMPARE(connection.tlsServerName, std::string("k"));
        QCOMPARE(connection.proxy, std::string("socks5://p:1080"));
        QCOMPARE(connection.authority, std::string("foo"));
        const Impersonation as{"jo", "7", {"a", "b"}, {{"k", {"v"}}}};
        QVERIFY(connection.impersonation == as);
        const ExecPlugin plugin{"client.authentication.k8s.io/v1beta1",
                                "/home/jo/bin/login",
                                {"a", "b c"},
                                {{"NAME", "V"}},
                                ExecPlugin::Interactive::IfAvailable,
                                true,
                                "buy it",
                                "/home/jo/.kube/config"};
        QVERIFY(connection.exec == plugin);
        QCOMPARE(connection.execConfig, std::string("{\"audience\":\"a\",\"n\":1,\"l\":[true,null]}"));
    }

    void warnsOfWhatIsUnsafe()
    {
        QCOMPARE(resolved("server: 'https://h'", "token: t").warnings, QStringList());
        QCOMPARE(resolved("server: 'http://localhost:8080'", "token: t").warnings, QStringList());
        QCOMPARE(resolved("server: 'http://h'", "token: t").warnings,
                 QStringList{u"the server is spoken to by http: credentials are not sent to it"_qs});
        QCOMPARE(
            resolved("server: 'https://h', insecure-skip-tls-verify: true", {}).warnings,
            QStringList{u"the certificate of the server is not verified (insecure-skip-tls-verify): anybody on the way "
                        "can read and change what is sent, the credentials included"_qs});
        for (const char *server :
             {"https://169.254.169.254", "https://0xa9fea9fe", "https://[fe80::1]", "https://[::ffff:169.254.169.254]"})
            QVERIFY2(resolved("server: '" + std::string(server) + "'", {}).warnings.size() == 1, server);
    }

    void aContextThatIsNotThereIsNamed()
    {
        QCOMPARE(texts(faultsOf(parse("current-context: a"), {})),
                 QStringList{u"context was not found for specified context: a"_qs});
    }

    void anUnreadableFileOfK3sIsToldOfWithTheRemedy()
    {
        if (::geteuid() == 0)
            QSKIP("root may read everything");
        const QTemporaryDir folder;
        KubeconfigSearch search = nowhere();
        search.k3sFile = written(folder.filePath(u"k3s.yaml"_qs), "current-context: k3s");
        QVERIFY(QFile::setPermissions(QString::fromStdString(search.k3sFile), {}));
        const auto config = readKubeconfig(search);
        QVERIFY(!config);
        QVERIFY(config.error().detail.find("sudo cp " + search.k3sFile) != std::string::npos);
    }

    void jsonIsYaml()
    {
        const Kubeconfig config = parse(R"({"apiVersion":"v1","kind":"Config","current-context":"a\u0042"})");
        QCOMPARE(config.currentContext, std::string("aB"));
    }

    /** Each of these was given to kubectl 1.32, which says the same in Go's words. */
    void typesAreThoseOfKubectl_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("error");
        const auto row = [](const QString &text, const QString &error) {
            QTest::newRow(qPrintable(text)) << text << error;
        };
        row(u"clusters: [{name: 123}]"_qs, u"line 1: clusters[0].name: expected a string, found a number"_qs);
        row(u"clusters: [{name: on}]"_qs, u"line 1: clusters[0].name: expected a string, found a bool"_qs);
        row(u"clusters: [{name: y}]"_qs, u"line 1: clusters[0].name: expected a string, found a bool"_qs);
        row(u"current-context: 1.5e3"_qs, u"line 1: current-context: expected a string, found a number"_qs);
        row(u"current-context: 0o17"_qs, u"line 1: current-context: expected a string, found a number"_qs);
        row(u"current-context: 2020-01-01"_qs, {});
        row(u"current-context: '5'"_qs, {});
        row(u"current-context: 1.2.3"_qs, {});
        row(u"current-context: 10.0.0.1:6443"_qs, {});
        row(u"clusters: null"_qs, {});
        row(u"contexts: {}"_qs, u"line 1: contexts: expected a list, found a map"_qs);
        row(u"clusters: [{cluster: {insecure-skip-tls-verify: 'true'}}]"_qs,
            u"line 1: clusters[0].cluster.insecure-skip-tls-verify: expected a bool, found a string"_qs);
        row(u"clusters: [{cluster: {certificate-authority-data: '@@'}}]"_qs,
            u"line 1: clusters[0].cluster.certificate-authority-data: illegal base64 data"_qs);
        row(u"clusters: [{name: a}, {name: a}]"_qs, u"duplicate name \"a\" in list clusters"_qs);
        row(u"kind: Pod"_qs, u"no kind \"Pod\" is registered for version \"v1\""_qs);
        row(u"hello"_qs, u"line 1: the document: expected a map, found a string"_qs);
    }

    void typesAreThoseOfKubectl()
    {
        QFETCH(QString, text);
        QFETCH(QString, error);
        const auto config = parseKubeconfig(text.toStdString(), "/f");
        const QString prefix = error.isEmpty() ? QString() : u"error loading config file \"/f\": "_qs;
        QCOMPARE(config ? QString() : QString::fromStdString(config.error().detail), prefix + error);
    }

    void ofTwoKeysTheLastAndOfTwoDocumentsTheFirst()
    {
        QCOMPARE(parse("current-context: a\ncurrent-context: b\n").currentContext, std::string("b"));
        QCOMPARE(parse("current-context: a\n---\ncurrent-context: b\n").currentContext, std::string("a"));
    }

    void mergeKeysBringFieldsIn()
    {
        const Kubeconfig config = parse(
            "x: &x {server: 'https://m', tls-server-name: a}\n"
            "clusters: [{name: c, cluster: {<<: *x, tls-server-name: b}}]\n");
        QCOMPARE(config.clusters.front().server, std::string("https://m"));
        QCOMPARE(config.clusters.front().tlsServerName, std::string("b"));
    }
};

QTEST_APPLESS_MAIN(TestKubeconfig)
#include "tst_kubeconfig.moc"
