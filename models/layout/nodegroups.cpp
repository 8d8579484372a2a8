// SPDX-License-Identifier: GPL-3.0-or-later
#include "layout/nodegroups.h"

#include <algorithm>
#include <map>
#include <optional>

namespace portolan::chart {

namespace {

constexpr std::size_t mostInGroup = 200;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view label(const Vertex &node, std::string_view key)
{
    return node.object.object ? node.object.object->label(key) : std::string_view();
}

std::string_view firstLabel(const Vertex &node, std::initializer_list<std::string_view> keys)
{
    for (const std::string_view key : keys) {
        if (const std::string_view value = label(node, key); !value.empty())
            return value;
    }
    return {};
}

std::string_view zoneOf(const Vertex &node)
{
    return firstLabel(node, {"topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"});
}

std::string_view poolOf(const Vertex &node)
{
    return firstLabel(node,
                      {"cloud.google.com/gke-nodepool", "eks.amazonaws.com/nodegroup", "kubernetes.azure.com/agentpool",
                       "karpenter.sh/nodepool", "doks.digitalocean.com/node-pool", "node.kubernetes.io/instance-type",
                       "beta.kubernetes.io/instance-type"});
}

std::string_view roleOf(const Vertex &node)
{
    return isServer(node) ? "servers" : "agents";
}

std::string_view prefixOf(const Vertex &node)
{
    std::string_view name = node.name;
    while (!name.empty() && (isDigit(name.back()) || name.back() == '-'))
        name.remove_suffix(1);
    return name.empty() ? node.name : name;
}

using Key = std::string_view (*)(const Vertex &);

/** The first key that most nodes have and that tells some of them apart; a role only if no side is lost in the other.
 */
Key bestKey(const TopologyGraph &graph, const std::vector<VertexIndex> &nodes)
{
    for (const Key key : {Key(zoneOf), Key(poolOf), Key(roleOf)}) {
        std::map<std::string_view, std::size_t> counts;
        for (const VertexIndex node : nodes)
            ++counts[key(graph.vertices[node])];
        const std::size_t without = counts.contains({}) ? counts[{}] : 0;
        if (without * 2 < nodes.size() && counts.size() - (without > 0) > 1)
            return key;
    }
    return prefixOf;
}

/** The number at the end of a name, of nine digits at most. */
std::optional<std::uint32_t> numberOf(std::string_view name)
{
    std::size_t start = name.size();
    while (start > 0 && isDigit(name[start - 1]))
        --start;
    if (start == name.size() || name.size() - start > 9)
        return std::nullopt;
    std::uint32_t number = 0;
    for (const char c : name.substr(start))
        number = number * 10 + static_cast<std::uint32_t>(c - '0');
    return number;
}

using Slices = std::vector<std::pair<std::string, std::vector<VertexIndex>>>;

/** Ranges of numbers of one round width, so that a new node changes no other node's range; empty if that does not work.
 */
Slices byNumber(const TopologyGraph &graph, const std::vector<VertexIndex> &nodes)
{
    for (const std::uint32_t width : {10000u, 5000u, 2000u, 1000u, 500u, 200u, 100u}) {
        std::map<std::uint32_t, std::vector<VertexIndex>> ranges;
        for (const VertexIndex node : nodes) {
            const auto number = numberOf(graph.vertices[node].name);
            if (!number)
                return {};
            ranges[*number / width].push_back(node);
        }
        if (std::ranges::any_of(ranges, [](const auto &range) { return range.second.size() > mostInGroup; }))
            continue;
        if (ranges.size() > nodes.size() / 8)
            return {};
        Slices slices;
        for (auto &[range, members] : ranges)
            slices.emplace_back(std::to_string(range * width) + "–" + std::to_string(range * width + width - 1),
                                std::move(members));
        return slices;
    }
    return {};
}

Slices bySize(const TopologyGraph &graph, const std::vector<VertexIndex> &nodes)
{
    Slices slices;
    for (std::size_t first = 0; first < nodes.size(); first += mostInGroup) {
        const std::size_t end = std::min(nodes.size(), first + mostInGroup);
        const auto nameOf = [&](std::size_t i) { return std::string(graph.vertices[nodes[i]].name); };
        slices.emplace_back(nameOf(first) + "–" + nameOf(end - 1),
                            std::vector(nodes.begin() + static_cast<std::ptrdiff_t>(first),
                                        nodes.begin() + static_cast<std::ptrdiff_t>(end)));
    }
    return slices;
}

}  // namespace

bool isServer(const Vertex &node)
{
    if (!node.object.object)
        return false;
    for (const Member &member : node.object.object->meta()["labels"].members()) {
        const bool isRole =
            member.key == "node-role.kubernetes.io/control-plane" || member.key == "node-role.kubernetes.io/master";
        if (isRole && member.value.text() != "false")
            return true;
    }
    return false;
}

bool isNaturallyLess(std::string_view a, std::string_view b)
{
    std::size_t i = 0, j = 0;
    const auto runOf = [](std::string_view text, std::size_t &at) {
        while (at + 1 < text.size() && text[at] == '0' && isDigit(text[at + 1]))
            ++at;
        const std::size_t start = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return text.substr(start, at - start);
    };
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            const std::string_view x = runOf(a, i), y = runOf(b, j);
            if (x != y)
                return x.size() != y.size() ? x.size() < y.size() : x < y;
        } else if (a[i] != b[j]) {
            return a[i] < b[j];
        } else {
            ++i;
            ++j;
        }
    }
    return a.size() - i != b.size() - j ? a.size() - i < b.size() - j : a < b;
}

std::vector<NodeGroup> groupNodes(const TopologyGraph &graph, const std::vector<VertexIndex> &nodes)
{
    const Key key = bestKey(graph, nodes);
    std::map<std::string, std::vector<VertexIndex>> byKey;
    for (const VertexIndex node : nodes) {
        const std::string_view value = key(graph.vertices[node]);
        byKey[value.empty() ? "other" : std::string(value)].push_back(node);
    }
    std::vector<NodeGroup> groups;
    for (auto &[name, members] : byKey) {
        if (members.size() <= mostInGroup) {
            groups.push_back({name, std::move(members)});
            continue;
        }
        Slices slices = byNumber(graph, members);
        for (auto &[range, part] : slices.empty() ? bySize(graph, members) : slices)
            groups.push_back({name + " " + range, std::move(part)});
    }
    std::ranges::sort(groups, isNaturallyLess, &NodeGroup::name);
    return groups;
}

}  // namespace portolan::chart
