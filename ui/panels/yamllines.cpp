// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/yamllines.h"

#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace portolan {

namespace {

/** A line without its indentation; an item's dashes count as indentation of what follows them. */
struct Line {
    std::size_t indent = 0;
    std::string_view text;
    bool isBlank() const { return text.empty() || text.front() == '#'; }
    bool isItem() const { return text == "-" || text.starts_with("- "); }
};

Line lineAt(std::string_view whole)
{
    const std::size_t indent = std::min(whole.find_first_not_of(' '), whole.size());
    return {indent, whole.substr(indent)};
}

/** What stands behind the dash of an item, as a line of its own. */
Line behindDash(const Line &line)
{
    const std::size_t at = std::min(line.text.find_first_not_of(' ', 1), line.text.size());
    return {line.indent + at, line.text.substr(at)};
}

/** The key of a line, without quotes; nothing if it has none. */
std::optional<std::string> keyOf(std::string_view text)
{
    if (text.starts_with('"') || text.starts_with('\'')) {
        const auto end = text.find(text.front(), 1);
        if (end == std::string_view::npos || !text.substr(end + 1).starts_with(':'))
            return {};
        return std::string(text.substr(1, end - 1));
    }
    auto end = text.find(": ");
    if (end == std::string_view::npos && text.ends_with(':'))
        end = text.size() - 1;
    return end == std::string_view::npos ? std::optional<std::string>() : std::string(text.substr(0, end));
}

std::string unescaped(std::string_view token)
{
    std::string text;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool isEscape = token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1');
        text += isEscape ? (token[++i] == '0' ? '~' : '/') : token[i];
    }
    return text;
}

std::vector<std::string> tokensOf(std::string_view pointer)
{
    std::vector<std::string> tokens;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        tokens.push_back(unescaped(pointer.substr(0, end)));
        pointer.remove_prefix(end);
    }
    return tokens;
}

/** Walks the lines once; the pointer is followed from token to token, each inside the one before. */
class Walk {
public:
    explicit Walk(std::string_view yaml) : m_rest(yaml) { next(); }

    int follow(const std::vector<std::string> &tokens)
    {
        int found = -1;
        std::size_t least = 0;
        for (const std::string &token : tokens) {
            const bool wasFound = m_line.isItem() && isNumber(token) ? enterItem(token, least) : enterKey(token, least);
            if (!wasFound)
                return found;
            found = m_number;
            least = m_line.indent + 1;
            stepInside();
        }
        return found;
    }

private:
    static bool isNumber(const std::string &token)
    {
        return !token.empty() && token.find_first_not_of("0123456789") == std::string::npos;
    }

    bool next()
    {
        do {
            if (m_rest.empty()) {
                m_atEnd = true;
                return false;
            }
            const auto end = std::min(m_rest.find('\n'), m_rest.size());
            m_line = lineAt(m_rest.substr(0, end));
            m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
            ++m_number;
        } while (m_line.isBlank());
        return true;
    }

    /** To the line of this key among those that stand as far in as the present one. */
    bool enterKey(const std::string &key, std::size_t least)
    {
        const std::size_t indent = m_line.indent;
        if (indent < least)
            return false;
        while (!m_atEnd && m_line.indent >= indent) {
            if (m_line.indent == indent && m_line.isItem())
                return false;  // the list of the key before ends where a new item of a list around it begins
            if (m_line.indent == indent && keyOf(m_line.text) == key)
                return true;
            nextBeside(indent);
        }
        return false;
    }

    /** To the next line at this depth or less; a list may stand as far in as its key. */
    void nextBeside(std::size_t indent)
    {
        const bool isKey = !m_line.isItem();
        while (next() && (m_line.indent > indent || (isKey && m_line.indent == indent && m_line.isItem()))) {
        }
    }

    bool enterItem(const std::string &token, std::size_t least)
    {
        std::size_t wanted = 0;
        if (std::from_chars(token.data(), token.data() + token.size(), wanted).ec != std::errc())
            return false;
        const std::size_t indent = m_line.indent;
        if (indent + 1 < least)
            return false;
        while (!m_atEnd && m_line.indent == indent && m_line.isItem()) {
            if (wanted-- == 0)
                return true;
            while (next() && m_line.indent > indent) {
            }
        }
        return false;
    }

    void stepInside()
    {
        if (m_line.isItem())
            m_line = behindDash(m_line);
        else
            next();
    }

    std::string_view m_rest;
    Line m_line;
    int m_number = -1;
    bool m_atEnd = false;
};

std::string_view scalarAt(std::string_view yaml, std::string_view pointer)
{
    const int wanted = lineOfField(yaml, pointer);
    for (int line = 0; line < wanted; ++line)
        yaml.remove_prefix(std::min(yaml.find('\n') + 1, yaml.size()));
    yaml = yaml.substr(0, yaml.find('\n'));
    const std::string_view key = pointer.substr(pointer.rfind('/') + 1);
    const auto colon = yaml.find(": ");
    if (wanted < 0 || colon == std::string_view::npos || lineAt(yaml).text.substr(0, key.size()) != key)
        return {};
    std::string_view value = yaml.substr(colon + 2);
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
        value = value.substr(1, value.size() - 2);
    return value;
}

}  // namespace

int lineOfField(std::string_view yaml, std::string_view pointer)
{
    return Walk(yaml).follow(tokensOf(pointer));
}

bool isYamlOf(std::string_view yaml, std::string_view reference)
{
    const auto first = reference.find('/'), last = reference.rfind('/');
    if (first == std::string_view::npos)
        return false;
    // "NetworkPolicy.projectcalico.org" is what references call a kind whose name another kind has too
    const std::string_view kind = reference.substr(0, std::min(first, reference.find('.')));
    const std::string_view space = first == last ? std::string_view() : reference.substr(first + 1, last - first - 1);
    return scalarAt(yaml, "/kind") == kind && scalarAt(yaml, "/metadata/namespace") == space &&
           scalarAt(yaml, "/metadata/name") == reference.substr(last + 1);
}

}  // namespace portolan
