// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace portolan {

/** The end of the JSON value at the start of `json`, which is valid and without spaces. */
inline std::size_t jsonValueEnd(std::string_view json)
{
    std::size_t depth = 0;
    bool isQuoted = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (isQuoted) {
            at += c == '\\';
            isQuoted = c != '"';
        } else if (c == '"') {
            isQuoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return at;
            --depth;
        } else if (depth == 0 && (c == ',' || c == ':')) {
            return at;
        }
    }
    return json.size();
}

/** Calls `use(item)` for each item of a JSON array without spaces. */
template <class Use>
void eachJsonItem(std::string_view json, Use &&use)
{
    json = json.substr(1, json.size() - 2);
    while (!json.empty()) {
        const std::size_t end = jsonValueEnd(json);
        use(json.substr(0, end));
        json.remove_prefix(end < json.size() ? end + 1 : end);
    }
}

/** Calls `use(key, value)` for each member of a JSON object without spaces; the key has its quotes. */
template <class Use>
void eachJsonMember(std::string_view json, Use &&use)
{
    json = json.substr(1, json.size() - 2);
    while (!json.empty()) {
        const std::string_view key = json.substr(0, jsonValueEnd(json));
        json.remove_prefix(key.size() + 1);
        const std::size_t end = jsonValueEnd(json);
        use(key, json.substr(0, end));
        json.remove_prefix(end < json.size() ? end + 1 : end);
    }
}

}  // namespace portolan
