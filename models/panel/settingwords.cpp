// SPDX-License-Identifier: GPL-3.0-or-later
#include "panel/settingwords.h"

#include <algorithm>
#include <array>
#include <vector>

namespace portolan::panel {

namespace {

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

char lower(char c)
{
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/** What is written otherwise than as a plain word. */
std::string spelled(std::string word)
{
    struct Spelling {
        std::string_view word, written;
    };
    constexpr std::array spellings{
        Spelling{"api", "API"},   Spelling{"as", "AS"},     Spelling{"bgp", "BGP"}, Spelling{"cidr", "CIDR"},
        Spelling{"ip", "IP"},     Spelling{"ipam", "IPAM"}, Spelling{"l2", "L2"},   Spelling{"lb", "LB"},
        Spelling{"mtls", "mTLS"}, Spelling{"mtu", "MTU"},   Spelling{"vip", "VIP"}, Spelling{"vni", "VNI"},
    };
    const auto found = std::ranges::find(spellings, std::string_view(word), &Spelling::word);
    return found == spellings.end() ? word : std::string(found->written);
}

}  // namespace

std::string wordsOfKey(std::string_view key)
{
    std::vector<std::string> words{""};
    for (const char c : key) {
        if (isUpper(c) && !words.back().empty())
            words.emplace_back();
        words.back() += lower(c);
    }
    std::string text;
    for (std::string &word : words)
        text += (text.empty() ? "" : " ") + spelled(std::move(word));
    const bool isWord = !text.empty() && text[0] >= 'a' && text[0] <= 'z' && !text.starts_with("mTLS");
    if (isWord)
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

}  // namespace portolan::panel
