// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/watchevent.h"

#include <simdjson.h>

#include "kube/decoder.h"

namespace portolan {

namespace {

using namespace simdjson;

std::optional<WatchEvent::Type> typeOf(std::string_view name)
{
    using Type = WatchEvent::Type;
    constexpr std::pair<std::string_view, Type> names[] = {{"ADDED", Type::Added},
                                                           {"MODIFIED", Type::Modified},
                                                           {"DELETED", Type::Deleted},
                                                           {"BOOKMARK", Type::Bookmark},
                                                           {"ERROR", Type::Error}};
    for (const auto &[text, type] : names) {
        if (text == name)
            return type;
    }
    return std::nullopt;
}

/** The text of a string member; empty if it is none. */
template <class Value>
std::string textOf(Value &&value)
{
    std::string_view text;
    return value.get_string().get(text) ? std::string() : std::string(text);
}

bool readMeta(ondemand::object meta, WatchEvent &event)
{
    for (auto result : meta) {
        ondemand::field field;
        if (std::move(result).get(field))
            return false;
        std::string_view key;
        if (field.unescaped_key().get(key))
            return false;
        if (key == "name")
            event.name = textOf(field.value());
        else if (key == "namespace")
            event.space = textOf(field.value());
        else if (key == "resourceVersion")
            event.resourceVersion = textOf(field.value());
        else if (key == "annotations" && event.type == WatchEvent::Type::Bookmark)
            event.endsInitialEvents = textOf(field.value()["k8s.io/initial-events-end"]) == "true";
    }
    return true;
}

bool readObject(WatchEvent &event)
{
    thread_local ondemand::parser parser;
    ondemand::document document;
    if (parser.iterate(event.object.data(), event.object.size(), event.object.size() + jsonPadding).get(document))
        return false;
    if (event.type == WatchEvent::Type::Error) {
        std::int64_t code = 0;
        if (!document["code"].get_int64().get(code))
            event.code = static_cast<int>(code);
        event.message = textOf(document["message"]);
        return true;
    }
    ondemand::object meta;
    return !document["metadata"].get_object().get(meta) && readMeta(meta, event);
}

}  // namespace

std::optional<WatchEvent> watchEvent(std::string_view padded)
{
    static_assert(SIMDJSON_PADDING <= jsonPadding);
    thread_local ondemand::parser parser;
    ondemand::document document;
    if (parser.iterate(padded.data(), padded.size(), padded.size() + jsonPadding).get(document))
        return std::nullopt;
    ondemand::object root;
    if (document.get_object().get(root))
        return std::nullopt;
    WatchEvent event;
    std::optional<WatchEvent::Type> type;
    for (auto result : root) {
        ondemand::field field;
        if (std::move(result).get(field))
            return std::nullopt;
        std::string_view key;
        if (field.unescaped_key().get(key))
            return std::nullopt;
        if (key == "type") {
            type = typeOf(textOf(field.value()));
        } else if (key == "object") {
            ondemand::object object;
            if (field.value().get_object().get(object) || object.raw_json().get(event.object))
                return std::nullopt;
        }
    }
    if (!type || event.object.empty())
        return std::nullopt;
    event.type = *type;
    if (!readObject(event))
        return std::nullopt;
    return event;
}

std::string statusMessage(std::string_view json)
{
    dom::parser parser;
    dom::element root;
    std::string_view text;
    if (parser.parse(json.data(), json.size()).get(root) || root["message"].get_string().get(text))
        return {};
    return std::string(text.substr(0, 2000));
}

}  // namespace portolan
