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

std::string trimmed(const std::string &text)
{
    constexpr std::string_view spaces = " \t\r\n";
    const auto from = text.find_first_not_of(spaces);
    return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(spaces) - from + 1);
}

/** What can't be looked at is taken to be there, so that reading it says why. */
bool exists(const std::string &path)
{
    std::error_code error;
    const bool isThere = std::filesystem::exists(path, error);
    return !path.empty() && (isThere || (error && error != std::errc::not_a_directory));
}

Result<Kubeconfig> readAll(const std::vector<std::string> &files)
{
    Kubeconfig config;
    std::string missing;
    for (const std::string &file : files) {
        if (!exists(file)) {
            missing += (missing.empty() ? "" : ", ") + file;
            continue;
        }
        auto one = readKubeconfigFile(file);
        if (!one)
            return one.error();
        merge(config, std::move(one).value());
    }
    if (config.files.empty() && !missing.empty())  // only then kubectl says it, too
        config.warnings.push_back("Config not found: " + missing);
    return config;
}

Result<Kubeconfig> readK3s(const std::string &file)
{
    auto config = readKubeconfigFile(file);
    if (config || config.error().kind != Error::Kind::Io)
        return config;
    return Error{Error::Kind::Io,
                 "K3s keeps its kubeconfig here, but it is not readable for you (" + config.error().detail +
                     "); copy it once: mkdir -p ~/.kube && sudo cp " + file +
                     " ~/.kube/config && sudo chown $USER ~/.kube/config; or let K3s write it for all to read: "
                     "K3S_KUBECONFIG_MODE=644",
                 file};
}

/** An empty file is no answer: the next place is looked at. */
Result<Kubeconfig> readHome(const KubeconfigSearch &search)
{
    Result<Kubeconfig> config = Kubeconfig();
    if (const std::string own = search.home + "/.kube/config"; !search.home.empty() && exists(own))
        config = readKubeconfigFile(own);
    return config && isEmpty(config.value()) && exists(search.k3sFile) ? readK3s(search.k3sFile) : config;
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
    config.contexts.push_back({"in-cluster", cluster.name, user.name, space ? trimmed(space.value()) : std::string()});
    config.clusters.push_back(std::move(cluster));
    config.users.push_back(std::move(user));
    return config;
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

bool isEmpty(const Kubeconfig &config)
{
    return config.contexts.empty() && config.clusters.empty() && config.users.empty() && config.currentContext.empty();
}

Result<Kubeconfig> readKubeconfig(const KubeconfigSearch &search)
{
    if (!search.explicitFile.empty()) {
        if (!exists(search.explicitFile))
            return Error{Error::Kind::Io, "stat " + search.explicitFile + ": no such file or directory",
                         search.explicitFile};
        return readKubeconfigFile(search.explicitFile);
    }
    const bool isListed = search.environment && !search.environment->empty();
    auto config = isListed ? readAll(filesIn(*search.environment)) : readHome(search);
    if (!config || !isEmpty(config.value()))
        return config;
    if (auto inPod = inCluster(search))
        return std::move(*inPod);
    if (!config.value().files.empty() || isListed)
        return config;
    return Error{Error::Kind::Config,
                 "no configuration has been provided: neither $KUBECONFIG nor ~/.kube/config nor " + search.k3sFile +
                     " names a cluster; give --kubeconfig FILE",
                 {}};
}

Result<std::string> readTokenFile(const std::string &path)
{
    auto text = readSmallFile(path, largestToken);
    if (!text)
        return text.error();
    std::string token = trimmed(text.value());
    if (token.empty())
        return Error{Error::Kind::Io, "the token file is empty", path};
    return token;
}

}  // namespace portolan
