// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace portolan {

/** The least that a reader of all kept kinds needs, as YAML: a ClusterRole, and a Role for the ConfigMaps of the
 * network components, by their names. Verbs are get, list and watch; no Secret, no wildcard. */
[[nodiscard]] std::string accessRules();

}  // namespace portolan
