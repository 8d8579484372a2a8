// SPDX-License-Identifier: GPL-3.0-or-later
#include "roles/serverflags.h"

#include <algorithm>

namespace portolan::roles {

namespace {

constexpr std::string_view nodeArgs = "k3s.io/node-args";
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

ServerFlags ServerFlags::of(const ClusterSnapshot &snapshot)
{
    ServerFlags flags;
    for (const ObjectPtr &node : snapshot.of(Kind::Node)) {
        const std::string_view args = node->annotation(nodeArgs);
        if (args.empty() || node->meta()["labels"][controlPlane].isNull())
            continue;
        flags.m_server = node.get();
        flags.m_flags = parseNodeArgs(args);
        break;
    }
    return flags;
}

std::string_view ServerFlags::value(std::string_view flag) const
{
    const auto found = m_flags.find(flag);
    return found != m_flags.end() && !found->second.empty() ? std::string_view(found->second.back())
                                                            : std::string_view();
}

bool ServerFlags::isDisabled(std::string_view package) const
{
    const auto found = m_flags.find(std::string_view("disable"));
    return found != m_flags.end() && std::ranges::find(found->second, package) != found->second.end();
}

}  // namespace portolan::roles
