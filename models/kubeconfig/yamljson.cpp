// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/yamljson.h"

#include <charconv>

#include "base/jsonwriter.h"

namespace portolan {

namespace {

constexpr int maxDepth = 64;

/** Aliases may lead around in circles, so that depth is bounded here, too. */
class Conversion {
public:
    Conversion(const YamlTree &tree, std::size_t &budget) : m_tree(tree), m_budget(budget) {}

    std::string run(const YamlNode &node) { return write(node, 0) ? m_json.take() : std::string(); }

private:
    bool write(const YamlNode &node, int depth)
    {
        const std::size_t cost = node.text.size() + 4;
        if (depth > maxDepth || cost > m_budget)
            return false;
        m_budget -= cost;
        switch (node.what) {
            case YamlNode::What::Null:
                m_json.null();
                return true;
            case YamlNode::What::Text:
                m_json.value(std::string_view(node.text));
                return true;
            case YamlNode::What::Bool:
                m_json.value(isTrue(node));
                return true;
            case YamlNode::What::Number:
                writeNumber(node.text);
                return true;
            case YamlNode::What::List:
                return writeList(node, depth);
            case YamlNode::What::Map:
                return writeMap(node, depth);
        }
        return false;
    }

    void writeNumber(const std::string &text)
    {
        std::int64_t whole = 0;
        const char *end = text.data() + text.size();
        if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc() && read.ptr == end) {
            m_json.value(whole);
            return;
        }
        double number = 0;
        if (const auto read = std::from_chars(text.data(), end, number); read.ec == std::errc() && read.ptr == end)
            m_json.value(number);
        else
            m_json.value(std::string_view(text));
    }

    bool writeList(const YamlNode &node, int depth)
    {
        m_json.beginArray();
        for (const std::size_t child : node.children) {
            if (!write(m_tree.nodes[child], depth + 1))
                return false;
        }
        m_json.endArray();
        return true;
    }

    bool writeMap(const YamlNode &node, int depth)
    {
        m_json.beginObject();
        for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
            const std::string &key = m_tree.nodes[node.children[i]].text;
            if (key.size() > m_budget)
                return false;
            m_budget -= key.size();
            m_json.key(key);
            if (!write(m_tree.nodes[node.children[i + 1]], depth + 1))
                return false;
        }
        m_json.endObject();
        return true;
    }

    const YamlTree &m_tree;
    std::size_t &m_budget;
    JsonWriter m_json;
};

}  // namespace

std::string jsonOf(const YamlTree &tree, const YamlNode &node, std::size_t &budget)
{
    return Conversion(tree, budget).run(node);
}

}  // namespace portolan
