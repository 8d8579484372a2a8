// SPDX-License-Identifier: GPL-3.0-or-later
#include "request.h"

#include <QCommandLineParser>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <optional>

#include "input.h"
#include "questionoptions.h"
#include "roles/suppose.h"

namespace portolan {

namespace {

using Command = Request::Command;

struct CommandName {
    const char *name;
    Command command;
    const char *formats;  ///< separated by spaces, the first is the default; empty: -o names a file
    const char *what;
};
constexpr std::array commands{
    CommandName{"inventory", Command::Inventory, "table json", "what was read"},
    CommandName{"detect", Command::Detect, "table json", "which component fills which role, with evidence"},
    CommandName{"ports", Command::Ports, "table json nftables ufw firewalld", "who must reach whom on which port"},
    CommandName{"topology", Command::Topology, "json dot graphml mermaid drawio", "the graph"},
    CommandName{"export", Command::Export, "", "the picture: -o FILE.png, .svg or .pdf"},
    CommandName{"reach", Command::Reach, "txt json csv md dot", "who may talk to whom under the policies"},
    CommandName{"check", Command::Check, "txt json", "is this pair allowed, and why: --from, --to, --port"},
    CommandName{"route", Command::Route, "txt json", "which backend answers this request: --url, --list"},
    CommandName{"endpoints", Command::Endpoints, "table json", "which endpoints a Service uses, on which node"},
    CommandName{"trace", Command::Trace, "txt json", "the packet's way: --from, --to"},
    CommandName{"lint", Command::Lint, "table json sarif", "findings; --fail-on error, warning or info"},
    CommandName{"snapshot", Command::Snapshot, "", "save what is known: -o FILE"},
    CommandName{"rbac", Command::Rbac, "yaml", "the least read-only role that the program needs"},
    CommandName{"kubeconfig", Command::Kubeconfig, "table json", "what the configuration resolves to; starts nothing"},
};

/** Names that the contracts give to commands that are not built yet: no file is meant by them. */
constexpr std::array comingCommands{"diff"};

const CommandName *commandNamed(const QString &name)
{
    for (const CommandName &command : commands) {
        if (name == QLatin1String(command.name))
            return &command;
    }
    return nullptr;
}

void addOptions(QCommandLineParser &parser)
{
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsCompactedShortOptions);
    parser.addOptions({
        {{u"f"_qs, u"filename"_qs},
         u"File or folder (read recursively), or - for standard input. May be given more than once."_qs,
         u"PATH"_qs},
        {u"sample"_qs, u"An embedded cluster: %1."_qs.arg(sampleNames().join(u", ")), u"NAME"_qs},
        {u"kubeconfig"_qs, u"File that says how to reach a cluster, where no other input is given."_qs, u"FILE"_qs},
        {u"context"_qs, u"Context of the kubeconfig, instead of its current one."_qs, u"NAME"_qs},
        {{u"n"_qs, u"namespace"_qs}, u"Read only this namespace of a cluster."_qs, u"NAME"_qs},
        {{u"A"_qs, u"all-namespaces"_qs}, u"Read all namespaces of a cluster: the default."_qs},
        {u"request-timeout"_qs, u"Time for one answer of a cluster: 0, 30s, 2m."_qs, u"TIME"_qs, u"0"_qs},
        {u"exec-policy"_qs, u"allow or deny the kubeconfig's credential plugins."_qs, u"POLICY"_qs, u"allow"_qs},
        {{u"o"_qs, u"output"_qs},
         u"Format of the result; for export and snapshot the file to write."_qs,
         u"FORMAT|FILE"_qs},
        {u"lens"_qs, u"export: components, traffic, machines or policy."_qs, u"LENS"_qs, u"traffic"_qs},
        {u"theme"_qs, u"export and window: light, dark, high-contrast or print."_qs, u"THEME"_qs},
        {u"scale"_qs, u"export: pixels of the picture for one of the chart, 0.1 to 8."_qs, u"FACTOR"_qs, u"1"_qs},
        {u"size"_qs, u"export: fit the picture into WIDTHxHEIGHT."_qs, u"WxH"_qs},
        {u"roll-up"_qs, u"export: auto, never or always show namespaces and node groups as one card each."_qs,
         u"WHEN"_qs, u"auto"_qs},
        {u"no-legend"_qs, u"export: without the legend."_qs},
        {u"no-title"_qs, u"export: without the title block."_qs},
        {u"suppose"_qs,
         u"detect, topology, export, ports: what would be if COMPONENT filled ROLE, such as cni=cilium."_qs,
         u"ROLE=COMPONENT"_qs},
        {u"anonymize"_qs, u"snapshot: replace names and addresses, consistently."_qs},
    });
    addQuestionOptions(parser);
    parser.addOptions({
        {{u"h"_qs, u"help"_qs}, u"Show this help."_qs},
        {u"version"_qs, u"Show the version."_qs},
    });
}

QString helpText(const QCommandLineParser &parser)
{
    QString text =
        u"Portolan charts the network of a Kubernetes cluster.\n\n"
        "  portolan [INPUT...]                 window on files or folders\n"
        "  portolan --sample NAME              window on an embedded sample\n"
        "  portolan --context NAME             window on a cluster of the kubeconfig\n"
        "  portolan COMMAND [INPUT] [-o FORMAT]\n\nCommands:\n"_qs;
    for (const CommandName &command : commands) {
        const QString formats = QLatin1String(command.formats);
        text += u"  %1 %2%3\n"_qs.arg(QLatin1String(command.name), -12)
                    .arg(QLatin1String(command.what), formats.isEmpty() ? QString() : u" ("_qs + formats + u")"_qs);
    }
    const QString options = parser.helpText();
    return text + u'\n' + options.mid(options.indexOf(u"Options:"));
}

std::optional<QSize> sizeOf(const QString &text)
{
    const QStringList parts = text.toLower().split(u'x');
    bool isWidth = false, isHeight = false;
    const QSize size(parts.value(0).toInt(&isWidth), parts.value(1).toInt(&isHeight));
    if (parts.size() != 2 || !isWidth || !isHeight || size.width() < 1 || size.height() < 1)
        return std::nullopt;
    return size;
}

/** Reads the options that only a picture has. */
std::optional<Error> readPictureOptions(const QCommandLineParser &parser, Request &request)
{
    request.lens = parser.value(u"lens"_qs);
    request.theme = parser.value(u"theme"_qs);
    request.isThemeGiven = !request.theme.isEmpty();
    request.rollUp = parser.value(u"roll-up"_qs);
    request.hasLegend = !parser.isSet(u"no-legend"_qs);
    request.hasTitle = !parser.isSet(u"no-title"_qs);
    if (auto error =
            notOneOf(u"--lens"_qs, request.lens, {u"components"_qs, u"traffic"_qs, u"machines"_qs, u"policy"_qs}))
        return error;
    if (!request.theme.isEmpty()) {
        if (auto error =
                notOneOf(u"--theme"_qs, request.theme, {u"light"_qs, u"dark"_qs, u"high-contrast"_qs, u"print"_qs}))
            return error;
    }
    if (auto error = notOneOf(u"--roll-up"_qs, request.rollUp, {u"auto"_qs, u"never"_qs, u"always"_qs}))
        return error;
    bool isNumber = false;
    request.scale = parser.value(u"scale"_qs).toDouble(&isNumber);
    if (!isNumber || !(request.scale >= 0.1 && request.scale <= 8))
        return usage(u"--scale takes a number from 0.1 to 8, not \"%1\""_qs.arg(parser.value(u"scale"_qs)));
    if (parser.isSet(u"size"_qs)) {
        const auto size = sizeOf(parser.value(u"size"_qs));
        if (!size)
            return usage(
                u"--size takes WIDTHxHEIGHT in pixels, such as 1920x1080, not \"%1\""_qs.arg(parser.value(u"size"_qs)));
        request.size = *size;
    }
    return std::nullopt;
}

/** As kubectl: a number of seconds, or numbers with units (Go's durations): "90", "1m30s", "500ms". */
std::optional<int> millisecondsOf(const QString &text)
{
    bool isNumber = false;
    if (const int seconds = text.toInt(&isNumber); isNumber)
        return seconds < 0 || seconds > 86400 ? std::nullopt : std::optional(seconds * 1000);
    static const QRegularExpression part(u"(\\d+(?:\\.\\d+)?)(ms|s|m|h)"_qs);
    double sum = 0;
    qsizetype at = 0;
    while (at < text.size()) {
        const auto match =
            part.match(text, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch())
            return std::nullopt;
        const QString unit = match.captured(2);
        sum += match.captured(1).toDouble() * (unit == u"ms"  ? 1
                                               : unit == u"s" ? 1000
                                               : unit == u"m" ? 60000
                                                              : 3600000);
        at = match.capturedEnd();
    }
    return at == 0 || sum > 86400000 ? std::nullopt : std::optional(static_cast<int>(sum));
}

/** Reads the options that only a cluster has. */
std::optional<Error> readLiveOptions(const QCommandLineParser &parser, Request &request)
{
    request.kubeconfig = parser.value(u"kubeconfig"_qs);
    request.context = parser.value(u"context"_qs);
    request.space = parser.isSet(u"all-namespaces"_qs) ? QString() : parser.value(u"namespace"_qs);
    const QString policy = parser.value(u"exec-policy"_qs);
    if (auto error = notOneOf(u"--exec-policy"_qs, policy, {u"allow"_qs, u"deny"_qs}))
        return error;
    request.mayRunPlugins = policy == u"allow";
    const auto timeout = millisecondsOf(parser.value(u"request-timeout"_qs));
    if (!timeout)
        return usage(u"--request-timeout takes a time such as 30s or 2m, not \"%1\""_qs.arg(
            parser.value(u"request-timeout"_qs)));
    request.requestTimeout = *timeout;
    if (!request.isLive() && (parser.isSet(u"kubeconfig"_qs) || parser.isSet(u"context"_qs)))
        return usage(u"give files, --sample, or a cluster (--kubeconfig, --context), not two of them"_qs);
    return std::nullopt;
}

std::optional<Error> readOutput(const CommandName &command, Request &request)
{
    const QStringList formats = QString(QLatin1String(command.formats)).split(u' ', Qt::SkipEmptyParts);
    const QString name = QLatin1String(command.name);
    if (formats.isEmpty())
        return request.output.isEmpty() ? std::optional(usage(u"%1 needs -o FILE"_qs.arg(name))) : std::nullopt;
    if (request.output.isEmpty())
        request.output = formats.first();
    return notOneOf(u"%1 -o"_qs.arg(name), request.output, formats);
}

}  // namespace

