// SPDX-License-Identifier: GPL-3.0-or-later
#include "panel/telling.h"

#include <algorithm>
#include <array>

#include "explain/phrase.h"
#include "knowledge/placeholders.h"

namespace portolan::panel {

namespace {

/** A count reads like a word of the sentence. */
bool isCount(std::string_view name)
{
    constexpr std::array<std::string_view, 5> counts{"nodes", "pods", "services", "policies", "component.nodes"};
    return std::ranges::find(counts, name) != counts.end();
}

/** What a condition asks for: a setting, or one of the two that are none. */
std::string keyOf(std::string_view setting)
{
    if (setting == "distribution")
        return "cluster.distribution";
    return setting == "component" ? "component" : text("setting:", setting);
}

}  // namespace

Telling::Telling(const TopologyGraph &graph, Depth depth, const Knowledge &knowledge)
    : m_knowledge(knowledge), m_depth(depth), m_cluster(clusterValues(graph))
{
}

void Telling::about(const Component *component)
{
    m_component = component ? componentValues(*component) : Values();
}

void Telling::aboutRole(const Component *filling)
{
    about(filling);
    if (filling)
        m_component.insert_or_assign("component", std::string(filling->name));
}

std::string_view Telling::valueOf(std::string_view name) const
{
    for (const Values *values : {&m_component, &m_cluster}) {
        if (const auto found = values->find(name); found != values->end())
            return found->second;
    }
    return {};
}

bool Telling::holds(const std::vector<KnownCondition> &conditions) const
{
    return std::ranges::all_of(conditions, [this](const KnownCondition &condition) {
        const std::string_view value = valueOf(keyOf(condition.setting));
        return std::ranges::find(condition.values, value) != condition.values.end();
    });
}

/** The text with all values, or what is said without them. */
std::string Telling::filled(const KnownSentence &sentence) const
{
    std::string said;
    std::size_t from = 0;
    for (const Placeholder &placeholder : placeholdersIn(sentence.text)) {
        const std::string_view value = valueOf(placeholder.name);
        if (value.empty())
            return sentence.without;
        const std::string_view mark = placeholder.isInCode || isCount(placeholder.name) ? "" : "`";
        said += text(std::string_view(sentence.text).substr(from, placeholder.at - from), mark, value, mark);
        from = placeholder.at + placeholder.name.size() + 2;
    }
    return said + sentence.text.substr(from);
}

std::vector<std::string> Telling::say(const std::vector<KnownSentence> &sentences)
{
    std::vector<std::string> said;
    for (const KnownSentence &sentence : sentences) {
        if ((sentence.isForEngineers && m_depth == Depth::Learner) || !holds(sentence.when))
            continue;
        std::string one = filled(sentence);
        if (one.empty())
            continue;
        cite(sentence.sources);
        said.push_back(std::move(one));
    }
    return said;
}

std::vector<std::string> Telling::say(const KnownText &text)
{
    return say(m_depth == Depth::Learner ? text.learner : text.engineer);
}

std::string Telling::portOf(const KnownPort &port) const
{
    if (!port.port.starts_with('{'))
        return port.port;
    const std::string_view value = valueOf(std::string_view(port.port).substr(1, port.port.size() - 2));
    return value.empty() ? port.without : std::string(value);
}

void Telling::cite(const std::vector<std::string> &keys)
{
    for (const std::string &key : keys) {
        const auto source = m_knowledge.sources.find(key);
        const auto isSame = [&](const KnownLink &link) { return link.title == source->second.title; };
        if (source != m_knowledge.sources.end() && std::ranges::none_of(m_sources, isSame))
            m_sources.push_back(source->second);
    }
}

}  // namespace portolan::panel
