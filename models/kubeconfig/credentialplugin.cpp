// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/credentialplugin.h"

#include <simdjson.h>
#include <unistd.h>

#include <QByteArray>
#include <QDateTime>
#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/jsonwriter.h"
#include "kubeconfig/childprocess.h"
#include "kubeconfig/smallfile.h"

extern char **environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace portolan {

namespace {

constexpr std::chrono::milliseconds shellLimit{5000};
constexpr std::size_t largestAuthority = std::size_t(1) << 20;

Error refusal(const ExecPlugin &plugin, const std::string &what)
{
    return {Error::Kind::Auth, "the credential plugin " + visibly(plugin.command) + " " + what, plugin.file};
}

/** Relative parts of a PATH would look in the working directory: they are left out. */
std::optional<std::string> findIn(const std::string &path, const std::string &command)
{
    for (std::size_t from = 0; from <= path.size();) {
        const std::size_t to = std::min(path.find(':', from), path.size());
        std::string candidate = path.substr(from, to - from);
        candidate.append("/").append(command);
        if (candidate.starts_with('/') && to > from && access(candidate.c_str(), X_OK) == 0)
            return candidate;
        from = to + 1;
    }
    return std::nullopt;
}

std::vector<std::string> environmentWith(const std::vector<std::pair<std::string, std::string>> &more)
{
    std::vector<std::string> all;
    for (char **entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        const bool isReplaced = std::ranges::any_of(more, [&](const auto &pair) {
            return text.size() > pair.first.size() && text.starts_with(pair.first) && text[pair.first.size()] == '=';
        });
        if (!isReplaced)
            all.emplace_back(text);
    }
    for (const auto &[name, value] : more)
        all.emplace_back(name).append("=").append(value);
    return all;
}

/** A program that a desktop starts has a short PATH; the user's shell knows the long one. */
std::string loginPath(const PluginSurroundings &around, const std::stop_token &stop)
{
    if (around.shell.empty())
        return {};
    Starting shell;
    shell.program = around.shell;
    shell.args = {"-lc", "printf %s \"$PATH\""};
    shell.environment = environmentWith({});
    shell.limit = shellLimit;
    const auto finished = runChild(shell, stop);
    if (!finished || finished.value().exitCode != 0)
        return {};
    const std::string &output = finished.value().output;  // a profile may have printed something before
    return output.substr(output.rfind('\n') + 1);
}

/** Where a plugin is, and the PATH that it was found in. */
struct Found {
    std::string program, path;
};

Result<Found> programOf(const ExecPlugin &plugin, const PluginSurroundings &around, const std::stop_token &stop)
{
    const std::string hint =
        plugin.installHint.empty() ? std::string() : "\nIts hint on how to install it: " + visibly(plugin.installHint);
    if (plugin.command.find('/') != std::string::npos) {
        if (access(plugin.command.c_str(), X_OK) == 0)
            return Found{plugin.command, around.path};
        return refusal(plugin, "is not a program there." + hint);
    }
    if (auto found = findIn(around.path, plugin.command))
        return Found{*found, around.path};
    const std::string login = loginPath(around, stop);
    if (auto found = findIn(login, plugin.command))
        return Found{*found, login};
    if (stop.stop_requested())
        return Error{Error::Kind::Cancelled, "cancelled", plugin.file};
    std::string where = "was not found in PATH (" + visibly(around.path) + ")";
    if (!login.empty() && login != around.path)
        where += ", nor in the PATH of your login shell (" + visibly(login) + ")";
    return refusal(plugin, where + "." + hint);
}

void writeCluster(JsonWriter &json, const Connection &connection)
{
    json.key("cluster").beginObject().member("server", std::string_view(connection.server));
    if (!connection.tlsServerName.empty())
        json.member("tls-server-name", std::string_view(connection.tlsServerName));
    if (connection.insecure)
        json.member("insecure-skip-tls-verify", true);
    std::string authority = connection.authority;
    if (authority.empty() && !connection.authorityFile.empty()) {
        if (auto read = readSmallFile(connection.authorityFile, largestAuthority))
            authority = std::move(read).value();
    }
    if (!authority.empty())
        json.member("certificate-authority-data",
                    std::string_view(QByteArray::fromStdString(authority).toBase64().toStdString()));
    if (!connection.proxy.empty())
        json.member("proxy-url", std::string_view(connection.proxy));
    json.endObject();
}

/** What the plugin is told in KUBERNETES_EXEC_INFO. */
std::string execInfo(const Connection &connection, bool isInteractive)
{
    JsonWriter json;
    json.beginObject()
        .member("kind", "ExecCredential")
        .member("apiVersion", std::string_view(connection.exec->apiVersion));
    json.key("spec").beginObject();
    if (connection.exec->provideClusterInfo)
        writeCluster(json, connection);
    json.member("interactive", isInteractive).endObject().endObject();
    std::string text = json.take();
    // The extension is JSON already.
    if (connection.exec->provideClusterInfo && !connection.execConfig.empty())
        text.insert(text.find("\"server\""), "\"config\":" + connection.execConfig + ',');
    return text;
}

std::string textOf(const simdjson::dom::element &object, std::string_view key)
{
    std::string_view text;
    return object[key].get_string().get(text) ? std::string() : std::string(text);
}

Result<Credential> credentialIn(const ExecPlugin &plugin, const std::string &output)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root, status;
    if (parser.parse(output).get(root))
        return refusal(plugin, "printed something that is not JSON");
    if (textOf(root, "kind") != "ExecCredential")
        return refusal(plugin, "printed something that is not an ExecCredential");
    if (const std::string version = textOf(root, "apiVersion"); version != plugin.apiVersion)
        return refusal(plugin, "answered in version " + visibly(version) + " where the kubeconfig asks for " +
                                   visibly(plugin.apiVersion));
    if (root["status"].get(status))
        return refusal(plugin, "printed an ExecCredential without a status");
    Credential credential;
    credential.token = textOf(status, "token");
    credential.certificate = textOf(status, "clientCertificateData");
    credential.key = textOf(status, "clientKeyData");
    if (credential.token.empty() && credential.certificate.empty())
        return refusal(plugin, "gave neither a token nor a client certificate");
    if (credential.certificate.empty() != credential.key.empty())
        return refusal(plugin, "gave a client certificate without its key, or a key without its certificate");
    const std::string expires = textOf(status, "expirationTimestamp");
    const QDateTime end = QDateTime::fromString(QString::fromStdString(expires), Qt::ISODate);
    if (!expires.empty() && !end.isValid())
        return refusal(plugin, "gave an expirationTimestamp that is no time: " + visibly(expires));
    if (end.isValid())
        credential.expires = end.toSecsSinceEpoch();
    return credential;
}

/** What follows a NUL would be shown, and not be given to the program. */
bool hasNul(const ExecPlugin &plugin)
{
    const auto has = [](const std::string &text) { return text.find('\0') != std::string::npos; };
    return has(plugin.command) || std::ranges::any_of(plugin.args, has) ||
           std::ranges::any_of(plugin.env, [&](const auto &pair) { return has(pair.first) || has(pair.second); });
}

std::string endOf(const std::string &text)
{
    constexpr std::size_t most = 2000;
    return visibly(text.size() > most ? text.substr(text.size() - most) : text);
}

}  // namespace

