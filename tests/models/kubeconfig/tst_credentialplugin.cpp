// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <thread>

#include "kubeconfig/credentialplugin.h"

using namespace portolan;

/** Plugins are small shell scripts here; they are run as kubectl runs them. */
class TestCredentialPlugin : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static constexpr const char *v1 = "client.authentication.k8s.io/v1";

    std::string path(const QString &name) const { return m_folder.filePath(name).toStdString(); }

    /** Writes a script and names it. */
    std::string script(const QString &name, const QByteArray &text) const
    {
        QFile file(m_folder.filePath(name));
        const bool isWritten = file.open(QIODevice::WriteOnly) && file.write("#!/bin/sh\n" + text) > 0 &&
                               file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return isWritten ? file.fileName().toStdString() : std::string();
    }

    static QByteArray answer(const QByteArray &status, const QByteArray &version = v1)
    {
        return "cat <<'END'\n{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + version + "\",\"status\":" + status +
               "}\nEND\n";
    }

    static Connection connectionWith(const std::string &command)
    {
        Connection connection;
        connection.server = "https://192.0.2.1:6443";
        connection.exec.emplace();
        connection.exec->apiVersion = v1;
        connection.exec->command = command;
        connection.exec->file = "/home/jo/.kube/config";
        return connection;
    }

    static PluginSurroundings surroundings()
    {
        PluginSurroundings around;
        around.path = "/usr/bin:/bin";
        around.limit = std::chrono::seconds(30);
        return around;
    }

    static QString errorOf(const Result<Credential> &result)
    {
        return result ? u"no error"_qs : QString::fromStdString(result.error().detail);
    }

    static Result<Credential> run(const Connection &connection)
    {
        return runCredentialPlugin(connection, surroundings());
    }

    static QString contents(const std::string &path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
    }

    /** Nothing that was started is left, not even as a zombie. */
    static bool isAlone() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void cleanup() { QVERIFY(isAlone()); }

    void givesAToken()
    {
        const auto credential = run(connectionWith(
            script(u"token"_qs, answer(R"({"token":"t","expirationTimestamp":"2030-01-02T03:04:05Z"})"))));
        QVERIFY2(credential, qPrintable(errorOf(credential)));
        QCOMPARE(credential.value().token, std::string("t"));
        QCOMPARE(credential.value().expires, std::int64_t(1893553445));
    }

    void givesACertificate()
    {
        const auto credential =
            run(connectionWith(script(u"cert"_qs, answer(R"({"clientCertificateData":"C","clientKeyData":"K"})"))));
        QVERIFY2(credential, qPrintable(errorOf(credential)));
        QCOMPARE(credential.value().certificate, std::string("C"));
        QCOMPARE(credential.value().key, std::string("K"));
        QCOMPARE(credential.value().expires, std::int64_t(0));
    }

    void answersInTheVersionThatIsAskedFor()
    {
        const QByteArray beta = "client.authentication.k8s.io/v1beta1";
        Connection connection = connectionWith(script(u"beta"_qs, answer(R"({"token":"t"})", beta)));
        QVERIFY(errorOf(run(connection)).contains(u"answered in version client.authentication.k8s.io/v1beta1"));
        connection.exec->apiVersion = beta.toStdString();
        QVERIFY(run(connection));
    }

    void nothingButACredentialIsTaken_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("error");
        QTest::newRow("text") << QByteArray("echo hello") << u"printed something that is not JSON"_qs;
        QTest::newRow("nothing") << QByteArray(":") << u"printed something that is not JSON"_qs;
        QTest::newRow("other") << QByteArray("echo '{\"kind\":\"Pod\"}'") << u"that is not an ExecCredential"_qs;
        QTest::newRow("list") << QByteArray("echo '[]'") << u"that is not an ExecCredential"_qs;
        QTest::newRow("no status") << QByteArray("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"") + v1 + "\"}'"
                                   << u"without a status"_qs;
        QTest::newRow("empty") << answer("{}") << u"neither a token nor a client certificate"_qs;
        QTest::newRow("half") << answer(R"({"clientCertificateData":"C"})") << u"without its key"_qs;
        QTest::newRow("odd time") << answer(R"({"token":"t","expirationTimestamp":"soon"})") << u"is no time: soon"_qs;
    }

    void nothingButACredentialIsTaken()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, error);
        const QString actual = errorOf(run(connectionWith(script(u"odd"_qs, text))));
        QVERIFY2(actual.contains(error), qPrintable(actual));
    }

    void itGetsItsArgumentsAndEnvironment()
    {
        const std::string seen = path(u"seen"_qs);
        Connection connection =
            connectionWith(script(u"args"_qs, "printf '%s|' \"$@\" \"$EXTRA\" > " + QByteArray::fromStdString(seen) +
                                                  "\n" + answer(R"({"token":"t"})")));
        connection.exec->args = {"a b", "$(id)", "'"};
        connection.exec->env = {{"EXTRA", "x y"}};
        QVERIFY(run(connection));
        QCOMPARE(contents(seen), u"a b|$(id)|'|x y|"_qs);
    }

    void itIsToldOfTheCluster()
    {
        const std::string seen = path(u"info"_qs);
        Connection connection =
            connectionWith(script(u"tell"_qs, "printf %s \"$KUBERNETES_EXEC_INFO\" > " +
                                                  QByteArray::fromStdString(seen) + "\n" + answer(R"({"token":"t"})")));
        connection.authority = "foo";
        connection.tlsServerName = "k";
        connection.execConfig = R"({"audience":"a"})";
        const auto spec = [&] {
            return run(connection) ? QJsonDocument::fromJson(contents(seen).toUtf8())[u"spec"].toObject()
                                   : QJsonObject();
        };
        QCOMPARE(spec(), (QJsonObject{{u"interactive"_qs, false}}));
        connection.exec->provideClusterInfo = true;
        QCOMPARE(spec()[u"cluster"].toObject(), (QJsonObject{{u"server"_qs, u"https://192.0.2.1:6443"_qs},
                                                             {u"tls-server-name"_qs, u"k"_qs},
                                                             {u"certificate-authority-data"_qs, u"Zm9v"_qs},
                                                             {u"config"_qs, QJsonObject{{u"audience"_qs, u"a"_qs}}}}));
    }

    void aFailureIsToldWithWhatItSaid()
    {
        const QString error = errorOf(run(connectionWith(script(u"fail"_qs, "printf 'no \\033[31mluck' >&2; exit 3"))));
        QVERIFY2(error.contains(u"failed with exit code 3: no \\x1b[31mluck"), qPrintable(error));
    }

    void aFloodEndsIt()
    {
        QVERIFY(
            errorOf(run(connectionWith(script(u"flood"_qs, "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done"))))
                .contains(u"printed more than 1 MB"));
    }

    void muchIsSaidWithoutHarm()
    {
        const auto credential = run(connectionWith(
            script(u"chatty"_qs, "head -c 3000000 /dev/zero | tr '\\0' x >&2\n" + answer(R"({"token":"t"})"))));
        QVERIFY2(credential, qPrintable(errorOf(credential)));
    }

    void itsTimeIsLimitedAndWhatItStartedEndsToo()
    {
        const std::string child = path(u"child"_qs);
        PluginSurroundings around = surroundings();
        around.limit = std::chrono::milliseconds(300);
        const auto credential =
            runCredentialPlugin(connectionWith(script(u"hang"_qs, "sleep 1000 &\necho $! > " +
                                                                      QByteArray::fromStdString(child) + "\nwait")),
                                around);
        QVERIFY(errorOf(credential).contains(u"did not end within"));
        const pid_t pid = contents(child).toInt();
        QVERIFY(pid > 0);
        // Whoever inherits it may not have waited for it yet: a zombie is dead, too.
        const QString status = u"/proc/%1/stat"_qs.arg(pid);
        QTRY_VERIFY(!QFile::exists(status) || contents(status.toStdString()).contains(u") Z "));
    }

    void aPluginThatClosesItsOutputIsLimitedAsWell()
    {
        PluginSurroundings around = surroundings();
        around.limit = std::chrono::milliseconds(300);
        QVERIFY(
            errorOf(runCredentialPlugin(connectionWith(script(u"quiet"_qs, "exec >&- 2>&-\nexec sleep 1000")), around))
                .contains(u"did not end within"));
    }

    void whatItLeavesBehindIsNotWaitedFor()
    {
        const std::string child = path(u"daemon"_qs);
        const auto credential =
            run(connectionWith(script(u"leaves"_qs, "sleep 1000 &\necho $! > " + QByteArray::fromStdString(child) +
                                                        "\n" + answer(R"({"token":"t"})"))));
        QVERIFY2(credential, qPrintable(errorOf(credential)));
        const pid_t pid = contents(child).toInt();
        QVERIFY(pid > 0 && ::kill(pid, SIGKILL) == 0);
    }

    void itCanBeCancelled()
    {
        const std::string started = path(u"started"_qs);
        const Connection connection =
            connectionWith(script(u"slow"_qs, "echo > " + QByteArray::fromStdString(started) + "\nexec sleep 1000"));
        std::optional<Result<Credential>> result;
        std::jthread thread(
            [&](const std::stop_token &stop) { result = runCredentialPlugin(connection, surroundings(), stop); });
        QTRY_VERIFY(QFile::exists(QString::fromStdString(started)));
        thread.request_stop();
        thread.join();
        QVERIFY(!*result && result->error().kind == Error::Kind::Cancelled);
    }

    void itInheritsNothing()
    {
        const std::string seen = path(u"open"_qs);
        const int file = ::open("/dev/null", O_RDONLY);  // not closed on exec
        QVERIFY(file > 2);
        const auto credential = run(connectionWith(
            script(u"open"_qs + u"er"_qs, "ls /proc/self/fd | wc -l > " + QByteArray::fromStdString(seen) +
                                              "\nread -r line && exit 1\n" + answer(R"({"token":"t"})"))));
        ::close(file);
        QVERIFY2(credential, qPrintable(errorOf(credential)));  // standard input was empty
        QCOMPARE(contents(seen), u"4"_qs);                      // three, and the folder that ls reads
    }

    void oneThatMustAskNeedsATerminal()
    {
        Connection connection = connectionWith(script(u"ask"_qs, answer(R"({"token":"t"})")));
        connection.exec->interactive = ExecPlugin::Interactive::Always;
        QVERIFY(errorOf(run(connection)).contains(u"there is no terminal here"));
        connection.exec->interactive = ExecPlugin::Interactive::IfAvailable;
        QVERIFY(run(connection));
    }

    void whatItAsksIsHeardAsItComes()
    {
        PluginSurroundings around = surroundings();
        around.hasTerminal = true;
        std::string heard;
        around.heard = [&](std::string_view said) { heard += said; };
        const auto credential = runCredentialPlugin(
            connectionWith(script(u"asks"_qs,
                                  "case $KUBERNETES_EXEC_INFO in *'\"interactive\":true'*) ;; *) exit 1;; esac\n"
                                  "echo 'open this page' >&2\n" +
                                      answer(R"({"token":"t"})"))),
            around);
        QVERIFY2(credential, qPrintable(errorOf(credential)));
        QCOMPARE(heard, std::string("open this page\n"));
    }

    void aMissingOneIsToldOfWithItsHint()
    {
        Connection connection = connectionWith("no-such-plugin");
        connection.exec->installHint = "brew \x1b[2Jinstall \u202eit";
        const QString error = errorOf(run(connection));
        QVERIFY2(error.contains(u"no-such-plugin was not found in PATH (/usr/bin:/bin)"), qPrintable(error));
        QVERIFY2(error.contains(u"brew \\x1b[2Jinstall \\u202eit"), qPrintable(error));
        QVERIFY(errorOf(run(connectionWith("/nonexistent/plugin"))).contains(u"/nonexistent/plugin"));
    }

    /** A program that a desktop starts has a short PATH. */
    void theLoginShellKnowsMorePlaces()
    {
        const std::string plugin = script(u"known-to-the-shell"_qs, answer(R"({"token":"t"})"));
        PluginSurroundings around = surroundings();
        around.path = "/nonexistent";
        around.shell = script(u"shell"_qs, "[ \"$1\" = -lc ] || exit 1\nPATH=/usr/bin:/bin:" +
                                               QByteArray::fromStdString(plugin.substr(0, plugin.rfind('/'))) +
                                               "\necho welcome\neval \"$2\"");
        const auto credential = runCredentialPlugin(connectionWith("known-to-the-shell"), around);
        QVERIFY2(credential, qPrintable(errorOf(credential)));
        const QString error = errorOf(runCredentialPlugin(connectionWith("no-such-plugin"), around));
        QVERIFY2(error.contains(u"nor in the PATH of your login shell (/usr/bin:/bin:"), qPrintable(error));
    }

    void theWorkingDirectoryIsNoPlace()
    {
        (void)script(u"here"_qs, answer(R"({"token":"t"})"));
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_folder.path()));
        PluginSurroundings around = surroundings();
        around.path = ":.:/usr/bin:";
        const auto credential = runCredentialPlugin(connectionWith("here"), around);
        QDir::setCurrent(before);
        QVERIFY(errorOf(credential).contains(u"was not found"));
    }

    void aNulCanNotHideAnArgument()
    {
        Connection connection = connectionWith("/bin/true");
        connection.exec->args = {std::string("a\0b", 3)};
        QVERIFY(errorOf(run(connection)).contains(u"NUL"));
    }

    void theCommandIsShownAsItIs()
    {
        ExecPlugin plugin;
        plugin.command = "/bin/a\x1b";
        plugin.args = {"get", "a b", "", "\u202e\xff"};
        QCOMPARE(commandLine(plugin), std::string("/bin/a\\x1b get 'a b' '' \\u202e\\xff"));
        QCOMPARE(visibly("é\u0085"), std::string("é\\x85"));
    }
};

QTEST_GUILESS_MAIN(TestCredentialPlugin)
#include "tst_credentialplugin.moc"
