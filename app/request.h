// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>

#include "base/result.h"
#include "roles/roles.h"

namespace portolan {

/** What the commands are asked that answer questions: reach, check, route, endpoints, trace, lint. */
struct Question {
    QString from, to;  ///< --from, --to
    QString protocol;  ///< --protocol; empty: TCP
    QString port;      ///< --port: a number or a name
    QString address, via;
    QString url, method;
    QStringList headers;  ///< --header, each "NAME=VALUE"
    QString client, gateway, entrypoint, controller;
    bool isListAsked = false;         ///< --list
    bool isBatch = false;             ///< --batch -: a question a line on standard input
    bool isTestVectors = false;       ///< --test-vectors -
    bool isHostNetworkExempt = true;  ///< --host-network
    bool ipBlockMatchesPods = true;   ///< --ip-block-matches-pods
    bool isSelfLeftOut = false;       ///< --no-self
    bool isExplained = false;         ///< --explain
    QString failOn;                   ///< --fail-on: error, warning or info; empty: never
};

/** What the command line asks for (contracts, section 1). */
struct Request {
    enum class Command {
        Window,
        Inventory,
        Detect,
        Ports,
        Topology,
        Export,
        Snapshot,
        Reach,
        Check,
        Route,
        Endpoints,
        Trace,
        Lint,
        Rbac,
        Kubeconfig,
        Help,
        Version
    };
    Command command = Command::Window;
    QStringList paths;  ///< files, folders, or "-"
    QString sample;
    QString kubeconfig;         ///< --kubeconfig; empty: where kubectl looks
    QString context;            ///< --context; empty: the current one
    QString space;              ///< -n; empty: all namespaces
    int requestTimeout = 0;     ///< --request-timeout in milliseconds; 0: not given
    bool mayRunPlugins = true;  ///< --exec-policy
    QString output;             ///< -o: a format, or for export and snapshot a file
    QString lens = QStringLiteral("traffic");
    QString theme = QStringLiteral("light");
    bool isThemeGiven = false;  ///< else a window takes what is remembered
    QString rollUp = QStringLiteral("auto");
    double scale = 1;
    QSize size;  ///< --size; invalid: as large as the chart
    bool hasLegend = true;
    bool hasTitle = true;
    bool anonymize = false;
    std::optional<Supposition> supposition;  ///< --suppose
    Question question;
    /** Neither files nor a sample were named: a cluster is meant. */
    bool isLive() const { return paths.isEmpty() && sample.isEmpty(); }
    /** Something says that a cluster is meant, not only silence. */
    bool isLiveNamed() const { return isLive() && !(kubeconfig.isEmpty() && context.isEmpty() && space.isEmpty()); }
    QString help;  ///< what --help prints
};

/** Never starts or reads anything. Errors: Usage, in words that name the option. */
[[nodiscard]] Result<Request> parseArguments(const QStringList &arguments);

}  // namespace portolan
