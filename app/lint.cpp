// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/jsonwriter.h"
#include "commands.h"
#include "findings/finding.h"
#include "kube/objectref.h"
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

std::string asJson(const std::vector<Finding> &findings, const ReadOutcome &outcome)
{
    JsonWriter json;
    json.beginObject().member("schema", "lint/1").key("findings").beginArray();
    for (const Finding &finding : findings) {
        json.beginObject().member("rule", finding.rule).member("severity", name(finding.severity));
        writeTexts(json, "objects", finding.objects);
        json.member("message", finding.message).member("remedy", finding.remedy).key("evidence").beginArray();
        for (const Proof &proof : finding.evidence)
            json.beginObject()
                .member("object", proof.object.text())
                .member("path", proof.path)
                .member("value", proof.value)
                .endObject();
        json.endArray().endObject();
    }
    json.endArray();
    writeProblems(json, outcome.problems);
    json.endObject();
    return json.take() + '\n';
}

std::string asTable(const std::vector<Finding> &findings)
{
    if (findings.empty())
        return "No finding.\n";
    std::vector<std::vector<std::string>> rows{{"SEVERITY", "RULE", "OBJECT", "WHAT"}};
    for (const Finding &finding : findings)
        rows.push_back({std::string(name(finding.severity)), std::string(finding.rule),
                        finding.objects.empty() ? std::string("-") : finding.objects.front(), finding.message});
    return table(rows);
}

/** SARIF's names of severities. */
std::string_view levelOf(Severity severity)
{
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "note";
}

/** Where the object was read, if it was a file. */
const Origin *originOf(const ClusterSnapshot &snapshot, const std::string &reference)
{
    const auto slash = reference.find('/'), second = reference.rfind('/');
    const KindInfo *kind = kindByReference(reference.substr(0, slash));
    if (!kind || slash == std::string::npos)
        return nullptr;
    const std::string space = second > slash ? reference.substr(slash + 1, second - slash - 1) : std::string();
    const std::string name = reference.substr(second + 1);
    if (kind->kind == Kind::Pod) {
        const Pod *pod = snapshot.findPod(space, name);
        return pod ? &pod->origin : nullptr;
    }
    const Object *object = snapshot.find(kind->kind, space, name);
    return object ? &object->origin : nullptr;
}

void writeLocation(JsonWriter &json, const ClusterSnapshot &snapshot, const std::string &reference)
{
    json.beginObject();
    const Origin *origin = originOf(snapshot, reference);
    if (origin && origin->source < snapshot.sources.size() && !snapshot.sources[origin->source].empty()) {
        json.key("physicalLocation").beginObject().key("artifactLocation").beginObject();
        json.member("uri", snapshot.sources[origin->source]).endObject();
        if (origin->line > 0)
            json.key("region").beginObject().member("startLine", std::int64_t(origin->line)).endObject();
        json.endObject();
    }
    json.key("logicalLocations")
        .beginArray()
        .beginObject()
        .member("fullyQualifiedName", reference)
        .member("kind", "resource");
    json.endObject().endArray().endObject();
}

/** SARIF 2.1.0, as code scanners read it. */
std::string asSarif(const std::vector<Finding> &findings, const ClusterSnapshot &snapshot)
{
    JsonWriter json;
    json.beginObject().member("$schema", "https://json.schemastore.org/sarif-2.1.0.json").member("version", "2.1.0");
    json.key("runs").beginArray().beginObject().key("tool").beginObject().key("driver").beginObject();
    json.member("name", "portolan").member("version", PORTOLAN_VERSION).key("rules").beginArray();
    for (const FindingRule &rule : findingRules()) {
        json.beginObject()
            .member("id", rule.id)
            .key("shortDescription")
            .beginObject()
            .member("text", rule.title)
            .endObject();
        json.key("help").beginObject().member("text", "Source: " + std::string(rule.source)).endObject().endObject();
    }
    json.endArray().endObject().endObject().key("results").beginArray();
    for (const Finding &finding : findings) {
        json.beginObject().member("ruleId", finding.rule).member("level", levelOf(finding.severity));
        json.key("message").beginObject().member("text", finding.message + ' ' + finding.remedy).endObject();
        json.key("locations").beginArray();
        for (const std::string &object : finding.objects)
            writeLocation(json, snapshot, object);
        json.endArray().endObject();
    }
    json.endArray().endObject().endArray().endObject();
    return json.take() + '\n';
}

}  // namespace

Exit runLint(const Request &request, const ReadOutcome &outcome)
{
    const GraphPtr graph = buildTopology(outcome.snapshot, {}, request.supposition);
    const std::vector<Finding> findings = findFaults(*graph);
    Exit exit = exitFor(outcome);
    const QString &failOn = request.question.failOn;
    const Severity least = failOn == u"error"     ? Severity::Error
                           : failOn == u"warning" ? Severity::Warning
                                                  : Severity::Info;
    const bool isAsked =
        !failOn.isEmpty() && std::ranges::any_of(findings, [&](const Finding &one) { return one.severity <= least; });
    if (isAsked && exit != Exit::NothingUsable)
        exit = Exit::Asked;
    return printed(request.output == u"json"    ? asJson(findings, outcome)
                   : request.output == u"sarif" ? asSarif(findings, *outcome.snapshot)
                                                : asTable(findings),
                   exit);
}

}  // namespace portolan
