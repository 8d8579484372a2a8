// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <string>

#include "kube/kind.h"

namespace portolan {

/** Names one object in one cluster; survives restarts, unlike a UID. */
struct ObjectKey {
    Kind kind = Kind::Pod;
    std::string space;  ///< namespace; empty for cluster-scoped kinds
    std::string name;

    bool operator==(const ObjectKey &) const = default;
    auto operator<=>(const ObjectKey &) const = default;
};

/** "Service/shop/web", "Node/server-0". */
[[nodiscard]] std::string reference(Kind kind, std::string_view space, std::string_view name);
[[nodiscard]] inline std::string reference(const ObjectKey &key)
{
    return reference(key.kind, key.space, key.name);
}

}  // namespace portolan
