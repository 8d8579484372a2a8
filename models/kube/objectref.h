// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "kube/object.h"
#include "kube/objectkey.h"
#include "kube/pod.h"

namespace portolan {

/** An object of a snapshot, of any kind; lives as long as the snapshot. */
struct ObjectRef {
    Kind kind = Kind::Pod;
    const Object *object = nullptr;  ///< for every kind but Pod
    const Pod *pod = nullptr;        ///< for Kind::Pod

    bool isNull() const { return !object && !pod; }
    std::string_view space() const { return pod ? pod->space : object ? object->space : std::string_view(); }
    std::string_view name() const { return pod ? pod->name : object ? object->name : std::string_view(); }
    std::string text() const { return isNull() ? std::string() : reference(kind, space(), name()); }
};

[[nodiscard]] ObjectRef refTo(const Object &object);
[[nodiscard]] ObjectRef refTo(const Pod &pod);

/** The value at a path of an object as it stands there, for evidence: numbers and booleans as JSON writes them. */
[[nodiscard]] std::string textOf(const Value &value);

/** One step of a JSON Pointer, escaped. */
[[nodiscard]] std::string pointerStep(std::string_view key);

}  // namespace portolan
