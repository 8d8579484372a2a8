// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "kube/kind.h"
#include "kube/value.h"

namespace portolan {

/** Where an object was read. */
struct Origin {
    std::uint32_t source = 0;    ///< index into ClusterSnapshot::sources
    std::uint32_t document = 0;  ///< counted from 1
    std::uint32_t line = 0;      ///< counted from 1; 0 if not known
};

/** One kept object of any kind but Pod: the fields that the product needs, as the API names them.
 *  `root` has apiVersion, kind and metadata like the original, so JSON Pointers into it are pointers into the original.
 */
struct Object {
    Kind kind = Kind::Service;
    std::string_view space;
    std::string_view name;
    Value root;
    Origin origin;
    std::shared_ptr<const void> memory;  ///< what the views point into

    Value operator[](std::string_view key) const { return root[key]; }
    Value meta() const { return root["metadata"]; }
    Value spec() const { return root["spec"]; }
    Value status() const { return root["status"]; }
    std::string_view label(std::string_view key) const { return meta()["labels"][key].text(); }
    std::string_view annotation(std::string_view key) const { return meta()["annotations"][key].text(); }
};
using ObjectPtr = std::shared_ptr<const Object>;

}  // namespace portolan
