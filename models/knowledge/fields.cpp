// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/fields.h"

#include <algorithm>

namespace portolan::knowledge {

namespace {

using What = YamlNode::What;

std::string quoted(std::string_view word)
{
    return "`" + std::string(word) + "`";
}

}  // namespace

void Complaints::add(int line, std::string_view what)
{
    m_lines.push_back(m_file + ":" + std::to_string(line) + ": " + std::string(what));
}

std::string either(std::span<const std::string_view> words)
{
    std::string all;
    for (std::size_t i = 0; i < words.size(); ++i)
        all.append(i == 0 ? "" : i + 1 == words.size() ? " or " : ", ").append(words[i]);
    return all;
}

Fields::Fields(const YamlTree &tree, std::size_t node, Complaints &complaints)
    : m_tree(tree), m_node(node), m_complaints(complaints)
{
    std::set<std::string_view> seen;
    const auto &children = tree.nodes[node].children;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
        const YamlNode &key = tree.nodes[children[i]];
        if (!seen.insert(key.text).second)
            complaints.add(key.line, quoted(key.text) + " stands here twice; keep one of them");
    }
}

std::optional<std::size_t> Fields::child(std::string_view key) const
{
    const auto &children = m_tree.nodes[m_node].children;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2) {
        if (m_tree.nodes[children[i]].text == key)
            return children[i + 1];
    }
    return std::nullopt;
}

bool Fields::has(std::string_view key) const
{
    return child(key).has_value();
}

const YamlNode *Fields::required(std::string_view key, What what)
{
    m_asked.emplace(key);
    const auto found = child(key);
    if (!found) {
        m_complaints.add(line(), quoted(key) + " is missing; add it");
        return nullptr;
    }
    const YamlNode &node = m_tree.nodes[*found];
    if (node.what == what)
        return &node;
    m_complaints.add(node.line, quoted(key) + " is " + name(node.what) + "; make it " + name(what));
    return nullptr;
}

Written Fields::scalar(std::size_t number, std::string_view key)
{
    const YamlNode &node = m_tree.nodes[number];
    if (node.what == What::Text || node.what == What::Number || node.what == What::Bool)
        return {node.text, node.line};
    m_complaints.add(node.line, quoted(key) + " is " + name(node.what) +
                                    "; make it a string, in quotes if it begins with a brace or a backtick");
    return {{}, node.line};
}

Written Fields::optional(std::string_view key)
{
    m_asked.emplace(key);
    const auto found = child(key);
    return found ? scalar(*found, key) : Written{{}, line()};
}

Written Fields::text(std::string_view key)
{
    if (!has(key))
        m_complaints.add(line(), quoted(key) + " is missing; add it");
    Written written = optional(key);
    if (const auto found = child(key); found && written.text.empty() && m_tree.nodes[*found].what == What::Text)
        m_complaints.add(written.line, quoted(key) + " is empty; say something");
    return written;
}

bool Fields::boolean(std::string_view key, bool otherwise)
{
    if (!has(key)) {
        m_asked.emplace(key);
        return otherwise;
    }
    const YamlNode *found = required(key, What::Bool);
    return found ? isTrue(*found) : otherwise;
}

std::vector<Written> Fields::texts(std::string_view key)
{
    std::vector<Written> all;
    if (const YamlNode *list = required(key, What::List)) {
        for (const std::size_t item : list->children)
            all.push_back(scalar(item, key));
    }
    return all;
}

std::optional<Fields> Fields::map(std::string_view key)
{
    if (!required(key, What::Map))
        return std::nullopt;
    return Fields(m_tree, *child(key), m_complaints);
}

std::vector<Fields> Fields::maps(std::string_view key)
{
    std::vector<Fields> all;
    const YamlNode *list = required(key, What::List);
    for (const std::size_t item : list ? list->children : std::vector<std::size_t>()) {
        if (m_tree.nodes[item].what == What::Map)
            all.emplace_back(m_tree, item, m_complaints);
        else
            m_complaints.add(m_tree.nodes[item].line,
                             "an item of " + quoted(key) + " is " + name(m_tree.nodes[item].what) + "; make it a map");
    }
    return all;
}

std::vector<Written> Fields::keys() const
{
    std::vector<Written> all;
    const auto &children = m_tree.nodes[m_node].children;
    for (std::size_t i = 0; i + 1 < children.size(); i += 2)
        all.push_back({m_tree.nodes[children[i]].text, m_tree.nodes[children[i]].line});
    return all;
}

void Fields::finish()
{
    const std::vector<std::string_view> known(m_asked.begin(), m_asked.end());
    for (const Written &key : keys()) {
        if (!m_asked.contains(key.text))
            m_complaints.add(key.line, quoted(key.text) + " is not known here; use " + either(known));
    }
}

}  // namespace portolan::knowledge
