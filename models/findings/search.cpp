// SPDX-License-Identifier: GPL-3.0-or-later
#include "findings/search.h"

#include <algorithm>

#include "kube/time.h"

namespace portolan::findings {

namespace {

bool isOver(const Pod &pod)
{
    return pod.phase == PodPhase::Succeeded || pod.phase == PodPhase::Failed;
}

}  // namespace

Search::Search(const TopologyGraph &graph)
    : m_graph(graph),
      m_endpoints(*graph.snapshot),
      m_policies(graph.snapshot),
      m_flags(roles::ServerFlags::of(*graph.snapshot))
{
    for (const Pod &pod : graph.snapshot->pods)
        m_podsOf[pod.space].push_back(&pod);
}

bool Search::isRead(Kind kind, std::string_view space) const
{
    const auto [at, isNew] = m_isRead.try_emplace({kind, std::string(space)}, false);
    if (isNew)
        at->second = absenceOf(snapshot(), kind, space) == Absence::NotThere;
    return at->second;
}

bool Search::isYoung(const Object &object) const
{
    const std::int64_t made = secondsOf(object.meta()["creationTimestamp"].text());
    constexpr std::int64_t grace = 60;
    return snapshot().takenAt != 0 && made != 0 && made > snapshot().takenAt - grace;
}

bool Search::isK3s() const
{
    return roles().distribution.name == "k3s" || roles().distribution.name == "k3d";
}

std::vector<const Pod *> Search::podsIn(std::string_view space) const
{
    const auto found = m_podsOf.find(space);
    return found == m_podsOf.end() ? std::vector<const Pod *>() : found->second;
}

std::vector<const Pod *> Search::selectedBy(std::string_view space, const Value &selector) const
{
    std::vector<const Pod *> chosen;
    const auto pairs = selector.members();
    for (const Pod *pod : podsIn(space)) {
        const bool isChosen = std::ranges::all_of(pairs, [&](const Member &pair) {
            return std::ranges::any_of(*pod->labels, [&](const auto &label) {
                return label.first == pair.key && label.second == pair.value.text();
            });
        });
        if (isChosen && !isOver(*pod))
            chosen.push_back(pod);
    }
    return chosen;
}

std::vector<const Object *> Search::schedulableNodes() const
{
    std::vector<const Object *> nodes;
    for (const ObjectPtr &node : snapshot().of(Kind::Node)) {
        if (!node->spec()["unschedulable"].boolean())
            nodes.push_back(node.get());
    }
    return nodes;
}

Finding &Search::add(std::string_view rule, Severity severity, std::vector<ObjectRef> objects, std::string message,
                     std::string remedy)
{
    Finding finding;
    finding.rule = rule;
    finding.severity = severity;
    for (const ObjectRef &object : objects)
        finding.objects.push_back(object.text());
    finding.message = std::move(message);
    finding.remedy = std::move(remedy);
    m_found.push_back(std::move(finding));
    return m_found.back();
}

void Search::prove(Finding &finding, const Object &object, std::string path, std::string means)
{
    std::string value = portolan::textOf(object.root.pointer(path));
    finding.evidence.push_back({refTo(object), std::move(path), std::move(value), std::move(means)});
}

std::string titleOf(const Object &object)
{
    return object.space.empty() ? std::string(object.name) : std::string(object.space) + '/' + std::string(object.name);
}

std::string titleOf(const Pod &pod)
{
    return std::string(pod.space) + '/' + std::string(pod.name);
}

std::string listed(const std::vector<std::string> &names, std::size_t most)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(most, names.size()); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more" : text;
}

std::string pairsOf(const Value &selector)
{
    std::string text;
    for (const Member &pair : selector.members())
        text += (text.empty() ? "" : ", ") + std::string(pair.key) + '=' + std::string(pair.value.text());
    return text;
}

}  // namespace portolan::findings
