// SPDX-License-Identifier: GPL-3.0-or-later
#include "route/middleware.h"

#include <QRegularExpression>
#include <QString>
#include <algorithm>
#include <charconv>
#include <optional>

namespace portolan::route {

namespace {

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QRegularExpression regex(std::string_view pattern)
{
    return QRegularExpression(fromUtf8(pattern));
}

/** Go's template of a replacement: "$1", "${1}", "$name", and "$$". The longest name counts: "$1x" is the group "1x".
 */
std::string expanded(const QRegularExpressionMatch &match, std::string_view replacement)
{
    std::string out;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        if (replacement[i] != '$' || i + 1 >= replacement.size()) {
            out += replacement[i];
            continue;
        }
        if (replacement[i + 1] == '$') {
            out += '$';
            ++i;
            continue;
        }
        const bool isBraced = replacement[i + 1] == '{';
        std::size_t end = i + (isBraced ? 2 : 1);
        const std::size_t from = end;
        const auto isWord = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        };
        while (end < replacement.size() && isWord(replacement[end]))
            ++end;
        const std::string name(replacement.substr(from, end - from));
        if (name.empty() || (isBraced && (end >= replacement.size() || replacement[end] != '}'))) {
            out += '$';
            continue;
        }
        int number = -1;
        const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number);
        const bool isNumber = error == std::errc() && stop == name.data() + name.size();
        out += (isNumber ? match.captured(number) : match.captured(QString::fromStdString(name))).toStdString();
        i = end - (isBraced ? 0 : 1);
    }
    return out;
}

std::string replacedAll(const QRegularExpression &pattern, const std::string &text, std::string_view replacement)
{
    const QString subject = fromUtf8(text);
    std::string out;
    qsizetype at = 0;
    for (auto matches = pattern.globalMatch(subject); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        out += subject.mid(at, match.capturedStart() - at).toStdString() + expanded(match, replacement);
        at = match.capturedEnd();
    }
    return out + subject.mid(at).toStdString();
}

std::string withSlash(std::string text)
{
    return text.empty() || text.front() == '/' ? text : '/' + text;
}

std::string urlOf(const Passing &passing)
{
    return passing.scheme + "://" + passing.host + passing.path.encoded() +
           (passing.query.empty() ? "" : '?' + passing.query);
}

int redirectStatus(const Passing &passing, bool isPermanent)
{
    const bool isGet = passing.method == "GET";
    return isPermanent ? (isGet ? 301 : 308) : (isGet ? 302 : 307);
}

/** Takes a location apart. */
void redirectTo(Passing &passing, const std::string &location, int status)
{
    RouteRedirect &redirect = passing.redirect;
    redirect.status = status;
    std::string_view rest = location;
    if (const auto colon = rest.find("://"); colon != std::string_view::npos) {
        redirect.scheme = rest.substr(0, colon);
        rest.remove_prefix(colon + 3);
        const auto slash = rest.find_first_of("/?#");
        std::string_view host = rest.substr(0, slash);
        rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash);
        const auto port = host.rfind(':');
        if (port != std::string_view::npos && host.find(']', port) == std::string_view::npos) {
            std::from_chars(host.data() + port + 1, host.data() + host.size(), redirect.port);
            host = host.substr(0, port);
        }
        redirect.host = host;
    } else {
        redirect.scheme = passing.scheme;
        redirect.host = canonicalHost(passing.host);
    }
    const auto mark = rest.find('?');
    redirect.path = rest.substr(0, mark);
    redirect.query = mark == std::string_view::npos ? std::string_view() : rest.substr(mark + 1);
}

bool redirectScheme(const Value &spec, Passing &passing)
{
    const std::string scheme(spec["scheme"].text());
    std::string port = spec["port"].isText()      ? std::string(spec["port"].text())
                       : spec["port"].isInteger() ? std::to_string(spec["port"].integer())
                                                  : std::string();
    if ((scheme == "https" && port == "443") || (scheme == "http" && port == "80"))
        port.clear();
    std::string host = passing.host;
    if (const auto colon = host.rfind(':'); colon != std::string::npos && host.find(']', colon) == std::string::npos)
        host.resize(colon);
    Passing wanted = passing;
    wanted.scheme = scheme;
    wanted.host = host + (port.empty() ? "" : ':' + port);
    const std::string location = urlOf(wanted);
    if (location == urlOf(passing))
        return true;
    redirectTo(passing, location, redirectStatus(passing, spec["permanent"].boolean()));
    return false;
}

bool redirectRegex(const Value &spec, Passing &passing)
{
    const QRegularExpression pattern = regex(spec["regex"].text());
    const std::string before = urlOf(passing);
    if (!pattern.match(fromUtf8(before)).hasMatch())
        return true;
    const std::string after = replacedAll(pattern, before, spec["replacement"].text());
    if (after == before)
        return true;
    redirectTo(passing, after, redirectStatus(passing, spec["permanent"].boolean()));
    return false;
}

void stripPrefix(const Value &spec, Passing &passing)
{
    for (const Value &one : spec["prefixes"].items()) {
        const std::string_view prefix = one.text();
        if (!passing.path.decoded.starts_with(prefix))
            continue;
        passing.path.decoded = withSlash(passing.path.decoded.substr(prefix.size()));
        if (passing.path.raw.starts_with(prefix))
            passing.path.raw = withSlash(passing.path.raw.substr(prefix.size()));
        return;
    }
}

