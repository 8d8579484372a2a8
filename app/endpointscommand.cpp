// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "base/jsonwriter.h"
#include "batch.h"
#include "commands.h"
#include "endpoints/endpoints.h"
#include "terminal.h"

namespace portolan {

namespace {

std::string textOf(const Choice &choice, bool isCluster, const std::vector<Candidate> &candidates)
{
    const auto &set = isCluster ? choice.cluster : choice.local;
    JsonWriter json;
    if (!set)
        return "null";
    json.beginArray();
    for (const std::size_t i : *set)
        json.value(candidates[i].address);
    json.endArray();
    return json.take();
}

std::vector<std::string> textsIn(const Value &list)
{
    std::vector<std::string> texts;
    for (const Value &item : list.items())
        texts.emplace_back(item.text());
    return texts;
}

/** Whether an endpoint serves counts only where it is said: who is ready serves. */
std::vector<Candidate> candidatesIn(const Value &endpoints)
{
    std::vector<Candidate> candidates;
    for (const Value &item : endpoints.items()) {
        const bool isReady = item["ready"].boolean();
        candidates.push_back({std::string(item["endpoint"].text()), textsIn(item["zoneHints"]),
                              textsIn(item["nodeHints"]), isReady, item["serving"].boolean(isReady),
                              item["terminating"].boolean(), item["isLocal"].boolean()});
    }
    return candidates;
}

Result<std::string> vectorAnswer(const Value &question)
{
    if (!question["endpoints"].isArray())
        return Error{Error::Kind::Decode, "endpoints is not a list", {}};
    TrafficPolicies policies;
    policies.isInternalLocal = question["internalTrafficPolicy"].text() == "Local";
    policies.isExternalLocal = question["externalTrafficPolicy"].text() == "Local";
    policies.isExternal = question["nodePort"].integer() != 0;
    const auto candidates = candidatesIn(question["endpoints"]);
    const Value labels = question["nodeLabels"];
    const Choice choice = chooseEndpoints(candidates, policies, std::string(labels["kubernetes.io/hostname"].text()),
                                          std::string(labels["topology.kubernetes.io/zone"].text()));
    return "{\"clusterEndpoints\":" + textOf(choice, true, candidates) +
           ",\"localEndpoints\":" + textOf(choice, false, candidates) + '}';
}

std::vector<std::string> addressesOf(const std::vector<std::size_t> &chosen, const EndpointList &list)
{
    std::vector<std::string> texts;
    for (const std::size_t i : chosen)
        texts.push_back(hostAndPort(list.endpoints[i]));
    return texts;
}

/** What all nodes use of one port of a Service. */
struct Usage {
    std::string service, port;
    std::optional<std::vector<std::string>> cluster;                       ///< on nodes that no hint concerns
    std::optional<std::map<std::string, std::vector<std::string>>> local;  ///< of nodes that have some
    std::map<std::string, std::vector<std::string>> hinted;                ///< of nodes that prefer some
    bool isKnown = true, bySelector = false;
    bool isHeadless = false;  ///< nobody chooses: DNS gives the ready ones
};

Usage usageOf(const Object &service, const ServicePort &port, const ServiceEndpoints &all,
              const ClusterSnapshot &snapshot)
{
    Usage usage;
    usage.service = std::string(service.space) + '/' + std::string(service.name);
    usage.port = port.name.empty() ? std::to_string(port.port) : std::string(port.name);
    const EndpointList list = all.of(service, port);
    const TrafficPolicies policies = ServiceEndpoints::policiesOf(service);
    usage.isKnown = list.isKnown;
    usage.bySelector = list.bySelector;
    usage.isHeadless = service.spec()["clusterIP"].text() == "None";
    if (const Choice anywhere = all.chosenOn({}, list, policies); anywhere.cluster)
        usage.cluster = addressesOf(*anywhere.cluster, list);
    if (policies.usesLocal())
        usage.local.emplace();
    std::set<std::string_view> nodes;
    for (const ObjectPtr &node : snapshot.of(Kind::Node))
        nodes.insert(node->name);
    for (const Endpoint &endpoint : list.endpoints)
        nodes.insert(endpoint.node);
    for (const std::string_view node : nodes) {
        const Choice here = all.chosenOn(node, list, policies);
        if (here.local && !here.local->empty())
            (*usage.local)[std::string(node)] = addressesOf(*here.local, list);
        if (here.cluster && addressesOf(*here.cluster, list) != *usage.cluster)
            usage.hinted[std::string(node)] = addressesOf(*here.cluster, list);
    }
    return usage;
}

void writeTexts(JsonWriter &json, const std::vector<std::string> &texts)
{
    json.beginArray();
    for (const std::string &text : texts)
        json.value(text);
    json.endArray();
}

void writeByNode(JsonWriter &json, const std::map<std::string, std::vector<std::string>> &byNode)
{
    json.beginObject();
    for (const auto &[node, texts] : byNode) {
        json.key(node);
        writeTexts(json, texts);
    }
    json.endObject();
}

void write(JsonWriter &json, const Usage &usage)
{
    json.beginObject().member("service", usage.service).member("port", usage.port).key("clusterEndpoints");
    if (usage.cluster && usage.isKnown)
        writeTexts(json, *usage.cluster);
    else
        json.null();
    json.key("localEndpoints");
    if (usage.local && usage.isKnown)
        writeByNode(json, *usage.local);
    else
        json.null();
    if (!usage.hinted.empty()) {
        json.key("hintedEndpoints");
        writeByNode(json, usage.hinted);
    }
    if (!usage.isKnown)
        json.member("unknown", "the Service's EndpointSlices were not read");
    if (usage.isHeadless)
        json.member("headless", true);
    if (usage.bySelector)
        json.member("bySelector", true);
    json.endObject();
}

std::vector<Usage> usagesOf(const ClusterSnapshot &snapshot, const ServiceEndpoints &all, std::string_view service = {},
                            std::string_view port = {})
{
    std::vector<Usage> usages;
    for (const ObjectPtr &object : snapshot.of(Kind::Service)) {
        if (!service.empty() && service != std::string(object->space) + '/' + std::string(object->name))
            continue;
        for (const ServicePort &own : ServiceEndpoints::portsOf(*object)) {
            const bool isWanted = port.empty() || port == own.name || port == std::to_string(own.port);
            if (isWanted && object->spec()["type"].text() != "ExternalName")
                usages.push_back(usageOf(*object, own, all, snapshot));
        }
    }
    return usages;
}

std::string asJson(const std::vector<Usage> &usages, const ReadOutcome &outcome)
{
    JsonWriter json;
    json.beginObject().member("schema", "endpoints/1").key("services").beginArray();
    for (const Usage &usage : usages)
        write(json, usage);
    json.endArray();
    writeProblems(json, outcome.problems);
    json.endObject();
    return json.take() + '\n';
}

std::string joined(const std::vector<std::string> &texts)
{
    std::string all;
    for (const std::string &text : texts)
        all += (all.empty() ? "" : ", ") + text;
    return all.empty() ? "none" : all;
}

std::string asTable(const std::vector<Usage> &usages)
{
    std::vector<std::vector<std::string>> rows{{"SERVICE", "PORT", "ON", "ENDPOINTS"}};
    for (const Usage &usage : usages) {
        if (!usage.isKnown)
            rows.push_back({usage.service, usage.port, "", "not known: EndpointSlices were not read"});
        if (usage.isKnown && usage.cluster)
            rows.push_back(
                {usage.service, usage.port, usage.isHeadless ? "DNS" : "every node", joined(*usage.cluster)});
        for (const auto &[node, texts] : usage.hinted)
            rows.push_back({usage.service, usage.port, node + ", by hints", joined(texts)});
        if (usage.isKnown && usage.local && usage.local->empty())
            rows.push_back({usage.service, usage.port, "every node, Local policy", "none"});
        for (const auto &[node, texts] : usage.local.value_or(std::map<std::string, std::vector<std::string>>()))
            rows.push_back({usage.service, usage.port, node + ", Local policy", joined(texts)});
    }
    return table(rows);
}

Exit answerBatch(const ClusterSnapshot &snapshot)
{
    const ServiceEndpoints all(snapshot);
    return answerLines([&](const Value &question) -> Result<std::string> {
        const std::string_view service = question["service"].text();
        if (service.empty())
            return Error{Error::Kind::Usage, "give \"service\" as \"namespace/name\"", {}};
        const auto usages = usagesOf(snapshot, all, service, question["port"].text());
        if (usages.empty())
            return Error{Error::Kind::Usage, "there is no such port of " + std::string(service), {}};
        JsonWriter json;
        json.beginObject().key("services").beginArray();
        for (const Usage &usage : usages)
            write(json, usage);
        json.endArray().endObject();
        return json.take();
    });
}

}  // namespace

Exit answerTestVectors()
{
    return answerLines(vectorAnswer);
}

Exit runEndpoints(const Request &request, const ReadOutcome &outcome)
{
    if (request.question.isBatch)
        return worse(answerBatch(*outcome.snapshot), exitFor(outcome));
    const auto usages = usagesOf(*outcome.snapshot, ServiceEndpoints(*outcome.snapshot));
    return printed(request.output == u"json" ? asJson(usages, outcome) : asTable(usages), exitFor(outcome));
}

}  // namespace portolan
