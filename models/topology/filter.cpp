// SPDX-License-Identifier: GPL-3.0-or-later
#include "topology/filter.h"

#include <algorithm>
#include <cctype>

namespace portolan {

namespace {

/** Reads a selector from left to right. */
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    void skipSpace()
    {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])))
            ++m_at;
    }
    bool take(std::string_view token)
    {
        skipSpace();
        if (!m_text.substr(m_at).starts_with(token))
            return false;
        m_at += token.size();
        return true;
    }
    /** A key or value; empty if none stands here. */
    std::string word()
    {
        skipSpace();
        const std::size_t start = m_at;
        while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) ||
                                        std::string_view("-_./").find(m_text[m_at]) != std::string_view::npos))
            ++m_at;
        return std::string(m_text.substr(start, m_at - start));
    }
    bool atEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }
    std::string rest() const { return std::string(m_text.substr(m_at)); }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

Error wrong(const std::string &what)
{
    return {Error::Kind::Usage, what, {}};
}

}  // namespace

Result<LabelSelector> LabelSelector::parse(std::string_view text)
{
    LabelSelector selector;
    Reader reader(text);
    while (!reader.atEnd()) {
        Requirement requirement;
        const bool isNegated = reader.take("!");
        requirement.key = reader.word();
        if (requirement.key.empty())
            return wrong("a label's key is expected at \"" + reader.rest() + '"');
        requirement.op = isNegated ? Requirement::Operator::DoesNotExist : Requirement::Operator::Exists;
        if (!isNegated && reader.take("!=")) {
            requirement.op = Requirement::Operator::NotIn;
            requirement.values = {reader.word()};
        } else if (!isNegated && (reader.take("==") || reader.take("="))) {
            requirement.op = Requirement::Operator::In;
            requirement.values = {reader.word()};
        } else if (!isNegated && !reader.atEnd() && !reader.take(",")) {
            const std::string word = reader.word();
            if (word != "in" && word != "notin")
                return wrong("after " + requirement.key + " one of =, ==, !=, in, notin is expected");
            requirement.op = word == "in" ? Requirement::Operator::In : Requirement::Operator::NotIn;
            if (!reader.take("("))
                return wrong("after " + word + " values in parentheses are expected");
            do
                requirement.values.push_back(reader.word());
            while (reader.take(","));
            if (!reader.take(")"))
                return wrong("a closing parenthesis is missing after the values of " + requirement.key);
        } else if (requirement.op == Requirement::Operator::Exists) {
            selector.m_requirements.push_back(std::move(requirement));
            continue;  // the comma, if there was one, is taken
        }
        selector.m_requirements.push_back(std::move(requirement));
        if (!reader.atEnd() && !reader.take(","))
            return wrong("a comma is expected at \"" + reader.rest() + '"');
    }
    return selector;
}

bool LabelSelector::matchesBy(const std::function<std::optional<std::string_view>(std::string_view)> &valueFor) const
{
    return std::ranges::all_of(m_requirements, [&](const Requirement &requirement) {
        const std::optional<std::string_view> value = valueFor(requirement.key);
        const bool isListed = value && std::ranges::find(requirement.values, *value) != requirement.values.end();
        switch (requirement.op) {
            case Requirement::Operator::In:
                return isListed;
            case Requirement::Operator::NotIn:
                return !isListed;
            case Requirement::Operator::Exists:
                return value.has_value();
            case Requirement::Operator::DoesNotExist:
                return !value.has_value();
        }
        return false;
    });
}

bool LabelSelector::matches(const Pairs &labels) const
{
    return matchesBy([&](std::string_view key) -> std::optional<std::string_view> {
        const auto at = std::ranges::lower_bound(labels, key, {}, &Pairs::value_type::first);
        return at != labels.end() && at->first == key ? std::optional(at->second) : std::nullopt;
    });
}

bool LabelSelector::matchesLabelsOf(const ObjectRef &object) const
{
    if (object.pod)
        return matches(*object.pod->labels);
    if (!object.object)
        return isEmpty();
    const Value labels = object.object->meta()["labels"];
    return matchesBy([&](std::string_view key) -> std::optional<std::string_view> {
        const Value value = labels[key];
        return value.isNull() ? std::nullopt : std::optional(value.text());
    });
}

namespace {

bool hasLabelsToMatch(VertexType type)
{
    return type == VertexType::Service || type == VertexType::Dns || type == VertexType::Workload ||
           type == VertexType::Pod;
}

bool passesAllBut(const Filter &filter, const Vertex &vertex)
{
    return !filter.hiddenSpaces.contains(vertex.space) && !filter.hiddenTypes.contains(vertex.type) &&
           !filter.hiddenStates.contains(vertex.state);
}

/** Lets stand what has matching labels, the workload of a matching pod, and what leads to or from one. */
std::vector<bool> labelled(const TopologyGraph &graph, const LabelSelector &labels)
{
    std::vector<bool> matching(graph.vertices.size());
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const Vertex &vertex = graph.vertices[v];
        matching[v] = hasLabelsToMatch(vertex.type) && !vertex.object.isNull() && labels.matchesLabelsOf(vertex.object);
        if (matching[v] && vertex.parent != none)
            matching[vertex.parent] = true;
    }
    std::vector<bool> shown = matching;
    // Against the edges, to the ways in; along them, one step, to what is selected and run on.
    std::vector<VertexIndex> open;
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        if (!matching[v])
            continue;
        open.push_back(v);
        for (const EdgeIndex e : graph.outgoing(v))
            shown[graph.edges[e].to] = true;
    }
    std::vector<bool> visited = matching;
    while (!open.empty()) {
        const VertexIndex v = open.back();
        open.pop_back();
        for (const EdgeIndex e : graph.incoming(v)) {
            const Edge &edge = graph.edges[e];
            if (visited[edge.from] || edge.type == EdgeType::RunsOn || edge.type == EdgeType::Tunnel ||
                edge.type == EdgeType::Controls)
                continue;
            visited[edge.from] = shown[edge.from] = true;
            open.push_back(edge.from);
        }
    }
    return shown;
}

}  // namespace

std::vector<bool> visible(const TopologyGraph &graph, const Filter &filter)
{
    std::vector<bool> shown =
        filter.labels.isEmpty() ? std::vector<bool>(graph.vertices.size(), true) : labelled(graph, filter.labels);
    for (VertexIndex v = 0; v < graph.vertices.size(); ++v) {
        const Vertex &vertex = graph.vertices[v];
        shown[v] = shown[v] && passesAllBut(filter, vertex);
        if (vertex.parent != none && filter.hiddenTypes.contains(graph.vertices[vertex.parent].type))
            shown[v] = false;
    }
    return shown;
}

}  // namespace portolan
