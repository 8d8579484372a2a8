// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonwriter.h"
#include "explain/problems.h"
#include "headless.h"
#include "ports/formats.h"
#include "terminal.h"

namespace portolan {

namespace {

/** A sentence without the signs that mark code in it. */
std::string spoken(std::string text)
{
    std::erase(text, '`');
    return text;
}

void writeList(JsonWriter &json, std::string_view key, const std::vector<std::string> &values)
{
    json.key(key).beginArray();
    for (const std::string &value : values)
        json.value(value);
    json.endArray();
}

std::string asJson(const std::vector<PortRule> &rules, const ReadOutcome &outcome)
{
    JsonWriter json;
    json.beginObject().member("schema", "ports/1").key("rules").beginArray();
    for (const PortRule &rule : rules) {
        json.beginObject().member("protocol", rule.protocol).key("port");
        const bool isNumber = !rule.port.empty() && rule.port.find('-') == std::string::npos && rule.port.size() <= 5;
        if (isNumber)
            json.value(std::stoi(rule.port));
        else
            json.value(rule.port);
        writeList(json, "from", rule.from);
        writeList(json, "to", rule.to);
        json.member("component", rule.component).member("why", rule.why).member("required", rule.isRequired);
        json.member("source", rule.source);
        if (rule.isSupposed)
            json.member("supposed", true);
        json.endObject();
    }
    json.endArray();
    writeProblems(json, outcome.problems);
    json.endObject();
    return json.take() + '\n';
}

std::string asTable(const std::vector<PortRule> &rules)
{
    std::vector<std::vector<std::string>> rows{{"PORT", "PROTOCOL", "FROM", "TO", "COMPONENT", "NEEDED", "WHY"}};
    for (const PortRule &rule : rules)
        rows.push_back({rule.port.empty() ? "-" : rule.port, rule.protocol, rule.fromWords, rule.toWords,
                        rule.component,
                        rule.isSupposed   ? "supposed"
                        : rule.isRequired ? "yes"
                                          : "if used",
                        spoken(rule.why)});
    return table(rows);
}

}  // namespace

std::string portsAs(const QString &format, const TopologyGraph &graph, const ReadOutcome &outcome)
{
    const auto knowledge = builtInKnowledge();
    if (!knowledge) {
        complain(knowledge.error().detail);
        return {};
    }
    const std::vector<PortRule> rules = portRules(graph, knowledge.value());
    if (format == u"json")
        return asJson(rules, outcome);
    if (format == u"nftables")
        return portsForNftables(rules, graph);
    if (format == u"ufw")
        return portsForUfw(rules, graph);
    return format == u"firewalld" ? portsForFirewalld(rules, graph) : asTable(rules);
}

}  // namespace portolan
