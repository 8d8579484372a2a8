// SPDX-License-Identifier: GPL-3.0-or-later
#include "live.h"

#include <ctime>

#include "kubeconfig/credentialplugin.h"
#include "terminal.h"

namespace portolan {

namespace {

/** Before a credential expires it is had anew. */
constexpr std::int64_t leadTime = 60;

/** The credential of a plugin, kept until it expires or is refused. Used by one thread. */
class PluginCredential {
public:
    PluginCredential(Connection connection, const Request &request)
        : m_connection(std::move(connection)),
          m_mayRun(request.mayRunPlugins),
          m_around(PluginSurroundings::ofThisProcess())
    {
        if (request.command == Request::Command::Window)
            m_around.hasTerminal = false;  // the one that it was started from may be out of sight
        m_around.heard = [](std::string_view said) { relay(said); };
    }

    Result<Credential> operator()(bool isRefused, const std::stop_token &stop)
    {
        const bool isFresh = m_kept && (m_kept->expires == 0 || m_kept->expires - leadTime > std::time(nullptr));
        if (isFresh && !isRefused)
            return *m_kept;
        if (!m_mayRun)
            return Error{Error::Kind::Auth,
                         "the kubeconfig wants to run the credential plugin " + commandLine(*m_connection.exec) +
                             ", which --exec-policy deny forbids",
                         m_connection.exec->file};
        auto credential = runCredentialPlugin(m_connection, m_around, stop);
        if (credential)
            m_kept = credential.value();
        return credential;
    }

private:
    Connection m_connection;
    bool m_mayRun;
    PluginSurroundings m_around;
    std::optional<Credential> m_kept;
};

/** With the token that stands in the file now. Where the kubeconfig has a token as well, that one is for when the file
 * can't be read. */
Result<Credential> withFileToken(Credential credential)
{
    auto token = readTokenFile(credential.tokenFile);
    if (token)
        credential.token = std::move(token).value();
    else if (credential.token.empty())
        return token.error();
    return credential;
}

}  // namespace

Result<Connection> connectionOf(const Request &request)
{
    const auto config = readKubeconfig(KubeconfigSearch::ofThisProcess(request.kubeconfig.toStdString()));
    if (!config)
        return config.error();
    return connectionFor(config.value(), request.context.toStdString(), request.space.toStdString());
}

FollowOptions followOptions(const Request &request, const Connection &connection)
{
    FollowOptions options;
    options.space = request.space.toStdString();
    if (request.requestTimeout > 0)
        options.curl.requestLimit = std::chrono::milliseconds(request.requestTimeout);
    options.curl.wantsGzip = !qEnvironmentVariableIsSet("PORTOLAN_IDENTITY");  // what a benchmark asks for
    if (connection.exec) {
        auto plugin = std::make_shared<PluginCredential>(connection, request);
        options.credential = [plugin](bool isRefused, const std::stop_token &stop) {
            return (*plugin)(isRefused, stop);
        };
    } else if (!connection.credential.tokenFile.empty()) {
        options.credential = [own = connection.credential](bool, const std::stop_token &) {
            return withFileToken(own);
        };
    }
    return options;
}

ReadOutcome readCluster(const Request &request)
{
    const auto connection = connectionOf(request);
    if (connection)
        return readLive(connection.value(), followOptions(request, connection.value()));
    ReadOutcome outcome;
    outcome.snapshot = std::make_shared<ClusterSnapshot>();
    Problem problem;
    problem.severity = Severity::Error;
    problem.file = connection.error().source;
    problem.message = connection.error().detail;
    outcome.problems.push_back(std::move(problem));
    return outcome;
}

}  // namespace portolan
