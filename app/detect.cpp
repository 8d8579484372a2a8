// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/jsonwriter.h"
#include "explain/problems.h"
#include "headless.h"
#include "terminal.h"

namespace portolan {

namespace {

void writeEvidence(JsonWriter &json, const std::vector<Proof> &evidence)
{
    json.key("evidence").beginArray();
    for (const Proof &proof : evidence) {
        json.beginObject().member("object", proof.object.text()).member("path", proof.path);
        json.member("value", proof.value).member("means", proof.means).endObject();
    }
    json.endArray();
}

void writeComponent(JsonWriter &json, const Component &component)
{
    json.beginObject().member("role", name(component.role)).member("name", component.name);
    json.member("version", component.version).member("default", component.isDefault);
    json.member("confidence", name(component.confidence)).member("state", name(component.state));
    json.key("settings").beginObject();
    for (const Setting &setting : component.settings)
        json.member(setting.key, setting.value);
    json.endObject().key("nodes").beginArray();
    for (const std::string &node : component.nodes)
        json.value(node);
    json.endArray().key("workloads").beginArray();
    for (const ObjectRef &workload : component.workloads)
        json.value(workload.text());
    json.endArray();
    if (!component.remark.empty())
        json.member("remark", component.remark);
    if (component.isSupposed)
        json.member("supposed", true);
    writeEvidence(json, component.evidence);
    json.endObject();
}

void writeFact(JsonWriter &json, std::string_view key, const ClusterFact &fact)
{
    if (fact.value.empty())
        return;
    json.key(key).beginObject().member("value", fact.value).member("assumed", fact.isAssumed);
    json.member("object", fact.object.text()).member("path", fact.path).endObject();
}

void writeFacts(JsonWriter &json, const ClusterFacts &facts)
{
    json.key("cluster").beginObject();
    writeFact(json, "podCidr", facts.podCidr);
    writeFact(json, "serviceCidr", facts.serviceCidr);
    writeFact(json, "dnsAddress", facts.dnsAddress);
    writeFact(json, "domain", facts.domain);
    writeFact(json, "nodePorts", facts.nodePorts);
    json.endObject();
}

/** "2 of 3 nodes"; without Nodes in the input only pods tell of them. */
std::string nodesOf(std::size_t some, std::size_t all)
{
    const std::size_t last = all == 0 ? some : all;
    return std::to_string(some) + (all == 0 ? "" : " of " + std::to_string(all)) + (last == 1 ? " node" : " nodes");
}

std::string whereOf(const Component &component, std::size_t nodes)
{
    std::string where;
    if (!component.nodes.empty())
        where = nodesOf(component.nodes.size(), nodes);
    if (component.workloads.empty() || component.workloads.size() > 1)
        return component.workloads.empty()
                   ? where
                   : where + (where.empty() ? "" : ", ") + std::to_string(component.workloads.size()) + " workloads";
    return where + (where.empty() ? "" : ", ") + component.workloads.front().text();
}

/** A value of several words is one value. */
std::string quoted(const std::string &value)
{
    return value.find(' ') == std::string::npos ? value : '"' + value + '"';
}

/** What tells most stands first: a line has little room. The others follow by name. */
std::size_t rankOf(const Setting &setting)
{
    constexpr std::array<std::string_view, 16> telling{
        "mode",       "backend",   "routingMode", "tunnelProtocol", "encapsulation", "trafficEncapMode",
        "tunnelType", "dataplane", "bgp",         "ipPools",        "podCidr",       "kubeProxyReplacement",
        "encryption", "class",     "pools",       "services"};
    return static_cast<std::size_t>(std::ranges::find(telling, setting.key) - telling.begin());
}

std::string settingsOf(const Component &component)
{
    std::vector<Setting> settings = component.settings;
    std::ranges::stable_sort(settings, {}, rankOf);
    std::string text;
    for (const Setting &setting : settings)
        text += (text.empty() ? "" : " ") + setting.key + '=' + quoted(setting.value);
    constexpr std::size_t most = 100;
    return text.size() <= most ? text : text.substr(0, text.rfind(' ', most)) + " …";
}

std::string confidenceOf(const Component &component)
{
    return std::string(component.isSupposed ? std::string_view("supposed") : name(component.confidence));
}

std::string firstLine(const Roles &roles)
{
    const Distribution &made = roles.distribution;
    std::string line = "distribution: " + std::string(made.name);
    if (!made.version.empty())
        line += ' ' + made.version;
    if (!made.why.empty())
        line += " (" + made.why + ')';
    return line + '\n';
}

std::string factLine(std::string_view label, const ClusterFact &fact)
{
    return fact.value.empty() ? std::string()
                              : std::string(label) + ": " + fact.value + (fact.isAssumed ? " (assumed)" : "") + '\n';
}

}  // namespace

std::string detectJson(const Roles &roles, const ReadOutcome &outcome)
{
    JsonWriter json;
    json.beginObject().member("schema", "detect/1");
    json.key("distribution").beginObject().member("name", roles.distribution.name);
    json.member("version", roles.distribution.version).member("why", roles.distribution.why);
    writeEvidence(json, roles.distribution.evidence);
    json.endObject().key("components").beginArray();
    for (const Component &component : roles.components)
        writeComponent(json, component);
    json.endArray().key("unknown").beginArray();
    for (const UnknownRole &unknown : roles.unknown)
        json.beginObject().member("role", name(unknown.role)).member("why", unknown.why).endObject();
    json.endArray();
    writeFacts(json, roles.facts);
    if (roles.supposition)
        json.key("supposed")
            .beginObject()
            .member("role", name(roles.supposition->role))
            .member("name", roles.supposition->component)
            .endObject();
    writeProblems(json, outcome.problems);
    json.endObject();
    return json.take() + '\n';
}

std::string detectTable(const Roles &roles)
{
    std::string text = firstLine(roles) + factLine("pods", roles.facts.podCidr) +
                       factLine("services", roles.facts.serviceCidr) + factLine("dns", roles.facts.dnsAddress) +
                       factLine("domain", roles.facts.domain) + '\n';
    std::vector<std::vector<std::string>> rows{{"ROLE", "COMPONENT", "VERSION", "CONFIDENCE", "WHERE", "SETTINGS"}};
    const std::size_t nodes = roles.snapshot->of(Kind::Node).size();
    for (const Component &component : roles.components)
        rows.push_back({std::string(name(component.role)), std::string(component.name),
                        component.version.empty() ? "-" : component.version, confidenceOf(component),
                        whereOf(component, nodes), settingsOf(component)});
    text += table(rows);
    for (const Component &component : roles.components) {
        if (!component.remark.empty())
            text += '\n' + terminalSafe(std::string(name(component.role)) + ' ' + std::string(component.name) + ": " +
                                        component.remark);
    }
    for (const UnknownRole &unknown : roles.unknown)
        text += '\n' + terminalSafe("unknown " + std::string(name(unknown.role)) + ": " + unknown.why);
    return text.back() == '\n' ? text : text + '\n';
}

}  // namespace portolan
