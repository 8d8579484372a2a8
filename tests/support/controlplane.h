// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <functional>
#include <optional>

namespace portolan {

/** A real Kubernetes control plane on loopback, for one test (tests/controlplane). It is gone with the test. */
class ControlPlane {
public:
    struct Options {
        bool hasSample = true;  ///< the objects of the sample k3s-vanilla are made in it
        QStringList programs{u"kube-controller-manager"_qs, u"kube-scheduler"_qs, u"kwok"_qs};
        QStringList serverFlags;      ///< of kube-apiserver
        QStringList storeFlags;       ///< of etcd
        QStringList controllerFlags;  ///< of kube-controller-manager
    };

    /** Why there is none on this machine; empty if there is one. Where PORTOLAN_REQUIRE_CONTROLPLANE is set that is
     * for the test to fail on. */
    static QString whyNot();
    static bool isRequired() { return qEnvironmentVariableIsSet("PORTOLAN_REQUIRE_CONTROLPLANE"); }

    ~ControlPlane();

    /** What went wrong; nothing if it is ready. */
    [[nodiscard]] std::optional<QString> start(const Options &options);
    [[nodiscard]] std::optional<QString> start() { return start(Options()); }

    /** `user`: admin, viewer, no-nodes, shop-only, nobody, expiring; "certificate" for a client certificate. */
    QString kubeconfig(const QString &user = u"admin"_qs) const;
    QString proxiedKubeconfig(const QString &user = u"admin"_qs) const;
    QString file(const QString &name) const { return m_dir.filePath(name); }

    /** Runs kubectl as the administrator; its standard output. A failure is an empty output and a warning. */
    QByteArray kubectl(const QStringList &arguments, const QByteArray &input = {}) const;
    void apply(const QByteArray &yaml) const { kubectl({u"apply"_qs, u"-f"_qs, u"-"_qs}, yaml); }
    /** `name`: of a file in tests/controlplane/objects, such as rights.yaml. */
    void applyFile(const QString &name) const;
    /** What RBAC says: may this user `verb` this `resource`, in the namespace or, where there is none, in all? */
    bool may(const QString &user, const QString &verb, const QString &resource, const QString &space = {}) const;

    /** Until it holds, asked again and again while events are handled; false after `milliseconds`. */
    static bool waitUntil(const std::function<bool()> &condition, int milliseconds = 60000);

    void freeze(const QString &program) { order({{u"do"_qs, u"stop"_qs}, {u"what"_qs, program}}); }
    void thaw(const QString &program) { order({{u"do"_qs, u"continue"_qs}, {u"what"_qs, program}}); }
    void kill(const QString &program) { order({{u"do"_qs, u"kill"_qs}, {u"what"_qs, program}}); }
    /** Starts a program that was killed, with its flags and these further ones, which it keeps. */
    void begin(const QString &program, const QJsonArray &flags = {});
    /** Kills and starts again, with the same data. */
    void restart(const QString &program);
    /** Process ids of what runs, by program. */
    QHash<QString, qint64> processes() const { return m_processes; }
    /** Makes the proxy fail (tests/controlplane/proxy.go, type fault). */
    void fail(QJsonObject fault);
    void mend() { order({{u"do"_qs, u"clear"_qs}}); }
    /** What the proxy was asked for: method, host, target, proto, headers (names), authorized. */
    QList<QJsonObject> requests() const;

private:
    QJsonObject order(const QJsonObject &line);
    void runKubectl(QProcess &process, const QString &user, const QStringList &arguments,
                    const QByteArray &input) const;
    std::optional<QJsonObject> readLine(int milliseconds);

    QTemporaryDir m_dir;
    QProcess m_process;
    QHash<QString, qint64> m_processes;
};

}  // namespace portolan
