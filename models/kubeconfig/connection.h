// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portolan {

/** A program that a kubeconfig names to get credentials from (client.authentication.k8s.io, ExecConfig). */
struct ExecPlugin {
    enum class Interactive { Never, IfAvailable, Always };
    std::string apiVersion;  ///< client.authentication.k8s.io/v1 or /v1beta1
    std::string command;     ///< as written; a relative path with a slash in it is made absolute by its file
    std::vector<std::string> args;
    std::vector<std::pair<std::string, std::string>> env;  ///< added to the program's own
    Interactive interactive = Interactive::IfAvailable;
    bool provideClusterInfo = false;
    std::string installHint;
    std::string file;  ///< the kubeconfig that names it

    bool operator==(const ExecPlugin &) const = default;
};

/** Who to act as (kubeconfig `as`, `as-uid`, `as-groups`, `as-user-extra`). */
struct Impersonation {
    std::string user;
    std::string uid;
    std::vector<std::string> groups;
    std::map<std::string, std::vector<std::string>> extra;

    bool operator==(const Impersonation &) const = default;
};

/** How a caller proves who it is: one of these, or none. PEM is text; where data and file are given, data counts. */
struct Credential {
    std::string token;
    std::string tokenFile;  ///< read again when it is needed: its content is replaced from time to time
    std::string username, password;
    std::string certificate, certificateFile;
    std::string key, keyFile;
    std::int64_t expires = 0;  ///< seconds since the epoch; 0: it does not say

    bool operator==(const Credential &) const = default;
};

/** Everything that is needed to speak to one cluster: a context of a kubeconfig, resolved. Holds secrets: never logged,
 * never shown. */
struct Connection {
    std::string context, cluster, user;  ///< names in the kubeconfig
    std::string server;                  ///< URL, without a slash at its end
    std::string space = "default";       ///< the context's namespace
    std::string authority,
        authorityFile;          ///< PEM of who may have signed the server's certificate; both empty: the system's
    bool insecure = false;      ///< the certificate is not verified
    std::string tlsServerName;  ///< the name that the certificate must have, if it is not the URL's
    std::string proxy;          ///< URL; empty: what the environment says
    Credential credential;
    std::optional<ExecPlugin> exec;  ///< where `credential` comes from
    std::string execConfig;  ///< JSON: what the cluster's entry says for plugins (extension …/exec); may be empty
    Impersonation impersonation;

    bool operator==(const Connection &) const = default;
};

}  // namespace portolan