PluginSurroundings PluginSurroundings::ofThisProcess()
{
    PluginSurroundings around;
    const auto variable = [](const char *name) {
        const char *value = std::getenv(name);
        return std::string(value ? value : "");
    };
    around.path = variable("PATH");
    around.shell = variable("SHELL");
    around.hasTerminal = isatty(STDIN_FILENO) == 1;
    return around;
}

Result<Credential> runCredentialPlugin(const Connection &connection, const PluginSurroundings &around,
                                       const std::stop_token &stop)
{
    const ExecPlugin &plugin = *connection.exec;
    const bool isInteractive = around.hasTerminal && plugin.interactive != ExecPlugin::Interactive::Never;
    if (plugin.interactive == ExecPlugin::Interactive::Always && !around.hasTerminal)
        return refusal(plugin,
                       "wants to ask you something, but there is no terminal here: run kubectl once in a "
                       "terminal, or use a plugin that does not ask");
    if (hasNul(plugin))
        return refusal(plugin, "has a command, an argument or a variable with a NUL in it");
    auto program = programOf(plugin, around, stop);
    if (!program)
        return program.error();
    Starting starting;
    starting.program = program.value().program;
    starting.args = plugin.args;
    auto environment = plugin.env;
    if (std::ranges::find(environment, "PATH", &std::pair<std::string, std::string>::first) == environment.end())
        environment.emplace_back("PATH", program.value().path);  // what it starts in turn is found there, too
    environment.emplace_back("KUBERNETES_EXEC_INFO", execInfo(connection, isInteractive));
    starting.environment = environmentWith(environment);
    starting.givesTerminal = isInteractive;
    starting.limit = around.limit;
    if (isInteractive)
        starting.heard = around.heard;
    const auto finished = runChild(starting, stop);
    if (!finished)
        return finished.error().kind == Error::Kind::Cancelled ? finished.error()
                                                               : refusal(plugin, finished.error().detail);
    const Finished &end = finished.value();
    if (end.exitCode != 0)
        return refusal(plugin, "failed with exit code " + std::to_string(end.exitCode) +
                                   (end.errors.empty() ? "" : ": " + endOf(end.errors)));
    return credentialIn(plugin, end.output);
}

std::string commandLine(const ExecPlugin &plugin)
{
    std::string line = visibly(plugin.command);
    for (const std::string &arg : plugin.args) {
        const bool isPlain = !arg.empty() && arg.find_first_of(" \t\n'\"\\$`&|;<>()*?[]#~!") == std::string::npos;
        line += isPlain ? ' ' + visibly(arg) : " '" + visibly(arg) + "'";
    }
    return line;
}

}  // namespace portolan
