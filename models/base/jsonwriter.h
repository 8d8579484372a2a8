// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace portolan {

/** Writes one JSON document to a string, in the order of the calls. Invalid UTF-8 is written as U+FFFD, so the result
 * is always valid. QJsonDocument would hold the whole document as a tree first and sorts keys; a graph of 150,000 pods
 * needs neither. */
class JsonWriter {
public:
    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    JsonWriter &key(std::string_view name);
    JsonWriter &value(std::string_view text);
    JsonWriter &value(const char *text) { return value(std::string_view(text)); }
    JsonWriter &value(std::int64_t number);
    JsonWriter &value(int number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter &value(std::size_t number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter &value(double number);
    JsonWriter &value(bool b);
    JsonWriter &null();

    template <class T>
    JsonWriter &member(std::string_view name, const T &v)
    {
        return key(name).value(v);
    }

    const std::string &text() const { return m_text; }
    std::string take() { return std::move(m_text); }

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    void separate();

    std::string m_text;
    bool m_needsComma = false;
};

/** `text` with the escapes of a JSON string, without the quotes. */
void appendJsonEscaped(std::string &out, std::string_view text);

}  // namespace portolan
