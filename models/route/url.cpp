// SPDX-License-Identifier: GPL-3.0-or-later
#include "route/url.h"

#include <algorithm>
#include <array>
#include <vector>

namespace portolan::route {

namespace {

int hexOf(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/** The byte that an escape at `at` stands for; -1: there is none. */
int escapeAt(std::string_view text, std::size_t at)
{
    if (at + 2 >= text.size())
        return -1;
    const int high = hexOf(text[at + 1]), low = hexOf(text[at + 2]);
    return text[at] == '%' && high >= 0 && low >= 0 ? high * 16 + low : -1;
}

bool isUnreserved(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

constexpr std::string_view reservedCharacters = ":/?#[]@!$&'()*+,;=";

template <class Keeps>
std::string decodedBut(std::string_view text, Keeps keeps)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int byte = escapeAt(text, i);
        if (byte < 0) {
            out += text[i];
        } else {
            if (keeps(byte))
                out += text.substr(i, 3);
            else
                out += static_cast<char>(byte);
            i += 2;
        }
    }
    return out;
}

void appendEscape(std::string &out, char c)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

std::string cleaned(std::string_view path)
{
    std::vector<std::string_view> parts;
    for (std::string_view rest = path; !rest.empty();) {
        const auto slash = rest.find('/');
        const std::string_view part = rest.substr(0, slash);
        rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
        if (part == "..") {
            if (!parts.empty())
                parts.pop_back();
        } else if (!part.empty() && part != ".") {
            parts.push_back(part);
        }
    }
    std::string out;
    for (const std::string_view part : parts)
        out += '/' + std::string(part);
    const bool isFolder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
    return out.empty() || isFolder ? out + '/' : out;
}

}  // namespace

std::string UrlPath::encoded() const
{
    if (!raw.empty() && route::decoded(raw) == decoded)
        return raw;
    std::string out;
    for (const char c : decoded) {
        const bool isPlain = isUnreserved(static_cast<unsigned char>(c)) ||
                             std::string_view("/$&+,:;=@!'()*").find(c) != std::string_view::npos;
        if (isPlain)
            out += c;
        else
            appendEscape(out, c);
    }
    return out;
}

void UrlPath::setRaw(std::string text)
{
    decoded = route::decoded(text);
    raw = std::move(text);
}

std::string decoded(std::string_view text)
{
    return decodedBut(text, [](int) { return false; });
}

UrlPath sanitized(std::string_view path)
{
    UrlPath url;
    url.setRaw(cleaned(decodedBut(path, [](int byte) { return !isUnreserved(byte); })));
    return url;
}

std::string routingPath(const UrlPath &path)
{
    return decodedBut(path.encoded(), [](int byte) {
        return byte == '%' ||
               (byte < 128 && reservedCharacters.find(static_cast<char>(byte)) != std::string_view::npos);
    });
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string canonicalHost(std::string_view host)
{
    const auto bracket = host.rfind(']');
    const auto colon = host.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket))
        host = host.substr(0, colon);
    return lower(host);
}

}  // namespace portolan::route
