// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/kubeconfigfile.h"

#include <yaml-cpp/yaml.h>

#include <QByteArray>
#include <algorithm>
#include <filesystem>

#include "base/jsonwriter.h"
#include "kubeconfig/smallfile.h"

namespace portolan {

namespace {

constexpr std::size_t largestFile = std::size_t(8) << 20;
constexpr std::size_t largestExtension = 64 * 1024;
constexpr int deepestExtension = 16;

/** What is wrong, and in which line; caught where the file is read. */
struct Fault {
    std::string what;
    int line = 0;
};

int lineOf(const YAML::Node &node)
{
    return node.Mark().line + 1;
}

YAML::Node member(const YAML::Node &node, const char *key)
{
    if (!node.IsDefined() || node.IsNull())
        return YAML::Node(YAML::NodeType::Undefined);
    if (!node.IsMap())
        throw Fault{std::string("a mapping is expected around \"") + key + '"', lineOf(node)};
    return node[key];
}

std::string textOf(const YAML::Node &node, const char *key)
{
    const YAML::Node value = member(node, key);
    if (!value.IsDefined() || value.IsNull())
        return {};
    if (!value.IsScalar())
        throw Fault{std::string("\"") + key + "\" must be text", lineOf(value)};
    return value.Scalar();
}

bool flagOf(const YAML::Node &node, const char *key)
{
    const std::string text = textOf(node, key);
    if (!text.empty() && text != "true" && text != "false")
        throw Fault{std::string("\"") + key + "\" must be true or false", lineOf(member(node, key))};
    return text == "true";
}

std::string decodedOf(const YAML::Node &node, const char *key)
{
    const std::string text = textOf(node, key);
    if (text.empty())
        return {};
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(text).simplified().replace(' ', ""),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        throw Fault{std::string("\"") + key + "\" is not base64", lineOf(member(node, key))};
    return decoded.decoded.toStdString();
}

std::vector<std::string> textsOf(const YAML::Node &node, const char *key)
{
    const YAML::Node list = member(node, key);
    std::vector<std::string> texts;
    if (!list.IsDefined() || list.IsNull())
        return texts;
    if (!list.IsSequence())
        throw Fault{std::string("\"") + key + "\" must be a list", lineOf(list)};
    for (const YAML::Node &item : list) {
        if (!item.IsScalar())
            throw Fault{std::string("\"") + key + "\" must be a list of texts", lineOf(item)};
        texts.push_back(item.Scalar());
    }
    return texts;
}

/** Calls `each` with every element of a list that may be missing. */
template <class Each>
void forEach(const YAML::Node &node, const char *key, Each each)
{
    const YAML::Node list = member(node, key);
    if (!list.IsDefined() || list.IsNull())
        return;
    if (!list.IsSequence())
        throw Fault{std::string("\"") + key + "\" must be a list", lineOf(list)};
    for (const YAML::Node &item : list)
        each(item);
}

/** Aliases may make a small file into a large tree: size and depth are bounded. */
void writeJson(JsonWriter &json, const YAML::Node &node, int depth)
{
    if (depth > deepestExtension || json.text().size() > largestExtension)
        throw Fault{"the extension for plugins is too large", lineOf(node)};
    if (node.IsMap()) {
        json.beginObject();
        for (const auto &pair : node) {
            json.key(pair.first.Scalar());
            writeJson(json, pair.second, depth + 1);
        }
        json.endObject();
    } else if (node.IsSequence()) {
        json.beginArray();
        for (const YAML::Node &item : node)
            writeJson(json, item, depth + 1);
        json.endArray();
    } else if (node.IsScalar() && node.Tag() == "?" && (node.Scalar() == "true" || node.Scalar() == "false")) {
        json.value(node.Scalar() == "true");
    } else if (node.IsScalar()) {
        json.value(std::string_view(node.Scalar()));
    } else {
        json.null();
    }
}

std::string execConfigOf(const YAML::Node &cluster)
{
    std::string text;
    forEach(cluster, "extensions", [&](const YAML::Node &item) {
        if (textOf(item, "name") != "client.authentication.k8s.io/exec")
            return;
        JsonWriter json;
        writeJson(json, member(item, "extension"), 0);
        text = json.take();
    });
    return text;
}

/** A path as it is meant: relative to its file. */
std::string pathIn(const std::string &folder, const std::string &path)
{
    if (path.empty() || path.front() == '/')
        return path;
    return (std::filesystem::path(folder) / path).lexically_normal().string();
}

NamedCluster clusterOf(const YAML::Node &item, const std::string &folder)
{
    const YAML::Node cluster = member(item, "cluster");
    NamedCluster result;
    result.name = textOf(item, "name");
    result.server = textOf(cluster, "server");
    while (result.server.ends_with('/'))
        result.server.pop_back();
    result.authority = decodedOf(cluster, "certificate-authority-data");
    result.authorityFile = pathIn(folder, textOf(cluster, "certificate-authority"));
    result.tlsServerName = textOf(cluster, "tls-server-name");
    result.proxy = textOf(cluster, "proxy-url");
    result.insecure = flagOf(cluster, "insecure-skip-tls-verify");
    result.execConfig = execConfigOf(cluster);
    return result;
}

ExecPlugin pluginOf(const YAML::Node &exec, const std::string &folder, const std::string &file)
{
    ExecPlugin plugin;
    plugin.apiVersion = textOf(exec, "apiVersion");
    plugin.command = textOf(exec, "command");
    if (plugin.command.find('/') != std::string::npos)
        plugin.command = pathIn(folder, plugin.command);
    plugin.args = textsOf(exec, "args");
    forEach(exec, "env",
            [&](const YAML::Node &item) { plugin.env.emplace_back(textOf(item, "name"), textOf(item, "value")); });
    const std::string mode = textOf(exec, "interactiveMode");
    plugin.interactive = mode == "Never"    ? ExecPlugin::Interactive::Never
                         : mode == "Always" ? ExecPlugin::Interactive::Always
                                            : ExecPlugin::Interactive::IfAvailable;
    plugin.provideClusterInfo = flagOf(exec, "provideClusterInfo");
    plugin.installHint = textOf(exec, "installHint");
    plugin.file = file;
    return plugin;
}

Impersonation impersonationOf(const YAML::Node &user)
{
    Impersonation as;
    as.user = textOf(user, "as");
    as.uid = textOf(user, "as-uid");
    as.groups = textsOf(user, "as-groups");
    const YAML::Node extra = member(user, "as-user-extra");
    if (extra.IsDefined() && extra.IsMap()) {
        for (const auto &pair : extra)
            as.extra[pair.first.Scalar()] = textsOf(extra, pair.first.Scalar().c_str());
    }
    return as;
}

NamedUser userOf(const YAML::Node &item, const std::string &folder, const std::string &file)
{
    const YAML::Node user = member(item, "user");
    NamedUser result;
    result.name = textOf(item, "name");
    Credential &credential = result.credential;
    credential.token = textOf(user, "token");
    credential.tokenFile = pathIn(folder, textOf(user, "tokenFile"));
    credential.username = textOf(user, "username");
    credential.password = textOf(user, "password");
    credential.certificate = decodedOf(user, "client-certificate-data");
    credential.certificateFile = pathIn(folder, textOf(user, "client-certificate"));
    credential.key = decodedOf(user, "client-key-data");
    credential.keyFile = pathIn(folder, textOf(user, "client-key"));
    const YAML::Node exec = member(user, "exec");
    if (exec.IsDefined() && !exec.IsNull()) {
        result.exec = pluginOf(exec, folder, file);
        result.interactiveMode = textOf(exec, "interactiveMode");
    }
    const YAML::Node provider = member(user, "auth-provider");
    if (provider.IsDefined() && !provider.IsNull())
        result.authProvider = textOf(provider, "name").empty() ? "unnamed" : textOf(provider, "name");
    result.impersonation = impersonationOf(user);
    return result;
}

/** Of two entries with one name in a file the last counts, as in a map. */
template <class T>
void put(std::vector<T> &list, T item)
{
    const auto found = std::ranges::find(list, item.name, &T::name);
    if (found != list.end())
        *found = std::move(item);
    else
        list.push_back(std::move(item));
}

Kubeconfig configOf(const YAML::Node &root, const std::string &path)
{
    Kubeconfig config;
    if (!root.IsDefined() || root.IsNull())
        return config;
    const std::string folder = std::filesystem::absolute(path).parent_path().string();
    config.currentContext = textOf(root, "current-context");
    forEach(root, "clusters", [&](const YAML::Node &item) { put(config.clusters, clusterOf(item, folder)); });
    forEach(root, "users", [&](const YAML::Node &item) { put(config.users, userOf(item, folder, path)); });
    forEach(root, "contexts", [&](const YAML::Node &item) {
        const YAML::Node context = member(item, "context");
        put(config.contexts, NamedContext{textOf(item, "name"), textOf(context, "cluster"), textOf(context, "user"),
                                          textOf(context, "namespace")});
    });
    return config;
}

}  // namespace

Result<Kubeconfig> readKubeconfigFile(const std::string &path)
{
    auto text = readSmallFile(path, largestFile);
    if (!text)
        return text.error();
    const auto broken = [&](const std::string &what, int line) {
        return Error{Error::Kind::Config,
                     "error loading config file \"" + path + "\": line " + std::to_string(line) + ": " + what, path};
    };
    try {
        Kubeconfig config = configOf(YAML::Load(text.value()), path);
        config.files.push_back(path);
        return config;
    } catch (const Fault &fault) {
        return broken(fault.what, fault.line);
    } catch (const YAML::Exception &error) {
        return broken(error.msg, error.mark.line + 1);
    }
}

}  // namespace portolan
