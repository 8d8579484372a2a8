// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/** Text from a cluster as a terminal may have it: control characters, C1 included, and what turns the direction of
 * writing are written as \xNN or \uNNNN, broken UTF-8 as U+FFFD; line breaks too. */
[[nodiscard]] std::string terminalSafe(std::string_view text);

/** Rows under a heading, in columns two spaces apart; cells are made safe. Numbers go right in `rightColumns`. */
[[nodiscard]] std::string table(const std::vector<std::vector<std::string>> &rows,
                                const std::vector<bool> &rightColumns = {});

/** Writes to standard output; false if it could not be written whole. */
[[nodiscard]] bool print(std::string_view text);
/** Writes one line to standard error, made safe. */
void complain(std::string_view line);
/** Writes what another program says to standard error: its lines stay lines, the rest is made safe. */
void relay(std::string_view said);

}  // namespace portolan
