// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/objectref.h"

namespace portolan {

ObjectRef refTo(const Object &object)
{
    return {object.kind, &object, nullptr};
}

ObjectRef refTo(const Pod &pod)
{
    return {Kind::Pod, nullptr, &pod};
}

std::string textOf(const Value &value)
{
    switch (value.type()) {
        case Value::Type::Bool:
            return value.boolean() ? "true" : "false";
        case Value::Type::Integer:
            return std::to_string(value.integer());
        case Value::Type::Double:
            return std::to_string(value.number());
        case Value::Type::Text:
            return std::string(value.text());
        default:
            return {};
    }
}

std::string pointerStep(std::string_view key)
{
    std::string step = "/";
    for (const char c : key) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

}  // namespace portolan
