// SPDX-License-Identifier: GPL-3.0-or-later
#include <QUrl>
#include <QUrlQuery>
#include <algorithm>

#include "base/jsonwriter.h"
#include "batch.h"
#include "commands.h"
#include "route/route.h"
#include "terminal.h"

namespace portolan {

namespace {

void writeTexts(JsonWriter &json, std::string_view key, const std::vector<std::string> &texts)
{
    json.key(key).beginArray();
    for (const std::string &text : texts)
        json.value(text);
    json.endArray();
}

void writeBackends(JsonWriter &json, const std::vector<RouteBackend> &backends)
{
    json.key("backends").beginArray();
    for (const RouteBackend &backend : backends) {
        json.beginObject().member("namespace", backend.space).member("service", backend.service);
        json.member("port", int(backend.port)).member("weight", backend.weight);
        writeTexts(json, "endpoints", backend.endpoints);
        json.endObject();
    }
    json.endArray();
}

void writeMatch(JsonWriter &json, const RouteMatch &match)
{
    if (match.object.isNull())
        return;
    json.key("matched").beginObject().member("kind", info(match.object.kind).name);
    json.member("namespace", match.object.space()).member("name", match.object.name());
    if (match.rule >= 0)
        json.member("rule", match.rule);
    if (match.path >= 0)
        json.member("path", match.path);
    json.member("priority", match.priority).endObject();
}

void write(JsonWriter &json, const FrontDoorAnswer &answer)
{
    json.member("status", answer.status);
    writeBackends(json, answer.backends);
    writeMatch(json, answer.matched);
    if (answer.redirect.status != 0) {
        json.key("redirect")
            .beginObject()
            .member("scheme", answer.redirect.scheme)
            .member("host", answer.redirect.host);
        json.member("port", int(answer.redirect.port)).member("path", answer.redirect.path);
        if (!answer.redirect.query.empty())
            json.member("query", answer.redirect.query);
        json.member("status", answer.redirect.status).endObject();
    }
    if (!answer.backends.empty())
        json.key("rewrite")
            .beginObject()
            .member("host", answer.rewrittenHost)
            .member("path", answer.rewrittenPath)
            .endObject();
    json.member("controller", answer.controller);
    writeTexts(json, "caveats", answer.caveats);
}

std::multimap<std::string, std::string> pairsIn(const Value &value)
{
    std::multimap<std::string, std::string> pairs;
    for (const Member &member : value.members()) {
        if (!member.value.isArray())
            pairs.emplace(member.key, member.value.text());
        for (const Value &one : member.value.items())
            pairs.emplace(member.key, one.text());
    }
    return pairs;
}

FrontDoorRequest requestIn(const Value &question)
{
    FrontDoorRequest request;
    const auto take = [&question](std::string &field, std::string_view key) {
        if (question[key].isText())
            field = question[key].text();
    };
    take(request.scheme, "scheme");
    take(request.host, "host");
    take(request.path, "path");
    take(request.method, "method");
    take(request.client, "client");
    take(request.gateway, "gateway");
    take(request.entrypoint, "entrypoint");
    take(request.controller, "controller");
    request.headers = pairsIn(question["headers"]);
    request.query = pairsIn(question["query"]);
    return request;
}

Result<FrontDoorRequest> requestOf(const Question &asked)
{
    const QUrl url(asked.url, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"http" && url.scheme() != u"https"))
        return Error{Error::Kind::Usage, "route needs --url http://HOST/PATH, --list or --batch -", {}};
    FrontDoorRequest request;
    request.scheme = url.scheme().toStdString();
    request.host = url.host().toStdString() + (url.port() > 0 ? ':' + std::to_string(url.port()) : std::string());
    request.path = url.path(QUrl::FullyEncoded).toStdString();
    if (request.path.empty())
        request.path = "/";
    for (const auto &[name, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded))
        request.query.emplace(name.toStdString(), value.toStdString());
    for (const QString &header : asked.headers) {
        const qsizetype equals = header.indexOf(u'=');
        if (equals < 1)
            return Error{Error::Kind::Usage, "--header takes NAME=VALUE", {}};
        request.headers.emplace(header.left(equals).toStdString(), header.mid(equals + 1).toStdString());
    }
    request.method = asked.method.toStdString();
    request.client = asked.client.toStdString();
    request.gateway = asked.gateway.toStdString();
    request.entrypoint = asked.entrypoint.toStdString();
    request.controller = asked.controller.toStdString();
    return request;
}

std::string titleOf(const RouteBackend &backend)
{
    std::string text = backend.space + '/' + backend.service + ':' + std::to_string(backend.port);
    std::string endpoints;
    for (const std::string &endpoint : backend.endpoints)
        endpoints += (endpoints.empty() ? "" : ", ") + endpoint;
    return text + (endpoints.empty() ? " (no ready endpoint)" : " (" + endpoints + ')');
}

std::string asText(const FrontDoorAnswer &answer)
{
    std::string text = "Status: " + std::to_string(answer.status);
    text += answer.controller.empty() ? ", by the Ingress API's own rules\n" : ", by " + answer.controller + '\n';
    if (!answer.matched.object.isNull()) {
        text += "Rule: " + answer.matched.object.text();
        if (answer.matched.rule >= 0)
            text += " rule " + std::to_string(answer.matched.rule);
        if (answer.matched.path >= 0)
            text += " path " + std::to_string(answer.matched.path);
        text += '\n';
    }
    if (answer.redirect.status != 0)
        text += "Redirect: " + answer.redirect.scheme + "://" + answer.redirect.host +
                (answer.redirect.port != 0 ? ':' + std::to_string(answer.redirect.port) : "") + answer.redirect.path +
                (answer.redirect.query.empty() ? "" : '?' + answer.redirect.query) + '\n';
    for (const RouteBackend &backend : answer.backends)
        text += "Backend: " + titleOf(backend) +
                (answer.backends.size() > 1 ? ", weight " + std::to_string(backend.weight) : "") + '\n';
    if (!answer.backends.empty())
        text += "Path that it sees: " + answer.rewrittenPath + '\n';
    std::string safe;
    for (const std::string &caveat : answer.caveats)
        text += "Note: " + caveat + ".\n";
    std::size_t from = 0;
    for (std::size_t at = text.find('\n'); at != std::string::npos; from = at + 1, at = text.find('\n', from))
        safe += terminalSafe(std::string_view(text).substr(from, at - from)) + '\n';
    return safe;
}

std::string listAsText(const std::vector<RouteEntry> &entries)
{
    std::vector<std::vector<std::string>> rows{{"ROUTE", "CONTROLLER", "MATCH", "PRIORITY", "BACKENDS"}};
    for (const RouteEntry &entry : entries) {
        std::string backends;
        for (const RouteBackend &backend : entry.backends)
            backends += (backends.empty() ? "" : ", ") + backend.space + '/' + backend.service + ':' +
                        std::to_string(backend.port);
        rows.push_back({entry.object.text(), entry.controller, entry.match, std::to_string(entry.priority),
                        entry.fault.empty() ? backends : "left out: " + entry.fault});
    }
    return table(rows);
}

std::string listAsJson(const std::vector<RouteEntry> &entries, const ReadOutcome &outcome)
{
    JsonWriter json;
    json.beginObject().member("schema", "route/1").key("routes").beginArray();
    for (const RouteEntry &entry : entries) {
        json.beginObject().member("kind", info(entry.object.kind).name).member("namespace", entry.object.space());
        json.member("name", entry.object.name()).member("controller", entry.controller);
        writeTexts(json, "entrypoints", entry.entrypoints);
        json.member("match", entry.match).member("priority", entry.priority).member("tls", entry.hasTls);
        writeTexts(json, "middlewares", entry.middlewares);
        writeBackends(json, entry.backends);
        if (!entry.fault.empty())
            json.member("leftOut", entry.fault);
        json.endObject();
    }
    json.endArray();
    writeProblems(json, outcome.problems);
    json.endObject();
    return json.take() + '\n';
}

}  // namespace

Exit runRoute(const Request &request, const ReadOutcome &outcome)
{
    const FrontDoors doors(outcome.snapshot, detectRoles(outcome.snapshot));
    if (request.question.isBatch)
        return worse(answerLines([&doors](const Value &question) -> Result<std::string> {
                         JsonWriter json;
                         json.beginObject();
                         write(json, doors.answer(requestIn(question)));
                         json.endObject();
                         return json.take();
                     }),
                     exitFor(outcome));
    const bool isJson = request.output == u"json";
    if (request.question.isListAsked) {
        const auto entries = doors.routes();
        return printed(isJson ? listAsJson(entries, outcome) : listAsText(entries), exitFor(outcome));
    }
    const auto asked = requestOf(request.question);
    if (!asked) {
        complain(asked.error().detail);
        return Exit::BadUsage;
    }
    const FrontDoorAnswer answer = doors.answer(asked.value());
    if (!isJson)
        return printed(asText(answer), exitFor(outcome));
    JsonWriter json;
    json.beginObject().member("schema", "route/1");
    write(json, answer);
    writeProblems(json, outcome.problems);
    json.endObject();
    return printed(json.take() + '\n', exitFor(outcome));
}

}  // namespace portolan
