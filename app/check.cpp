// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <map>
#include <optional>

#include "base/jsonwriter.h"
#include "batch.h"
#include "commands.h"
#include "endpoints/endpoints.h"
#include "policy/policy.h"
#include "terminal.h"

namespace portolan {

namespace {

Error wrong(std::string what)
{
    return {Error::Kind::Usage, std::move(what), {}};
}

void writeAllowed(JsonWriter &json, Allowed allowed)
{
    json.key("allowed");
    if (allowed == Allowed::Unknown)
        json.value("unknown");
    else
        json.value(allowed == Allowed::Yes);
}

void writeTexts(JsonWriter &json, std::string_view key, const std::vector<std::string> &texts)
{
    json.key(key).beginArray();
    for (const std::string &text : texts)
        json.value(text);
    json.endArray();
}

void writeSide(JsonWriter &json, std::string_view key, const SideVerdict &side)
{
    json.key(key).beginObject();
    writeAllowed(json, side.allowed);
    json.member("isolated", side.isIsolated);
    writeTexts(json, "policies", side.policies);
    json.endObject();
}

void write(JsonWriter &json, const PolicyVerdict &verdict)
{
    writeAllowed(json, verdict.allowed);
    writeSide(json, "ingress", verdict.ingress);
    writeSide(json, "egress", verdict.egress);
    writeTexts(json, "caveats", verdict.caveats);
}

/** Answers whether one may talk to another. */
class Checker {
public:
    Checker(const ReadOutcome &outcome, const Question &question)
        : m_snapshot(outcome.snapshot),
          m_policies(outcome.snapshot, {question.isHostNetworkExempt, question.ipBlockMatchesPods}),
          m_endpoints(*outcome.snapshot)
    {
        const RolesPtr roles = detectRoles(outcome.snapshot);
        const Component *enforcer = roles->filling(NetworkRole::NetworkPolicy);
        if (!enforcer)
            m_enforcement = "no component that is known to enforce policies was found: without one they have no effect";
    }

    Result<PolicyVerdict> check(std::string_view src, std::string_view dst, std::string_view protocol,
                                std::uint16_t port, std::string_view portName) const
    {
        PolicyQuery query;
        if (protocol != "" && protocol != "TCP" && protocol != "UDP" && protocol != "SCTP")
            return wrong("protocol is TCP, UDP or SCTP, not \"" + std::string(protocol) + '"');
        query.protocol = protocol == "UDP" ? Protocol::UDP : protocol == "SCTP" ? Protocol::SCTP : Protocol::TCP;
        query.port = port;
        query.portName = portName;
        if (port == 0 && portName.empty())
            return wrong("give the port");
        if (auto error = readEnd(src, query.from))
            return *error;
        Result<PolicyVerdict> verdict =
            dst.starts_with("svc:") ? throughService(dst.substr(4), query) : direct(dst, query);
        if (!verdict || m_enforcement.empty())
            return verdict;
        PolicyVerdict all = std::move(verdict).value();
        all.caveats.push_back(m_enforcement);
        return all;
    }

private:
    std::optional<Error> readEnd(std::string_view text, PolicyEnd &end) const
    {
        if (policy::parseAddress(text)) {
            end.address = text;
            return std::nullopt;
        }
        if (text.starts_with("pod:"))
            text.remove_prefix(4);
        const auto slash = text.find('/');
        if (slash != std::string_view::npos)
            end.subject = m_policies.subjects().find(text.substr(0, slash), text.substr(slash + 1));
        if (!end.subject)
            return wrong("there is no pod " + std::string(text) + " in the input; give namespace/name or an address");
        end.pod = end.subject->pod;
        return std::nullopt;
    }

    Result<PolicyVerdict> direct(std::string_view dst, PolicyQuery query) const
    {
        if (auto error = readEnd(dst, query.to))
            return *error;
        return m_policies.check(query);
    }

