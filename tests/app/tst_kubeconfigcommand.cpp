// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

/** `portolan kubeconfig` and the options of a live cluster, as a script sees them. */
class TestKubeconfigCommand : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    struct Run {
        int exit = -1;
        QByteArray out, err;
        QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    };

    /** With no kubeconfig but those that are named. */
    Run run(const QStringList &arguments, const QString &list = {}, const QString &folder = {}) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_qs, m_folder.path());
        environment.remove(u"KUBERNETES_SERVICE_HOST"_qs);
        environment.insert(u"KUBECONFIG"_qs, list);
        QProcess process;
        process.setProcessEnvironment(environment);
        if (!folder.isEmpty())
            process.setWorkingDirectory(folder);
        process.start(QStringLiteral(PORTOLAN_PROGRAM), arguments);
        process.closeWriteChannel();
        if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    QString file(const QString &name, const QByteArray &contents) const
    {
        QFile out(m_folder.filePath(name));
        const bool isWritten = out.open(QIODevice::WriteOnly) && out.write(contents) == contents.size();
        return isWritten ? out.fileName() : QString();
    }

    static QByteArray config(const QByteArray &cluster, const QByteArray &user)
    {
        return "clusters: [{name: c, cluster: {" + cluster + "}}]\nusers: [{name: u, user: {" + user +
               "}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n";
    }

    static QString data(const QString &path)
    {
        return QStringLiteral(PORTOLAN_SOURCE_DIR "/tests/data/kubeconfig/") + path;
    }

    static QString sha256(const QString &text)
    {
        return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex());
    }

    static QStringList strings(const QJsonValue &value)
    {
        QStringList all;
        for (const auto &each : value.isArray() ? value.toArray() : QJsonArray{value})
            all << each.toString();
        return all;
    }

    static void compareErrors(const QJsonObject &document, const QJsonObject &expected)
    {
        const QString errors = strings(document[u"errors"]).join(u'\n');
        if (expected.contains(u"error") && expected[u"error"].isNull())
            QCOMPARE(errors, QString());
        for (const QString &part : expected[u"error"].isNull() ? QStringList() : strings(expected[u"error"]))
            QVERIFY2(errors.contains(part), qPrintable(errors));
    }

