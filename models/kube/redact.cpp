// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/redact.h"

#include <algorithm>
#include <array>

namespace portolan {

namespace {

bool containsIgnoringCase(std::string_view text, std::string_view lower)
{
    const auto isSame = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a) == b; };
    return std::ranges::search(text, lower, isSame).begin() != text.end();
}

bool soundsSecret(std::string_view option)
{
    constexpr std::array<std::string_view, 8> words{"password", "passwd",  "token",      "secret",
                                                    "apikey",   "api-key", "credential", "private-key"};
    return std::ranges::any_of(words, [&](std::string_view word) { return containsIgnoringCase(option, word); });
}

/** "user:password@" in front of a host. */
bool hasUserInfo(std::string_view text)
{
    const auto scheme = text.find("://");
    return scheme != std::string_view::npos && text.find('@', scheme) != std::string_view::npos;
}

}  // namespace

std::string_view withoutSecret(std::string_view argument, std::string_view before)
{
    if (before.starts_with('-') && before.find('=') == std::string_view::npos && soundsSecret(before))
        return {};
    const auto equals = argument.find('=');
    const std::string_view option = argument.substr(0, equals);
    if (equals != std::string_view::npos && (soundsSecret(option) || hasUserInfo(argument)))
        return argument.substr(0, equals + 1);
    const bool isOption = argument.starts_with('-') && argument.find_first_of(" \n\t") == std::string_view::npos;
    const bool isPlain = argument.find_first_of(" \n\t'\"$@;") == std::string_view::npos;
    return (isOption || isPlain) && !hasUserInfo(argument) ? argument : std::string_view();
}

bool isSecretField(std::string_view key)
{
    constexpr std::array<std::string_view, 12> names{
        "password",          "token",     "bearertoken", "authtoken",  "clientsecret",    "authorization",
        "clientsecretvalue", "secretkey", "apikey",      "privatekey", "secretaccesskey", "valuescontent"};
    return std::ranges::any_of(
        names, [&](std::string_view name) { return key.size() == name.size() && containsIgnoringCase(key, name); });
}

}  // namespace portolan
