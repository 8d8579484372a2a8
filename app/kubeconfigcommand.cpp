// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <algorithm>

#include "base/jsonwriter.h"
#include "commands.h"
#include "kubeconfig/address.h"
#include "kubeconfig/credentialplugin.h"
#include "kubeconfig/kubeconfig.h"
#include "terminal.h"

namespace portolan {

namespace {

/** What a configuration comes to, with everything that is wrong with it. */
struct Resolved {
    Kubeconfig config;
    std::optional<Connection> effective;
    std::vector<std::string> errors, warnings;
};

/** Some errors leave a context that can be shown all the same: it is, beside them. */
Resolved resolved(const Request &request)
{
    Resolved all;
    auto config = readKubeconfig(KubeconfigSearch::ofThisProcess(request.kubeconfig.toStdString()));
    if (!config) {
        all.errors.push_back(config.error().detail);
        return all;
    }
    all.config = std::move(config).value();
    const std::string context = request.context.toStdString();
    // A configuration without a current context is only wrong for who wants to connect.
    const bool isAsked = !context.empty() || !all.config.currentContext.empty();
    if (isAsked || isEmpty(all.config))
        all.errors = faultsOf(all.config, context);
    all.warnings = cautionsOf(all.config, context);
    if (isAsked && all.errors.empty()) {
        if (auto connection = connectionFor(all.config, context, request.space.toStdString()))
            all.effective = std::move(connection).value();
        else
            all.errors.push_back(connection.error().detail);
    }
    if (all.effective && all.effective->credential.token.empty() && !all.effective->credential.tokenFile.empty()) {
        if (auto token = readTokenFile(all.effective->credential.tokenFile))
            all.effective->credential.token = std::move(token).value();
        else
            all.errors.push_back("unable to read tokenFile " + token.error().source + ": " + token.error().detail);
    }
    return all;
}

std::vector<std::string> authOf(const NamedUser &user)
{
    std::vector<std::string> auth;
    const Credential &own = user.credential;
    if (!own.username.empty() || !own.password.empty())
        auth.emplace_back("basic");
    if (!own.certificate.empty() || !own.certificateFile.empty())
        auth.emplace_back("cert");
    if (user.exec)
        auth.emplace_back("exec");
    if (!own.token.empty() || !own.tokenFile.empty())
        auth.emplace_back("token");
    if (!user.authProvider.empty())
        auth.push_back(user.authProvider);
    std::ranges::sort(auth);
    return auth;
}

std::string authOf(const Connection &connection)
{
    const Credential &own = connection.credential;
    if (connection.exec)
        return "exec";
    if (!own.token.empty() || !own.tokenFile.empty())
        return "token";
    if (!own.username.empty() || !own.password.empty())
        return "basic";
    return own.certificate.empty() && own.certificateFile.empty() ? "none" : "cert";
}

void writeTexts(JsonWriter &json, std::string_view key, const std::vector<std::string> &texts)
{
    json.key(key).beginArray();
    for (const std::string &text : texts)
        json.value(std::string_view(text));
    json.endArray();
}

std::string fingerprint(const std::string &token)
{
    return token.empty() ? std::string()
                         : QCryptographicHash::hash(QByteArray::fromStdString(token), QCryptographicHash::Sha256)
                               .toHex()
                               .toStdString();
}

void writeEffective(JsonWriter &json, const Connection &c)
{
    const auto text = [&](const char *key, const std::string &value) { json.member(key, std::string_view(value)); };
    json.key("effective").beginObject();
    text("server", c.server);
    text("namespace", c.space);
    text("context", c.context);
    text("user", c.user);
    text("auth", authOf(c));
    text("tokenSha256", fingerprint(c.credential.token));
    json.member("insecure", c.insecure);
    text("tls_server_name", c.tlsServerName);
    text("proxy", withoutPassword(c.proxy));
    text("certificateAuthority", c.authorityFile);
    text("clientCertificate", c.credential.certificateFile);
    text("clientKey", c.credential.keyFile);
    json.key("exec").beginObject();
    text("command", c.exec ? c.exec->command : std::string());
    writeTexts(json, "args", c.exec ? c.exec->args : std::vector<std::string>());
    text("installHint", c.exec ? c.exec->installHint : std::string());
    json.endObject().key("impersonate").beginObject();
    if (!c.impersonation.user.empty()) {
        text("user", c.impersonation.user);
        text("uid", c.impersonation.uid);
        writeTexts(json, "groups", c.impersonation.groups);
    }
    json.endObject().endObject();
}

std::string jsonOf(const Resolved &all)
{
    JsonWriter json;
    json.beginObject().member("schema", "kubeconfig/1");
    writeTexts(json, "files", all.config.files);
    json.member("currentContext", std::string_view(all.config.currentContext));
    json.key("contexts").beginArray();
    for (const NamedContext &one : all.config.contexts)
        json.beginObject()
            .member("name", std::string_view(one.name))
            .member("cluster", std::string_view(one.cluster))
            .member("user", std::string_view(one.user))
            .member("namespace", std::string_view(one.space))
            .endObject();
    json.endArray().key("clusters").beginArray();
    for (const NamedCluster &one : all.config.clusters)
        json.beginObject()
            .member("name", std::string_view(one.name))
            .member("server", std::string_view(withoutPassword(one.server)))
            .member("certificateAuthority", std::string_view(one.authorityFile))
            .endObject();
    json.endArray().key("users").beginArray();
    for (const NamedUser &one : all.config.users) {
        json.beginObject().member("name", std::string_view(one.name));
        writeTexts(json, "auth", authOf(one));
        json.member("clientCertificate", std::string_view(one.credential.certificateFile));
        json.member("clientKey", std::string_view(one.credential.keyFile));
        json.member("execCommand", std::string_view(one.exec ? one.exec->command : std::string())).endObject();
    }
    json.endArray();
    if (all.effective)
        writeEffective(json, *all.effective);
    else
        json.key("effective").null();
    writeTexts(json, "errors", all.errors);
    writeTexts(json, "warnings", all.warnings);
    std::vector<Problem> problems;
    for (const std::string &error : all.errors)
        problems.push_back({Severity::Error, {}, 0, 0, error});
    for (const std::string &warning : all.warnings)
        problems.push_back({Severity::Warning, {}, 0, 0, warning});
    writeProblems(json, problems);
    json.endObject();
    return json.take() + '\n';
}

std::string tableOf(const Resolved &all)
{
    std::string text;
    const auto line = [&](const std::string &name, const std::string &value) {
        if (!value.empty())
            text += name + std::string(name.size() < 14 ? 14 - name.size() : 1, ' ') + visibly(value) + '\n';
    };
    for (const std::string &file : all.config.files)
        line("file", file);
    for (const NamedContext &one : all.config.contexts)
        line(one.name == all.config.currentContext ? "* context" : "  context",
             one.name + "  (cluster " + one.cluster + ", user " + one.user + ')');
    if (all.effective) {
        const Connection &c = *all.effective;
        line("server", c.server);
        line("namespace", c.space);
        line("user", c.user + ", by " + authOf(c));
        line("plugin", c.exec ? commandLine(*c.exec) : std::string());
        line("proxy", withoutPassword(c.proxy));
        line("acts as", c.impersonation.user);
    }
    return text;
}

}  // namespace

Exit runKubeconfig(const Request &request)
{
    const Resolved all = resolved(request);
    for (const std::string &error : all.errors)
        complain("error: " + visibly(error));
    for (const std::string &warning : all.warnings)
        complain("warning: " + visibly(warning));
    if (!print(request.output == u"json" ? jsonOf(all) : tableOf(all)))
        return Exit::NothingUsable;
    const bool isUsable = !all.config.contexts.empty() || !all.config.clusters.empty();
    if (!all.errors.empty())
        return isUsable ? Exit::WithProblems : Exit::NothingUsable;
    return all.warnings.empty() ? Exit::AllRead : Exit::WithProblems;
}

}  // namespace portolan
