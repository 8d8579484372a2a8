// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "base/jsonwriter.h"
#include "commands.h"
#include "policy/reach.h"
#include "terminal.h"

namespace portolan {

namespace {

/** One line of a result: an edge, or one range of an edge that begins or ends outside. */
struct Line {
    std::string from, to;
    const ReachEdge *edge;
};

std::vector<std::string> titlesOf(const ReachPeer &peer)
{
    if (peer.type != ReachPeer::Type::External)
        return {titleOf(peer)};
    std::vector<std::string> titles;
    for (const auto &range : peer.ranges) {
        ReachPeer one = peer;
        one.ranges = {range};
        titles.push_back(titleOf(one));
    }
    return titles;
}

/** Neighbouring ranges with the same ports are one: what cuts them is a rule about somebody else. */
class Outside {
public:
    explicit Outside(const Reach &reach) : m_reach(reach) {}

    std::vector<Line> lines() const
    {
        using Key = std::tuple<std::size_t, bool, PortSet>;  // the inner end, whether it receives, and the ports
        std::map<Key, std::pair<std::vector<policy::AddressRange>, const ReachEdge *>> joined;
        std::vector<Line> lines;
        for (const ReachEdge &edge : m_reach.edges) {
            const bool isFrom = isExternal(edge.from), isTo = isExternal(edge.to);
            if (isFrom || isTo) {
                auto &[ranges, one] = joined[{isFrom ? edge.to : edge.from, isFrom, m_reach.portsOf(edge)}];
                const auto &own = m_reach.peers[isFrom ? edge.from : edge.to].ranges;
                ranges.insert(ranges.end(), own.begin(), own.end());
                one = &edge;
            } else {
                lines.push_back({titleOf(m_reach.peers[edge.from]), titleOf(m_reach.peers[edge.to]), &edge});
            }
        }
        for (auto &[key, value] : joined) {
            ReachPeer outside;
            outside.type = ReachPeer::Type::External;
            outside.ranges = merged(std::move(value.first));
            const std::string inner = titleOf(m_reach.peers[std::get<0>(key)]);
            for (const std::string &title : titlesOf(outside))
                lines.push_back(std::get<1>(key) ? Line{title, inner, value.second} : Line{inner, title, value.second});
        }
        return lines;
    }

private:
    bool isExternal(std::size_t peer) const { return m_reach.peers[peer].type == ReachPeer::Type::External; }

    static std::vector<policy::AddressRange> merged(std::vector<policy::AddressRange> ranges)
    {
        std::ranges::sort(ranges, {}, &policy::AddressRange::first);
        std::vector<policy::AddressRange> all;
        for (const auto &range : ranges) {
            if (!all.empty() && policy::after(all.back().last) == range.first)
                all.back().last = range.last;
            else
                all.push_back(range);
        }
        return all;
    }

