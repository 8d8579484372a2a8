// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "kubeconfig/address.h"
#include "kubeconfig/kubeconfig.h"

namespace portolan {

namespace {

template <class T>
const T *named(const std::vector<T> &list, const std::string &name)
{
    const auto found = std::ranges::find(list, name, &T::name);
    return found == list.end() ? nullptr : &*found;
}

std::string quoted(const std::string &text)
{
    return '"' + text + '"';
}

/** Why a file can't be read, in kubectl's words; empty: it can. It is not opened. */
std::string whyUnreadable(const std::string &path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        return path + " is not a file";
    if (::access(path.c_str(), R_OK) == 0)
        return {};
    const int why = errno;
    return "open " + path + ": " +
           (why == ENOENT   ? "no such file or directory"
            : why == EACCES ? "permission denied"
                            : std::strerror(why));
}

void addUnreadable(const std::string &what, const std::string &path, const std::string &owner,
                   std::vector<std::string> &faults)
{
    if (path.empty())
        return;
    if (const std::string why = whyUnreadable(path); !why.empty())
        faults.push_back("unable to read " + what + ' ' + path + " for " + owner + " due to " + why);
}

/** Without a scheme https is meant where something is said of TLS, as in client-go. */
Result<ServerAddress> addressOf(const NamedCluster &cluster)
{
    return serverAddress(cluster.server,
                         cluster.insecure || !cluster.authority.empty() || !cluster.authorityFile.empty());
}

/** What is to be known of where a server is. */
void addAddressCautions(const NamedCluster &cluster, bool hasCredential, std::vector<std::string> &cautions)
{
    const auto address = addressOf(cluster);
    if (!address)
        return;
    const ServerAddress &server = address.value();
    if (server.isLinkLocal)
        cautions.push_back("the server " + server.url +
                           " has a link-local address: clouds give credentials away there, and clusters are elsewhere");
    if (server.hadPassword)
        cautions.emplace_back("the user and password in the server's URL are not used");
    if (!server.isTls && !server.isLoopback && hasCredential)
        cautions.emplace_back("the server is spoken to by http: credentials are not sent to it");
}

void addClusterFaults(const NamedCluster &cluster, std::vector<std::string> &faults)
{
    if (cluster.server.empty()) {
        const bool isBare = cluster.authority.empty() && cluster.authorityFile.empty() && !cluster.insecure &&
                            cluster.proxy.empty() && cluster.tlsServerName.empty();
        faults.push_back(isBare ? "cluster has no server defined"
                                : "no server found for cluster " + quoted(cluster.name));
    } else {
        if (const auto address = addressOf(cluster); !address)
            faults.push_back(address.error().detail);
    }
    if (!cluster.proxy.empty()) {
        if (const auto proxy = proxyAddress(cluster.proxy); !proxy)
            faults.push_back("invalid 'proxy-url' " + quoted(withoutPassword(cluster.proxy)) + " for cluster " +
                             quoted(cluster.name) + ": " + proxy.error().detail);
    }
    if (!cluster.authority.empty() && !cluster.authorityFile.empty())
        faults.push_back("certificate-authority-data and certificate-authority are both specified for " + cluster.name +
                         ". certificate-authority-data will override.");
    addUnreadable("certificate-authority", cluster.authorityFile, cluster.name, faults);
    if (cluster.insecure && (!cluster.authority.empty() || !cluster.authorityFile.empty()))
        faults.push_back("specifying a root certificates file with the insecure flag is not allowed");
}

/** A DNS label (RFC 1123). */
bool isNamespaceName(const std::string &name)
{
    const auto isPlain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !name.empty() && name.size() <= 63 && isPlain(name.front()) && isPlain(name.back()) &&
           std::ranges::all_of(name, [&](char c) { return isPlain(c) || c == '-'; });
}

std::string namespaceFault(const std::string &space, const std::string &context)
{
    return "namespace " + quoted(space) + " for context " + quoted(context) +
           " does not conform to the kubernetes DNS_LABEL rules";
}

void addPluginFaults(const NamedUser &user, std::vector<std::string> &faults)
{
    const ExecPlugin &exec = *user.exec;
    const std::string ending = " for " + user.name + " to use exec authentication plugin";
    if (exec.command.empty())
        faults.push_back("command must be specified" + ending);
    if (exec.apiVersion.empty())
        faults.push_back("apiVersion must be specified" + ending);
    else if (exec.apiVersion != "client.authentication.k8s.io/v1" &&
             exec.apiVersion != "client.authentication.k8s.io/v1beta1")
        faults.push_back("exec plugin: invalid apiVersion " + quoted(exec.apiVersion));
    if (std::ranges::any_of(exec.env, [](const auto &pair) { return pair.first.empty(); }))
        faults.push_back("env variable name must be specified" + ending);
    const std::string &mode = user.interactiveMode;
    if (mode.empty() && exec.apiVersion != "client.authentication.k8s.io/v1beta1")
        faults.push_back("interactiveMode must be specified" + ending);
    else if (!mode.empty() && mode != "Never" && mode != "IfAvailable" && mode != "Always")
        faults.push_back("invalid interactiveMode for " + user.name + ": " + quoted(mode));
}

void addUserFaults(const NamedUser &user, std::vector<std::string> &faults)
{
    const Credential &own = user.credential;
    std::vector<std::string> methods;
    if (!own.token.empty() || !own.tokenFile.empty())
        methods.emplace_back("token");
    if (!own.username.empty() || !own.password.empty())
        methods.emplace_back("basicAuth");
    if (user.exec)
        methods.emplace_back("exec");
    if (methods.size() > 1) {
        std::string all = methods.front();
        for (std::size_t i = 1; i < methods.size(); ++i)
            all += ' ' + methods[i];
        faults.push_back("more than one authentication method found for " + user.name + "; found [" + all +
                         "], only one is allowed");
    }
    const bool hasCertificate = !own.certificate.empty() || !own.certificateFile.empty();
    if (!own.certificate.empty() && !own.certificateFile.empty())
        faults.push_back("client-cert-data and client-cert are both specified for " + user.name +
                         ". client-cert-data will override.");
    if (hasCertificate && !own.key.empty() && !own.keyFile.empty())
        faults.push_back("client-key-data and client-key are both specified for " + user.name +
                         "; client-key-data will override");
    if (hasCertificate && own.key.empty() && own.keyFile.empty())
        faults.push_back("client-key-data or client-key must be specified for " + user.name +
                         " to use the clientCert authentication method.");
    addUnreadable("client-cert", own.certificateFile, user.name, faults);
    if (hasCertificate)
        addUnreadable("client-key", own.keyFile, user.name, faults);
    if (user.exec)
        addPluginFaults(user, faults);
    if (user.exec && !user.authProvider.empty())
        faults.push_back("authProvider cannot be provided in combination with an exec plugin for " + user.name);
    else if (!user.authProvider.empty())
        faults.push_back(
            "the auth-provider " + quoted(user.authProvider) + " of user " + quoted(user.name) +
            " is of a kind that Kubernetes removed in 1.26, and is never run; use an exec plugin in its place");
    const Impersonation &as = user.impersonation;
    if (as.user.empty() && (!as.uid.empty() || !as.groups.empty() || !as.extra.empty()))
        faults.push_back("requesting uid, groups or user-extra for " + user.name + " without impersonating a user");
}

const std::string &nameOf(const Kubeconfig &config, const std::string &context)
{
    return context.empty() ? config.currentContext : context;
}

}  // namespace

std::vector<std::string> faultsOf(const Kubeconfig &config, const std::string &context)
{
    if (isEmpty(config))
        return {"no configuration has been provided"};
    const std::string &name = nameOf(config, context);
    if (name.empty())
        return {"no context chosen: the configuration has no current-context; give --context NAME"};
    const NamedContext *chosen = named(config.contexts, name);
    if (!chosen)
        return {"context was not found for specified context: " + name};
    std::vector<std::string> faults;
    if (!chosen->space.empty() && !isNamespaceName(chosen->space))
        faults.push_back(namespaceFault(chosen->space, name));
    const NamedUser *user = named(config.users, chosen->user);
    const NamedCluster *cluster = named(config.clusters, chosen->cluster);
    if (chosen->user.empty())
        faults.push_back("user was not specified for context " + quoted(name));
    else if (!user)
        faults.push_back("user " + quoted(chosen->user) + " was not found for context " + quoted(name));
    if (chosen->cluster.empty())
        faults.push_back("cluster was not specified for context " + quoted(name));
    else if (!cluster)
        faults.push_back("cluster " + quoted(chosen->cluster) + " was not found for context " + quoted(name));
    if (user)
        addUserFaults(*user, faults);
    addClusterFaults(cluster ? *cluster : NamedCluster(), faults);
    return faults;
}

std::vector<std::string> cautionsOf(const Kubeconfig &config, const std::string &context)
{
    std::vector<std::string> cautions = config.warnings;
    const NamedContext *chosen = named(config.contexts, nameOf(config, context));
    const NamedCluster *cluster = chosen ? named(config.clusters, chosen->cluster) : nullptr;
    const NamedUser *user = chosen ? named(config.users, chosen->user) : nullptr;
    if (cluster)
        addAddressCautions(*cluster, user && (user->exec || !(user->credential == Credential())), cautions);
    if (cluster && cluster->insecure)
        cautions.push_back(
            "the certificate of the server is not verified (insecure-skip-tls-verify): anybody on the way "
            "can read and change what is sent, the credentials included");
    return cautions;
}

Result<Connection> connectionFor(const Kubeconfig &config, const std::string &context, const std::string &space)
{
    if (const std::vector<std::string> faults = faultsOf(config, context); !faults.empty()) {
        std::string all = faults.front();
        for (std::size_t i = 1; i < faults.size(); ++i)
            all += "; " + faults[i];
        return Error{Error::Kind::Config, all, config.files.empty() ? std::string() : config.files.front()};
    }
    const NamedContext &chosen = *named(config.contexts, nameOf(config, context));
    const NamedCluster &cluster = *named(config.clusters, chosen.cluster);
    const NamedUser &user = *named(config.users, chosen.user);
    Connection connection;
    connection.context = chosen.name;
    connection.cluster = cluster.name;
    connection.user = user.name;
    connection.server = addressOf(cluster).value().url;
    if (const std::string &own = space.empty() ? chosen.space : space; !own.empty())
        connection.space = own;
    if (!isNamespaceName(connection.space))
        return Error{Error::Kind::Config, namespaceFault(connection.space, chosen.name), {}};
    connection.authority = cluster.authority;
    connection.authorityFile = cluster.authorityFile;
    connection.insecure = cluster.insecure;
    connection.tlsServerName = cluster.tlsServerName;
    connection.proxy = cluster.proxy;
    connection.credential = user.credential;
    connection.exec = user.exec;
    connection.execConfig = cluster.execConfig;
    connection.impersonation = user.impersonation;
    return connection;
}

}  // namespace portolan
