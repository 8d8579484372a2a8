// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "kubeconfig/connection.h"

namespace portolan {

/** Where configurations are looked for, in the order of kubectl; then K3s's own file, then a pod's service account. */
struct KubeconfigSearch {
    std::string explicitFile;                ///< --kubeconfig; the only place that counts then
    std::optional<std::string> environment;  ///< $KUBECONFIG: files, separated by ':'
    std::string home;                        ///< where .kube/config lies; empty: nowhere
    std::string k3sFile = "/etc/rancher/k3s/k3s.yaml";
    std::string serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";
    std::string serviceHost, servicePort;  ///< $KUBERNETES_SERVICE_HOST and …_PORT

    [[nodiscard]] static KubeconfigSearch ofThisProcess(const std::string &explicitFile);
};

struct NamedCluster {
    std::string name, server, authority, authorityFile, tlsServerName, proxy, execConfig;
    bool insecure = false;
};
struct NamedUser {
    std::string name;
    Credential credential;
    std::optional<ExecPlugin> exec;
    std::string interactiveMode;  ///< of `exec`, as written
    std::string authProvider;     ///< its name; such plugins are history and never run
    Impersonation impersonation;
};
struct NamedContext {
    std::string name, cluster, user, space;
};

/** Several files as one, as kubectl merges them: the first that names something wins that whole entry, and the first
 * that sets the current context sets it. Relative paths are relative to their file. */
struct Kubeconfig {
    std::vector<std::string> files;  ///< that were read, in order
    std::string currentContext;
    std::vector<NamedContext> contexts;  ///< these three sorted by name
    std::vector<NamedCluster> clusters;
    std::vector<NamedUser> users;
    std::vector<std::string> warnings;
};

/** Whether it says nothing at all. */
[[nodiscard]] bool isEmpty(const Kubeconfig &config);

/** Reads and merges; starts nothing, opens no socket, and of other files only the service account's.
 *  Errors: Io and Config, in kubectl's words where it has some; Config "no configuration has been provided" where there
 *  is none. */
[[nodiscard]] Result<Kubeconfig> readKubeconfig(const KubeconfigSearch &search);

/** Everything that makes a context unusable, in kubectl's words; empty: it is good. `context` empty: the current one.
 */
[[nodiscard]] std::vector<std::string> faultsOf(const Kubeconfig &config, const std::string &context);
/** What a user should know of it all the same: a certificate that is not verified. */
[[nodiscard]] std::vector<std::string> cautionsOf(const Kubeconfig &config, const std::string &context);

/** A context as one value; `space` not empty: instead of its namespace. Errors: Config, with all its faults. */
[[nodiscard]] Result<Connection> connectionFor(const Kubeconfig &config, const std::string &context,
                                               const std::string &space);

/** What a token file holds. Errors: Io, if it is no file of a size that a token has. */
[[nodiscard]] Result<std::string> readTokenFile(const std::string &path);

}  // namespace portolan
