// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"
#include "base/result.h"
#include "topology/graph.h"

namespace portolan {

/** The graph in one of the formats of `portolan topology -o`: json, dot, graphml, mermaid, drawio. */
[[nodiscard]] std::string graphAs(const QString &format, const TopologyGraph &graph,
                                  const std::vector<Problem> &problems);

/** The format that the ending of a file's name asks for; empty if it is none of the graph's. */
[[nodiscard]] QString graphFormatOf(const QString &path);

/** Writes beside the file and renames into place. Errors: Io, with the path and the system's words. */
[[nodiscard]] Result<bool> writeFile(const QString &path, std::string_view bytes);

}  // namespace portolan
