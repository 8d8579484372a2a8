// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/serverflags.h"

#include <algorithm>

namespace portolan::roles {

namespace {

constexpr std::string_view ofK3s = "k3s.io/node-args", ofRke2 = "rke2.io/node-args";
constexpr std::string_view rke2Path = "/metadata/annotations/rke2.io~1node-args";
constexpr std::string_view controlPlane = "node-role.kubernetes.io/control-plane";

/** The texts of a JSON array of strings; escapes other than \" and \\ stand for themselves, as flags have none. */
std::vector<std::string> stringsIn(std::string_view json)
{
    std::vector<std::string> strings;
    bool isInside = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (!isInside) {
            if (c == '"') {
                strings.emplace_back();
                isInside = true;
            }
        } else if (c == '\\' && i + 1 < json.size()) {
            strings.back() += json[++i];
        } else if (c == '"') {
            isInside = false;
        } else {
            strings.back() += c;
        }
    }
    return strings;
}

void addValues(std::vector<std::string> &values, std::string_view text)
{
    while (true) {
        const auto comma = text.find(',');
        values.emplace_back(text.substr(0, comma));
        if (comma == std::string_view::npos)
            return;
        text.remove_prefix(comma + 1);
    }
}

const std::vector<std::string> *valuesOf(const NodeFlags &flags, std::string_view flag)
{
    const auto found = flags.find(flag);
    return found == flags.end() || found->second.empty() ? nullptr : &found->second;
}

bool isFalse(std::string_view value)
{
    return value == "false" || value == "False" || value == "FALSE" || value == "f" || value == "F" || value == "0";
}

std::string joinedWords(const std::vector<std::string> &words, std::string_view between)
{
    std::string joined;
    for (const std::string &word : words)
        joined += (joined.empty() ? std::string() : std::string(between)) + word;
    return joined;
}

}  // namespace

NodeFlags parseNodeArgs(std::string_view json)
{
    NodeFlags flags;
    const std::vector<std::string> words = stringsIn(json);
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string_view word = words[i];
        if (!word.starts_with("-"))
            continue;
        word.remove_prefix(std::min(word.find_first_not_of('-'), word.size()));
        const auto equals = word.find('=');
        std::vector<std::string> &values = flags[std::string(word.substr(0, equals))];
        if (equals != std::string_view::npos)
            addValues(values, word.substr(equals + 1));
        else if (i + 1 < words.size() && !words[i + 1].starts_with("-"))
            addValues(values, words[++i]);
        else
            values.emplace_back("true");
    }
    return flags;
}

std::string_view nodeArgsOf(const Object &node)
{
    const std::string_view args = node.annotation(ofK3s);
    return args.empty() ? node.annotation(ofRke2) : args;
}

std::string_view nodeArgsPathOf(const Object &node)
{
    return node.annotation(ofK3s).empty() ? rke2Path : nodeArgsPath;
}

ServerFlags ServerFlags::of(const ClusterSnapshot &snapshot)
{
    ServerFlags flags;
    for (const ObjectPtr &node : snapshot.of(Kind::Node)) {
        const std::string_view args = nodeArgsOf(*node);
        if (!args.empty() && !node->meta()["labels"][controlPlane].isNull())
            flags.m_servers.push_back({node.get(), parseNodeArgs(args)});
    }
    return flags;
}

const Object *ServerFlags::giving(std::string_view flag) const
{
    const auto found = std::ranges::find_if(m_servers, [flag](const Server &s) { return valuesOf(s.flags, flag); });
    return found != m_servers.end() ? found->node : nullptr;
}

const Object *ServerFlags::turningOn(std::string_view flag) const
{
    const auto found = std::ranges::find_if(m_servers, [flag](const Server &server) {
        const auto *values = valuesOf(server.flags, flag);
        return values && !isFalse(values->back());
    });
    return found != m_servers.end() ? found->node : nullptr;
}

std::string_view ServerFlags::value(std::string_view flag) const
{
    for (const Server &server : m_servers) {
        if (const auto *values = valuesOf(server.flags, flag))
            return values->back();
    }
    return {};
}

std::string ServerFlags::joined(std::string_view flag) const
{
    for (const Server &server : m_servers) {
        if (const auto *values = valuesOf(server.flags, flag))
            return joinedWords(*values, ",");
    }
    return {};
}

const Object *ServerFlags::saying(std::string_view flag, std::string_view value) const
{
    const auto found = std::ranges::find_if(m_servers, [&](const Server &server) {
        const auto *values = valuesOf(server.flags, flag);
        return values && values->back() == value;
    });
    return found != m_servers.end() ? found->node : nullptr;
}

const Object *ServerFlags::disabling(std::string_view package) const
{
    const auto found = std::ranges::find_if(m_servers, [package](const Server &server) {
        const auto *values = valuesOf(server.flags, "disable");
        return values && std::ranges::find(*values, package) != values->end();
    });
    return found != m_servers.end() ? found->node : nullptr;
}

std::string ServerFlags::differing(std::string_view flag, std::string_view otherwise) const
{
    std::map<std::string, std::vector<std::string>> servers;
    for (const Server &server : m_servers) {
        const auto *values = valuesOf(server.flags, flag);
        servers[values ? joinedWords(*values, ",") : std::string(otherwise)].emplace_back(server.node->name);
    }
    if (servers.size() < 2)
        return {};
    std::string text;
    for (const auto &[value, nodes] : servers)
        text += (text.empty() ? "" : "; ") + value + " on " + joinedWords(nodes, ", ");
    return text;
}

}  // namespace portolan::roles
