// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/calicoselector.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

namespace portolan::policy {

namespace {

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<CalicoTest> parse()
    {
        skip();
        if (m_at == m_text.size())
            return CalicoTest([](const LabelSource &) { return true; });
        CalicoTest test = either();
        skip();
        if (m_isWrong || m_at != m_text.size())
            return Error{
                Error::Kind::Config, "the selector can't be understood at character " + std::to_string(m_at + 1), {}};
        return test;
    }

private:
    CalicoTest fail()
    {
        m_isWrong = true;
        return {};
    }

    void skip()
    {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n'))
            ++m_at;
    }

    bool take(std::string_view token)
    {
        skip();
        if (!m_text.substr(m_at).starts_with(token))
            return false;
        m_at += token.size();
        return true;
    }

    /** Words with any blanks, or none, between them; what follows must not go on like a word. */
    bool takeWords(std::initializer_list<std::string_view> words)
    {
        const std::size_t before = m_at;
        for (const std::string_view one : words) {
            if (!take(one)) {
                m_at = before;
                return false;
            }
        }
        if (m_at < m_text.size() && isOfWord(m_text[m_at])) {
            m_at = before;
            return false;
        }
        return true;
    }

    static bool isOfWord(char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_./").find(c) != std::string_view::npos;
    }

    std::string_view word()
    {
        skip();
        const std::size_t from = m_at;
        while (m_at < m_text.size() && isOfWord(m_text[m_at]))
            ++m_at;
        return m_text.substr(from, m_at - from);
    }

    std::optional<std::string> literal()
    {
        skip();
        if (m_at >= m_text.size() || (m_text[m_at] != '\'' && m_text[m_at] != '"'))
            return std::nullopt;
        const auto end = m_text.find(m_text[m_at], m_at + 1);
        if (end == std::string_view::npos)
            return std::nullopt;
        std::string text(m_text.substr(m_at + 1, end - m_at - 1));
        m_at = end + 1;
        return text;
    }

    CalicoTest either()
    {
        std::vector<CalicoTest> parts{both()};
        while (!m_isWrong && take("||"))
            parts.push_back(both());
        return [parts](const LabelSource &labels) {
            return std::ranges::any_of(parts, [&](const CalicoTest &part) { return part && part(labels); });
        };
    }

    CalicoTest both()
    {
        std::vector<CalicoTest> parts{one()};
        while (!m_isWrong && take("&&"))
            parts.push_back(one());
        return [parts](const LabelSource &labels) {
            return std::ranges::all_of(parts, [&](const CalicoTest &part) { return part && part(labels); });
        };
    }

    CalicoTest one()
    {
        constexpr int mostLevels = 100;
        if (m_isWrong || m_depth > mostLevels)
            return fail();
        ++m_depth;
        CalicoTest test;
        if (take("(")) {
            test = either();
            if (!take(")"))
                fail();
        } else if (take("!")) {
            CalicoTest inner = one();
            test = [inner](const LabelSource &labels) { return inner && !inner(labels); };
        } else {
            test = comparison();
        }
        --m_depth;
        return test;
    }

    bool takeCall() { return m_text.substr(m_at).starts_with('(') && take("(") && take(")"); }

    CalicoTest comparison()
    {
        const std::string key(word());
        if (key.empty())
            return fail();
        if (key == "all" && takeCall())
            return [](const LabelSource &) { return true; };
        if (key == "global" && takeCall())
            return [](const LabelSource &) { return false; };  // endpoints of no namespace: no pod is one
        if (key == "has" && m_text.substr(m_at).starts_with('(') && take("(")) {
            const std::string wanted(word());
            if (wanted.empty() || !take(")"))
                return fail();
            return [wanted](const LabelSource &labels) { return labels(wanted) != nullptr; };
        }
        if (take("=="))
            return text(
                key, [](std::string_view value, const std::string &wanted) { return value == wanted; }, false);
        if (take("!="))
            return text(
                key, [](std::string_view value, const std::string &wanted) { return value != wanted; }, true);
        if (takeWords({"contains"}))
            return text(
                key,
                [](std::string_view value, const std::string &wanted) {
                    return value.find(wanted) != std::string_view::npos;
                },
                false);
        if (takeWords({"starts", "with"}))
            return text(
                key, [](std::string_view value, const std::string &wanted) { return value.starts_with(wanted); },
                false);
        if (takeWords({"ends", "with"}))
            return text(
                key, [](std::string_view value, const std::string &wanted) { return value.ends_with(wanted); }, false);
        if (takeWords({"not", "in"}))
            return list(key, true);
        return takeWords({"in"}) ? list(key, false) : fail();
    }

    /** `ifMissing`: what holds of one without the label. */
    CalicoTest text(const std::string &key, bool (*holds)(std::string_view, const std::string &), bool ifMissing)
    {
        const auto wanted = literal();
        if (!wanted)
            return fail();
        return [key, wanted = *wanted, holds, ifMissing](const LabelSource &labels) {
            const std::string_view *value = labels(key);
            return value ? holds(*value, wanted) : ifMissing;
        };
    }

    CalicoTest list(const std::string &key, bool isNot)
    {
        std::vector<std::string> values;
        if (!take("{"))
            return fail();
        while (!take("}")) {
            auto value = literal();
            if (!value)
                return fail();
            values.push_back(std::move(*value));
            skip();
            const bool isLast = m_at < m_text.size() && m_text[m_at] == '}';
            if (!take(",") && !isLast)
                return fail();
        }
        return [key, values, isNot](const LabelSource &labels) {
            const std::string_view *value = labels(key);
            const bool isListed = value && std::ranges::find(values, *value) != values.end();
            return isListed != isNot;
        };
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    bool m_isWrong = false;
};

}  // namespace

Result<CalicoTest> compileSelector(std::string_view text)
{
    return Parser(text).parse();
}

}  // namespace portolan::policy
