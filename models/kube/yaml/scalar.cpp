// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/yaml/scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

#include "base/jsonwriter.h"

namespace portolan {

namespace {

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::ranges::find(words, text) != words.end();
}

/** The JSON word for a word of YAML; empty if it is none. */
std::string_view wordOf(std::string_view text)
{
    if (text.empty() || isOneOf(text, {"~", "null", "Null", "NULL"}))
        return "null";
    if (text.size() > 5)
        return {};
    if (isOneOf(text, {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"}))
        return "true";
    if (isOneOf(text, {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"}))
        return "false";
    if (isOneOf(text,
                {".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"}))
        return "null";
    return {};
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/** [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
bool isNumeral(std::string_view text)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return at > from;
    };
    const auto take = [&](std::string_view any) {
        const bool isThere = at < text.size() && any.find(text[at]) != std::string_view::npos;
        at += isThere;
        return isThere;
    };
    take("+-");
    if (digits()) {
        if (take("."))
            digits();
    } else if (!take(".") || !digits()) {
        return false;
    }
    if (take("eE")) {
        take("+-");
        if (!digits())
            return false;
    }
    return at == text.size();
}

/** The digits of an integer and their base, as Go's strconv reads them with base 0. */
struct Digits {
    std::string_view text;
    int base = 10;
};

Digits digitsOf(std::string_view text)
{
    if (text.size() < 2 || text[0] != '0')
        return {text, 10};
    switch (text[1]) {
        case 'x':
        case 'X':
            return {text.substr(2), 16};
        case 'o':
        case 'O':
            return {text.substr(2), 8};
        case 'b':
        case 'B':
            return {text.substr(2), 2};
        default:
            return {text.substr(1), 8};
    }
}

bool appendInteger(std::string &json, std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    if (isNegative || text.starts_with('+'))
        text.remove_prefix(1);
    const Digits digits = digitsOf(text);
    std::uint64_t value = 0;
    const char *end = digits.text.data() + digits.text.size();
    const auto [at, error] = std::from_chars(digits.text.data(), end, value, digits.base);
    if (at != end || error == std::errc::invalid_argument || digits.text.empty())
        return false;
    if (error == std::errc::result_out_of_range) {
        if (digits.base != 10 || text.size() > 400)
            return false;
        json.append(isNegative ? "-" : "").append(text);
        return true;
    }
    if (isNegative && value > 0)
        json += '-';
    json += std::to_string(value);
    return true;
}

bool appendFloat(std::string &json, std::string_view text)
{
    if (!isNumeral(text))
        return false;
    if (text.starts_with('+'))
        text.remove_prefix(1);
    double value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc() || !std::isfinite(value))
        return false;
    char buffer[32];
    json.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
    return true;
}

/** What begins like a time is text. */
bool looksLikeTime(std::string_view text)
{
    return text.size() > 5 && std::ranges::all_of(text.substr(0, 4), isDigit) && text[4] == '-';
}

bool appendNumber(std::string &json, std::string_view text)
{
    if (text.size() > 400 || looksLikeTime(text))
        return false;
    std::string digits;
    if (text.find('_') != std::string_view::npos) {
        std::ranges::remove_copy(text, std::back_inserter(digits), '_');
        text = digits;
    }
    return appendInteger(json, text) || appendFloat(json, text);
}

}  // namespace

void appendTextScalar(std::string &json, std::string_view text)
{
    json += '"';
    appendJsonEscaped(json, text);
    json += '"';
}

void appendPlainScalar(std::string &json, std::string_view text)
{
    constexpr std::string_view hints = "+-.0123456789yYnNtTfFoO~";
    if (!text.empty() && hints.find(text.front()) == std::string_view::npos)
        return appendTextScalar(json, text);
    if (const std::string_view word = wordOf(text); !word.empty())
        json += word;
    else if (!appendNumber(json, text))
        appendTextScalar(json, text);
}

}  // namespace portolan
