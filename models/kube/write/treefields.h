// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "kube/object.h"

namespace portolan {

/** Writes any value; `Writer` is a JsonWriter or a YamlWriter. */
template <class Writer>
void writeValue(Writer &writer, const Value &value)
{
    switch (value.type()) {
        case Value::Type::Null:
            writer.null();
            break;
        case Value::Type::Bool:
            writer.value(value.boolean());
            break;
        case Value::Type::Integer:
            writer.value(value.integer());
            break;
        case Value::Type::Double:
            writer.value(value.number());
            break;
        case Value::Type::Text:
            writer.value(value.text());
            break;
        case Value::Type::Array:
            writer.beginArray();
            for (const Value &item : value.items())
                writeValue(writer, item);
            writer.endArray();
            break;
        case Value::Type::Object:
            writer.beginObject();
            for (const Member &member : value.members()) {
                writer.key(member.key);
                writeValue(writer, member.value);
            }
            writer.endObject();
            break;
    }
}

/** Members in the order in which people expect them: those that `first` names, then the others as they came. */
template <class Writer, std::size_t Count>
void writeOrdered(Writer &writer, const Value &value, const std::array<std::string_view, Count> &first,
                  auto writeMember)
{
    const auto rank = [&](const Member &member) { return std::ranges::find(first, member.key) - first.begin(); };
    std::vector<const Member *> order;
    for (const Member &member : value.members())
        order.push_back(&member);
    std::ranges::stable_sort(order, {}, [&](const Member *member) { return rank(*member); });
    writer.beginObject();
    for (const Member *member : order) {
        writer.key(member->key);
        writeMember(*member);
    }
    writer.endObject();
}

template <class Writer>
void writeObject(Writer &writer, const Object &object)
{
    constexpr std::array<std::string_view, 4> top{"apiVersion", "kind", "metadata", "spec"};
    constexpr std::array<std::string_view, 3> meta{"name", "namespace", "labels"};
    writeOrdered(writer, object.root, top, [&](const Member &member) {
        if (member.key == "metadata" && member.value.isObject())
            writeOrdered(writer, member.value, meta, [&](const Member &inner) { writeValue(writer, inner.value); });
        else
            writeValue(writer, member.value);
    });
}

}  // namespace portolan
