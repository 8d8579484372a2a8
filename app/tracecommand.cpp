// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonwriter.h"
#include "batch.h"
#include "commands.h"
#include "terminal.h"
#include "trace/trace.h"

namespace portolan {

namespace {

void writePacket(JsonWriter &json, const TracePacket &packet)
{
    json.beginObject().member("src", packet.src).member("dst", packet.dst).member("protocol", packet.protocol);
    json.member("sport", int(packet.sport)).member("dport", int(packet.dport));
    if (packet.outer) {
        json.key("outer").beginObject().member("src", packet.outer->src).member("dst", packet.outer->dst);
        json.member("protocol", packet.outer->protocol).member("dport", int(packet.outer->dport));
        if (packet.outer->vni >= 0)
            json.member("vni", packet.outer->vni);
        json.endObject();
    }
    if (packet.mtu > 0)
        json.member("mtu", packet.mtu);
    json.endObject();
}

void writeHop(JsonWriter &json, const Hop &hop, std::size_t number)
{
    json.beginObject()
        .member("n", number)
        .member("at", hop.at)
        .member("device", hop.device)
        .member("does", name(hop.does));
    json.member("layer", hop.layer).key("packet");
    writePacket(json, hop.packet);
    json.key("because").beginArray();
    for (const Proof &proof : hop.because)
        json.beginObject()
            .member("object", proof.object.text())
            .member("path", proof.path)
            .member("value", proof.value)
            .endObject();
    json.endArray().member("says", hop.says).member("certainty", name(hop.certainty)).key("alternatives").beginArray();
    for (const HopAlternative &alternative : hop.alternatives)
        json.beginObject().member("to", alternative.to).member("weight", alternative.weight).endObject();
    json.endArray().endObject();
}

void writeTexts(JsonWriter &json, std::string_view key, const std::vector<std::string> &texts)
{
    json.key(key).beginArray();
    for (const std::string &text : texts)
        json.value(text);
    json.endArray();
}

/** The members of one trace, in an object that is open. */
void writeTrace(JsonWriter &json, const Trace &trace)
{
    json.member("verdict", name(trace.verdict));
    writeTexts(json, "backends", trace.backends);
    json.member("sourceSeen", trace.sourceSeen);
    if (trace.httpStatus != 0)
        json.member("httpStatus", trace.httpStatus);
    if (!trace.rcode.empty() || !trace.answers.empty()) {
        json.key("dns").beginObject().member("rcode", trace.rcode).key("answers").beginArray();
        for (const DnsAnswer &answer : trace.answers)
            json.beginObject()
                .member("name", answer.name)
                .member("type", answer.type)
                .member("value", answer.value)
                .endObject();
        json.endArray().endObject();
    }
    json.key("hops").beginArray();
    for (std::size_t i = 0; i < trace.hops.size(); ++i)
        writeHop(json, trace.hops[i], i + 1);
    json.endArray();
    writeTexts(json, "mend", trace.mend);
    writeTexts(json, "caveats", trace.caveats);
}

std::string endOf(const std::string &address, std::uint16_t port)
{
    if (port == 0)
        return address;
    return address.find(':') == std::string::npos ? address + ':' + std::to_string(port)
                                                  : '[' + address + "]:" + std::to_string(port);
}

std::string headerOf(const TracePacket &packet)
{
    if (packet.dst.empty())
        return {};  // a step before there is a packet
    std::string text = endOf(packet.src, packet.sport) + " > " + endOf(packet.dst, packet.dport);
    if (packet.outer) {
        text += "  in " + packet.outer->src + " > " + endOf(packet.outer->dst, packet.outer->dport);
        if (packet.outer->vni >= 0)
            text += " VNI " + std::to_string(packet.outer->vni);
    }
    return text;
}

std::string storyOf(const Trace &trace)
{
    std::string text = "Verdict: " + std::string(name(trace.verdict));
    if (trace.httpStatus != 0)
        text += ", HTTP " + std::to_string(trace.httpStatus);
    text += '\n';
    for (const std::string &backend : trace.backends)
        text += "  answers: Pod " + terminalSafe(backend) + '\n';
    if (!trace.sourceSeen.empty())
        text += "  and sees the source " + terminalSafe(trace.sourceSeen) + '\n';
    if (!trace.rcode.empty())
        text += "  DNS: " + trace.rcode + '\n';
    for (const DnsAnswer &answer : trace.answers)
        text += "  " + terminalSafe(answer.name + ' ' + answer.type + ' ' + answer.value) + '\n';
    text += '\n';
    std::vector<std::vector<std::string>> rows{{"", "AT", "DEVICE", "DOES", "PACKET"}};
    for (std::size_t i = 0; i < trace.hops.size(); ++i) {
        const Hop &hop = trace.hops[i];
        rows.push_back({std::to_string(i + 1), hop.at, hop.device, std::string(name(hop.does)), headerOf(hop.packet)});
    }
    text += table(rows) + '\n';
    for (std::size_t i = 0; i < trace.hops.size(); ++i) {
        const Hop &hop = trace.hops[i];
        text += std::to_string(i + 1) + ". " + terminalSafe(hop.says);
        if (hop.certainty != Confidence::Confirmed)
            text += " (" + std::string(name(hop.certainty)) + ')';
        text += '\n';
        for (const Proof &proof : hop.because)
            text += "     " + terminalSafe(proof.object.text() + ' ' + proof.path + " = " + proof.value) + '\n';
    }
    for (const std::string &mend : trace.mend)
        text += "\nTo mend it: " + terminalSafe(mend) + '\n';
    for (const std::string &caveat : trace.caveats)
        text += "\nNote: " + terminalSafe(caveat) + '\n';
    return text;
}

Result<std::string> answerTo(const Tracer &tracer, const Value &question)
{
    TraceQuery query;
    query.from = question["from"].text();
    query.to = question["to"].text();
    if (const std::string_view protocol = question["protocol"].text(); !protocol.empty())
        query.protocol = protocol;
    query.address = question["address"].text();
    query.via = question["via"].text();
    const auto trace = tracer.trace(query);
    if (!trace)
        return trace.error();
    JsonWriter json;
    json.beginObject();
    writeTrace(json, trace.value());
    json.endObject();
    return json.take();
}

}  // namespace

Exit runTrace(const Request &request, const ReadOutcome &outcome)
{
    const Tracer tracer(buildTopology(outcome.snapshot, {}, request.supposition));
    const Question &asked = request.question;
    if (asked.isBatch)
        return worse(answerLines([&tracer](const Value &question) { return answerTo(tracer, question); }),
                     exitFor(outcome));
    const auto trace = tracer.trace({asked.from.toStdString(), asked.to.toStdString(), asked.protocol.toStdString(),
                                     asked.address.toStdString(), asked.via.toStdString()});
    if (!trace) {
        complain(trace.error().detail);
        return Exit::BadUsage;
    }
    if (request.output != u"json")
        return printed(storyOf(trace.value()), exitFor(outcome));
    JsonWriter json;
    json.beginObject().member("schema", "trace/1");
    writeTrace(json, trace.value());
    writeProblems(json, outcome.problems);
    json.endObject();
    return printed(json.take() + '\n', exitFor(outcome));
}

}  // namespace portolan