private Q_SLOTS:
    void cases_data()
    {
        QTest::addColumn<QJsonObject>("test");
        QFile file(data(u"cases.json"_qs));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray all = QJsonDocument::fromJson(file.readAll()).array();
        for (const auto &test : all)
            QTest::newRow(qPrintable(test[u"id"].toString())) << test.toObject();
    }

    void cases()
    {
        QFETCH(QJsonObject, test);
        QStringList arguments{u"kubeconfig"_qs, u"-o"_qs, u"json"_qs};
        if (test[u"kubeconfig_flag"].isString())
            arguments << u"--kubeconfig"_qs << test[u"kubeconfig_flag"].toString();
        if (test[u"context_flag"].isString())
            arguments << u"--context"_qs << test[u"context_flag"].toString();
        const Run result = run(arguments, strings(test[u"KUBECONFIG"]).join(u':'), data(test[u"id"].toString()));
        const QJsonObject document = result.json(), expected = test[u"expect"].toObject();
        QCOMPARE(document[u"schema"].toString(), u"kubeconfig/1"_qs);
        compareErrors(document, expected);
        QCOMPARE(result.exit == 0, document[u"problems"].toArray().isEmpty());
        const QJsonObject effective = document[u"effective"].toObject();
        const QJsonObject wanted = expected[u"effective"].toObject();
        for (auto each = wanted.begin(); each != wanted.end(); ++each) {
            if (each.key() == u"token")
                QCOMPARE(effective[u"tokenSha256"].toString(), sha256(each->toString()));
            else
                QCOMPARE(effective[each.key()], *each);
        }
    }

    void noSecretIsPrinted()
    {
        const QString path = file(u"secrets"_qs, config("server: 'https://jo:hush1@h', proxy-url: 'http://jo:hush2@p'",
                                                        "username: jo, password: hush3"));
        for (const QString &format : {u"json"_qs, u"table"_qs}) {
            const Run result = run({u"kubeconfig"_qs, u"--kubeconfig"_qs, path, u"-o"_qs, format});
            QVERIFY(result.out.contains("https://"));
            QVERIFY2(!(result.out + result.err).contains("hush"), result.out + result.err);
        }
    }

    void nothingIsStartedAndNothingOddIsRead()
    {
        const QString witness = m_folder.filePath(u"witness"_qs);
        const QString plugin = file(u"plugin"_qs, "#!/bin/sh\ntouch " + witness.toUtf8() + "\n");
        QVERIFY(QFile::setPermissions(plugin, QFile::ReadOwner | QFile::ExeOwner));
        const QString path =
            file(u"exec"_qs, config("server: 'https://169.254.169.254'",
                                    "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, "
                                    "interactiveMode: Never, installHint: \"<b>\\e[2J\"}"));
        const Run result = run({u"kubeconfig"_qs, u"--kubeconfig"_qs, path, u"-o"_qs, u"json"_qs});
        QCOMPARE(result.exit, 2);
        QVERIFY(!QFile::exists(witness));
        QCOMPARE(result.json()[u"effective"][u"exec"][u"command"].toString(), plugin);
        QVERIFY(!result.out.contains('\x1b'));
        QVERIFY(strings(result.json()[u"warnings"]).join(u'\n').contains(u"link-local"));
        const Run zero = run({u"kubeconfig"_qs, u"-o"_qs, u"json"_qs, u"--kubeconfig"_qs,
                              file(u"zero"_qs, config("server: 'https://h'", "tokenFile: /dev/zero"))});
        QCOMPARE(zero.exit, 2);
        QVERIFY(strings(zero.json()[u"errors"]).join(u'\n').contains(u"/dev/zero: is not a file"));
    }

    void namesCanNotPlayTricksOnATerminal()
    {
        const QString path = file(u"names"_qs, "contexts: [{name: \"a\\e[31m\\u202e\\nb\", context: {}}]\n");
        const Run result = run({u"kubeconfig"_qs, u"--kubeconfig"_qs, path});
        QVERIFY2(result.out.contains("a\\x1b[31m\\u202e\\x0ab"), result.out);
    }

    void noConfigurationIsThree()
    {
        QCOMPARE(run({u"kubeconfig"_qs}).exit, 3);
        QCOMPARE(run({u"kubeconfig"_qs, u"--kubeconfig"_qs, u"/nonexistent"_qs}).exit, 3);
        QCOMPARE(run({u"inventory"_qs}).exit, 3);
    }

    void aNamespaceMustBeOne()
    {
        const QString path = file(u"space"_qs, config("server: 'https://h'", "token: t"));
        const Run fine = run({u"kubeconfig"_qs, u"--kubeconfig"_qs, path, u"-n"_qs, u"shop"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(fine.exit, 0);
        QCOMPARE(fine.json()[u"effective"][u"namespace"].toString(), u"shop"_qs);
        const Run bad = run({u"kubeconfig"_qs, u"--kubeconfig"_qs, path, u"-n"_qs, u"../x"_qs, u"-o"_qs, u"json"_qs});
        QCOMPARE(bad.exit, 2);
        QVERIFY(strings(bad.json()[u"errors"]).join(u'\n').contains(u"DNS_LABEL"));
    }

    void badUsageIsFour_data()
    {
        QTest::addColumn<QStringList>("options");
        const auto row = [](const QString &option, const QString &value) {
            QTest::newRow(qPrintable(option + value)) << QStringList{option, value};
        };
        row(u"--request-timeout"_qs, u"soon"_qs);
        row(u"--request-timeout"_qs, u"-5"_qs);
        row(u"--request-timeout"_qs, u"2147483647"_qs);
        row(u"--request-timeout"_qs, u"5x"_qs);
        row(u"--exec-policy"_qs, u"perhaps"_qs);
        row(u"-o"_qs, u"yaml"_qs);
    }

    void badUsageIsFour()
    {
        QFETCH(QStringList, options);
        const Run result = run(QStringList{u"kubeconfig"_qs} + options);
        QCOMPARE(result.exit, 4);
        QVERIFY2(result.err.contains(options.front().toUtf8()), result.err);
    }

    void timeoutsAreThoseOfKubectl_data()
    {
        QTest::addColumn<QString>("value");
        for (const char *value : {"0", "5", "5s", "2m", "1m30s", "500ms", "1.5h"})
            QTest::newRow(value) << QString::fromLatin1(value);
    }

    void timeoutsAreThoseOfKubectl()
    {
        QFETCH(QString, value);
        const QString path = file(u"timeout"_qs, config("server: 'https://h'", "token: t"));
        QCOMPARE(run({u"kubeconfig"_qs, u"--kubeconfig"_qs, path, u"-A"_qs, u"--request-timeout"_qs, value}).exit, 0);
    }

    void pluginsCanBeDenied()
    {
        const QString path =
            file(u"denied"_qs, config("server: 'https://127.0.0.1:1'",
                                      "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/true, "
                                      "interactiveMode: Never}"));
        const Run result = run({u"inventory"_qs, u"--kubeconfig"_qs, path, u"--exec-policy"_qs, u"deny"_qs});
        QCOMPARE(result.exit, 3);
        QVERIFY2(result.err.contains("--exec-policy deny"), result.err);
    }

    void rbacNeedsNoInput()
    {
        const Run result = run({u"rbac"_qs, u"-o"_qs, u"yaml"_qs});
        QCOMPARE(result.exit, 0);
        QVERIFY(result.out.contains("kind: ClusterRole\n"));
    }
};

QTEST_GUILESS_MAIN(TestKubeconfigCommand)
#include "tst_kubeconfigcommand.moc"