    /** Policies see the pods behind a Service, with the pods' ports: allowed if all of them may be reached. */
    Result<PolicyVerdict> throughService(std::string_view name, PolicyQuery query) const
    {
        const auto slash = name.find('/');
        const Object *service = slash == std::string_view::npos
                                    ? nullptr
                                    : m_snapshot->find(Kind::Service, name.substr(0, slash), name.substr(slash + 1));
        if (!service)
            return wrong("there is no Service " + std::string(name) + " in the input");
        for (const ServicePort &port : ServiceEndpoints::portsOf(*service)) {
            const bool isMeant = query.portName.empty() ? port.port == query.port : port.name == query.portName;
            if (isMeant && port.protocol == query.protocol)
                return ofEndpoints(m_endpoints.of(*service, port), query, name);
        }
        return wrong("Service " + std::string(name) + " does not offer this port");
    }

    Result<PolicyVerdict> ofEndpoints(const EndpointList &list, PolicyQuery query, std::string_view name) const
    {
        PolicyVerdict worst;
        std::size_t ready = 0, allowed = 0;
        for (const Endpoint &endpoint : list.endpoints) {
            if (!endpoint.isReady)
                continue;
            query.to = {endpoint.pod, nullptr, endpoint.pod ? std::string() : std::string(endpoint.address)};
            query.port = endpoint.port;
            query.portName.clear();
            PolicyVerdict verdict = m_policies.check(query);
            ++ready;
            allowed += verdict.allowed == Allowed::Yes ? 1 : 0;
            if (ready == 1 || verdict.allowed < worst.allowed)
                worst = std::move(verdict);
        }
        if (ready == 0) {
            worst.allowed = Allowed::Unknown;
            worst.caveats.push_back("no ready endpoint of Service " + std::string(name) +
                                    (list.isKnown ? " is there" : " was read"));
        } else if (allowed != 0 && allowed != ready) {
            worst.caveats.push_back("only " + std::to_string(allowed) + " of " + std::to_string(ready) +
                                    " endpoints may be reached");
        }
        return worst;
    }

    SnapshotPtr m_snapshot;
    Policies m_policies;
    ServiceEndpoints m_endpoints;
    std::string m_enforcement;
};

Result<std::string> answerTo(const Checker &checker, const Value &question)
{
    const Value port = question["port"];
    const std::int64_t number = port.integer();
    if (!port.isText() && (number < 1 || number > 65535))
        return wrong("port is a number from 1 to 65535, or a name");
    const auto verdict = checker.check(question["src"].text(), question["dst"].text(), question["protocol"].text(),
                                       static_cast<std::uint16_t>(port.isText() ? 0 : number), port.text());
    if (!verdict)
        return verdict.error();
    JsonWriter json;
    json.beginObject();
    write(json, verdict.value());
    json.endObject();
    return json.take();
}

std::string asText(const PolicyVerdict &verdict)
{
    std::string text = terminalSafe(sentenceOf(verdict)) + '\n';
    for (const std::string &caveat : verdict.caveats)
        text += "Note: " + terminalSafe(caveat) + ".\n";
    return text;
}

}  // namespace

Exit runCheck(const Request &request, const ReadOutcome &outcome)
{
    const Checker checker(outcome, request.question);
    const Question &asked = request.question;
    if (asked.isBatch)
        return worse(answerLines([&checker](const Value &question) { return answerTo(checker, question); }),
                     exitFor(outcome));
    const std::string port = asked.port.toStdString();
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    const bool isNumber = error == std::errc() && end == port.data() + port.size();
    const auto verdict = checker.check(asked.from.toStdString(), asked.to.toStdString(), asked.protocol.toStdString(),
                                       isNumber ? number : std::uint16_t(0), isNumber ? std::string() : port);
    if (!verdict) {
        complain(verdict.error().detail);
        return Exit::BadUsage;
    }
    Exit exit = exitFor(outcome);
    if (exit == Exit::AllRead && verdict.value().allowed == Allowed::No)
        exit = Exit::Asked;
    if (request.output != u"json")
        return printed(asText(verdict.value()), exit);
    JsonWriter json;
    json.beginObject().member("schema", "check/1");
    write(json, verdict.value());
    writeProblems(json, outcome.problems);
    json.endObject();
    return printed(json.take() + '\n', exit);
}

}  // namespace portolan
