// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/listhead.h"

#include <simdjson.h>

#include "kube/decoder.h"

namespace portolan {

namespace {

constexpr std::string_view spaces = " \t\r\n";

std::size_t skipSpaces(std::string_view text, std::size_t at)
{
    const auto next = text.find_first_not_of(spaces, at);
    return next == text.npos ? text.size() : next;
}

/** Where the value of a member begins; npos if the member is not there. */
std::size_t valueOf(std::string_view text, std::string_view quotedKey)
{
    const auto key = text.find(quotedKey);
    if (key == text.npos)
        return text.npos;
    const std::size_t colon = skipSpaces(text, key + quotedKey.size());
    return colon < text.size() && text[colon] == ':' ? skipSpaces(text, colon + 1) : text.npos;
}

/** A string without escapes, as the API server writes both fields. */
std::string stringAt(std::string_view text, std::size_t at)
{
    if (at >= text.size() || text[at] != '"')
        return {};
    const auto end = text.find('"', at + 1);
    return end == text.npos ? std::string() : std::string(text.substr(at + 1, end - at - 1));
}

}  // namespace

std::optional<ListHead> listHeadAtStart(std::string_view beginning)
{
    const std::size_t begin = valueOf(beginning, "\"metadata\"");
    const auto items = beginning.find("\"items\"");
    if (begin >= beginning.size() || beginning[begin] != '{' || items < begin)
        return std::nullopt;
    const auto end = beginning.find('}', begin);
    if (end == beginning.npos)
        return std::nullopt;
    const std::string_view meta = beginning.substr(begin, end - begin);
    return ListHead{stringAt(meta, valueOf(meta, "\"resourceVersion\"")),
                    stringAt(meta, valueOf(meta, "\"continue\""))};
}

std::optional<ListHead> listHead(std::string_view padded)
{
    if (auto head = listHeadAtStart(padded.substr(0, 4096)))
        return head;
    using namespace simdjson;
    static_assert(SIMDJSON_PADDING <= jsonPadding);
    thread_local ondemand::parser parser;
    ondemand::document document;
    if (parser.iterate(padded.data(), padded.size(), padded.size() + jsonPadding).get(document))
        return std::nullopt;
    ListHead head;
    ondemand::object meta;
    if (document["metadata"].get_object().get(meta))
        return std::nullopt;
    for (auto result : meta) {
        ondemand::field field;
        std::string_view key, text;
        if (std::move(result).get(field))
            return std::nullopt;
        if (field.unescaped_key().get(key))
            return std::nullopt;
        if (key == "resourceVersion" && !field.value().get_string().get(text))
            head.resourceVersion = text;
        else if (key == "continue" && !field.value().get_string().get(text))
            head.next = text;
    }
    return head;
}

}  // namespace portolan
