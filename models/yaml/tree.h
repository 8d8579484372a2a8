// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace portolan {

/** A part of a YAML document. An alias is the number of what it names, so one part may stand in many places, and even
 * within itself. */
struct YamlNode {
    enum class What : std::uint8_t { Null, Text, Bool, Number, List, Map };
    What what = What::Null;
    int line = 0;                       ///< counted from 1
    std::string text;                   ///< of Text, Bool and Number, as written
    std::vector<std::size_t> children;  ///< numbers of nodes; of a Map: key, value, key, value …
};

/** A YAML document (or a JSON one, which is YAML too); the first node is its root. */
struct YamlTree {
    std::vector<YamlNode> nodes;
};

/** The first document of `text`; a tree without nodes if there is none.
 *
 *  Scalars have the types of YAML 1.1, as kubectl reads them: `on` and `y` are no text.
 *  Errors: Decode, with the line. Too many nodes (500,000) or too deep (64) is an error too, so that memory stays
 *  within about a hundred times of that in bytes. */
[[nodiscard]] Result<YamlTree> parseYaml(const std::string &text);

/** Whether a Bool is true. */
[[nodiscard]] bool isTrue(const YamlNode &node);

[[nodiscard]] const char *name(YamlNode::What what);  ///< for messages: "a number"

}  // namespace portolan
