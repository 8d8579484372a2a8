// SPDX-License-Identifier: GPL-3.0-or-later
#include "yaml/tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string_view>

#include "base/utf8.h"

namespace portolan {

namespace {

constexpr std::size_t maxNodes = 500'000;
constexpr std::size_t maxDepth = 64;

using What = YamlNode::What;

constexpr std::array<std::string_view, 11> trueWords{"y",    "Y",    "yes", "Yes", "YES", "true",
                                                     "True", "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 11> falseWords{"n",     "N",     "no",  "No",  "NO", "false",
                                                      "False", "FALSE", "off", "Off", "OFF"};

bool isOneOf(std::string_view word, const auto &words)
{
    return std::ranges::find(words, word) != words.end();
}

bool isAll(std::string_view text, std::string_view allowed)
{
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

bool isInteger(std::string_view text)
{
    if (text.starts_with("0x"))
        return isAll(text.substr(2), "0123456789abcdefABCDEF_");
    if (text.starts_with("0b"))
        return isAll(text.substr(2), "01_");
    if (text.starts_with("0o"))
        return isAll(text.substr(2), "01234567_");
    return text.front() != '_' && isAll(text, "0123456789_");
}

/** Digits with a point or an exponent, or both. */
bool isFraction(std::string_view text)
{
    const auto exponent = text.find_first_of("eE");
    const std::string_view mantissa = text.substr(0, exponent);
    if (exponent != std::string_view::npos) {
        std::string_view power = text.substr(exponent + 1);
        if (!power.empty() && (power[0] == '+' || power[0] == '-'))
            power.remove_prefix(1);
        if (!isAll(power, "0123456789"))
            return false;
    }
    return isAll(mantissa, "0123456789.") && std::ranges::count(mantissa, '.') <= 1 && mantissa != ".";
}

bool isNumber(std::string_view text)
{
    if (!text.empty() && (text[0] == '+' || text[0] == '-'))
        text.remove_prefix(1);
    constexpr std::array<std::string_view, 6> words{".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"};
    return !text.empty() && (isOneOf(text, words) || isInteger(text) || isFraction(text));
}

What typeOf(const std::string &tag, std::string_view text)
{
    if (tag == "tag:yaml.org,2002:str" || (tag != "?" && !tag.empty() && tag.find("yaml.org,2002:") == tag.npos))
        return What::Text;
    if (isOneOf(text, trueWords) || isOneOf(text, falseWords))
        return What::Bool;
    return isNumber(text) ? What::Number : What::Text;
}

/** Puts the events of yaml-cpp into a tree. Its own tree would have no bound. */
class TreeBuilder : public YAML::EventHandler {
public:
    YamlTree tree;

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override { add(mark, anchor, What::Null, {}); }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &text) override
    {
        add(mark, anchor, typeOf(tag, text), text);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end())
            throw YAML::ParserException(mark, "unknown anchor");
        place(mark, found->second);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(mark, add(mark, anchor, What::List, {}));
    }
    void OnSequenceEnd() override { m_open.pop_back(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(mark, add(mark, anchor, What::Map, {}));
    }
    void OnMapEnd() override { m_open.pop_back(); }

private:
    std::size_t add(const YAML::Mark &mark, YAML::anchor_t anchor, What what, const std::string &text)
    {
        const std::size_t number = tree.nodes.size();
        tree.nodes.push_back({what, mark.line + 1, text, {}});
        if (anchor != 0)
            m_anchors[anchor] = number;
        place(mark, number);
        return number;
    }

    void place(const YAML::Mark &mark, std::size_t number)
    {
        if (++m_placed > maxNodes)
            throw YAML::ParserException(mark, "too many values");
        if (!m_open.empty())
            tree.nodes[m_open.back()].children.push_back(number);
    }

    void open(const YAML::Mark &mark, std::size_t number)
    {
        if (m_open.size() >= maxDepth)
            throw YAML::ParserException(mark, "nested too deep");
        m_open.push_back(number);
    }

    std::vector<std::size_t> m_open;
    std::map<YAML::anchor_t, std::size_t> m_anchors;
    std::size_t m_placed = 0;
};

Error notYaml(const std::string &what, int line)
{
    return {Error::Kind::Decode, "yaml: " + (line > 0 ? "line " + std::to_string(line) + ": " : "") + what, {}};
}

/** yaml-cpp takes broken UTF-8 for something else; where it is broken, nothing is known of what was meant. */
bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8Length(text, i);
        if (length == 0)
            return false;
        i += length;
    }
    return true;
}

/** No fewer than the nodes. yaml-cpp may keep all the tokens of a line, so they are counted before it sees them. */
std::size_t marksIn(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return std::string_view("\n,:[]{}&*?!-").find(c) != std::string_view::npos; }));
}

}  // namespace

Result<YamlTree> parseYaml(const std::string &text)
{
    if (!isUtf8(text))
        return notYaml("invalid UTF-8", 0);
    if (marksIn(text) > 2 * maxNodes)
        return notYaml("too many values", 0);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        TreeBuilder builder;
        parser.HandleNextDocument(builder);
        return std::move(builder.tree);
    } catch (const YAML::Exception &exception) {
        return notYaml(exception.msg, exception.mark.line + 1);
    }
}

bool isTrue(const YamlNode &node)
{
    return isOneOf(node.text, trueWords);
}

const char *name(YamlNode::What what)
{
    switch (what) {
        case What::Null:
            return "nothing";
        case What::Text:
            return "a string";
        case What::Bool:
            return "a bool";
        case What::Number:
            return "a number";
        case What::List:
            return "a list";
        case What::Map:
            return "a map";
    }
    return "";
}

}  // namespace portolan
