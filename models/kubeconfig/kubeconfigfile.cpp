// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/kubeconfigfile.h"

#include <algorithm>
#include <filesystem>

#include "kubeconfig/fields.h"
#include "kubeconfig/smallfile.h"

namespace portolan {

namespace {

constexpr std::size_t largestFile = std::size_t(16) << 20;

/** The file that is read, and the folder that its paths are relative to. */
struct Place {
    std::string file;
    std::filesystem::path folder;

    std::string pathOf(const std::string &path) const
    {
        if (path.empty() || path.front() == '/')
            return path;
        return (folder / path).lexically_normal().string();
    }
};

std::string execConfigOf(const Fields &cluster)
{
    std::string text;
    cluster.each("extensions", [&](const Fields &item) {
        if (item.text("name") == "client.authentication.k8s.io/exec")
            text = item.json("extension");
    });
    return text;
}

NamedCluster clusterOf(const Fields &item, const Place &place)
{
    const Fields cluster = item.map("cluster");
    NamedCluster result;
    result.name = item.text("name");
    result.server = cluster.text("server");
    while (result.server.ends_with('/'))
        result.server.pop_back();
    result.authority = cluster.data("certificate-authority-data");
    result.authorityFile = place.pathOf(cluster.text("certificate-authority"));
    result.tlsServerName = cluster.text("tls-server-name");
    result.proxy = cluster.text("proxy-url");
    result.insecure = cluster.flag("insecure-skip-tls-verify");
    result.execConfig = execConfigOf(cluster);
    return result;
}

ExecPlugin pluginOf(const Fields &exec, const Place &place)
{
    ExecPlugin plugin;
    plugin.apiVersion = exec.text("apiVersion");
    plugin.command = exec.text("command");
    if (plugin.command.find('/') != std::string::npos)  // others are looked up in PATH
        plugin.command = place.pathOf(plugin.command);
    plugin.args = exec.texts("args");
    exec.each("env", [&](const Fields &item) { plugin.env.emplace_back(item.text("name"), item.text("value")); });
    const std::string mode = exec.text("interactiveMode");
    plugin.interactive = mode == "Never"    ? ExecPlugin::Interactive::Never
                         : mode == "Always" ? ExecPlugin::Interactive::Always
                                            : ExecPlugin::Interactive::IfAvailable;
    plugin.provideClusterInfo = exec.flag("provideClusterInfo");
    plugin.installHint = exec.text("installHint");
    plugin.file = place.file;
    return plugin;
}

Credential credentialOf(const Fields &user, const Place &place)
{
    Credential credential;
    credential.token = user.text("token");
    credential.tokenFile = place.pathOf(user.text("tokenFile"));
    credential.username = user.text("username");
    credential.password = user.text("password");
    credential.certificate = user.data("client-certificate-data");
    credential.certificateFile = place.pathOf(user.text("client-certificate"));
    credential.key = user.data("client-key-data");
    credential.keyFile = place.pathOf(user.text("client-key"));
    return credential;
}

NamedUser userOf(const Fields &item, const Place &place)
{
    const Fields user = item.map("user");
    NamedUser result;
    result.name = item.text("name");
    result.credential = credentialOf(user, place);
    if (user.has("exec")) {
        const Fields exec = user.map("exec");
        result.exec = pluginOf(exec, place);
        result.interactiveMode = exec.text("interactiveMode");
    }
    if (user.has("auth-provider")) {
        const std::string name = user.map("auth-provider").text("name");
        result.authProvider = name.empty() ? "unnamed" : name;
    }
    result.impersonation = {user.text("as"), user.text("as-uid"), user.texts("as-groups"),
                            user.textsByName("as-user-extra")};
    return result;
}

NamedContext contextOf(const Fields &item)
{
    const Fields context = item.map("context");
    return {item.text("name"), context.text("cluster"), context.text("user"), context.text("namespace")};
}

/** The entries of a list, sorted by name. As in kubectl no two may have one name. */
template <class T, class Read>
std::vector<T> entriesOf(const Fields &root, std::string_view key, const Read &read)
{
    std::vector<T> entries;
    root.each(key, [&](const Fields &item) { entries.push_back(read(item)); });
    std::ranges::sort(entries, {}, &T::name);
    const auto twice = std::ranges::adjacent_find(entries, {}, &T::name);
    if (twice != entries.end())
        root.fail("duplicate name \"" + twice->name + "\" in list " + std::string(key));
    return entries;
}

void checkKind(const Fields &root)
{
    const std::string version = root.text("apiVersion"), kind = root.text("kind");
    if ((!kind.empty() && kind != "Config") || (!version.empty() && version != "v1"))
        root.fail("no kind \"" + (kind.empty() ? "Config" : kind) + "\" is registered for version \"" +
                  (version.empty() ? "v1" : version) + '"');
}

Kubeconfig configOf(const Fields &root, const Place &place)
{
    checkKind(root);
    Kubeconfig config;
    config.files = {place.file};
    config.currentContext = root.text("current-context");
    config.contexts = entriesOf<NamedContext>(root, "contexts", contextOf);
    config.clusters =
        entriesOf<NamedCluster>(root, "clusters", [&](const Fields &item) { return clusterOf(item, place); });
    config.users = entriesOf<NamedUser>(root, "users", [&](const Fields &item) { return userOf(item, place); });
    return config;
}

Error notLoaded(const std::string &path, Error::Kind kind, const std::string &why)
{
    return {kind, "error loading config file \"" + path + "\": " + why, path};
}

}  // namespace

Result<Kubeconfig> parseKubeconfig(const std::string &text, const std::string &path)
{
    const auto tree = parseYaml(text);
    if (!tree)
        return notLoaded(path, Error::Kind::Config, tree.error().detail);
    FieldReading reading{tree.value(), std::nullopt};
    Kubeconfig config =
        configOf(Fields(reading, 0, {}), {path, std::filesystem::absolute(path).lexically_normal().parent_path()});
    if (reading.failure)
        return notLoaded(path, Error::Kind::Config, reading.failure->detail);
    return config;
}

Result<Kubeconfig> readKubeconfigFile(const std::string &path)
{
    const auto text = readSmallFile(path, largestFile);
    return text ? parseKubeconfig(text.value(), path) : notLoaded(path, Error::Kind::Io, text.error().detail);
}

}  // namespace portolan
