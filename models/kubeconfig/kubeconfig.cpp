// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/kubeconfig.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "kubeconfig/kubeconfigfile.h"
#include "kubeconfig/smallfile.h"

namespace portolan {

namespace {

constexpr std::size_t largestToken = std::size_t(1) << 20;

std::string variable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

/** The first that names something wins that entry. */
template <class T>
void merge(std::vector<T> &into, std::vector<T> &&more)
{
    for (T &item : more) {
        if (std::ranges::find(into, item.name, &T::name) == into.end())
            into.push_back(std::move(item));
    }
    std::ranges::sort(into, {}, &T::name);
}

void merge(Kubeconfig &into, Kubeconfig &&more)
{
    if (into.currentContext.empty())
        into.currentContext = more.currentContext;
    merge(into.contexts, std::move(more.contexts));
    merge(into.clusters, std::move(more.clusters));
    merge(into.users, std::move(more.users));
    into.files.insert(into.files.end(), more.files.begin(), more.files.end());
}

std::vector<std::string> filesIn(const std::string &list)
{
    std::vector<std::string> files;
    for (std::size_t from = 0; from <= list.size();) {
        const std::size_t to = std::min(list.find(':', from), list.size());
        std::string file = list.substr(from, to - from);
        if (!file.empty() && std::ranges::find(files, file) == files.end())
            files.push_back(std::move(file));
        from = to + 1;
    }
    return files;
}

bool exists(const std::string &path)
{
    std::error_code ignored;
    return !path.empty() && std::filesystem::exists(path, ignored);
}

Result<Kubeconfig> readAll(const std::vector<std::string> &files)
{
    Kubeconfig config;
    for (const std::string &file : files) {
        if (!exists(file)) {
            config.warnings.push_back("the file " + file + " of $KUBECONFIG does not exist");
            continue;
        }
        auto one = readKubeconfigFile(file);
        if (!one)
            return one.error();
        merge(config, std::move(one).value());
    }
    return config;
}

Result<Kubeconfig> readK3s(const std::string &file)
{
    auto config = readKubeconfigFile(file);
    if (config || config.error().kind != Error::Kind::Io)
        return config;
    return Error{Error::Kind::Io,
                 "K3s keeps its kubeconfig here, but it is not readable for you (" + config.error().detail +
                     "); copy it once: sudo cp " + file + " ~/.kube/config && sudo chown $USER ~/.kube/config",
                 file};
}

/** What a pod has: an address in the environment, a token and an authority in files. */
std::optional<Kubeconfig> inCluster(const KubeconfigSearch &search)
{
    const std::string token = search.serviceAccount + "/token";
    if (search.serviceHost.empty() || search.servicePort.empty() || !exists(token))
        return std::nullopt;
    const bool isV6 = search.serviceHost.find(':') != std::string::npos;
    NamedCluster cluster;
    cluster.name = "in-cluster";
    cluster.server =
        "https://" + (isV6 ? '[' + search.serviceHost + ']' : search.serviceHost) + ':' + search.servicePort;
    cluster.authorityFile = search.serviceAccount + "/ca.crt";
    NamedUser user;
    user.name = "service-account";
    user.credential.tokenFile = token;
    const auto space = readSmallFile(search.serviceAccount + "/namespace", 1024);
    Kubeconfig config;
    config.currentContext = "in-cluster";
    config.contexts.push_back({"in-cluster", cluster.name, user.name, space ? space.value() : std::string()});
    config.clusters.push_back(std::move(cluster));
    config.users.push_back(std::move(user));
    return config;
}

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

bool isReadable(const std::string &path)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

bool isProxyUrl(const std::string &url)
{
    for (const char *scheme : {"http://", "https://", "socks5://", "socks5h://"}) {
        if (url.starts_with(scheme) && url.size() > std::string_view(scheme).size())
            return true;
    }
    return false;
}

void addClusterFaults(const NamedCluster &cluster, std::vector<std::string> &faults)
{
    if (cluster.server.empty()) {
        const bool isBare = cluster.authority.empty() && cluster.authorityFile.empty() && !cluster.insecure &&
                            cluster.proxy.empty() && cluster.tlsServerName.empty();
        faults.push_back(isBare ? "cluster has no server defined"
                                : "no server found for cluster " + quoted(cluster.name));
    }
    if (!cluster.proxy.empty() && !isProxyUrl(cluster.proxy))
        faults.push_back("invalid 'proxy-url' for cluster " + quoted(cluster.name) +
                         ": it must begin with http://, https:// or socks5://");
    if (!cluster.authority.empty() && !cluster.authorityFile.empty())
        faults.push_back("certificate-authority-data and certificate-authority are both specified for " + cluster.name +
                         ". certificate-authority-data will override.");
    if (!cluster.authorityFile.empty() && !isReadable(cluster.authorityFile))
        faults.push_back("unable to read certificate-authority " + cluster.authorityFile + " for " + cluster.name +
                         ": no such file");
    if (cluster.insecure && (!cluster.authority.empty() || !cluster.authorityFile.empty()))
        faults.push_back("specifying a root certificates file with the insecure flag is not allowed");
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
    if (mode.empty() && exec.apiVersion == "client.authentication.k8s.io/v1")
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
    if (hasCertificate && own.key.empty() && own.keyFile.empty())
        faults.push_back("client-key-data or client-key must be specified for " + user.name +
                         " to use the clientCert authentication method.");
    if (own.certificate.empty() && !own.certificateFile.empty() && !isReadable(own.certificateFile))
        faults.push_back("unable to read client-cert " + own.certificateFile + " for " + user.name + ": no such file");
    if (hasCertificate && own.key.empty() && !own.keyFile.empty() && !isReadable(own.keyFile))
        faults.push_back("unable to read client-key " + own.keyFile + " for " + user.name + ": no such file");
    if (user.exec)
        addPluginFaults(user, faults);
    if (!user.authProvider.empty())
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

KubeconfigSearch KubeconfigSearch::ofThisProcess(const std::string &explicitFile)
{
    KubeconfigSearch search;
    search.explicitFile = explicitFile;
    if (std::getenv("KUBECONFIG"))
        search.environment = variable("KUBECONFIG");
    search.home = variable("HOME");
    search.serviceHost = variable("KUBERNETES_SERVICE_HOST");
    search.servicePort = variable("KUBERNETES_SERVICE_PORT");
    return search;
}

Result<Kubeconfig> readKubeconfig(const KubeconfigSearch &search)
{
    if (!search.explicitFile.empty()) {
        if (!exists(search.explicitFile))
            return Error{Error::Kind::Io, "stat " + search.explicitFile + ": no such file or directory",
                         search.explicitFile};
        return readKubeconfigFile(search.explicitFile);
    }
    if (search.environment && !search.environment->empty())
        return readAll(filesIn(*search.environment));
    if (const std::string own = search.home + "/.kube/config"; !search.home.empty() && exists(own))
        return readKubeconfigFile(own);
    if (exists(search.k3sFile))
        return readK3s(search.k3sFile);
    if (auto config = inCluster(search))
        return std::move(*config);
    return Error{Error::Kind::Config,
                 "no configuration has been provided: neither $KUBECONFIG nor ~/.kube/config nor " + search.k3sFile +
                     " names a cluster; give --kubeconfig FILE",
                 {}};
}

std::vector<std::string> faultsOf(const Kubeconfig &config, const std::string &context)
{
    if (config.contexts.empty() && config.clusters.empty() && config.users.empty())
        return {"no configuration has been provided"};
    const std::string &name = nameOf(config, context);
    if (name.empty())
        return {"no context chosen: the configuration has no current-context; give --context NAME"};
    const NamedContext *chosen = named(config.contexts, name);
    if (!chosen)
        return {"context was not found for specified context: " + name};
    std::vector<std::string> faults;
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
    connection.server = cluster.server;
    if (const std::string &own = space.empty() ? chosen.space : space; !own.empty())
        connection.space = own;
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

Result<std::string> readTokenFile(const std::string &path)
{
    auto text = readSmallFile(path, largestToken);
    if (!text)
        return text.error();
    constexpr std::string_view spaces = " \t\r\n";
    const std::string &whole = text.value();
    const auto from = whole.find_first_not_of(spaces);
    if (from == std::string::npos)
        return Error{Error::Kind::Io, "the token file is empty", path};
    return whole.substr(from, whole.find_last_not_of(spaces) - from + 1);
}

}  // namespace portolan