void stripPrefixRegex(const Value &spec, Passing &passing)
{
    for (const Value &one : spec["regex"].items()) {
        const auto match = regex(one.text()).match(fromUtf8(passing.path.decoded));
        const std::string prefix = match.captured().toStdString();
        if (!match.hasMatch() || prefix.empty() || !passing.path.decoded.starts_with(prefix))
            continue;
        passing.path.decoded = withSlash(passing.path.decoded.substr(prefix.size()));
        passing.path.raw = passing.path.raw.size() >= prefix.size() ? withSlash(passing.path.raw.substr(prefix.size()))
                                                                    : std::string();
        return;
    }
}

/** The path with what the rule matched replaced, as the Gateway API wants it: whole elements. */
std::string prefixReplaced(const Middleware &middleware, const std::string &path, std::string_view by)
{
    std::string_view prefix = middleware.matchedPrefix;
    while (prefix.ends_with('/'))
        prefix.remove_suffix(1);
    std::string rest = path.starts_with(prefix) ? path.substr(prefix.size()) : path;
    std::string head(by);
    while (head.ends_with('/'))
        head.pop_back();
    if (!rest.empty() && rest.front() != '/')
        rest.insert(0, 1, '/');
    const std::string whole = head + rest;
    return whole.empty() ? "/" : whole;
}

std::optional<std::string> newPath(const Middleware &middleware, const Passing &passing)
{
    const Value path = middleware.spec["path"];
    if (path["type"].text() == "ReplaceFullPath")
        return std::string(path["replaceFullPath"].text());
    if (path["type"].text() == "ReplacePrefixMatch")
        return prefixReplaced(middleware, passing.path.encoded(), path["replacePrefixMatch"].text());
    return std::nullopt;
}

void requestRedirect(const Middleware &middleware, Passing &passing)
{
    const Value spec = middleware.spec;
    RouteRedirect &redirect = passing.redirect;
    redirect.status = static_cast<int>(spec["statusCode"].integer(302));
    redirect.scheme = spec["scheme"].isText() ? std::string(spec["scheme"].text()) : passing.scheme;
    redirect.host = spec["hostname"].isText() ? std::string(spec["hostname"].text()) : canonicalHost(passing.host);
    if (spec["port"].isInteger()) {
        redirect.port = static_cast<std::uint16_t>(spec["port"].integer());
    } else if (!spec["scheme"].isText()) {
        const auto colon = passing.host.rfind(':');
        if (colon != std::string::npos)
            std::from_chars(passing.host.data() + colon + 1, passing.host.data() + passing.host.size(), redirect.port);
    }
    const bool isUsual =
        (redirect.scheme == "http" && redirect.port == 80) || (redirect.scheme == "https" && redirect.port == 443);
    if (isUsual)
        redirect.port = 0;
    redirect.path = newPath(middleware, passing).value_or(passing.path.encoded());
    redirect.query = passing.query;
}

void urlRewrite(const Middleware &middleware, Passing &passing)
{
    if (auto path = newPath(middleware, passing))
        passing.path.setRaw(std::move(*path));
    if (middleware.spec["hostname"].isText())
        passing.newHost = middleware.spec["hostname"].text();
}

}  // namespace

bool apply(const Middleware &middleware, Passing &passing)
{
    using Does = Middleware::Does;
    const Value &spec = middleware.spec;
    switch (middleware.does) {
        case Does::RedirectScheme:
            return redirectScheme(spec, passing);
        case Does::RedirectRegex:
            return redirectRegex(spec, passing);
        case Does::StripPrefix:
            stripPrefix(spec, passing);
            break;
        case Does::StripPrefixRegex:
            stripPrefixRegex(spec, passing);
            break;
        case Does::ReplacePath:
            passing.path.setRaw(std::string(spec["path"].text()));
            break;
        case Does::ReplacePathRegex: {
            const QRegularExpression pattern = regex(spec["regex"].text());
            const std::string before = passing.path.encoded();
            if (pattern.match(fromUtf8(before)).hasMatch())
                passing.path.setRaw(replacedAll(pattern, before, spec["replacement"].text()));
            break;
        }
        case Does::AddPrefix: {
            const std::string prefix(spec["prefix"].text());
            const std::string raw = passing.path.encoded();
            passing.path.decoded = withSlash(prefix + passing.path.decoded);
            passing.path.raw = withSlash(prefix + raw);
            break;
        }
        case Does::RequestRedirect:
            requestRedirect(middleware, passing);
            return false;
        case Does::UrlRewrite:
            urlRewrite(middleware, passing);
            break;
        case Does::Other:
            passing.caveats.push_back("what " + middleware.kind + " " + middleware.name + " does is not evaluated");
            break;
    }
    return true;
}

std::string faultOf(const Middleware &middleware)
{
    using Does = Middleware::Does;
    std::vector<std::string_view> patterns;
    if (middleware.does == Does::RedirectRegex || middleware.does == Does::ReplacePathRegex)
        patterns.push_back(middleware.spec["regex"].text());
    if (middleware.does == Does::StripPrefixRegex) {
        for (const Value &one : middleware.spec["regex"].items())
            patterns.push_back(one.text());
    }
    for (const std::string_view pattern : patterns) {
        if (!regex(pattern).isValid())
            return "the regular expression " + std::string(pattern) + " of Middleware " + middleware.name +
                   " is not valid";
    }
    if (middleware.does == Does::AddPrefix && middleware.spec["prefix"].text().empty())
        return "Middleware " + middleware.name + " has no prefix";
    return {};
}

}  // namespace portolan::route
