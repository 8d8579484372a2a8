// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "kube/kind.h"

namespace portolan {

/** What is kept of one field of an object. A rule for an object holds for each item of an array as well. */
struct Keep {
    enum class Take {
        Whole,      ///< as it stands, but for secrets, values of environment variables and managed fields
        Fields,     ///< the named fields of it
        Variable,   ///< the value of an environment variable, if it says how a network component works
        Arguments,  ///< a command line without secrets
        Presence,   ///< an empty object
        Key,        ///< the key, with null for its value
        Never,
    };
    std::string_view key;  ///< "*": every field that has no rule of its own
    Take take = Take::Whole;
    std::span<const Keep> fields = {};
};

/** What is kept of the objects of a kind. */
[[nodiscard]] std::span<const Keep> keptFields(Kind kind);

/** The ConfigMaps of network components in kube-system, by name. */
[[nodiscard]] std::span<const std::string_view> networkConfigMaps();

/** Whether this ConfigMap configures a network component (reference, section 12); all others are only counted. */
[[nodiscard]] bool isNetworkConfigMap(std::string_view name);

}  // namespace portolan
