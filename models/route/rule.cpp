// SPDX-License-Identifier: GPL-3.0-or-later
#include "route/rule.h"

#include <QRegularExpression>
#include <QString>
#include <algorithm>
#include <functional>
#include <optional>

#include "roles/addressrange.h"

namespace portolan::route {

namespace {

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

class All : public Condition {
public:
    explicit All(std::vector<ConditionPtr> parts) : m_parts(std::move(parts)) {}
    bool holds(const Seen &seen) const override
    {
        return std::ranges::all_of(m_parts, [&](const ConditionPtr &part) { return part->holds(seen); });
    }

private:
    std::vector<ConditionPtr> m_parts;
};

class Any : public Condition {
public:
    explicit Any(std::vector<ConditionPtr> parts) : m_parts(std::move(parts)) {}
    bool holds(const Seen &seen) const override
    {
        return std::ranges::any_of(m_parts, [&](const ConditionPtr &part) { return part->holds(seen); });
    }

private:
    std::vector<ConditionPtr> m_parts;
};

class Not : public Condition {
public:
    explicit Not(ConditionPtr part) : m_part(std::move(part)) {}
    bool holds(const Seen &seen) const override { return !m_part->holds(seen); }

private:
    ConditionPtr m_part;
};

class Matcher : public Condition {
public:
    explicit Matcher(std::function<bool(const Seen &)> test) : m_test(std::move(test)) {}
    bool holds(const Seen &seen) const override { return m_test(seen); }

private:
    std::function<bool(const Seen &)> m_test;
};

using Test = std::function<bool(const Seen &)>;

std::optional<QRegularExpression> regex(std::string_view pattern)
{
    QRegularExpression compiled(fromUtf8(pattern));
    if (!compiled.isValid())
        return std::nullopt;
    compiled.optimize();
    return compiled;
}

bool fits(const QRegularExpression &pattern, std::string_view text)
{
    return pattern.match(fromUtf8(text)).hasMatch();
}

std::string_view withoutDot(std::string_view host)
{
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

/** "*.example.com" covers one label. */
bool isHost(std::string_view wanted, std::string_view host)
{
    if (!wanted.starts_with("*."))
        return withoutDot(wanted) == withoutDot(host);
    const auto dot = host.find('.');
    return dot != std::string_view::npos && dot > 0 && withoutDot(host.substr(dot)) == withoutDot(wanted.substr(1));
}

using Values = std::vector<std::string_view>;

Values headersOf(const Seen &seen, const std::string &name)
{
    Values values;
    const std::string wanted = lower(name);
    for (const auto &[key, value] : seen.request->headers) {
        if (lower(key) == wanted)
            values.push_back(value);
    }
    return values;
}

Values parametersOf(const Seen &seen, const std::string &name)
{
    Values values;
    const auto [first, last] = seen.request->query.equal_range(name);
    for (auto at = first; at != last; ++at)
        values.push_back(at->second);
    return values;
}

/** A path of version 2, with variables in braces: "/a/{id:[0-9]+}". */
std::string patternOfVersion2(std::string_view path, bool isPrefix)
{
    std::string pattern = "^";
    while (!path.empty()) {
        const auto open = path.find('{');
        pattern += QRegularExpression::escape(fromUtf8(path.substr(0, open))).toStdString();
        if (open == std::string_view::npos)
            break;
        int depth = 0;
        std::size_t close = open;
        for (; close < path.size(); ++close) {
            depth += path[close] == '{' ? 1 : path[close] == '}' ? -1 : 0;
            if (depth == 0)
                break;
        }
        const std::string_view inside = path.substr(open + 1, close - open - 1);
        const auto colon = inside.find(':');
        pattern += colon == std::string_view::npos ? std::string("[^/]+")
                                                   : "(?:" + std::string(inside.substr(colon + 1)) + ')';
        path.remove_prefix(std::min(close + 1, path.size()));
    }
    return pattern + (isPrefix ? "" : "$");
}

class Parser {
public:
    Parser(std::string_view text, bool isVersion2) : m_text(text), m_isVersion2(isVersion2) {}

    Result<ConditionPtr> parse()
    {
        ConditionPtr condition = either();
        skipSpace();
        if (m_error.empty() && m_at != m_text.size())
            fail("there is something behind the end of the rule");
        if (!m_error.empty())
            return Error{Error::Kind::Config, m_error, {}};
        return condition;
    }

private:
    using Arguments = std::vector<std::string>;

    ConditionPtr fail(std::string what)
    {
        if (m_error.empty())
            m_error = std::move(what);
        return nullptr;
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }

    bool take(std::string_view token)
    {
        skipSpace();
        if (!m_text.substr(m_at).starts_with(token))
            return false;
        m_at += token.size();
        return true;
    }

    ConditionPtr either()
    {
        std::vector<ConditionPtr> parts{both()};
        while (m_error.empty() && take("||"))
            parts.push_back(both());
        return m_error.empty() ? std::make_shared<Any>(std::move(parts)) : nullptr;
    }

    ConditionPtr both()
    {
        std::vector<ConditionPtr> parts{one()};
        while (m_error.empty() && take("&&"))
            parts.push_back(one());
        return m_error.empty() ? std::make_shared<All>(std::move(parts)) : nullptr;
    }

    ConditionPtr one()
    {
        constexpr int mostLevels = 100;
        if (!m_error.empty() || m_depth > mostLevels)
            return fail("the rule is nested too deeply");
        ++m_depth;
        ConditionPtr condition;
        if (take("!")) {
            condition = one();
            if (condition)
                condition = std::make_shared<Not>(std::move(condition));
        } else if (take("(")) {
            condition = either();
            if (m_error.empty() && !take(")"))
                fail("a parenthesis is not closed");
        } else {
            condition = matcher();
        }
        --m_depth;
        return condition;
    }

    std::string word()
    {
        skipSpace();
        const std::size_t from = m_at;
        while (m_at < m_text.size() &&
               ((m_text[m_at] >= 'a' && m_text[m_at] <= 'z') || (m_text[m_at] >= 'A' && m_text[m_at] <= 'Z')))
            ++m_at;
        return std::string(m_text.substr(from, m_at - from));
    }

    std::optional<std::string> quoted()
    {
        skipSpace();
        if (m_at >= m_text.size() || (m_text[m_at] != '`' && m_text[m_at] != '"' && m_text[m_at] != '\''))
            return std::nullopt;
        const char quote = m_text[m_at++];
        std::string text;
        for (; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
            const bool isEscape = quote != '`' && m_text[m_at] == '\\' && m_at + 1 < m_text.size();
            text += m_text[isEscape ? ++m_at : m_at];
        }
        if (m_at >= m_text.size())
            return std::nullopt;
        ++m_at;
        return text;
    }

    ConditionPtr matcher()
    {
        const std::string name = word();
        if (name.empty() || !take("("))
            return fail("a matcher such as Host(`name`) is expected at character " + std::to_string(m_at + 1));
        Arguments arguments;
        if (!take(")")) {
            do {
                auto text = quoted();
                if (!text)
                    return fail("an argument of " + name + " is not in quotes");
                arguments.push_back(std::move(*text));
            } while (take(","));
            if (!take(")"))
                return fail(name + " is not closed");
        }
        auto test = m_isVersion2 ? version2(name, arguments) : version3(lower(name), name, arguments);
        return test ? std::make_shared<Matcher>(std::move(test)) : ConditionPtr();
    }

    bool expect(const std::string &name, const Arguments &arguments, std::size_t least, std::size_t most)
    {
        if (arguments.size() >= least && arguments.size() <= most)
            return true;
        fail(name + " has " + std::to_string(arguments.size()) + " arguments");
        return false;
    }

    Test patterned(const std::string &pattern, std::function<std::string_view(const Seen &)> of)
    {
        auto compiled = regex(pattern);
        if (!compiled) {
            fail("the regular expression " + pattern + " is not valid");
            return {};
        }
        return [compiled = std::move(*compiled), of = std::move(of)](const Seen &seen) {
            return fits(compiled, of(seen));
        };
    }

    /** A pattern of a header or a parameter. */
    Test named(const Arguments &arguments, Values (*find)(const Seen &, const std::string &))
    {
        auto compiled = regex(arguments[1]);
        if (!compiled) {
            fail("the regular expression " + arguments[1] + " is not valid");
            return {};
        }
        return [compiled = std::move(*compiled), name = arguments[0], find](const Seen &seen) {
            const Values values = find(seen, name);
            return std::ranges::any_of(values, [&](std::string_view value) { return fits(compiled, value); });
        };
    }

    Test path(const std::string &name, const std::string &wanted, bool isPrefix)
    {
        if (!wanted.starts_with('/')) {
            fail(name + ": the path " + wanted + " does not begin with /");
            return {};
        }
        if (isPrefix)
            return [wanted](const Seen &seen) { return seen.routing.starts_with(wanted); };
        return [wanted](const Seen &seen) { return seen.routing == wanted; };
    }

    Test version3(const std::string &name, const std::string &written, const Arguments &arguments)
    {
        const bool isPair = name == "header" || name == "headerregexp";
        const bool isQuery = name == "query" || name == "queryregexp";
        if (!expect(written, arguments, isPair ? 2 : 1, isPair || isQuery ? 2 : 1))
            return {};
        const std::string first = arguments.front(), second = arguments.size() > 1 ? arguments[1] : std::string();
        if (name == "host")
            return [host = lower(first)](const Seen &seen) { return isHost(host, seen.host); };
        if (name == "hostregexp")
            return patterned(first, [](const Seen &seen) { return std::string_view(seen.host); });
        if (name == "path" || name == "pathprefix")
            return path(written, first, name == "pathprefix");
        if (name == "pathregexp")
            return patterned(first, [](const Seen &seen) { return std::string_view(seen.routing); });
        if (name == "method")
            return [method = lower(first)](const Seen &seen) { return lower(seen.request->method) == method; };
        if (name == "header")
            return [first, second](const Seen &seen) {
                const Values values = headersOf(seen, first);
                return std::ranges::find(values, second) != values.end();
            };
        if (name == "headerregexp")
            return named(arguments, headersOf);
        if (name == "query" || (name == "queryregexp" && arguments.size() == 1))
            return [first, second](const Seen &seen) {
                const Values values = parametersOf(seen, first);
                return std::ranges::find(values, second) != values.end();
            };
        if (name == "queryregexp")
            return named(arguments, parametersOf);
        if (name == "clientip")
            return [first](const Seen &seen) { return roles::isInRange(seen.request->client, first); };
        fail("there is no matcher " + written);
        return {};
    }

    Test anyOf(std::vector<Test> tests)
    {
        return [tests = std::move(tests)](const Seen &seen) {
            return std::ranges::any_of(tests, [&](const Test &test) { return test && test(seen); });
        };
    }

    Test version2(const std::string &name, const Arguments &arguments)
    {
        if (name == "Headers" && expect(name, arguments, 2, 2))
            return version3("header", name, arguments);
        if (name == "HeadersRegexp" && expect(name, arguments, 2, 2))
            return version3("headerregexp", name, arguments);
        std::vector<Test> tests;
        for (const std::string &argument : arguments) {
            if (name == "Host" || name == "HostHeader") {
                tests.push_back(version3("host", name, {argument}));
            } else if (name == "HostRegexp") {
                std::string pattern = patternOfVersion2(argument, false);
                tests.push_back(patterned(pattern, [](const Seen &seen) { return std::string_view(seen.host); }));
            } else if (name == "Path" || name == "PathPrefix") {
                tests.push_back(patterned(patternOfVersion2(argument, name == "PathPrefix"),
                                          [](const Seen &seen) { return std::string_view(seen.routing); }));
            } else if (name == "Method" || name == "ClientIP") {
                tests.push_back(version3(lower(name), name, {argument}));
            } else if (name == "Query") {
                const auto equals = argument.find('=');
                tests.push_back(version3("query", name,
                                         {argument.substr(0, equals),
                                          equals == std::string::npos ? std::string() : argument.substr(equals + 1)}));
            } else {
                fail("there is no matcher " + name);
                return {};
            }
        }
        if (tests.empty())
            fail(name + " has no argument");
        return anyOf(std::move(tests));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    bool m_isVersion2;
    std::string m_error;
};

}  // namespace

Seen seenBy(const FrontDoorRequest &request)
{
    Seen seen;
    seen.request = &request;
    seen.host = canonicalHost(request.host);
    seen.path = sanitized(request.path);
    seen.routing = routingPath(seen.path);
    return seen;
}

Result<ConditionPtr> compileRule(std::string_view rule, bool isVersion2)
{
    return Parser(rule, isVersion2).parse();
}

}  // namespace portolan::route
