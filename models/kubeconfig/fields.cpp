// SPDX-License-Identifier: GPL-3.0-or-later
#include "kubeconfig/fields.h"

#include <QByteArray>

#include <algorithm>

#include "kubeconfig/yamljson.h"

namespace portolan {

using What = YamlNode::What;

Fields::Fields(FieldReading &reading, std::size_t node, std::string path) : m_reading(&reading), m_path(std::move(path))
{
    if (node >= reading.tree.nodes.size())
        return;
    const YamlNode &found = reading.tree.nodes[node];
    if (found.what != What::Null && isType(found, What::Map, m_path))
        m_map = &found;
}

void Fields::fail(const std::string &what, int line) const
{
    if (!m_reading->failure)
        m_reading->failure =
            Error{Error::Kind::Decode, (line > 0 ? "line " + std::to_string(line) + ": " : "") + what, {}};
}

bool Fields::spend(std::size_t cost) const
{
    if (m_reading->failure)
        return false;
    if (cost > m_reading->budget) {
        fail("too much in too little: aliases make this larger than a kubeconfig can be");
        return false;
    }
    m_reading->budget -= cost;
    return true;
}

std::string Fields::below(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : m_path + '.' + std::string(key);
}

/** The last one of that name, as kubectl takes it; then what `<<` brings in. */
const YamlNode *Fields::ownValueOf(const YamlNode &map, std::string_view key, int depth) const
{
    const auto &nodes = m_reading->tree.nodes;
    const YamlNode *found = nullptr;
    const YamlNode *mergedIn = nullptr;
    if (depth > 8 || !spend(map.children.size() + 1))
        return nullptr;
    for (std::size_t i = 0; i + 1 < map.children.size(); i += 2) {
        const YamlNode &name = nodes[map.children[i]], &value = nodes[map.children[i + 1]];
        if (name.text == key)
            found = &value;
        else if (name.text == "<<")
            mergedIn = &value;
    }
    if (found || !mergedIn)
        return found;
    if (mergedIn->what == What::Map)
        return ownValueOf(*mergedIn, key, depth + 1);
    if (mergedIn->what == What::List) {
        for (const std::size_t each : mergedIn->children) {
            if (nodes[each].what == What::Map && !found)
                found = ownValueOf(nodes[each], key, depth + 1);
        }
    }
    return found;
}

const YamlNode *Fields::valueOf(std::string_view key) const
{
    if (!m_map || m_reading->failure)
        return nullptr;
    const YamlNode *value = ownValueOf(*m_map, key, 0);
    return value && value->what != What::Null && !m_reading->failure ? value : nullptr;
}

bool Fields::isType(const YamlNode &node, What what, const std::string &path) const
{
    if (node.what == what)
        return true;
    fail(
        (path.empty() ? std::string("the document") : path) + ": expected " + name(what) + ", found " + name(node.what),
        node.line);
    return false;
}

const YamlNode *Fields::typed(std::string_view key, What what) const
{
    const YamlNode *value = valueOf(key);
    return value && isType(*value, what, below(key)) ? value : nullptr;
}

std::string Fields::text(std::string_view key) const
{
    const YamlNode *value = typed(key, What::Text);
    return value && spend(value->text.size()) ? value->text : std::string();
}

std::string Fields::data(std::string_view key) const
{
    const std::string encoded = text(key);
    QByteArray bytes = QByteArray::fromRawData(encoded.data(), static_cast<qsizetype>(encoded.size()));
    bytes.replace('\n', "").replace('\r', "");
    const auto decoded = QByteArray::fromBase64Encoding(bytes, QByteArray::AbortOnBase64DecodingErrors);
    if (decoded)
        return (*decoded).toStdString();
    fail(below(key) + ": illegal base64 data", valueOf(key) ? valueOf(key)->line : 0);
    return {};
}

bool Fields::flag(std::string_view key) const
{
    const YamlNode *value = typed(key, What::Bool);
    return value && isTrue(*value);
}

std::vector<std::string> Fields::textsOf(const YamlNode &list, const std::string &path) const
{
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < list.children.size(); ++i) {
        const YamlNode &node = m_reading->tree.nodes[list.children[i]];
        if (!isType(node, What::Text, path + '[' + std::to_string(i) + ']') || !spend(node.text.size() + 8))
            return {};
        texts.push_back(node.text);
    }
    return texts;
}

std::vector<std::string> Fields::texts(std::string_view key) const
{
    const YamlNode *list = typed(key, What::List);
    return list ? textsOf(*list, below(key)) : std::vector<std::string>();
}

std::map<std::string, std::vector<std::string>> Fields::textsByName(std::string_view key) const
{
    std::map<std::string, std::vector<std::string>> found;
    const YamlNode *map = typed(key, What::Map);
    for (std::size_t i = 0; map && i + 1 < map->children.size() && spend(8); i += 2) {
        const YamlNode &name = m_reading->tree.nodes[map->children[i]];
        const YamlNode &list = m_reading->tree.nodes[map->children[i + 1]];
        if (list.what == What::Null)
            continue;
        const std::string path = below(key) + '.' + name.text.substr(0, 64);
        if (isType(list, What::List, path) && spend(name.text.size()))
            found[name.text] = textsOf(list, path);
    }
    return found;
}

Fields Fields::map(std::string_view key) const
{
    Fields fields(*m_reading, m_reading->tree.nodes.size(), below(key));
    fields.m_map = typed(key, What::Map);
    return fields;
}

void Fields::each(std::string_view key, const std::function<void(const Fields &)> &visit) const
{
    const YamlNode *list = typed(key, What::List);
    for (std::size_t i = 0; list && i < list->children.size() && spend(8); ++i)
        visit(Fields(*m_reading, list->children[i], below(key) + '[' + std::to_string(i) + ']'));
}

std::string Fields::json(std::string_view key) const
{
    const YamlNode *value = valueOf(key);
    if (!value)
        return {};
    std::string written = jsonOf(m_reading->tree, *value, m_reading->budget);
    if (written.empty())
        fail(below(key) + ": too large, or it holds itself", value->line);
    return written;
}

}  // namespace portolan
