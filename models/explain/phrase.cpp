// SPDX-License-Identifier: GPL-3.0-or-later
#include "explain/phrase.h"

#include <algorithm>

namespace portolan {

std::string grouped(std::size_t count)
{
    std::string digits = std::to_string(count);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string plural(std::string_view noun)
{
    const auto endsIn = [&](std::string_view end) { return noun.ends_with(end); };
    if (noun == "Endpoints")
        return std::string(noun);
    const bool isConsonantY = endsIn("y") && noun.size() > 1 &&
                              std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos;
    if (isConsonantY)
        return text(noun.substr(0, noun.size() - 1), "ies");
    if (endsIn("s") || endsIn("x") || endsIn("ch") || endsIn("sh"))
        return text(noun, "es");
    return text(noun, "s");
}

std::string counted(std::size_t count, std::string_view noun)
{
    return text(grouped(count), " ", count == 1 ? std::string(noun) : plural(noun));
}

std::string joined(const std::vector<std::string> &items, std::string_view separator)
{
    std::string all;
    for (const std::string &item : items) {
        if (!item.empty())
            all.append(all.empty() ? "" : separator).append(item);
    }
    return all;
}

std::string listed(const std::vector<std::string> &items, std::size_t atMost)
{
    if (items.size() > atMost + 1) {  // "and 1 more" would take the room of the one
        const std::vector<std::string> first(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(atMost));
        return text(joined(first), " and ", grouped(items.size() - atMost), " more");
    }
    if (items.size() < 2)
        return items.empty() ? std::string() : items.front();
    return text(joined({items.begin(), items.end() - 1}), " and ", items.back());
}

namespace {

/** U+200E, U+200F, U+202A … U+202E, U+2066 … U+2069: they could make a name read as another one. */
bool turnsDirection(std::string_view at)
{
    if (at.size() < 3 || at[0] != '\xE2')
        return false;
    const auto last = static_cast<unsigned char>(at[2]);
    return (at[1] == '\x80' && (last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE))) ||
           (at[1] == '\x81' && last >= 0xA6 && last <= 0xA9);
}

std::size_t controlLength(std::string_view at)
{
    const auto first = static_cast<unsigned char>(at[0]);
    if (first <= 0x20 || first == 0x7F)
        return 1;
    const bool isC1 = first == 0xC2 && at.size() > 1 && static_cast<unsigned char>(at[1]) < 0xA0;
    return isC1 ? 2 : turnsDirection(at) ? 3 : 0;
}

}  // namespace

std::string oneLine(std::string_view text, std::size_t atMost)
{
    std::string line;
    bool needsSpace = false;
    while (!text.empty()) {
        if (const std::size_t skipped = controlLength(text)) {
            needsSpace = !line.empty();
            text.remove_prefix(skipped);
            continue;
        }
        if (needsSpace)
            line += ' ';
        needsSpace = false;
        std::size_t length = 1;
        while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0u) == 0x80u)
            ++length;
        if (line.size() + length > atMost)
            return line + "…";
        line.append(text.substr(0, length));
        text.remove_prefix(length);
    }
    return line;
}

std::string capitalized(std::string_view text)
{
    std::string all(text);
    if (!all.empty() && all[0] >= 'a' && all[0] <= 'z')
        all[0] = static_cast<char>(all[0] - 'a' + 'A');
    return all;
}

std::string stopped(std::string text)
{
    if (!text.empty() && text.back() != '.' && text.back() != '!' && text.back() != '?' && !text.ends_with("…"))
        text += '.';
    return text;
}

}  // namespace portolan