    const Reach &m_reach;
};

std::string joined(const std::vector<std::string> &texts, std::string_view between)
{
    std::string all;
    for (const std::string &text : texts)
        all += (all.empty() ? "" : std::string(between)) + text;
    return all;
}

std::string quoted(const std::string &text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string asLines(const QString &format, const Policies &policies, const Reach &reach, bool isExplained)
{
    std::vector<std::string> texts;
    for (const Line &line : Outside(reach).lines()) {
        const std::string from = terminalSafe(line.from), to = terminalSafe(line.to),
                          ports = textOf(reach.portsOf(*line.edge));
        std::string text;
        if (format == u"csv")
            text = quoted(from) + ',' + quoted(to) + ',' + quoted(ports);
        else if (format == u"md")
            text = "| " + from + " | " + to + " | " + ports + " |";
        else if (format == u"dot")
            text = "  " + quoted(from) + " -> " + quoted(to) + " [label=" + quoted(ports) + "]";
        else
            text = from + " => " + to + " : " + ports;
        if (isExplained && format == u"txt") {
            const std::string rules = joined(because(policies, reach, *line.edge), ", ");
            text += "\n    " + (rules.empty() ? "no policy restricts it" : "by " + terminalSafe(rules));
        }
        texts.push_back(std::move(text));
    }
    std::ranges::sort(texts);
    const std::string body = joined(texts, "\n") + (texts.empty() ? "" : "\n");
    if (format == u"csv")
        return "src,dst,conn\n" + body;
    if (format == u"md")
        return "| src | dst | conn |\n|-----|-----|------|\n" + body;
    return format == u"dot" ? "digraph {\n" + body + "}\n" : body;
}

std::string idOf(const Reach &reach, std::size_t index)
{
    const auto type = reach.peers[index].type;
    if (type == ReachPeer::Type::IngressController)
        return "ic";
    std::size_t number = 1;
    for (std::size_t i = 0; i < index; ++i)
        number += reach.peers[i].type == type ? 1 : 0;
    return (type == ReachPeer::Type::External ? "x" : "p") + std::to_string(number);
}

void writePeer(JsonWriter &json, const ReachPeer &peer, const std::string &id)
{
    json.beginObject().member("id", id);
    if (peer.type == ReachPeer::Type::IngressController) {
        json.member("type", "ingress-controller").endObject();
        return;
    }
    if (peer.type == ReachPeer::Type::External) {
        json.member("type", "external").key("ranges").beginArray();
        for (const auto &range : peer.ranges)
            json.beginArray().value(policy::textOf(range.first)).value(policy::textOf(range.last)).endArray();
        json.endArray().endObject();
        return;
    }
    json.member("type", "workload").member("namespace", peer.space).member("name", peer.name).member("kind", peer.kind);
    json.key("pods").beginArray();
    for (const policy::Subject *subject : peer.subjects)
        json.value(subject->name);
    json.endArray().endObject();
}

void writeEdge(JsonWriter &json, const Policies &policies, const Reach &reach, const ReachEdge &edge,
               const std::vector<std::string> &ids)
{
    json.beginObject()
        .member("src", ids[edge.from])
        .member("dst", ids[edge.to])
        .member("all", reach.portsOf(edge).isAll());
    json.key("protocols").beginArray();
    for (const auto &[protocol, name] :
         {std::pair(Protocol::SCTP, "SCTP"), std::pair(Protocol::TCP, "TCP"), std::pair(Protocol::UDP, "UDP")}) {
        if (reach.portsOf(edge).ranges(protocol).empty())
            continue;
        json.beginObject().member("protocol", name).key("ports").beginArray();
        for (const auto &[first, last] : reach.portsOf(edge).ranges(protocol))
            json.beginArray().value(int(first)).value(int(last)).endArray();
        json.endArray().key("named").beginArray().endArray().endObject();
    }
    json.endArray().key("because").beginArray();
    for (const std::string &rule : because(policies, reach, edge))
        json.value(rule);
    json.endArray().endObject();
}

std::string asJson(const Policies &policies, const Reach &reach, const ReadOutcome &outcome)
{
    std::vector<std::string> ids;
    JsonWriter json;
    json.beginObject().member("schema", "reach/1").key("peers").beginArray();
    for (std::size_t i = 0; i < reach.peers.size(); ++i) {
        ids.push_back(idOf(reach, i));
        writePeer(json, reach.peers[i], ids.back());
    }
    json.endArray().key("edges").beginArray();
    for (const ReachEdge &edge : reach.edges)
        writeEdge(json, policies, reach, edge, ids);
    json.endArray().key("notEvaluated").beginArray();
    for (const std::string &policy : policies.notEvaluated())
        json.value(policy);
    json.endArray();
    writeProblems(json, outcome.problems);
    json.endObject();
    return json.take() + '\n';
}

}  // namespace

Exit runReach(const Request &request, const ReadOutcome &outcome)
{
    const Question &asked = request.question;
    const Policies policies(outcome.snapshot, {asked.isHostNetworkExempt, asked.ipBlockMatchesPods});
    const Reach reach = reachOf(policies, *outcome.snapshot, !asked.isSelfLeftOut);
    for (const std::string &policy : policies.notEvaluated())
        complain("not evaluated: " + policy);
    return printed(request.output == u"json" ? asJson(policies, reach, outcome)
                                             : asLines(request.output, policies, reach, asked.isExplained),
                   exitFor(outcome));
}

}  // namespace portolan
