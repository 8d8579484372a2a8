// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "yaml/tree.h"

namespace portolan {

/** A part of a document as JSON. Empty if that costs more characters than `budget`, which is less by what it cost. */
[[nodiscard]] std::string jsonOf(const YamlTree &tree, const YamlNode &node, std::size_t &budget);

}  // namespace portolan
