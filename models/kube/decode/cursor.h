// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What decoding asks of simdjson, in a form where a value of another type reads as nothing. Only for kube/decode.

#include <simdjson.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace portolan::cursor {

namespace ondemand = simdjson::ondemand;
using JsonType = ondemand::json_type;

/** The first error of a document; after it the rest of the document is not read. */
using Failure = simdjson::error_code;

inline bool isType(ondemand::value &value, JsonType type)
{
    JsonType found{};
    return value.type().get(found) == simdjson::SUCCESS && found == type;
}

/** The characters of the string whose opening quote is at `quote`, if it has no escape; else no data. Reads up to seven
 * bytes behind it, which the padding allows. */
inline std::string_view plainText(const char *quote)
{
    constexpr std::uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    const auto zeroBytes = [](std::uint64_t word) { return (word - ones) & ~word & highs; };
    const char *from = quote + 1;
    for (const char *at = from;; at += 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        const std::uint64_t found = zeroBytes(word ^ ones * '"') | zeroBytes(word ^ ones * '\\');
        if (found == 0)
            continue;
        at += std::countr_zero(found) / 8;
        return *at == '"' ? std::string_view(from, static_cast<std::size_t>(at - from)) : std::string_view();
    }
}

/** The key, if it has no escapes; else nothing. All keys that are known here have none. */
inline std::string_view rawKey(const ondemand::field &field)
{
    return plainText(field.key().raw() - 1);
}

/** The key, unescaped; it lives as long as the document. */
inline Failure unescapedKey(ondemand::field &field, std::string_view &key)
{
    key = plainText(field.key().raw() - 1);
    return key.data() ? simdjson::SUCCESS : field.unescaped_key().get(key);
}

/** A string without escapes, else nothing. It may be asked for more than once, which of unescaped strings the parser's
 * buffer does not stand. */
inline std::string_view rawText(ondemand::value &value)
{
    return isType(value, JsonType::string) ? plainText(value.raw_json_token().data()) : std::string_view();
}

/** A string, unescaped; empty if it is none. It lives as long as the document: in its text where there are no escapes,
 * in the parser's buffer else. */
inline std::string_view text(ondemand::value &value)
{
    if (!isType(value, JsonType::string))
        return {};
    std::string_view found = plainText(value.raw_json_token().data());
    if (!found.data() && value.get_string().get(found) != simdjson::SUCCESS)
        return {};
    return found;
}

inline std::int64_t integer(ondemand::value &value, std::int64_t otherwise = 0)
{
    std::int64_t found = otherwise;
    if (!isType(value, JsonType::number) || value.get_int64().get(found) != simdjson::SUCCESS)
        return otherwise;
    return found;
}

inline bool boolean(ondemand::value &value)
{
    bool found = false;
    return isType(value, JsonType::boolean) && value.get_bool().get(found) == simdjson::SUCCESS && found;
}

/** Calls `use(key, value)` for each member. */
template <class Use>
void eachMember(ondemand::object &object, Failure &failure, Use &&use)
{
    for (auto result : object) {
        ondemand::field field;
        if (const auto error = std::move(result).get(field)) {
            failure = failure ? failure : error;
            return;
        }
        ondemand::value value = field.value();
        use(rawKey(field), value);
        if (failure)
            return;
    }
}

/** The same for a value; if it is no object there are none. */
template <class Use>
void eachMember(ondemand::value &value, Failure &failure, Use &&use)
{
    ondemand::object object;
    if (failure || !isType(value, JsonType::object))
        return;
    if (!(failure = value.get_object().get(object)))
        eachMember(object, failure, use);
}

/** Calls `use(item)` for each item; of a value that is no array there are none. */
template <class Use>
void eachItem(ondemand::value &value, Failure &failure, Use &&use)
{
    ondemand::array array;
    if (failure || !isType(value, JsonType::array))
        return;
    if ((failure = value.get_array().get(array)))
        return;
    for (auto result : array) {
        ondemand::value item;
        if (const auto error = result.get(item)) {
            failure = failure ? failure : error;
            return;
        }
        use(item);
        if (failure)
            return;
    }
}

}  // namespace portolan::cursor
