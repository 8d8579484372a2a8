// SPDX-License-Identifier: GPL-3.0-or-later
#include "questionoptions.h"

#include <QCommandLineParser>

namespace portolan {

namespace {

/** A value that may only be "-", standard input. */
std::optional<Error> notStandardInput(const QCommandLineParser &parser, const QString &option, bool &isSet)
{
    isSet = parser.isSet(option);
    if (isSet && parser.value(option) != u"-")
        return usage(u"--%1 takes -, for lines on standard input, not \"%2\""_qs.arg(option, parser.value(option)));
    return std::nullopt;
}

std::optional<Error> readPolicyOptions(const QCommandLineParser &parser, Question &question)
{
    const QString hostNetwork = parser.value(u"host-network"_qs), blocks = parser.value(u"ip-block-matches-pods"_qs);
    if (auto error = notOneOf(u"--host-network"_qs, hostNetwork, {u"enforced"_qs, u"exempt"_qs}))
        return error;
    if (auto error = notOneOf(u"--ip-block-matches-pods"_qs, blocks, {u"yes"_qs, u"no"_qs}))
        return error;
    question.isHostNetworkExempt = hostNetwork == u"exempt";
    question.ipBlockMatchesPods = blocks == u"yes";
    question.isSelfLeftOut = parser.isSet(u"no-self"_qs);
    question.isExplained = parser.isSet(u"explain"_qs);
    return std::nullopt;
}

}  // namespace

Error usage(const QString &what)
{
    return {Error::Kind::Usage, what.toStdString(), {}};
}

std::optional<Error> notOneOf(const QString &option, const QString &value, const QStringList &allowed)
{
    if (allowed.contains(value))
        return std::nullopt;
    return usage(u"%1 takes %2, not \"%3\""_qs.arg(option, allowed.join(u", "), value));
}

void addQuestionOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"from"_qs, u"check, trace: who begins: internet, node:NAME, pod:NAMESPACE/NAME or an address."_qs, u"WHO"_qs},
        {u"to"_qs,
         u"check, trace: where to: a URL, svc:NAMESPACE/NAME:PORT, pod:NAMESPACE/NAME:PORT, dns:NAME, ADDRESS:PORT."_qs,
         u"WHERE"_qs},
        {u"protocol"_qs, u"check, trace: TCP, UDP, SCTP or ICMP."_qs, u"PROTOCOL"_qs, u"TCP"_qs},
        {u"port"_qs, u"check: number or name of the port."_qs, u"PORT"_qs},
        {u"address"_qs, u"trace: where a URL's host leads, as ADDRESS:PORT."_qs, u"ADDRESS"_qs},
        {u"via"_qs, u"trace: the node that gets the packet first, where a route outside decides."_qs, u"NODE"_qs},
        {u"url"_qs, u"route: what is asked for, as http://HOST/PATH."_qs, u"URL"_qs},
        {u"method"_qs, u"route: GET, POST and so on."_qs, u"METHOD"_qs, u"GET"_qs},
        {u"header"_qs, u"route: a header of the request. May be given more than once."_qs, u"NAME=VALUE"_qs},
        {u"client"_qs, u"route: the client's address."_qs, u"ADDRESS"_qs},
        {u"gateway"_qs, u"route: only this Gateway, as NAMESPACE/NAME."_qs, u"GATEWAY"_qs},
        {u"entrypoint"_qs, u"route: the entry point that is asked, such as web."_qs, u"NAME"_qs},
        {u"controller"_qs, u"route: the controller that is asked, such as traefik."_qs, u"NAME"_qs},
        {u"list"_qs, u"route: all routes instead of one answer."_qs},
        {u"batch"_qs, u"check, route, endpoints, trace: one question in JSON a line on standard input (-)."_qs,
         u"-"_qs},
        {u"test-vectors"_qs, u"endpoints: one set of endpoints in JSON a line on standard input (-)."_qs, u"-"_qs},
        {u"no-self"_qs, u"reach: leave out what a workload may say to itself."_qs},
        {u"host-network"_qs, u"reach, check: whether policies hold for pods in their node's network."_qs,
         u"enforced|exempt"_qs, u"exempt"_qs},
        {u"ip-block-matches-pods"_qs, u"reach, check: whether an ipBlock may mean pods."_qs, u"yes|no"_qs, u"yes"_qs},
        {u"explain"_qs, u"reach: with the rules that allow it."_qs},
        {u"fail-on"_qs, u"lint: exit with 1 if there is a finding as severe: error, warning or info."_qs,
         u"SEVERITY"_qs},
    });
}

std::optional<Error> readQuestionOptions(const QCommandLineParser &parser, Request &request)
{
    Question &question = request.question;
    question.from = parser.value(u"from"_qs);
    question.to = parser.value(u"to"_qs);
    question.protocol = parser.value(u"protocol"_qs).toUpper();
    question.port = parser.value(u"port"_qs);
    question.address = parser.value(u"address"_qs);
    question.via = parser.value(u"via"_qs);
    question.url = parser.value(u"url"_qs);
    question.method = parser.value(u"method"_qs).toUpper();
    question.headers = parser.values(u"header"_qs);
    question.client = parser.value(u"client"_qs);
    question.gateway = parser.value(u"gateway"_qs);
    question.entrypoint = parser.value(u"entrypoint"_qs);
    question.controller = parser.value(u"controller"_qs);
    question.isListAsked = parser.isSet(u"list"_qs);
    question.failOn = parser.value(u"fail-on"_qs);
    if (auto error = notOneOf(u"--protocol"_qs, question.protocol, {u"TCP"_qs, u"UDP"_qs, u"SCTP"_qs, u"ICMP"_qs}))
        return error;
    if (!question.failOn.isEmpty()) {
        if (auto error = notOneOf(u"--fail-on"_qs, question.failOn, {u"error"_qs, u"warning"_qs, u"info"_qs}))
            return error;
    }
    if (auto error = notStandardInput(parser, u"batch"_qs, question.isBatch))
        return error;
    if (auto error = notStandardInput(parser, u"test-vectors"_qs, question.isTestVectors))
        return error;
    const bool needsEnds = request.command == Request::Command::Trace || request.command == Request::Command::Check;
    if (needsEnds && !question.isBatch && (question.from.isEmpty() || question.to.isEmpty()))
        return usage(u"give --from and --to, or --batch -"_qs);
    if (question.isTestVectors && request.command != Request::Command::Endpoints)
        return usage(u"--test-vectors is an option of endpoints"_qs);
    if ((question.isBatch || question.isTestVectors) && request.paths.contains(u"-"_qs))
        return usage(u"standard input can't be both the cluster (-f -) and the questions"_qs);
    return readPolicyOptions(parser, question);
}

}  // namespace portolan