Result<Request> parseArguments(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(arguments))
        return usage(parser.errorText());

    Request request;
    request.help = helpText(parser);
    if (parser.isSet(u"help"_qs) || parser.isSet(u"version"_qs)) {
        request.command = parser.isSet(u"help"_qs) ? Command::Help : Command::Version;
        return request;
    }
    request.paths = parser.values(u"filename"_qs);
    request.sample = parser.value(u"sample"_qs);
    request.output = parser.value(u"output"_qs);
    request.anonymize = parser.isSet(u"anonymize"_qs);
    QStringList rest = parser.positionalArguments();
    const CommandName *command = rest.isEmpty() ? nullptr : commandNamed(rest.first());
    if (command) {
        request.command = command->command;
        rest.removeFirst();
        if (auto error = readOutput(*command, request))
            return *error;
    }
    if (!command && !rest.isEmpty() &&
        std::ranges::any_of(comingCommands, [&](const char *name) { return rest.first() == QLatin1String(name); }))
        return usage(u"the command %1 is not in this version"_qs.arg(rest.first()));
    request.paths += rest;
    if (auto error = readPictureOptions(parser, request))
        return *error;
    if (parser.isSet(u"suppose"_qs)) {
        auto supposition = parseSupposition(parser.value(u"suppose"_qs).toStdString());
        if (!supposition)
            return supposition.error();
        request.supposition = std::move(supposition).value();
    }
    if (!request.sample.isEmpty() && !request.paths.isEmpty())
        return usage(u"give files or --sample, not both"_qs);
    if (auto error = readLiveOptions(parser, request))
        return *error;
    if (auto error = readQuestionOptions(parser, request))
        return *error;
    return request;
}

}  // namespace portolan
