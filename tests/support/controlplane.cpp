// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/controlplane.h"

#include <sys/prctl.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <csignal>

namespace portolan {

namespace {

QString folder()
{
    return qEnvironmentVariable("PORTOLAN_CONTROLPLANE");
}

constexpr int startLimit = 120000, orderLimit = 120000;

QHash<QString, qint64> processesIn(const QJsonObject &answer)
{
    QHash<QString, qint64> processes;
    const QJsonObject pids = answer[u"pids"_qs].toObject();
    for (auto it = pids.begin(); it != pids.end(); ++it)
        processes.insert(it.key(), it.value().toInteger());
    return processes;
}

}  // namespace

QString ControlPlane::whyNot()
{
    if (folder().isEmpty())
        return u"PORTOLAN_CONTROLPLANE names no control plane: run packaging/test, or build one by tests/controlplane/build"_qs;
    if (!QFile::exists(folder() + u"/controlplane"_qs))
        return u"there is no control plane in "_qs + folder();
    return {};
}

ControlPlane::~ControlPlane()
{
    m_process.closeWriteChannel();
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(10000))
        m_process.kill();
    m_process.waitForFinished(5000);
}

std::optional<QString> ControlPlane::start(const Options &options)
{
    QStringList arguments{u"serve"_qs, u"--dir"_qs, m_dir.path(), u"--programs"_qs, options.programs.join(u',')};
    if (options.hasSample)
        arguments << u"--restore"_qs << QStringLiteral(PORTOLAN_SOURCE_DIR "/resources/samples/k3s-vanilla.json");
    for (const QString &flag : options.serverFlags)
        arguments << u"--kube-apiserver"_qs << flag;
    for (const QString &flag : options.storeFlags)
        arguments << u"--etcd"_qs << flag;
    for (const QString &flag : options.controllerFlags)
        arguments << u"--kube-controller-manager"_qs << flag;
    // Where the test dies, it ends what it started and takes its folder away.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(folder() + u"/controlplane"_qs, arguments);
    if (!m_process.waitForStarted())
        return m_process.errorString();
    const auto line = readLine(startLimit);
    if (!line || !line->value(u"ready"_qs).toBool())
        return u"the control plane did not become ready"_qs;
    m_processes = processesIn(*line);
    return std::nullopt;
}

QString ControlPlane::kubeconfig(const QString &user) const
{
    return m_dir.filePath(user + u".kubeconfig"_qs);
}

QString ControlPlane::proxiedKubeconfig(const QString &user) const
{
    return m_dir.filePath(user + u"-proxy.kubeconfig"_qs);
}

void ControlPlane::runKubectl(QProcess &process, const QString &user, const QStringList &arguments,
                              const QByteArray &input) const
{
    const QStringList first{u"--kubeconfig"_qs, kubeconfig(user), u"--cache-dir"_qs,
                            m_dir.filePath(u"kubectl-cache"_qs)};
    process.start(folder() + u"/kubectl"_qs, first + arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(60000);
}

QByteArray ControlPlane::kubectl(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    runKubectl(process, u"admin"_qs, arguments, input);
    if (process.exitCode() != 0) {
        qWarning("kubectl %s: %s", qPrintable(arguments.join(u' ')), process.readAllStandardError().constData());
        return {};
    }
    return process.readAllStandardOutput();
}

void ControlPlane::applyFile(const QString &name) const
{
    kubectl({u"apply"_qs, u"-f"_qs, QStringLiteral(PORTOLAN_SOURCE_DIR "/tests/controlplane/objects/") + name});
}

bool ControlPlane::may(const QString &user, const QString &verb, const QString &resource, const QString &space) const
{
    QProcess process;
    const QStringList where = space.isEmpty() ? QStringList{u"-A"_qs} : QStringList{u"-n"_qs, space};
    runKubectl(process, user, QStringList{u"auth"_qs, u"can-i"_qs, verb, resource} + where, {});
    return process.readAllStandardOutput().trimmed() == "yes";
}

bool ControlPlane::waitUntil(const std::function<bool()> &condition, int milliseconds)
{
    return QTest::qWaitFor(condition, milliseconds);
}

void ControlPlane::begin(const QString &program, const QJsonArray &flags)
{
    order({{u"do"_qs, u"start"_qs}, {u"what"_qs, program}, {u"args"_qs, flags}});
}

void ControlPlane::restart(const QString &program)
{
    kill(program);
    begin(program);
}

void ControlPlane::fail(QJsonObject fault)
{
    fault[u"do"_qs] = u"fault"_qs;
    order(fault);
}

QList<QJsonObject> ControlPlane::requests() const
{
    QFile record(m_dir.filePath(u"requests.jsonl"_qs));
    QList<QJsonObject> all;
    if (record.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : record.readAll().split('\n')) {
            if (!line.isEmpty())
                all << QJsonDocument::fromJson(line).object();
        }
    }
    return all;
}

QJsonObject ControlPlane::order(const QJsonObject &line)
{
    m_process.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
    m_process.waitForBytesWritten(5000);
    const auto answer = readLine(orderLimit);
    if (!answer || answer->contains(u"error"_qs))
        qWarning("the control plane refuses: %s",
                 answer ? qPrintable(answer->value(u"error"_qs).toString()) : "no answer");
    if (answer && answer->contains(u"pids"_qs))
        m_processes = processesIn(*answer);
    return answer.value_or(QJsonObject());
}

std::optional<QJsonObject> ControlPlane::readLine(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (!m_process.canReadLine()) {
        const int left = milliseconds - static_cast<int>(timer.elapsed());
        if (left <= 0 || m_process.state() == QProcess::NotRunning || !m_process.waitForReadyRead(left))
            return std::nullopt;
    }
    return QJsonDocument::fromJson(m_process.readLine()).object();
}

}  // namespace portolan
